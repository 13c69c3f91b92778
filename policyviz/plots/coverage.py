"""Coverage frames to a table of shaded cells."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from pandas import DataFrame, Series
from pandas.api.types import is_float_dtype, is_numeric_dtype

from policyviz.plots.drawing import (
    INK,
    LETTER,
    MANY_POLICIES,
    SOFT,
    WASH,
    WIDTH,
    Rows,
    arrange_rows,
    count_letters,
    draw_on,
    find_row,
    find_width,
    fit_names,
    format_share,
    mark_area,
    wrap,
    write_beside,
    write_rows,
)
from policyviz.plots.summaries import DARK, EDGE, Part, draw_stack

SHADES = LinearSegmentedColormap.from_list("policyviz", ["#d6e6f4", "#5b9bd0", "#0b3d75"])
STRIPES = {"facecolor": WASH, "edgecolor": "white", "hatch": "////", "hatchcolor": "#b6bfcc"}


class Look(NamedTuple):
    """How a status is drawn: no two alike in grey, nor in shape."""

    fill: str
    marker: str
    inside: str
    edge: str

    @property
    def sign(self) -> dict:
        """Its sign, in the words of `Axes.plot`."""
        colors = {"markerfacecolor": self.inside, "markeredgecolor": self.edge}
        return {
            "marker": self.marker,
            "linestyle": "",
            "markeredgewidth": 2 if self.marker == "x" else 1.2,
            **colors,
        }


# Dark, middle and light, silence striped; a disc, a cross and a ring.
LOOKS = {
    "affirmed": Look(DARK, "o", "white", "white"),
    "denied": Look("#f0a35e", "x", INK, INK),
    "mentioned": Look("#e3eaf2", "o", "none", SOFT),
}


def plot_coverage(
    coverage: DataFrame, *, taxonomy: DataFrame | None = None, ax: Axes | None = None, **kwargs
) -> Axes:
    """Draw labels as rows and policies as columns, silence striped.

    Numbers are written into their cells, whose shades follow the square root of the number.
    Statuses differ by shade and by sign, so that they can be told apart in grey: a disc is
    affirmed, a cross denied, a ring only mentioned. The keys of a cell are its ``policy_id``
    (the name of the index) and ``label``.

    Above 25 policies each label has one bar: how many policies mention it, written beside,
    and how many are silent. It says how common a label is, not how much a policy says of it;
    its key is the ``label``.

    Parameters
    ----------
    coverage : pandas.DataFrame
        What `measure_coverage` returns: numbers of clauses, shares (drawn as percent)
        or statuses.
    taxonomy : pandas.DataFrame, optional
        A taxonomy frame: rows are drawn in its order under the names of its groups; labels that
        it lacks come last.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.pcolormesh`, above 25
        policies to `Axes.barh`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or the values are neither numbers nor statuses.

    Examples
    --------
    >>> ax = plot_coverage(DataFrame({"Name": [2, 0]}, index=["a", "b"]))
    >>> [text.get_text() for text in ax.texts], len(ax.patches)
    (['2'], 1)
    """
    coverage = DataFrame(coverage)
    is_status = _check_values(coverage)
    rows = arrange_rows(list(coverage.columns), taxonomy)
    # A given Axes may be too low for labels of two lines, and loses some width to them.
    labels = [wrap(label) if ax is None else str(label) for label in rows.labels]
    if len(coverage) > MANY_POLICIES:
        return _sum_up(coverage[rows.labels], rows, labels, ax=ax, is_status=is_status, kwargs=kwargs)
    margin = 0.4 + LETTER * count_letters(labels)
    width = max(WIDTH, margin + 0.13 * len(coverage))
    inner = width - margin if ax is None else 0.6 * find_width(ax)
    names, look, head = fit_names(coverage.index, inner / len(coverage))
    height = 0.9 + head + find_row(labels) * rows.height
    shares = not is_status and all(map(is_float_dtype, coverage.dtypes))
    with draw_on(ax, (width, height), _write_title(is_status, shares), grid=False) as ax:
        cells = coverage[rows.labels]
        if is_status:
            _draw_statuses(ax, cells, rows.places, kwargs)
        else:
            _draw_numbers(ax, cells, rows.places, shares, kwargs)
        _mark_cells(ax, cells, rows.places)
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.set_xticks(np.arange(len(names)) + 0.5, names, parse_math=False, **look)
        ax.set_xlim(0, len(coverage))
        write_rows(ax, rows, labels)
    return ax


def _check_values(coverage: DataFrame) -> bool:
    """Whether the values are statuses; refuse what is neither them nor numbers."""
    are_numbers = [is_numeric_dtype(column) for column in coverage.dtypes]
    is_status = not any(are_numbers) and bool(coverage.isin([*LOOKS, "silent"]).all(axis=None))
    is_good = is_status or (all(are_numbers) and bool((coverage >= 0).all(axis=None)))
    if coverage.empty or not is_good or not coverage.columns.is_unique:
        message = (
            "There is nothing to draw: measure_coverage() gives policies, labels and numbers or statuses."
        )
        raise ValueError(message)
    return is_status


def _write_title(is_status: bool, shares: bool) -> str:
    if is_status:
        return "what the policy says of these data"
    return f"{'share' if shares else 'number'} of clauses with the label (darker is more, striped is none)"


def _draw_numbers(ax: Axes, coverage: DataFrame, places: list[int], shares: bool, kwargs: dict) -> None:
    values = coverage.to_numpy(dtype=float).T
    norm = PowerNorm(0.5, vmin=0, vmax=values.max() or 1)
    style = {"cmap": SHADES, "norm": norm, "edgecolors": "white", "linewidth": 1, **kwargs}
    mesh = _draw_mesh(ax, np.ma.masked_equal(values, 0), places, style)
    for (row, column), value in np.ndenumerate(values):
        place = places[row]
        if value == 0:
            ax.add_patch(Rectangle((column, place), 1, 1, linewidth=1, **STRIPES))
        else:
            light = np.dot(np.power(mesh.cmap(mesh.norm(value))[:3], 2.2), (0.2126, 0.7152, 0.0722))
            text = format_share(value) if shares else f"{value:g}"
            look = {"color": "white" if light < 0.18 else "black", "fontsize": 9}
            ax.text(column + 0.5, place + 0.5, text, ha="center", va="center", **look)


def _draw_mesh(ax: Axes, values: np.ndarray, places: list[int], style: dict):
    """Cells at their places; a place without a label (the name of a group) stays empty."""
    n_rows = max(places) + 1
    grid = np.ma.masked_array(np.zeros((n_rows, values.shape[1])), mask=True)
    grid[places] = values
    return ax.pcolormesh(np.arange(values.shape[1] + 1), np.arange(n_rows + 1), grid, **style)


def _draw_statuses(ax: Axes, coverage: DataFrame, places: list[int], kwargs: dict) -> None:
    table = coverage.astype("str").to_numpy().T
    order = list(LOOKS)
    values = np.ma.masked_array(np.zeros(table.shape), mask=True)
    for code, status in enumerate(order):
        values[table == status] = code
    shades = LinearSegmentedColormap.from_list(
        "statuses", [look.fill for look in LOOKS.values()], N=len(order)
    )
    style = {
        "cmap": shades,
        "vmin": 0,
        "vmax": len(order) - 1,
        "edgecolors": "white",
        "linewidth": 1,
        **kwargs,
    }
    _draw_mesh(ax, values, places, style)
    for status, look in LOOKS.items():
        rows, columns = np.nonzero(table == status)
        ax.plot(columns + 0.5, np.array(places)[rows] + 0.5, markersize=5, label=status, **look.sign)
    for row, column in zip(*np.nonzero(table == "silent"), strict=True):
        ax.add_patch(Rectangle((column, places[row]), 1, 1, linewidth=1, **STRIPES))
    _explain_looks(
        ax, [(_make_box(look), Line2D([], [], markersize=5, **look.sign)) for look in LOOKS.values()]
    )


def _mark_cells(ax: Axes, coverage: DataFrame, places: list[int]) -> None:
    """Say of each cell whose it is, silent ones too: what is missing can be looked up as well."""
    owner = str(coverage.index.name or "policy_id")
    for place, label in zip(places, coverage.columns, strict=True):
        for column, name in enumerate(coverage.index):
            mark_area(ax, (column, place), (column + 1, place + 1), {owner: name, "label": label})


def _make_box(look: Look, **style) -> Rectangle:
    return Rectangle((0, 0), 1, 1, facecolor=look.fill, **style)


def _explain_looks(ax: Axes, handles: list, **style) -> None:
    """What the four looks mean, below the table."""
    handles.append(Rectangle((0, 0), 1, 1, **{"linewidth": 0, **STRIPES, **style}))
    names = ["affirmed", "denied", "only mentioned", "silent"]
    place = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 2.4, "ncols": 4}
    ax.legend(handles, names, handlelength=1.6, handleheight=1.2, columnspacing=1.6, **place)


def _sum_up(
    coverage: DataFrame, rows: Rows, labels: list[str], *, ax: Axes | None, is_status: bool, kwargs: dict
) -> Axes:
    """Draw a bar per label: how many policies say what."""
    n = len(coverage)
    margin = 0.9 + LETTER * count_letters(labels)
    room = (WIDTH - margin if ax is None else 0.6 * find_width(ax)) / n
    silent = "" if is_status else "; striped: silent"
    title = f"policies, of {n} (beside: those that mention the label{silent})"
    with draw_on(ax, (WIDTH, 1.0 + 0.3 * is_status + find_row(labels) * rows.height), title, grid=True) as ax:
        for place, label in zip(rows.places, coverage.columns, strict=True):
            parts = _count_parts(coverage[label], is_status)
            draw_stack(ax, (0, place + 0.5), parts, room=room, kwargs=kwargs)
            write_beside(ax, n, place + 0.5, str(n - parts[-1].count))
            mark_area(ax, (0, place), (n, place + 1), {"label": label})
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        ax.set_xlim(0, n)
        write_rows(ax, rows, labels)
        if is_status:
            _explain_looks(ax, [_make_box(look, **EDGE) for look in LOOKS.values()], **EDGE)
    return ax


def _count_parts(values: Series, is_status: bool) -> list[Part]:
    """The parts of a label's bar, the silent policies last."""
    if is_status:
        counts = values.astype("str").value_counts().to_dict()
    else:
        counts = {"affirmed": int((values > 0).sum())}
    inks = {"affirmed": "white", "denied": INK, "mentioned": INK} if is_status else {}
    parts = [
        Part(counts.get(status, 0), {"facecolor": look.fill, **EDGE}, inks.get(status, ""))
        for status, look in LOOKS.items()
    ]
    return [*parts, Part(len(values) - sum(part.count for part in parts), {**STRIPES, **EDGE})]
