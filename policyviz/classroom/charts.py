"""A chart of scores as a reader sees it: names, marks, intervals, axis, colours, type.

It is read from its Axes as it is, however it was made (bars, dots, lines, error bars), without
drawing or changing it. The table that it should show, by policy, has ``score``, ``score_low`` and
``score_high``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from policyviz.classroom.answers import MOST_CHARACTERS, MOST_ITEMS, ask
from policyviz.classroom.forms import DECIMAL

# So far may a mark lie from its value; so near to a name does it belong to it.
DRAWN, BESIDE = 0.02, 0.45
SMALLEST_TYPE = 8
# More ticks than matplotlib itself finds sensible; making and naming them would take minutes.
MOST_TICKS = 1_000
# What is nearly transparent is not seen; names that take less of their axis stand in a heap.
FAINTEST, NARROWEST = 0.02, 0.4
# Lines without marks.
UNMARKED = ("None", "none", " ", "", None)


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
    spread: float
    label: str
    values: tuple[tuple[str, float], ...]
    intervals: tuple[tuple[str, float, float], ...]
    n_colours: int
    most_digits: int


def read_chart(answer: object, table: pd.DataFrame) -> Chart:
    """Read the Axes of a chart, without drawing or changing it."""
    ax = take_axes(answer)
    check_size(ax)
    is_upright = len(find_names(ax.xaxis, table)) > len(find_names(ax.yaxis, table))
    along, across = (ax.xaxis, ax.yaxis) if is_upright else (ax.yaxis, ax.xaxis)
    text = find_text(along)
    names = find_names(along, table) if ax.axison and text else {}
    points = list(list_points(ax, is_upright))
    return Chart(
        names=tuple(names),
        is_upright=is_upright,
        rotation=float(text.get_rotation()) if text else 0.0,
        type_size=float(text.get_fontsize()) if text else 0.0,
        has_room=has_room(ax, names, text),
        start=float(min(across.get_view_interval())),
        end=float(max(across.get_view_interval())),
        scale=across.get_scale(),
        is_hidden=not (ax.get_visible() and ax.figure.get_visible()),
        spread=measure_spread(along, names),
        label=read_label(across) if ax.axison else "",
        values=tuple(pick_values(names, points, table)),
        intervals=tuple(pick_spans(names, list(list_spans(ax, is_upright)), table)),
        n_colours=count_colours(names, points),
        most_digits=max((count_digits(text.get_text()) for text in ax.texts), default=0),
    )


def check_size(ax: object) -> None:
    """Ask about so many ticks or marks that reading them would take long."""
    if max(count_ticks(ax.xaxis), count_ticks(ax.yaxis)) > MOST_TICKS:
        ask("An axis has more ticks than can be drawn: how many does a reader need?")
    marks = [dots.get_offsets() for dots in ax.collections]
    marks += [lines.get_paths() for lines in ax.collections] + [line.get_xdata() for line in ax.lines]
    if sum(map(len, (*marks, ax.patches, ax.texts))) > MOST_ITEMS:
        ask(f"There are more than {MOST_ITEMS:,} marks: which of them does a reader need?")


def count_ticks(axis: object) -> float:
    """Ticks of an axis, without making those that are evenly spaced."""
    from matplotlib import ticker

    locator = axis.get_major_locator()
    if isinstance(locator, ticker.LinearLocator):
        return locator.numticks
    if isinstance(locator, ticker.FixedLocator):
        return len(locator.locs)
    if isinstance(locator, ticker.MultipleLocator):
        # Around a single place it gives a few ticks, one step apart.
        return float(np.ptp(axis.get_view_interval()) / np.diff(locator.tick_values(0, 0))[0])
    return len(axis.get_majorticklocs())


def find_text(axis: object) -> object | None:
    """The first of the names that are written along an axis, or None where they are hidden."""
    # One tick will do. To ask for all labels would also make the minor ticks, however many there are.
    texts = [text for tick in axis.get_major_ticks(1) for text in (tick.label1, tick.label2)]
    return next((text for text in texts if axis.get_visible() and is_seen(text)), None)


def read_label(axis: object) -> str:
    """What is written beside an axis, "" where it is hidden."""
    is_shown = axis.get_visible() and is_seen(axis.label)
    return axis.get_label_text().strip()[:MOST_CHARACTERS] if is_shown else ""


def has_room(ax: object, names: dict[str, float], text: object | None) -> bool:
    """Whether upright names of this size fit side by side; 0.6 of its size is a letter's usual width."""
    inches = ax.figure.get_size_inches()[0] * ax.get_position(original=True).width / max(len(names), 1)
    size = text.get_fontsize() if text else 0
    return max(map(len, names), default=0) * 0.6 * size / 72 <= inches


def measure_spread(axis: object, names: dict[str, float]) -> float:
    """Share of an axis from the first to the last name."""
    places = list(names.values()) or [0.0]
    return float(np.ptp(places) / (np.ptp(axis.get_view_interval()) or 1))


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
    first, last = sorted(axis.get_view_interval())
    # Asking the formatter makes no ticks and moves nothing.
    texts = axis.get_major_formatter().format_ticks(places)
    found = {}
    for place, text in zip(places, texts, strict=True):
        words = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
        name = next((name for name in known if words.startswith(name)), None)
        if name and first <= place <= last:
            found[name] = float(place)
    return dict(sorted(found.items(), key=lambda item: item[1]))


# Marks and pieces of lines: where along the names, and where across them.


def is_seen(artist: object) -> bool:
    """Whether something is visible, and not transparent."""
    from matplotlib.colors import to_rgba_array

    ways = ("get_color", "get_facecolor", "get_edgecolor", "get_markerfacecolor", "get_markeredgecolor")
    colours = [to_rgba_array(getattr(artist, way)()) for way in ways if hasattr(artist, way)]
    is_solid = any((colour[:, 3] > FAINTEST).any() for colour in colours)
    alpha = 1 if artist.get_alpha() is None else np.max(artist.get_alpha())
    return bool(artist.get_visible() and is_solid and alpha > FAINTEST)


def list_points(ax: object, is_upright: bool) -> Iterator[tuple[float, float, tuple]]:
    """Place along the names, value, and colour of every bar and dot."""
    yield from list_bars(ax, is_upright)
    for x, y, colour in (*list_marks(ax), *list_dots(ax)):
        yield (x, y, colour) if is_upright else (y, x, colour)


def list_bars(ax: object, is_upright: bool) -> Iterator[tuple[float, float, tuple]]:
    """The middle, the end and the colour of every bar."""
    from matplotlib.patches import Rectangle

    for patch in ax.patches:
        if isinstance(patch, Rectangle) and is_seen(patch):
            (x, y), width, height = patch.get_xy(), patch.get_width(), patch.get_height()
            place, value = (x + width / 2, y + height) if is_upright else (y + height / 2, x + width)
            yield place, value, patch.get_facecolor()


def list_marks(ax: object) -> Iterator[tuple[float, float, tuple]]:
    """The marks of lines: x, y, colour; the caps of error bars are none."""
    from matplotlib.colors import to_rgba
    from matplotlib.container import ErrorbarContainer

    bars = [each for each in ax.containers if isinstance(each, ErrorbarContainer)]
    caps = {id(cap) for each in bars for cap in each.lines[1]}
    for line in ax.lines:
        if line.get_marker() not in UNMARKED and id(line) not in caps and is_seen(line):
            colour = to_rgba(line.get_markerfacecolor())
            yield from ((x, y, colour) for x, y in list_ends(line))


def list_dots(ax: object) -> Iterator[tuple[float, float, tuple]]:
    """Scattered dots: x, y, colour."""
    from matplotlib.collections import PathCollection

    for dots in ax.collections:
        if isinstance(dots, PathCollection) and is_seen(dots):
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

    bundles = [lines for lines in ax.collections if isinstance(lines, LineCollection) and is_seen(lines)]
    pieces = [piece for lines in bundles for piece in lines.get_segments()]
    pieces += [list_ends(line) for line in ax.lines if len(line.get_xdata()) == 2 and is_seen(line)]
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
