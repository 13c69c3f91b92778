"""Coverage frames to a table of shaded cells."""

import textwrap
from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patches import Rectangle
from pandas import DataFrame
from pandas.api.types import is_float_dtype

from policyviz.plots.drawing import (
    LETTER,
    MANY_POLICIES,
    WASH,
    WIDTH,
    count_letters,
    draw_on,
    find_row,
    find_width,
    format_share,
    wrap,
)

SHADES = LinearSegmentedColormap.from_list("policyviz", ["#d6e6f4", "#5b9bd0", "#0b3d75"])


def plot_coverage(coverage: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw labels as rows and policies as columns, each cell with its number, silence striped.

    Shades follow the square root of the number. Above 25 policies numbers are left out.

    Parameters
    ----------
    coverage : pandas.DataFrame
        What `measure_coverage` returns: numbers of clauses, or shares (drawn as percent).
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.pcolormesh`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or the values are not numbers.

    Examples
    --------
    >>> ax = plot_coverage(DataFrame({"Name": [2, 0]}, index=["a", "b"]))
    >>> [text.get_text() for text in ax.texts], len(ax.patches)
    (['2'], 1)
    """
    numbers = DataFrame(coverage).select_dtypes("number")
    if numbers.empty or not numbers.equals(coverage):
        message = "There is nothing to draw: measure_coverage() gives policies, labels and numbers."
        raise ValueError(message)
    # A given Axes may be too low for labels of two lines, and loses some width to them.
    labels = [wrap(label) if ax is None else str(label) for label in coverage.columns]
    margin = 0.4 + LETTER * count_letters(labels)
    width = max(WIDTH, margin + 0.13 * len(coverage))
    inner = width - margin if ax is None else 0.6 * find_width(ax)
    names, look, head = _fit_names(coverage.index, inner / len(coverage))
    height = 0.6 + head + find_row(labels) * len(labels)
    shares = all(map(is_float_dtype, coverage.dtypes))
    title = f"{'share' if shares else 'number'} of clauses with the label (darker is more, striped is none)"
    with draw_on(ax, (width, height), title, grid=False) as ax:
        _draw_cells(ax, coverage, shares, kwargs)
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.set_xticks(np.arange(len(names)) + 0.5, names, parse_math=False, **look)
        ax.set_yticks(np.arange(len(labels)) + 0.5, labels, parse_math=False)
        ax.set_ylim(len(labels), 0)
        ax.spines[:].set_visible(False)
    return ax


def _fit_names(names: Iterable[object], width: float) -> tuple[list[str], dict, float]:
    """Names side by side if they fit into columns of so many inches, else upright; their look and height."""
    letters = max(1, int(width / LETTER) - 1)
    wrapped = [textwrap.fill(str(name), letters, break_long_words=False) or "(none)" for name in names]
    lines = 1 + max(name.count("\n") for name in wrapped)
    if count_letters(wrapped) <= letters and lines <= 5:
        return wrapped, {"rotation": 0, "fontsize": 9}, 0.16 * lines
    upright, size = [str(name) for name in names], float(np.clip(68 * width, 6, 9))
    return upright, {"rotation": 90, "fontsize": size}, LETTER * count_letters(upright)


def _draw_cells(ax: Axes, coverage: DataFrame, shares: bool, kwargs: dict) -> None:
    values = coverage.to_numpy(dtype=float).T
    norm = PowerNorm(0.5, vmin=0, vmax=values.max() or 1)
    style = {"cmap": SHADES, "norm": norm, "edgecolors": "white", "linewidth": 1, **kwargs}
    mesh = ax.pcolormesh(np.ma.masked_equal(values, 0), **style)
    stripes = {"facecolor": WASH, "edgecolor": "white", "hatch": "////", "hatchcolor": "#b6bfcc"}
    for (row, column), value in np.ndenumerate(values):
        if value == 0:
            ax.add_patch(Rectangle((column, row), 1, 1, linewidth=1, **stripes))
        elif len(coverage) <= MANY_POLICIES:
            light = np.dot(np.power(mesh.cmap(mesh.norm(value))[:3], 2.2), (0.2126, 0.7152, 0.0722))
            text = format_share(value) if shares else f"{value:g}"
            look = {"color": "white" if light < 0.18 else "black", "fontsize": 9}
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", **look)
