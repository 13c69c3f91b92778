"""Vagueness frames to dots with intervals: groups side by side, and classes of words."""

from functools import partial
from typing import NamedTuple

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
    mark_area,
    wrap,
    write_beside,
)
from policyviz.plots.summaries import draw_strip, write_middle

# Of many policies, as many have a name at either end.
ENDS = 10

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
    where the scale begins; where the axis ends before 5 its label says so. The keys of a dot and
    its interval are all columns that are not measures, such as ``policy_id``.

    Of more than 25 policies the 10 vaguest and the 10 clearest are named, those between are a
    strip of dots without name, interval or key, the vaguest on top. Who is at the ends is less
    sure than the chart looks: see how far the intervals reach into the strip.

    Parameters
    ----------
    vagueness : pandas.DataFrame
        What `measure_vagueness` returns. All columns that are not measures name the row.
    measure : {"score", "share"}
        Mean score of a clause, or share of vague clauses (drawn as percent).
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.errorbar`; the strip takes
        none.

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
    keys, names, looks = _name_groups(vagueness)
    order = np.lexsort((names, -vagueness[measure].to_numpy()))
    ends = vagueness[[measure, f"{measure}_low", f"{measure}_high"]].to_numpy()[order]
    rows = _arrange(ends[:, 0], is_many=_count_owners(keys) > MANY_POLICIES)
    labels = [wrap(names[order[rank]]) for rank in rows.ranks]
    height = 0.7 + find_row(labels, 0.14) * rows.height
    limits, title = _find_axis(vagueness, measure, ends)
    with draw_on(ax, (WIDTH, height), title + rows.describe(), grid=True) as ax:
        for y, rank in zip(rows.places, rows.ranks, strict=True):
            _draw_dot(ax, y, ends[rank], {**looks[order[rank]], **kwargs}, keys[order[rank]])
            write_beside(ax, np.nanmax(ends[rank, ::2]), y, _write_value(ends[rank, 0], measure))
        ticks = [*zip(rows.places, labels, strict=True)]
        if len(rows.between):
            draw_strip(ax, rows.between, ENDS - 0.5, rows.strip, {})
            text = rows.describe_strip(ends[rows.ranks, 0], measure)
            ticks.insert(ENDS, (ENDS - 0.5 + rows.strip / 2, text))
        ax.set(xlim=limits, ylim=(rows.height - 0.5, -0.5))
        ax.set_yticks(*zip(*ticks, strict=True), parse_math=False)
        # Steps that two digits can write: no 2.5 % that reads 2 %.
        ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 2, 5, 10]))
        if measure == "share":
            ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    return ax


class _Rows(NamedTuple):
    """Which ranks have a row of their own, and where; the values of those between, their height."""

    ranks: list[int]
    places: list[float]
    between: np.ndarray
    strip: float

    @property
    def height(self) -> float:
        return len(self.ranks) + self.strip

    def describe(self) -> str:
        """What is left out, for the title."""
        if not self.strip:
            return ""
        n = len(self.ranks) + len(self.between)
        return f"\n{n} in all: the {ENDS} vaguest, the {ENDS} clearest, a dot for each between"

    def describe_strip(self, named: np.ndarray, measure: str) -> str:
        """What stands between the ends; who is named among equals is a matter of the alphabet."""
        n_equal = int(np.isin(self.between, named).sum())
        equal = f"\n({n_equal} equal to a named one)" if n_equal else ""
        middle = write_middle(self.between, partial(_write_value, measure=measure))
        return f"{len(self.between)} between,\n{middle}{equal}"


def _arrange(values: np.ndarray, is_many: bool) -> _Rows:
    """A row for each of some values in order; of many, a strip for those between the ends."""
    n = len(values)
    if not is_many:
        return _Rows(list(range(n)), list(range(n)), values[:0], 0)
    strip = float(np.clip((n - 2 * ENDS) / 20, 3, 6))
    ranks = [*range(ENDS), *range(n - ENDS, n)]
    places = [*range(ENDS), *(ENDS + strip + place for place in range(ENDS))]
    return _Rows(ranks, places, values[ENDS:-ENDS], strip)


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


def _draw_dot(ax: Axes, y: float, ends: np.ndarray, look: dict, keys: dict) -> None:
    """Draw value and interval; the keys hold for both, as far as a dot reaches."""
    value, low, high = ends
    mark_area(ax, (np.fmin(low, value), y), (np.fmax(high, value), y), keys, pad=4)
    reach = None if np.isnan(low) else [[value - low], [high - value]]
    style = {"markersize": 7, "elinewidth": 2, "clip_on": False, "zorder": 3}
    ax.errorbar(value, y, xerr=reach, **{**style, **look})


def _write_value(value: float, measure: str) -> str:
    return f"{value:.2f}" if measure == "score" else format_share(value)


def plot_vagueness_profile(vagueness: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw what each class of words adds to the score of each policy: one band per class.

    The keys of a dot and its interval are its ``policy_id`` and ``label``. Above 25 policies a band
    is a strip of dots without name and interval, the highest on top, in each class in an order of
    its own; its key is the ``label``.

    Parameters
    ----------
    vagueness : pandas.DataFrame
        ``measure_vagueness(clauses, mentions, by=["policy_id", "label"])``.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.errorbar`, above 25
        policies to `Axes.plot`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, a column is missing, or there is a further key.

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
    if len(policies) > MANY_POLICIES:
        return _sum_up_profile(vagueness, labels, len(policies), ax=ax, kwargs=kwargs)
    height = 1.1 + max(0.26, 0.17 * len(policies)) * len(labels)
    with draw_on(ax, (WIDTH, height), CLASS_MEASURES["score"], grid=True) as ax:
        for row in vagueness.itertuples():
            place = policies.index(row.policy_id)
            # The dots of a class share eight tenths of its band.
            y = labels.index(str(row.label)) + 0.8 * (place + 0.5) / len(policies) - 0.4
            look = {**find_look(place), "label": row.policy_id, **kwargs}
            keys = {"policy_id": row.policy_id, "label": row.label}
            _draw_dot(ax, y, np.array([row.score, row.score_low, row.score_high]), look, keys)
        _frame_bands(ax, labels)
        add_legend(ax, len(policies))
    return ax


def _frame_bands(ax: Axes, names: list[str]) -> None:
    ax.axvline(0, color=SOFT, linewidth=1)
    for border in range(1, len(names)):
        ax.axhline(border - 0.5, color=RULE, linewidth=0.8)
    ax.set(ylim=(len(names) - 0.5, -0.5))
    ax.set_yticks(range(len(names)), names, parse_math=False)


def _sum_up_profile(
    vagueness: DataFrame, labels: list[str], n_policies: int, *, ax: Axes | None, kwargs: dict
) -> Axes:
    title = f"{CLASS_MEASURES['score']}\na dot for each of {n_policies} policies; shaded: the middle half"
    with draw_on(ax, (WIDTH, 0.9 + 0.9 * len(labels)), title, grid=True) as ax:
        names = []
        for band, label in enumerate(labels):
            scores = vagueness.loc[vagueness["label"].astype("str") == label, "score"].to_numpy()
            draw_strip(ax, scores, band - 0.4, 0.8, kwargs)
            names.append(f"{wrap(label)}\n{write_middle(scores)}")
            mark_area(ax, (scores.min(), band - 0.4), (scores.max(), band + 0.4), {"label": label}, pad=2)
        _frame_bands(ax, names)
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
    return sorted(set(vagueness["policy_id"]))


def _name_groups(vagueness: DataFrame) -> tuple[list[dict], list[str], list[dict]]:
    """Keys, name and look of each row."""
    table = vagueness[[column for column in vagueness.columns if column not in frames.FRAMES["vagueness"]]]
    names = [" · ".join(map(_name_part, row)) for row in table.itertuples(index=False)]
    owners = table["policy_id"].tolist() if "policy_id" in table else names
    places = {owner: place for place, owner in enumerate(sorted(set(owners)))}
    keys = table.astype("object").where(table.notna(), "").to_dict("records")
    return keys, names, [find_look(places[owner]) for owner in owners]


def _count_owners(keys: list[dict]) -> int:
    """Policies, or groups where they have none: a few policies by section are all drawn."""
    return len({key.get("policy_id", place) for place, key in enumerate(keys)})


def _name_part(part: object) -> str:
    return "(none)" if isna(part) or part == "" else str(part)
