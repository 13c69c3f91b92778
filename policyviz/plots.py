"""Result frames to Axes. Nothing is computed here: the frame printed above a chart is what is drawn.

Every function draws into `ax` alone, or makes a figure as high as needed; an empty frame is a ValueError.
"""

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import PercentFormatter
from pandas import DataFrame
from pandas.api.types import is_float_dtype

from policyviz import frames

STYLE = Path(__file__).with_name("policyviz.mplstyle")
# Inches: the width of a report's column, and of a letter at 9 pt.
WIDTH, LETTER = 7.4, 0.076
INK, SOFT, RULE, WASH = "#1c2430", "#566072", "#d9dee6", "#f5f7fa"
# The family of Okabe and Ito, the light ones darkened until they stand out 3:1 from white. 7 colours
# and 8 shapes have no common divisor: 56 companies or clusters all look different.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#7A4FA3", "#A6760A", "#C2548C", INK)
SHAPES = ("o", "s", "D", "^", "v", "P", "X", "p")
SHADES = LinearSegmentedColormap.from_list("policyviz", ["#d6e6f4", "#5b9bd0", "#0b3d75"])
MANY_POLICIES, MANY_LABELS = 25, 6  # above these, a chart leaves out what could not be read
MEASURES = {
    "score": "vague terms per clause, weighted (higher is vaguer)",
    "share": "clauses with a vague term (higher is vaguer)",
}


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
    >>> plt.close(ax.figure)
    """
    numbers = DataFrame(coverage).select_dtypes("number")
    if numbers.empty or not numbers.equals(coverage):
        message = "There is nothing to draw: measure_coverage() gives policies, labels and numbers."
        raise ValueError(message)
    # A given Axes may be too low for labels of two lines, and loses some width to them.
    labels = [_wrap(label) if ax is None else str(label) for label in coverage.columns]
    margin = 0.4 + LETTER * _count_letters(labels)
    width = max(WIDTH, margin + 0.13 * len(coverage))
    inner = width - margin if ax is None else 0.6 * _find_width(ax)
    names, look, head = _fit_names(coverage.index, inner / len(coverage))
    height = 0.6 + head + _find_row(labels) * len(labels)
    shares = all(map(is_float_dtype, coverage.dtypes))
    title = f"{'share' if shares else 'number'} of clauses with the label (darker is more, striped is none)"
    with _draw_on(ax, (width, height), title, grid=False) as ax:
        _draw_cells(ax, coverage, shares, kwargs)
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.set_xticks(np.arange(len(names)) + 0.5, names, parse_math=False, **look)
        ax.set_yticks(np.arange(len(labels)) + 0.5, labels, parse_math=False)
        ax.set_ylim(len(labels), 0)
        ax.spines[:].set_visible(False)
    return ax


def plot_vagueness(vagueness: DataFrame, *, measure: str = "score", ax: Axes | None = None, **kwargs) -> Axes:
    """Draw one dot per group with its interval, the vaguest on top, values beside the dots.

    A dot alone has no interval. Colour and shape go by company in alphabetical order:
    a company looks the same in all charts of the same companies.

    Parameters
    ----------
    vagueness : pandas.DataFrame
        What `measure_vagueness` returns. All columns that are not measures name the row.
    measure : {"score", "share"}
        Mean score per clause, or share of clauses with a vague term (drawn as percent).
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.errorbar`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or `measure` is unknown.

    Examples
    --------
    >>> frame = frames.make_frame([(4, 2, 40, 0.5, 0.0, 1.4, 0.5, 0.15, 0.85)], "vagueness")
    >>> ax = plot_vagueness(frame.assign(policy_id="a"), measure="share")
    >>> [text.get_text() for text in ax.texts]
    ['50 %']
    >>> plt.close(ax.figure)
    """
    _check_drawable(vagueness, "vagueness", "No clauses were measured.")
    if measure not in MEASURES:
        message = f"There is no measure {measure!r}. Choose one of: {', '.join(map(repr, MEASURES))}."
        raise ValueError(message)
    names, looks = _name_groups(vagueness)
    order = np.lexsort((names, -vagueness[measure].to_numpy()))
    ends = vagueness[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy()[order]
    labels = [_wrap(names[place]) for place in order]
    height = 0.7 + _find_row(labels, 0.14) * len(labels)
    with _draw_on(ax, (WIDTH, height), MEASURES[measure], grid=True) as ax:
        for y, (place, (value, low, high)) in enumerate(zip(order, ends, strict=True)):
            reach = None if np.isnan(low) else [[value - low], [high - value]]
            style = {"markersize": 7, "elinewidth": 2, "clip_on": False, "zorder": 3}
            ax.errorbar(value, y, xerr=reach, **{**style, **looks[place], **kwargs})
            text = f"{value:.2f}" if measure == "score" else _format_share(value)
            _write_beside(ax, np.fmax(high, value), y, text)
        ax.set(xlim=(0, np.nanmax(ends) * 1.15 or 1), ylim=(len(labels) - 0.5, -0.5))
        ax.set_yticks(range(len(labels)), labels, parse_math=False)
        if measure == "share":
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return ax


def plot_clusters(
    clusters: DataFrame, *, top_terms: DataFrame | None = None, ax: Axes | None = None, **kwargs
) -> Axes:
    """Draw each clause as a point, its cluster by colour and shape, the number in the middle.

    A sketch: points that lie together here may be far apart in other dimensions.

    Parameters
    ----------
    clusters : pandas.DataFrame
        What `cluster_clauses` returns.
    top_terms : pandas.DataFrame, optional
        What `find_top_terms` returns; its first three terms name the cluster at the side.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.scatter`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Examples
    --------
    >>> ax = plot_clusters(frames.make_frame([("a:001", "a", 0, 0.5, 0.1, 0.2)], "clusters"))
    >>> [text.get_text() for text in ax.texts]
    ['0']
    >>> plt.close(ax.figure)
    """
    _check_drawable(clusters, "clusters", "No clauses were clustered.")
    names = _name_clusters(clusters, top_terms)
    title, height = "near means similar words; the directions have no unit", max(4.8, 0.4 * len(names))
    with _draw_on(ax, (WIDTH, height), title, grid=False) as ax:
        for number, name in names.items():
            points = clusters[clusters["cluster"] == number]
            style = {"s": 30, "alpha": 0.75, "linewidth": 0.4, "edgecolor": "white"}
            ax.scatter(points["x"], points["y"], label=name, **{**style, **_find_look(number), **kwargs})
        _write_numbers(ax, clusters)
        ax.set(xticks=[], yticks=[])
        if top_terms is not None:
            ax.legend(loc="upper left", bbox_to_anchor=(1, 1), handletextpad=0.2, markerscale=1.3)
    return ax


def plot_top_terms(top_terms: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw the typical terms of each cluster as bars, cluster below cluster.

    Compare bars inside one cluster only: in small clusters all weights are larger.

    Parameters
    ----------
    top_terms : pandas.DataFrame
        What `find_top_terms` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.barh`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Examples
    --------
    >>> rows = [(0, 1, "cookies", 0.2), (1, 1, "delete", 0.3)]
    >>> ax = plot_top_terms(frames.make_frame(rows, "top terms"))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['cookies', 'delete']
    >>> plt.close(ax.figure)
    """
    _check_drawable(top_terms, "top terms", "The clusters share no terms.")
    table = top_terms.sort_values(["cluster", "rank"], ignore_index=True)
    # A group's name takes the line above its bars.
    table["y"] = table.index + 1.5 * table["cluster"].rank(method="dense")
    title = "weight of the term (c-TF-IDF, higher is more typical of the cluster)"
    with _draw_on(ax, (WIDTH, 0.9 + 0.2 * table["y"].max()), title, grid=True) as ax:
        for number, bars in table.groupby("cluster"):
            ax.barh(bars["y"], bars["weight"], **{"color": _find_look(number)["color"], **kwargs})
            ax.text(0, bars["y"].min() - 1, f"cluster {number}", va="center", weight="bold")
        for row in table.itertuples():
            _write_beside(ax, row.weight, row.y, f"{row.weight:.3f}")
        ax.set(xlim=(0, table["weight"].max() * 1.12), ylim=(table["y"].max() + 0.8, -0.2))
        ax.set_yticks(table["y"], table["term"].astype(str), parse_math=False)
    return ax


def plot_term_positions(clauses: DataFrame, mentions: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw where in each policy the terms stand: a tick for each clause that mentions one.

    Negated mentions and permissions too. Up to 6 labels have their own lane; more share one.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        Clauses and the mentions found in them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.vlines`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or mentions belong to other clauses.

    Examples
    --------
    >>> clauses = frames.make_frame([("a:001", "a", "", "sentence", "", 0.25, 0, 3, "May.", 1)], "clauses")
    >>> mentions = frames.make_frame([("a:001", "a", "may", "mode", 1, 0, 3, False, False)], "mentions")
    >>> ax = plot_term_positions(clauses, mentions.astype({"label": "category"}))
    >>> ax.collections[-1].get_segments()[0][:, 0].tolist()
    [0.25, 0.25]
    >>> plt.close(ax.figure)
    """
    _check_drawable(clauses, "clauses", "The policies have no sentences.")
    _check_drawable(mentions, "mentions", "No term of the lexicon stands in these clauses.")
    policies = sorted(clauses["policy_id"].unique())
    labels, ticks = list(mentions["label"].cat.categories), _find_ticks(clauses, mentions)
    lanes = {str(label): [label] for label in labels} if len(labels) <= MANY_LABELS else {"all": labels}
    step = 0.8 / len(lanes)
    height = 1.1 + (0.3 + 0.04 * len(lanes)) * len(policies)
    with _draw_on(ax, (WIDTH, height), "position in the policy (0 is its start, 1 its end)", grid=True) as ax:
        ax.hlines(np.arange(len(policies)) + 0.4, 0, 1, color=RULE, linewidth=0.8)
        for lane, (name, members) in enumerate(lanes.items()):
            here = ticks[ticks["label"].isin(members)].drop_duplicates(["policy_id", "position"])
            top = here["policy_id"].map(policies.index) - 0.4 + lane * step
            style = {"color": COLORS[lane], "linewidth": 1.4, "label": name, **kwargs}
            ax.vlines(here["position"], top, top + step * 0.85, **style)
        ax.set(xlim=(0, 1), ylim=(len(policies) - 0.5, -0.5))
        ax.set_yticks(range(len(policies)), [_wrap(name) for name in policies], parse_math=False)
        if len(lanes) > 1:
            fits = LETTER * sum(len(name) + 6 for name in lanes) < 0.9 * _find_width(ax)
            ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=6 if fits else 2, handlelength=1)
    return ax


@contextmanager
def _draw_on(ax: Axes | None, size: tuple[float, float], title: str, grid: bool) -> Iterator[Axes]:
    """Give the Axes the look of the package, also if it was made outside; `title` says what x means."""
    with plt.style.context(STYLE):
        if ax is None:
            _, ax = plt.subplots(figsize=size, layout="constrained")
        ax.set_xlabel(title, fontsize=9, color=INK)
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(RULE)
        # Ticks are made when the figure is drawn, long after the style is gone: say it to the Axes.
        ax.tick_params(length=0, labelsize=9, labelcolor=INK, pad=7)
        ax.set_axisbelow(True)
        ax.grid(grid, axis="x", **({"color": RULE, "linewidth": 0.8} if grid else {}))
        yield ax


def _check_drawable(frame: DataFrame, name: str, reason: str) -> None:
    frames.check_frame(frame, name)
    if frame.empty:
        message = f"There is nothing to draw: the {name} frame is empty. {reason}"
        raise ValueError(message)


def _wrap(name: object) -> str:
    # The end of a section's path says more than its middle.
    text = str(name) if len(str(name)) <= 68 else f"{str(name)[:26]} … {str(name)[-39:]}"
    return textwrap.fill(text, 36) or "(none)"


def _count_letters(names: Iterable[str]) -> int:
    return max(len(line) for name in names for line in name.split("\n"))


def _find_width(ax: Axes) -> float:
    return ax.get_window_extent().width / ax.get_figure(root=True).dpi


def _find_row(labels: list[str], air: float = 0.09) -> float:
    """Inches from row to row, so that no two neighbours touch."""
    lines = [1, *(label.count("\n") + 1 for label in labels)]
    return air + 0.075 * max(map(sum, pairwise(lines)))


def _fit_names(names: Iterable[object], width: float) -> tuple[list[str], dict, float]:
    """Names side by side if they fit into columns of so many inches, else upright; their look and height."""
    letters = max(1, int(width / LETTER) - 1)
    wrapped = [textwrap.fill(str(name), letters, break_long_words=False) or "(none)" for name in names]
    lines = 1 + max(name.count("\n") for name in wrapped)
    if _count_letters(wrapped) <= letters and lines <= 5:
        return wrapped, {"rotation": 0, "fontsize": 9}, 0.16 * lines
    upright, size = [str(name) for name in names], float(np.clip(68 * width, 6, 9))
    return upright, {"rotation": 90, "fontsize": size}, LETTER * _count_letters(upright)


def _format_share(value: float) -> str:
    # A share that is not 0 must not be printed as 0.
    return "<1 %" if 0 < value < 0.01 else f"{value:.0%}".replace("%", " %")


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
            text = _format_share(value) if shares else f"{value:g}"
            look = {"color": "white" if light < 0.18 else "black", "fontsize": 9}
            ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", **look)


def _find_look(number: int) -> dict:
    return {"color": COLORS[number % len(COLORS)], "marker": SHAPES[number % len(SHAPES)]}


def _name_groups(vagueness: DataFrame) -> tuple[list[str], list[dict]]:
    keys = vagueness[[column for column in vagueness.columns if column not in frames.FRAMES["vagueness"]]]
    names = [" · ".join(str(part) or "(none)" for part in row) for row in keys.itertuples(index=False)]
    owners = keys["policy_id"].tolist() if "policy_id" in keys else names
    places = {owner: place for place, owner in enumerate(sorted(set(owners)))}
    return names, [_find_look(places[owner]) for owner in owners]


def _write_beside(ax: Axes, x: float, y: float, text: str) -> None:
    ax.annotate(text, (x, y), (7, 0), textcoords="offset points", va="center", color=SOFT, fontsize=9)


def _name_clusters(clusters: DataFrame, top_terms: DataFrame | None) -> dict[int, str]:
    names = {number: str(number) for number in sorted(clusters["cluster"].unique())}
    if top_terms is not None:
        frames.check_frame(top_terms, "top terms")
        for number, terms in top_terms.sort_values("rank").groupby("cluster")["term"]:
            name = f"{number}  {', '.join(terms.head(3))}"
            names[number] = textwrap.fill(name, 30, subsequent_indent="    ")
    return names


def _write_numbers(ax: Axes, clusters: DataFrame) -> None:
    """Write each number at the middle of its points, moved up where another number stands."""
    middles = clusters.groupby("cluster")[["x", "y"]].median().sort_values(["y", "x"])
    width, height = 0.06 * np.ptp(ax.get_xlim()), 0.07 * np.ptp(ax.get_ylim())
    style = {"path_effects": [withStroke(linewidth=3, foreground="white")], "size": 13, "weight": "bold"}
    taken: list[tuple[float, float]] = []
    for number, x, y in middles.itertuples():
        while any(abs(x - left) < width and abs(y - low) < height for left, low in taken):
            y += height / 4
        taken.append((x, y))
        ax.text(x, y, str(number), ha="center", va="center", color=_find_look(number)["color"], **style)


def _find_ticks(clauses: DataFrame, mentions: DataFrame) -> DataFrame:
    ticks = mentions.merge(clauses[["clause_id", "position"]], on="clause_id")
    if len(ticks) < len(mentions):
        message = "Some mentions belong to other clauses. Make them again: find_terms(clauses, lexicon)."
        raise ValueError(message)
    return ticks
