"""Clusters to a map and to bars of typical terms."""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from pandas import DataFrame

from policyviz import frames
from policyviz.keys import write_key
from policyviz.plots.drawing import (
    WIDTH,
    check_drawable,
    draw_on,
    find_look,
    write_beside,
)


def plot_clusters(
    clusters: DataFrame, *, top_terms: DataFrame | None = None, ax: Axes | None = None, **kwargs
) -> Axes:
    """Draw each clause as a point, its cluster by colour and shape, the number in the middle.

    A sketch: points that lie together here may be far apart in other dimensions. The key of a
    number is its ``cluster``.

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
    """
    check_drawable(clusters, "clusters", "No clauses were clustered.")
    names = _name_clusters(clusters, top_terms)
    title, height = "near means similar words; the directions have no unit", max(4.8, 0.4 * len(names))
    with draw_on(ax, (WIDTH, height), title, grid=False) as ax:
        for number, name in names.items():
            points = clusters[clusters["cluster"] == number]
            style = {"s": 30, "alpha": 0.75, "linewidth": 0.4, "edgecolor": "white"}
            ax.scatter(points["x"], points["y"], label=name, **{**style, **find_look(number), **kwargs})
        _write_numbers(ax, clusters)
        ax.set(xticks=[], yticks=[])
        if top_terms is not None:
            ax.legend(loc="upper left", bbox_to_anchor=(1, 1), handletextpad=0.2, markerscale=1.3)
    return ax


def plot_top_terms(top_terms: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw the typical terms of each cluster as bars, cluster below cluster.

    Compare bars inside one cluster only: in small clusters all weights are larger. The key of a
    bar is its ``cluster`` and ``term``.

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
    """
    check_drawable(top_terms, "top terms", "The clusters share no terms.")
    table = top_terms.sort_values(["cluster", "rank"], ignore_index=True)
    # A group's name takes the line above its bars.
    table["y"] = table.index + 1.5 * table["cluster"].rank(method="dense")
    title = "weight of the term (c-TF-IDF, higher is more typical of the cluster)"
    with draw_on(ax, (WIDTH, 0.9 + 0.2 * table["y"].max()), title, grid=True) as ax:
        for number, bars in table.groupby("cluster"):
            drawn = ax.barh(bars["y"], bars["weight"], **{"color": find_look(number)["color"], **kwargs})
            for bar, term in zip(drawn, bars["term"], strict=True):
                bar.set_url(write_key(cluster=number, term=term))
            ax.text(0, bars["y"].min() - 1, f"cluster {number}", va="center", weight="bold")
        for row in table.itertuples():
            write_beside(ax, row.weight, row.y, f"{row.weight:.3f}")
        ax.set(xlim=(0, table["weight"].max() * 1.12), ylim=(table["y"].max() + 0.8, -0.2))
        ax.set_yticks(table["y"], table["term"].astype(str), parse_math=False)
    return ax


def _name_clusters(clusters: DataFrame, top_terms: DataFrame | None) -> dict[int, str]:
    names = {number: str(number) for number in sorted(clusters["cluster"].unique())}
    if top_terms is not None:
        frames.check_frame(top_terms, "top terms")
        for number, terms in top_terms.sort_values("rank").groupby("cluster")["term"]:
            name = f"{number}  {', '.join(terms.head(3))}"
            names[number] = textwrap.fill(name, 30, subsequent_indent="    ")
    return names


def _write_numbers(ax: Axes, clusters: DataFrame) -> None:
    """Write each number at the middle of its points, moved up or down where another number stands."""
    middles = clusters.groupby("cluster")[["x", "y"]].median().sort_values(["y", "x"])
    size = (0.06 * np.ptp(ax.get_xlim()), 0.07 * np.ptp(ax.get_ylim()))
    # At 14 pt bold letters count as large: the colours of clusters are dark enough for them.
    style = {"path_effects": [withStroke(linewidth=3, foreground="white")], "size": 14, "weight": "bold"}
    taken: list[tuple[float, float]] = []
    for number, x, y in middles.itertuples():
        free = _find_free(x, y, taken, size=size, limits=ax.get_ylim())
        taken.append((x, free))
        look = {"ha": "center", "va": "center", "color": find_look(number)["color"], **style}
        ax.text(x, free, str(number), url=write_key(cluster=number), **look)


def _find_free(x: float, y: float, taken: list[tuple], *, size: tuple, limits: tuple) -> float:
    """The height next to `y` inside the frame where no other number stands; `y` itself if there is none."""
    width, height = size
    for step in range(60):
        for place in (y + step * height / 4, y - step * height / 4):
            near = any(abs(x - left) < width and abs(place - low) < height for left, low in taken)
            if not near and limits[0] < place < limits[1]:
                return place
    return y
