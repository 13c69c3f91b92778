"""Mentions and scores to ticks along each policy."""

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame, Series

from policyviz import frames
from policyviz.keys import write_key
from policyviz.plots.drawing import (
    COLORS,
    MANY_LABELS,
    MANY_MARKS,
    MANY_POLICIES,
    RULE,
    WIDTH,
    add_legend,
    check_drawable,
    draw_on,
    mark_area,
    wrap,
)
from policyviz.plots.summaries import pick_strongest

# Where a stroke begins, as part of a row, and the colour of clauses that are not vague.
FLOOR, LIGHT = 0.4, "#8392aa"
POSITION = "position in the policy (0 is its start, 1 its end)"


def plot_term_positions(clauses: DataFrame, mentions: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw where in each policy the terms stand: a tick for each clause that mentions one.

    Negated mentions and permissions too. Up to 6 labels have their own lane; more share one.
    The key of a row's name is its ``policy_id``; up to 200 ticks have keys too: their
    ``clause_id``, and ``label`` if it has a lane.

    Of more than 25 policies the 25 are drawn with the largest share of clauses that mention a
    term, the largest on top: they are the ones that say most, not a sample.

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
    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame([("a:001", "a", "", "sentence", "", 0.25, 0, 3, "May.", 1)], "clauses")
    >>> row = ("a:001", "a", "may", "mode", 1, 0, 3, False, False, False, "use", "company")
    >>> mentions = make_frame([row], "mentions")
    >>> ax = plot_term_positions(clauses, mentions.astype({"label": "category"}))
    >>> ax.collections[-1].get_segments()[0][:, 0].tolist()
    [0.25, 0.25]
    """
    check_drawable(clauses, "clauses", "The policies have no sentences.")
    check_drawable(mentions, "mentions", "No term of the lexicon stands in these clauses.")
    labels, ticks = list(mentions["label"].cat.categories), _find_ticks(clauses, mentions)
    shares = clauses["clause_id"].isin(ticks["clause_id"]).groupby(clauses["policy_id"]).mean()
    policies, title = _choose_policies(shares, POSITION, "mention a term")
    ticks = ticks[ticks["policy_id"].isin(policies)]
    lanes = {str(label): [label] for label in labels} if len(labels) <= MANY_LABELS else {"all": labels}
    step = 0.8 / len(lanes)
    height = 1.1 + (0.3 + 0.04 * len(lanes)) * len(policies)
    with draw_on(ax, (WIDTH, height), title, grid=True) as ax:
        ax.hlines(np.arange(len(policies)) + 0.4, 0, 1, color=RULE, linewidth=0.8)
        for lane, (name, members) in enumerate(lanes.items()):
            here = ticks[ticks["label"].isin(members)].drop_duplicates(["policy_id", "position"])
            top = here["policy_id"].map(policies.index) - 0.4 + lane * step
            style = {"color": COLORS[lane], "linewidth": 1.4, "label": name, **kwargs}
            ax.vlines(here["position"], top, top + step * 0.85, **style)
            keys = here[["clause_id", "label"] if len(lanes) > 1 else ["clause_id"]]
            _mark_strokes(ax, here["position"], top, top + step * 0.85, keys)
        _name_rows(ax, policies)
        if len(lanes) > 1:
            add_legend(ax, 6)
    return ax


def _find_ticks(clauses: DataFrame, mentions: DataFrame) -> DataFrame:
    ticks = mentions.merge(clauses[["clause_id", "position"]], on="clause_id")
    if len(ticks) < len(mentions):
        message = "Some mentions belong to other clauses. Make them again: find_terms(clauses, lexicon)."
        raise ValueError(message)
    return ticks


def plot_score_positions(clauses: DataFrame, scores: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw where in each policy the vague clauses stand: a stroke per clause, as long as its score.

    The strokes grow from 1 (no stroke) to 5 (the whole height of a row); clauses that score 3 or
    more are dark. The key of a row's name is its ``policy_id``; up to 200 dark strokes have keys
    too, their ``clause_id``.

    Of more than 25 policies the 25 are drawn with the largest share of clauses that score 3 or
    more, the largest on top: they are the vaguest, not a sample.

    Parameters
    ----------
    clauses, scores : pandas.DataFrame
        Clauses, and what `score_clauses` says of them.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.vlines`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, or scores belong to other clauses.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame([("a:001", "a", "", "sentence", "", 0.25, 0, 3, "May.", 1)], "clauses")
    >>> ax = plot_score_positions(clauses, make_frame([("a:001", "a", 1, 1, 3.0)], "clause scores"))
    >>> ax.collections[-1].get_segments()[0].tolist()
    [[0.25, 0.4], [0.25, 0.0]]
    """
    check_drawable(clauses, "clauses", "The policies have no sentences.")
    check_drawable(scores, "clause scores", "No clause was scored.")
    places = clauses[["clause_id", "position"]].merge(scores, on="clause_id")
    if len(places) < len(scores):
        message = "Some scores belong to other clauses. Make them again: score_clauses(clauses, mentions)."
        raise ValueError(message)
    shares = places["score"].ge(frames.VAGUE).groupby(places["policy_id"]).mean()
    policies, title = _choose_policies(shares, f"{POSITION}; strokes grow with the score", "score 3 or more")
    places = places[places["policy_id"].isin(policies)]
    with draw_on(ax, (WIDTH, 1.1 + 0.42 * len(policies)), title, grid=True) as ax:
        floor = places["policy_id"].map(policies.index) + FLOOR
        top = floor - 2 * FLOOR * (places["score"] - 1) / 4
        ax.hlines(np.arange(len(policies)) + FLOOR, 0, 1, color=RULE, linewidth=0.8)
        for name, rows, color in (
            ("scores below 3", places["score"] < frames.VAGUE, LIGHT),
            ("scores 3 or more", places["score"] >= frames.VAGUE, COLORS[1]),
        ):
            style = {"color": color, "linewidth": 1.6, "label": name, **kwargs}
            ax.vlines(places.loc[rows, "position"], floor[rows], top[rows], **style)
        # `rows` are now those of the dark strokes.
        _mark_strokes(ax, places.loc[rows, "position"], floor[rows], top[rows], places[rows][["clause_id"]])
        _name_rows(ax, policies)
        add_legend(ax, 2)
    return ax


def _choose_policies(shares: Series, title: str, what: str) -> tuple[list[str], str]:
    """The policies to draw, from the top, and what the chart says."""
    if len(shares) <= MANY_POLICIES:
        return sorted(shares.index), title
    chosen = f"{MANY_POLICIES} of {len(shares)} policies: the largest shares of clauses"
    return pick_strongest(shares), f"{title}\n{chosen}\nthat {what}, largest on top"


def _mark_strokes(ax: Axes, x: Series, low: Series, high: Series, keys: DataFrame) -> None:
    """Say which clause each stroke is, unless there are so many that none could be hit."""
    if len(keys) <= MANY_MARKS:
        for place, start, end, key in zip(x, low, high, keys.to_dict("records"), strict=True):
            mark_area(ax, (place, start), (place, end), key, pad=2)


def _name_rows(ax: Axes, policies: list[str]) -> None:
    ax.set(xlim=(0, 1), ylim=(len(policies) - 0.5, -0.5))
    ax.set_yticks(range(len(policies)), [wrap(name) for name in policies], parse_math=False)
    for text, name in zip(ax.get_yticklabels(), policies, strict=True):
        text.set_url(write_key(policy_id=name))
