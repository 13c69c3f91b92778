"""Vagueness frames to dots with intervals."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter
from pandas import DataFrame

from policyviz import frames
from policyviz.plots.drawing import (
    WIDTH,
    check_drawable,
    draw_on,
    find_look,
    find_row,
    format_share,
    wrap,
    write_beside,
)

MEASURES = {
    "score": "vague terms per clause, weighted (higher is vaguer)",
    "share": "clauses with a vague term (higher is vaguer)",
}


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
    """
    check_drawable(vagueness, "vagueness", "No clauses were measured.")
    frames.check_choice("measure", measure, MEASURES)
    names, looks = _name_groups(vagueness)
    order = np.lexsort((names, -vagueness[measure].to_numpy()))
    ends = vagueness[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy()[order]
    labels = [wrap(names[place]) for place in order]
    height = 0.7 + find_row(labels, 0.14) * len(labels)
    with draw_on(ax, (WIDTH, height), MEASURES[measure], grid=True) as ax:
        for y, (place, (value, low, high)) in enumerate(zip(order, ends, strict=True)):
            reach = None if np.isnan(low) else [[value - low], [high - value]]
            style = {"markersize": 7, "elinewidth": 2, "clip_on": False, "zorder": 3}
            ax.errorbar(value, y, xerr=reach, **{**style, **looks[place], **kwargs})
            text = f"{value:.2f}" if measure == "score" else format_share(value)
            write_beside(ax, np.fmax(high, value), y, text)
        ax.set(xlim=(0, np.nanmax(ends) * 1.15 or 1), ylim=(len(labels) - 0.5, -0.5))
        ax.set_yticks(range(len(labels)), labels, parse_math=False)
        if measure == "share":
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return ax


def _name_groups(vagueness: DataFrame) -> tuple[list[str], list[dict]]:
    keys = vagueness[[column for column in vagueness.columns if column not in frames.FRAMES["vagueness"]]]
    names = [" · ".join(str(part) or "(none)" for part in row) for row in keys.itertuples(index=False)]
    owners = keys["policy_id"].tolist() if "policy_id" in keys else names
    places = {owner: place for place, owner in enumerate(sorted(set(owners)))}
    return names, [find_look(places[owner]) for owner in owners]
