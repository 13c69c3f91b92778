"""A chart of scores as a reader sees it: names, marks, intervals, axis, colours, type.

It is read from its Axes as it is, however it was made (bars, dots, lines, error bars), without
drawing or changing it. The table that it should show, by policy, has ``score``, ``score_low`` and
``score_high``.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from policyviz.classroom.answers import MOST_CHARACTERS, MOST_ITEMS, ask
from policyviz.classroom.forms import DECIMAL

# So far may a mark lie from its value; so near to a name does it belong to it.
DRAWN, BESIDE = 0.02, 0.45
SMALLEST_TYPE = 8
# Lines without marks, and the caps of error bars.
CAPS = ("None", "none", " ", "", None, "|", "_", 2, 3, 0, 1)


class Chart(NamedTuple):
    """What a chart shows, as far as it is asked for."""

    names: tuple[str, ...]
    is_upright: bool
    rotation: float
    type_size: float
    has_room: bool
    start: float
    end: float
    scale: str
    is_hidden: bool
    label: str
    values: tuple[tuple[str, float], ...]
    intervals: tuple[tuple[str, float, float], ...]
    n_colours: int
    most_digits: int


def read_chart(answer: object, table: pd.DataFrame) -> Chart:
    """Read the Axes of a chart, without drawing or changing it."""
    ax = take_axes(answer)
    is_upright = len(find_names(ax.xaxis, table)) > len(find_names(ax.yaxis, table))
    along, across = (ax.xaxis, ax.yaxis) if is_upright else (ax.yaxis, ax.xaxis)
    names = find_names(along, table)
    points = list(islice(list_points(ax, is_upright), MOST_ITEMS))
    labels = along.get_ticklabels()
    return Chart(
        names=tuple(names),
        is_upright=is_upright,
        rotation=float(labels[0].get_rotation()) if labels else 0.0,
        type_size=float(labels[0].get_fontsize()) if labels else 0.0,
        has_room=has_room(ax, names, labels),
        start=float(min(across.get_view_interval())),
        end=float(max(across.get_view_interval())),
        scale=across.get_scale(),
        is_hidden=not ax.get_visible(),
        label=across.get_label_text().strip()[:MOST_CHARACTERS],
        values=tuple(pick_values(names, points, table)),
        intervals=tuple(pick_spans(names, list(list_spans(ax, is_upright)), table)),
        n_colours=count_colours(names, points),
        most_digits=max((count_digits(text.get_text()) for text in ax.texts), default=0),
    )


def has_room(ax: object, names: dict[str, float], labels: list) -> bool:
    """Whether upright names of this size fit side by side; 0.6 of its size is a letter's usual width."""
    inches = ax.figure.get_size_inches()[0] * ax.get_position().width / max(len(names), 1)
    size = labels[0].get_fontsize() if labels else 0
    return max(map(len, names), default=0) * 0.6 * size / 72 <= inches


def take_axes(answer: object) -> object:
    """The one Axes that is handed in, or that is in what is handed in."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if isinstance(answer, list | tuple | np.ndarray):
        found = [item for item in np.ravel(np.array(answer, dtype=object)) if isinstance(item, Axes)]
    else:
        found = answer.axes if isinstance(answer, Figure) else [answer]
    if len(found) != 1 or not isinstance(found[0], Axes):
        ask("One chart is asked for, that is its Axes: what did plt.subplots give you besides the figure?")
    return found[0]


def find_names(axis: object, table: pd.DataFrame) -> dict[str, float]:
    """Policies named along an axis, and where: "Kettlewick" and "kettlewick (57)" are the policy as well."""
    known = sorted(table.index, key=len, reverse=True)
    places = axis.get_majorticklocs()
    # Asking the formatter makes no ticks and moves nothing.
    texts = axis.get_major_formatter().format_ticks(places)
    found = {}
    for place, text in zip(places, texts, strict=True):
        words = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
        name = next((name for name in known if words.startswith(name)), None)
        if name:
            found[name] = float(place)
    return dict(sorted(found.items(), key=lambda item: item[1]))


# Marks and pieces of lines: where along the names, and where across them.


def list_points(ax: object, is_upright: bool) -> Iterator[tuple[float, float, tuple]]:
    """Place along the names, value, and colour of every bar and dot."""
    yield from list_bars(ax, is_upright)
    for x, y, colour in (*list_marks(ax), *list_dots(ax)):
        yield (x, y, colour) if is_upright else (y, x, colour)


def list_bars(ax: object, is_upright: bool) -> Iterator[tuple[float, float, tuple]]:
    """The middle, the end and the colour of every bar."""
    from matplotlib.patches import Rectangle

    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            (x, y), width, height = patch.get_xy(), patch.get_width(), patch.get_height()
            place, value = (x + width / 2, y + height) if is_upright else (y + height / 2, x + width)
            yield place, value, patch.get_facecolor()


def list_marks(ax: object) -> Iterator[tuple[float, float, tuple]]:
    """The marks of lines: x, y, colour."""
    from matplotlib.colors import to_rgba

    for line in ax.lines:
        if line.get_marker() not in CAPS:
            colour = to_rgba(line.get_markerfacecolor())
            yield from ((x, y, colour) for x, y in list_ends(line))


def list_dots(ax: object) -> Iterator[tuple[float, float, tuple]]:
    """Scattered dots: x, y, colour."""
    from matplotlib.collections import PathCollection

    for dots in ax.collections:
        if isinstance(dots, PathCollection):
            colours = [tuple(colour) for colour in dots.get_facecolor()] or [()]
            if dots.get_array() is not None:
                # Colours by value are given when the chart is drawn: one for each, whatever it will be.
                colours = [(float(value),) for value in np.ma.getdata(dots.get_array()).ravel()[:MOST_ITEMS]]
            for number, (x, y) in enumerate(np.ma.getdata(dots.get_offsets()).tolist()):
                yield x, y, colours[number % len(colours)]


def list_ends(line: object) -> list[tuple[float, float]]:
    """The points of a line, as numbers; names count by their place on the axis."""
    return list(zip(line.get_xdata(orig=False), line.get_ydata(orig=False), strict=True))


def list_spans(ax: object, is_upright: bool) -> Iterator[tuple[float, float, float]]:
    """Place, lower and upper end of every straight piece that runs along the values."""
    from matplotlib.collections import LineCollection

    bundles = [lines.get_segments() for lines in ax.collections if isinstance(lines, LineCollection)]
    pieces = [piece for bundle in bundles for piece in bundle]
    pieces += [list_ends(line) for line in ax.lines if len(line.get_xdata()) == 2]
    for piece in pieces:
        if len(piece) == 2:
            (x_0, y_0), (x_1, y_1) = piece
            place, ends = (x_0, (y_0, y_1)) if is_upright else (y_0, (x_0, x_1))
            yield float(place), float(min(ends)), float(max(ends))


# What belongs to which name.


def pick_values(names: dict[str, float], points: list, table: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """The value drawn for each policy; of several the one that is nearest to the right one."""
    for name, place in names.items():
        near = [float(value) for there, value, _ in points if abs(there - place) < BESIDE]
        right = table.loc[name, "score"]
        if near:
            yield name, min(near, key=lambda value: abs(value - right))


def pick_spans(
    names: dict[str, float], spans: list, table: pd.DataFrame
) -> Iterator[tuple[str, float, float]]:
    """The interval drawn for each policy."""
    for name, place in names.items():
        near = [(low, high) for there, low, high in spans if abs(there - place) < BESIDE and high > low]
        low, high = table.loc[name, ["score_low", "score_high"]]
        if near:
            yield name, *min(near, key=lambda ends: abs(ends[0] - low) + abs(ends[1] - high))


def count_colours(names: dict[str, float], points: list) -> int:
    """Colours of the marks beside names; a line for the mean, say, is none of them."""
    places = names.values()
    near = [colour for there, _, colour in points if any(abs(there - place) < BESIDE for place in places)]
    return len({tuple(np.round(colour, 2).tolist()) for colour in near})


def count_digits(text: str) -> int:
    """Most digits after a point in a text.

    Examples
    --------
    >>> count_digits("2.5 (2.333 to 3)"), count_digits("none")
    (3, 0)
    """
    numbers = DECIMAL.findall(text[:MOST_CHARACTERS])
    return max((len(number.partition(".")[2]) for number in numbers), default=0)


# What is wrong in a chart.


def has_wrong_values(chart: Chart, table: pd.DataFrame) -> bool:
    """Whether a mark lies where the score does not."""
    return any(abs(value - table.loc[name, "score"]) > DRAWN for name, value in chart.values)


def has_wrong_spans(chart: Chart, table: pd.DataFrame) -> bool:
    """Whether an interval lies elsewhere."""
    return any(
        max(abs(low - table.loc[name, "score_low"]), abs(high - table.loc[name, "score_high"])) > DRAWN
        for name, low, high in chart.intervals
    )


def is_unsorted(chart: Chart) -> bool:
    """Whether the scores do not run one way along the names (Chart has them in order of place)."""
    steps = np.diff([value for _, value in chart.values])
    return not ((steps >= -1e-9).all() or (steps <= 1e-9).all())


def is_unreadable(chart: Chart) -> bool:
    """Whether names are small, overlap, or must be read with the head on one side."""
    turned = min(chart.rotation % 180, 180 - chart.rotation % 180)
    fits = 20 <= turned <= 70 or (turned < 20 and chart.has_room) if chart.is_upright else turned < 20
    return chart.type_size < SMALLEST_TYPE or not fits


def is_cut_off(chart: Chart) -> bool:
    """Whether a mark or a line goes on beyond the end of the axis."""
    ends = [high for _, _, high in chart.intervals] + [value for _, value in chart.values]
    return max(ends, default=0) > chart.end + DRAWN
