"""Vagueness frames to dots with intervals: groups side by side, and classes of words."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter
from pandas import DataFrame, isna

from policyviz import frames
from policyviz.checks import check_choice
from policyviz.plots.drawing import (
    MANY_POLICIES,
    RULE,
    SOFT,
    WIDTH,
    add_legend,
    check_drawable,
    draw_on,
    find_look,
    find_row,
    format_share,
    wrap,
    write_beside,
)

MEASURES = {
    "score": "mean score of a clause, 1 clear to 5 extremely vague",
    "share": "clauses that score 3 or more (higher is vaguer)",
}
CLASS_MEASURES = {
    "score": "points that the class adds to the mean score (below 0: clearer)",
    "share": "clauses with a term of the class that makes them vaguer",
}


def plot_vagueness(vagueness: DataFrame, *, measure: str = "score", ax: Axes | None = None, **kwargs) -> Axes:
    """Draw one dot per group with its interval, the vaguest on top, values beside the dots.

    A dot alone has no interval. Colour and shape go by company in alphabetical order:
    a company looks the same in all charts of the same companies. Scores are drawn from 1,
    where the scale begins; where the axis ends before 5 its label says so.

    Parameters
    ----------
    vagueness : pandas.DataFrame
        What `measure_vagueness` returns. All columns that are not measures name the row.
    measure : {"score", "share"}
        Mean score of a clause, or share of vague clauses (drawn as percent).
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
    >>> frame = frames.make_frame([(4, 2, 40, 2.5, 2.0, 3.0, 0.5, 0.15, 0.85)], "vagueness")
    >>> ax = plot_vagueness(frame.assign(policy_id="a"), measure="share")
    >>> [text.get_text() for text in ax.texts]
    ['50 %']
    """
    check_drawable(vagueness, "vagueness", "No clauses were measured.")
    check_choice("measure", measure, MEASURES)
    names, looks = _name_groups(vagueness)
    order = np.lexsort((names, -vagueness[measure].to_numpy()))
    ends = vagueness[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy()[order]
    labels = [wrap(names[place]) for place in order]
    height = 0.7 + find_row(labels, 0.14) * len(labels)
    limits, title = _find_axis(vagueness, measure, ends)
    with draw_on(ax, (WIDTH, height), title, grid=True) as ax:
        for y, (place, (value, low, high)) in enumerate(zip(order, ends, strict=True)):
            _draw_dot(ax, y, (value, low, high), {**looks[place], **kwargs})
            write_beside(ax, np.fmax(high, value), y, _write_value(value, measure))
        ax.set(xlim=limits, ylim=(len(labels) - 0.5, -0.5))
        ax.set_yticks(range(len(labels)), labels, parse_math=False)
        # Steps that two digits can write: no 2.5 % that reads 2 %.
        ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
        if measure == "share":
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return ax


def _find_axis(vagueness: DataFrame, measure: str, ends: np.ndarray) -> tuple[tuple[float, float], str]:
    """Where the axis begins and ends, and what it says."""
    low, high = np.nanmin(ends), np.nanmax(ends)
    if "label" in vagueness.columns:
        room = 0.2 * (max(high, 0) - min(low, 0))
        return (min(0, low - room), max(0, high) + room or 1), CLASS_MEASURES[measure]
    if measure == "share":
        return (0, high * 1.15 or 1), MEASURES[measure]
    # Two points at least, so that small differences look small.
    end = min(frames.VAGUEST, max(frames.CLEAR + 2, np.ceil(high + 0.2)))
    cut = f" (axis ends at {end:.0f})" if end < frames.VAGUEST else ""
    return (frames.CLEAR, end), MEASURES[measure] + cut


def _draw_dot(ax: Axes, y: float, ends: tuple[float, float, float], look: dict) -> None:
    value, low, high = ends
    reach = None if np.isnan(low) else [[value - low], [high - value]]
    style = {"markersize": 7, "elinewidth": 2, "clip_on": False, "zorder": 3}
    ax.errorbar(value, y, xerr=reach, **{**style, **look})


def _write_value(value: float, measure: str) -> str:
    return f"{value:.2f}" if measure == "score" else format_share(value)


def plot_vagueness_profile(vagueness: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw what each class of words adds to the score of each policy: one band per class.

    Parameters
    ----------
    vagueness : pandas.DataFrame
        ``measure_vagueness(clauses, mentions, by=["policy_id", "label"])``, for up to 25 policies.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.errorbar`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, a column is missing, there is a further key, or too many policies.

    Examples
    --------
    >>> frame = frames.make_frame([(4, 2, 40, 0.5, 0.2, 0.8, 0.5, 0.15, 0.85)], "vagueness")
    >>> ax = plot_vagueness_profile(frame.assign(policy_id="a", label="modality"))
    >>> [text.get_text() for text in ax.get_yticklabels()]
    ['modality']
    """
    check_drawable(vagueness, "vagueness", "No clauses were measured.")
    policies = _check_profile(vagueness)
    labels = list(dict.fromkeys(vagueness["label"].astype("str")))
    height = 1.1 + max(0.26, 0.17 * len(policies)) * len(labels)
    with draw_on(ax, (WIDTH, height), CLASS_MEASURES["score"], grid=True) as ax:
        for row in vagueness.itertuples():
            place = policies.index(row.policy_id)
            # The dots of a class share eight tenths of its band.
            y = labels.index(str(row.label)) + 0.8 * (place + 0.5) / len(policies) - 0.4
            look = {**find_look(place), "label": row.policy_id, **kwargs}
            _draw_dot(ax, y, (row.score, row.score_low, row.score_high), look)
        ax.axvline(0, color=SOFT, linewidth=1)
        for border in range(1, len(labels)):
            ax.axhline(border - 0.5, color=RULE, linewidth=0.8)
        ax.set(ylim=(len(labels) - 0.5, -0.5))
        ax.set_yticks(range(len(labels)), labels, parse_math=False)
        add_legend(ax, len(policies))
    return ax


def _check_profile(vagueness: DataFrame) -> list[str]:
    missing = [name for name in ("policy_id", "label") if name not in vagueness.columns]
    if missing:
        message = (
            f"A profile needs the column {missing[0]}: "
            'measure_vagueness(clauses, mentions, by=["policy_id", "label"]).'
        )
        raise ValueError(message)
    if vagueness.duplicated(["policy_id", "label"]).any():
        message = 'A profile has one row per policy and class: by=["policy_id", "label"] and no further key.'
        raise ValueError(message)
    policies = sorted(set(vagueness["policy_id"]))
    if len(policies) > MANY_POLICIES:
        message = (
            f"A profile of {len(policies)} policies cannot be read; choose up to {MANY_POLICIES} of them."
        )
        raise ValueError(message)
    return policies


def _name_groups(vagueness: DataFrame) -> tuple[list[str], list[dict]]:
    keys = vagueness[[column for column in vagueness.columns if column not in frames.FRAMES["vagueness"]]]
    names = [" · ".join(map(_name_part, row)) for row in keys.itertuples(index=False)]
    owners = keys["policy_id"].tolist() if "policy_id" in keys else names
    places = {owner: place for place, owner in enumerate(sorted(set(owners)))}
    return names, [find_look(places[owner]) for owner in owners]


def _name_part(part: object) -> str:
    return "(none)" if isna(part) or part == "" else str(part)
