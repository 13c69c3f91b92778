"""Practices frames to a table of signs: who does what with which data."""

import textwrap
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from pandas import DataFrame, Series

from policyviz.plots.drawing import (
    INK,
    LETTER,
    WASH,
    WIDTH,
    Rows,
    arrange_rows,
    check_drawable,
    count_letters,
    draw_on,
    find_look,
    find_row,
    wrap,
    write_rows,
)

MOST_POLICIES = 8  # more columns than that cannot be read on one page
COLUMN = 0.145  # inches of one practice of one policy: four policies fit the width of a report
HEAD = 54  # points from the table to the policies' names, over the practices


def plot_practices(
    practices: DataFrame, *, taxonomy: DataFrame | None = None, ax: Axes | None = None, **kwargs
) -> Axes:
    """Draw labels as rows and the practices of each policy as columns: a disc stated, a cross denied.

    A sign is there if at least one clause is; a cross on a disc says that some clauses state
    it and some deny. Labels that no policy mentions are left out.

    Parameters
    ----------
    practices : pandas.DataFrame
        What `measure_practices` returns, of 8 policies at most.
    taxonomy : pandas.DataFrame, optional
        A taxonomy frame: rows are drawn in its order under the names of its groups.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.plot`, but for the marker,
        its size, and the colour of crosses.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or there are more than 8 policies.

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
    width = max(WIDTH, 0.4 + LETTER * count_letters(labels) + COLUMN * grid.width)
    height = 1.7 + find_row(labels) * rows.height
    with draw_on(ax, (width, height), "practice that a sentence speaks of", grid=False) as ax:
        _draw_signs(ax, found, rows, grid, kwargs)
        _write_head(ax, grid)
        ax.set_xlim(0, grid.width)
        write_rows(ax, rows, labels)
    return ax


def _list_levels(column: Series) -> list[str]:
    """The values of a column in the order of its categories, which filtered rows may not have."""
    order = column.cat.categories if hasattr(column, "cat") else dict.fromkeys(column)
    return [str(value) for value in order if (column == value).any()]


def _find_signs(practices: DataFrame) -> DataFrame:
    """The rows for which there is something to draw; refuse none, and too many policies."""
    check_drawable(practices, "practices", "No clauses were measured.")
    names = list(dict.fromkeys(practices["policy_id"]))
    if len(names) > MOST_POLICIES:
        message = (
            f"{len(names)} policies have too many practices for one chart; {MOST_POLICIES} fit. Choose some "
            'with practices[practices["policy_id"].isin([...])], or draw measure_coverage(practice="share").'
        )
        raise ValueError(message)
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


def _write_head(ax: Axes, grid: _Grid) -> None:
    """Practices upright over their columns, policies over them, and what the signs mean below."""
    starts = [grid.start(number) for number in range(len(grid.names))]
    ticks = [start + place + 0.5 for start in starts for place in range(len(grid.verbs))]
    ax.xaxis.set(ticks_position="top", label_position="bottom")
    ax.set_xticks(ticks, grid.verbs * len(starts), rotation=90)
    look = {"ha": "center", "va": "bottom", "fontweight": "bold", "parse_math": False}
    for number, name in enumerate(grid.names):
        spot = (starts[number] + len(grid.verbs) / 2, 0)
        color = find_look(number)["color"]
        # Bold letters are wider than LETTER.
        text = textwrap.fill(name, int(COLUMN * len(grid.verbs) / (1.2 * LETTER)), break_long_words=False)
        ax.annotate(text, spot, (0, HEAD), textcoords="offset points", color=color, **look)
    handles = [Line2D([], [], marker=marker, linestyle="", color=INK, markersize=6) for marker in ("o", "X")]
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 2.4, "ncols": 2}
    ax.legend(handles, ["stated in a clause", "denied in a clause"], **place)
