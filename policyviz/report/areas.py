"""Where the marks of a figure lie in its picture: each becomes a link, without any script."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

# A mark that is smaller than this (in pixels of the page) can hardly be pointed at: WCAG 2.2, 2.5.8.
SMALLEST = 24
# More links than this in one picture help nobody, least of all by keyboard: the table has them all.
MOST = 400


def find_areas(
    figure: Figure, frame: Bbox, *, scale: float, find_target: Callable[[str], tuple[str, str]]
) -> list[list]:
    """List the links of a figure: pixels of the page, id of the clauses, and their title.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn; marks that stand for clauses carry a key (`matplotlib.artist.Artist.get_url`).
    frame : matplotlib.transforms.Bbox
        The part of the figure that is in the picture, in pixels of the figure.
    scale : float
        Pixels of the page for one pixel of the figure.
    find_target : callable
        Takes a key, returns id and title of the clauses, or two empty texts.

    Returns
    -------
    areas : list of list
        ``left``, ``top``, ``right``, ``bottom`` (int), ``id``, ``title``; from top to bottom, left to right.
    """
    areas = []
    for artist in _find_marks(figure):
        name, title = find_target(artist.get_url())
        if name:
            areas.append([*_place(artist.get_window_extent(), frame, scale), name, title])
    areas.sort(key=lambda area: (area[1], area[3], area[0], area[4]))
    _part_neighbours(areas)
    return areas if len(areas) <= MOST else []


def _part_neighbours(areas: list[list]) -> None:
    """Where marks of one row lie close, each gets the half up to the next one, in place."""
    for left, right in pairwise(areas):
        if left[1] == right[1] and left[3] == right[3] and left[2] > right[0] > left[0]:
            middle = (left[2] + right[0]) // 2
            left[2] = right[0] = middle


def _find_marks(figure: Figure) -> Iterator[Artist]:
    for artist in figure.findobj(lambda artist: bool(artist.get_url())):
        if artist.get_visible():
            yield artist


def _place(extent: Bbox, frame: Bbox, scale: float) -> list[int]:
    """Left, top, right, bottom; the picture counts from above, the figure from below."""
    left, right = ((x - frame.x0) * scale for x in (extent.x0, extent.x1))
    top, bottom = ((frame.y1 - y) * scale for y in (extent.y1, extent.y0))
    wide, high = (max(0.0, (SMALLEST - size) / 2) for size in (right - left, bottom - top))
    # A flat mark such as a bar keeps its height if its neighbours are as near: the first link wins.
    edges = (left - wide, top - min(high, 4), right + wide, bottom + min(high, 4))
    return [max(0, round(edge)) for edge in edges]
