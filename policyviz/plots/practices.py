"""Practices frames to a table of signs: who does what with which data."""

import textwrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from pandas import DataFrame, Series

from policyviz.plots.drawing import (
    COLORS,
    INK,
    LETTER,
    RULE,
    WASH,
    WIDTH,
    Rows,
    arrange_rows,
    check_drawable,
    count_letters,
    draw_on,
    find_look,
    find_row,
    mark_area,
    wrap,
    write_beside,
    write_rows,
)
from policyviz.plots.summaries import DARK, EDGE, Part, draw_stack

MOST_POLICIES = 8  # more columns than that cannot be read on one page
COLUMN = 0.145  # inches of one practice of one policy: four policies fit the width of a report
HEAD = 54  # points from the table to the policies' names, over the practices
BAR, BESIDE = 0.55, 0.6  # of a column: the longest bar; inches of a column with its number
# Dark, hatched, light: no two alike in grey. Bars are too short for edges on all of them.
LOOKS = {
    "stated": {"facecolor": DARK, "linewidth": 0},
    "stated and denied": {"facecolor": "white", "hatch": "xxxxxx", **EDGE},
    "denied": {"facecolor": COLORS[1], "linewidth": 0},
}


def plot_practices(
    practices: DataFrame, *, taxonomy: DataFrame | None = None, ax: Axes | None = None, **kwargs
) -> Axes:
    """Draw labels as rows and the practices of each policy as columns: a disc stated, a cross denied.

    A sign is there if at least one clause is; a cross on a disc says that some clauses state
    it and some deny. Labels that no policy mentions are left out. The keys of a sign are its
    ``policy_id``, ``label`` and ``practice``.

    Above 8 policies each practice is one column, and a bar in it says how many policies state or
    deny it; which ones they are is not seen. Its keys are ``label`` and ``practice``.

    Parameters
    ----------
    practices : pandas.DataFrame
        What `measure_practices` returns.
    taxonomy : pandas.DataFrame, optional
        A taxonomy frame: rows are drawn in its order under the names of its groups.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.plot`, but for the marker,
        its size, and the colour of crosses; above 8 policies to `Axes.barh`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> from policyviz import frames
    >>> rows = [("a", "Name", "share", 2, 0), ("a", "Age", "share", 0, 1)]
    >>> ax = plot_practices(frames.make_frame(rows, "practices"))
    >>> [tick.get_text() for tick in ax.get_yticklabels()]
    ['Age', 'Name']
    """
    found = _find_signs(practices)
    present = set(found["label"])
    rows = arrange_rows([label for label in _list_levels(practices["label"]) if label in present], taxonomy)
    grid = _Grid(list(dict.fromkeys(practices["policy_id"])), _list_levels(practices["practice"]))
    labels = [wrap(label) for label in rows.labels]
    if len(grid.names) > MOST_POLICIES:
        return _sum_up(found, rows, labels, grid=grid, ax=ax, kwargs=kwargs)
    width = max(WIDTH, 0.4 + LETTER * count_letters(labels) + COLUMN * grid.width)
    height = 1.7 + find_row(labels) * rows.height
    with draw_on(ax, (width, height), "practice that a sentence speaks of", grid=False) as ax:
        _draw_signs(ax, found, rows, grid, kwargs)
        _mark_signs(ax, found, rows, grid)
        _write_head(ax, grid)
        ax.set_xlim(0, grid.width)
        write_rows(ax, rows, labels)
    return ax


def _list_levels(column: Series) -> list[str]:
    """The values of a column in the order of its categories, which filtered rows may not have."""
    order = column.cat.categories if hasattr(column, "cat") else dict.fromkeys(column)
    return [str(value) for value in order if (column == value).any()]


def _find_signs(practices: DataFrame) -> DataFrame:
    """The rows for which there is something to draw; refuse none."""
    check_drawable(practices, "practices", "No clauses were measured.")
    found = practices[practices[["n_stated", "n_denied"]].sum(axis=1) > 0]
    if found.empty:
        message = "There is nothing to draw: no label is mentioned in any practice."
        raise ValueError(message)
    return found


class _Grid(NamedTuple):
    """Columns of the chart: the practices of each policy, and an empty one between two policies."""

    names: list[str]
    verbs: list[str]

    @property
    def width(self) -> int:
        return len(self.names) * (len(self.verbs) + 1) - 1

    def start(self, number: int) -> int:
        return number * (len(self.verbs) + 1)


def _draw_signs(ax: Axes, found: DataFrame, rows: Rows, grid: _Grid, kwargs: dict) -> None:
    place = dict(zip(rows.labels, rows.places, strict=True))
    both = found["n_stated"].gt(0) & found["n_denied"].gt(0)
    signs = {
        "o": (found["n_stated"] > 0, {"markersize": 8}),
        "X": (found["n_denied"] > 0, {"markersize": 7, "color": INK}),
        # On a disc the cross is white.
        "x": (both, {"marker": "X", "markersize": 5, "color": "white"}),
    }
    for number, name in enumerate(grid.names):
        start, own = grid.start(number), found["policy_id"] == name
        for row in rows.places:
            ax.add_patch(Rectangle((start, row + 0.06), len(grid.verbs), 0.88, color=WASH, linewidth=0))
        for marker, (chosen, style) in signs.items():
            cells = found[own & (chosen & ~both if marker == "X" else chosen)]
            x = [start + grid.verbs.index(verb) + 0.5 for verb in cells["practice"]]
            y = [place[label] + 0.5 for label in cells["label"]]
            look = {
                "linestyle": "",
                "marker": marker,
                "markeredgewidth": 0,
                "color": find_look(number)["color"],
            }
            # The signs carry the meaning: no further keyword may change a marker or the colour of a cross.
            ax.plot(x, y, **{**look, **kwargs, **style, "marker": style.get("marker", marker)})


def _mark_signs(ax: Axes, found: DataFrame, rows: Rows, grid: _Grid) -> None:
    place = dict(zip(rows.labels, rows.places, strict=True))
    for row in found.itertuples():
        x, y = grid.start(grid.names.index(row.policy_id)) + grid.verbs.index(row.practice), place[row.label]
        keys = {"policy_id": row.policy_id, "label": row.label, "practice": row.practice}
        mark_area(ax, (x, y), (x + 1, y + 1), keys)


def _write_head(ax: Axes, grid: _Grid) -> None:
    """Practices upright over their columns, policies over them, and what the signs mean below."""
    starts = [grid.start(number) for number in range(len(grid.names))]
    ticks = [start + place + 0.5 for start in starts for place in range(len(grid.verbs))]
    ax.xaxis.set(ticks_position="top", label_position="bottom")
    ax.set_xticks(ticks, grid.verbs * len(starts), rotation=90)
    look = {"ha": "center", "va": "bottom", "fontweight": "bold", "parse_math": False}
    for number, name in enumerate(grid.names):
        spot = (starts[number] + len(grid.verbs) / 2, 0)
        # Bold letters are wider than LETTER.
        text = textwrap.fill(name, int(COLUMN * len(grid.verbs) / (1.2 * LETTER)), break_long_words=False)
        ax.annotate(text, spot, (0, HEAD), textcoords="offset points", color=INK, **look)
    handles = [Line2D([], [], marker=marker, linestyle="", color=INK, markersize=6) for marker in ("o", "X")]
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 2.4, "ncols": 2}
    ax.legend(handles, ["stated in a clause", "denied in a clause"], **place)


def _sum_up(
    found: DataFrame, rows: Rows, labels: list[str], *, grid: _Grid, ax: Axes | None, kwargs: dict
) -> Axes:
    """Draw a bar per label and practice: how many policies state it, state and deny it, or deny it."""
    n, verbs = len(grid.names), grid.verbs
    size = max(WIDTH, 0.5 + LETTER * count_letters(labels) + BESIDE * len(verbs))
    most = found.groupby(["label", "practice"], observed=True).size().max()
    title = f"policies, of {n}, that state or deny it (the longest bar: {most})"
    with draw_on(ax, (size, 1.3 + find_row(labels) * rows.height), title, grid=False) as ax:
        for place, label in zip(rows.places, rows.labels, strict=True):
            for column, verb in enumerate(verbs):
                own = found[(found["label"] == label) & (found["practice"] == verb)]
                if len(own):
                    _draw_bar(ax, (column, place), own, unit=BAR / most, kwargs=kwargs)
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.set_xticks(range(len(verbs)), verbs, ha="left")
        for border in range(len(verbs)):
            ax.axvline(border, color=RULE, linewidth=0.8)
        ax.set_xlim(0, len(verbs))
        write_rows(ax, rows, labels)
        handles = [Rectangle((0, 0), 1, 1, **look) for look in LOOKS.values()]
        place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 2.4, "ncols": 3}
        ax.legend(handles, LOOKS, handlelength=1.6, handleheight=1.2, **place)
    return ax


def _draw_bar(ax: Axes, corner: tuple[int, int], own: DataFrame, *, unit: float, kwargs: dict) -> None:
    """Draw how many policies state or deny a practice of a label: each is one of the `own` rows."""
    column, place = corner
    draw_stack(ax, (column, place + 0.5), _count_parts(own), unit=unit, kwargs=kwargs)
    write_beside(ax, column + unit * len(own), place + 0.5, str(len(own)), gap=3)
    keys = {name: own[name].iloc[0] for name in ("label", "practice")}
    mark_area(ax, corner, (column + 1, place + 1), keys)


def _count_parts(own: DataFrame) -> list[Part]:
    states, denies = own["n_stated"] > 0, own["n_denied"] > 0
    counts = [(states & ~denies).sum(), (states & denies).sum(), (denies & ~states).sum()]
    return [Part(int(count), look) for count, look in zip(counts, LOOKS.values(), strict=True)]
