"""How vague the groups are that clauses belong to."""

from collections.abc import Iterable, Sequence

import pandas as pd

from policyviz.analysis.intervals import (
    bound_means,
    bound_shares,
    check_confidence,
    find_units,
    measure_means,
    sum_units,
)
from policyviz.analysis.scores import explain_scores, is_vague, sum_scores
from policyviz.checks import check_keys
from policyviz.frames import CLEAR, FRAMES, VAGUE, VAGUEST, check_same_run, leave_out
from policyviz.terms.practices import PRACTICES
from policyviz.terms.status import list_labels

# Columns that are added to the clauses on the way.
OWN = ("unit", "is_vague")


def measure_vagueness(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    by: str | Sequence[str] = "policy_id",
    confidence: float = 0.95,
    base: float | None = None,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Average the vagueness of clauses over policies or any other groups.

    The intervals say how far the figure would move if the same company had written other
    sections in the same manner. They do not cover what the scores themselves get wrong
    (docs/benchmarks.md), nor the choice of the words, nor what a company does. In simulations
    the 95 % interval of the score held the truth 92 to 95 times in 100 from 20 sections up, with 6
    to 10 sections about 90 times on text that is strongly clustered.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    mentions : pandas.DataFrame
        The mentions of the vagueness lexicon in these clauses.
    by : str or list of str
        Columns of `clauses` that make the groups, such as ``"policy_id"``,
        ``"section"`` or ``"kind"``. Two names stand for what the terms say:

        - ``"label"``, the class of the term: each group is described once per class, over
          all its clauses, by what the terms of this class add to the score;
        - ``"practice"``: each clause stands under the practices that its terms were read
          in, ``"other"`` where it has none. These readings are weak (docs/benchmarks.md).
    confidence : float
        Level of both intervals, between 0 and 1.
    base : float, optional
        As in `score_clauses`.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    vagueness : pandas.DataFrame
        The group key or keys, then

        - ``n_clauses``, ``n_vague_clauses`` (that score 3 or more; by label: with a term of
          the class that makes them vaguer), ``n_words``;
        - ``score``: mean score of a clause, 1 (clear) to 5 (extremely vague), with
          ``score_low`` and ``score_high``. By label: mean contribution of the class, which
          may be below 0; with the base and the limits of the scale they add up to the score.
          Student's interval over sections (over policies where a group holds several, over
          clauses where there is one section). NaN where there is no spread to learn from;
        - ``share``: share of vague clauses, 0 to 1, higher is vaguer, with ``share_low``
          and ``share_high`` (Wilson's interval, wider where clauses of one section
          resemble each other; it also knows that 0 of 3 clauses does not prove 0).

        Sorted by key. All classes are kept, with zeros; a row with a missing key stands last.

    Raises
    ------
    ValueError
        If `by` names no column, `confidence` is not between 0 and 1, a frame is
        unusable, or mentions belong to other clauses.

    See Also
    --------
    compare_vagueness : Which groups can be told apart. Overlap of intervals does not say it.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> mentions = find_terms(clauses, load_lexicon("vagueness"))
    >>> measure_vagueness(clauses, mentions)[["policy_id", "n_clauses"]].values.tolist()
    [['personnel-technology', 89], ['procom', 85], ['worksearchnow', 68], ['wrk', 86]]
    >>> classes = measure_vagueness(clauses, mentions, by="label")
    >>> classes.set_index("label")["score"].idxmin()
    'concrete'
    """
    check_same_run(clauses, mentions)
    keys = check_keys(clauses, by, reserved=[*FRAMES["vagueness"], *OWN], further=("label", "practice"))
    check_confidence(confidence)
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    if "label" in keys:
        rows = _score_by_label(clauses, mentions, base)
    else:
        scores = sum_scores(clauses, mentions, base=base)
        rows = clauses.assign(score=scores, is_vague=scores >= VAGUE)
    if "practice" in keys:
        rows = _repeat_by_practice(rows, mentions)
    return _summarise(rows, keys, confidence)


def _score_by_label(clauses: pd.DataFrame, mentions: pd.DataFrame, base: float | None) -> pd.DataFrame:
    """Every clause once per class, so that classes never found keep their zeros."""
    labels = list_labels(mentions)
    every = clauses.drop(columns="label", errors="ignore").merge(pd.DataFrame({"label": labels}), how="cross")
    keys = ["clause_id", "label"]
    parts = explain_scores(clauses, mentions, base=base).groupby(keys)["contribution"].sum()
    vague = mentions[is_vague(mentions)].astype({"label": "str"}).groupby(keys).size() > 0
    places = pd.MultiIndex.from_frame(every[keys])
    # The order of the lexicon is the order of the result.
    every["label"] = pd.Categorical(every["label"], categories=labels)
    return every.assign(
        score=parts.reindex(places, fill_value=0).to_numpy(),
        is_vague=vague.reindex(places, fill_value=False).to_numpy(),
    )


def _repeat_by_practice(rows: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    pairs = mentions[["clause_id", "practice"]].astype({"practice": "str"}).drop_duplicates()
    rows = rows.drop(columns="practice", errors="ignore").merge(pairs, on="clause_id", how="left")
    known = list(dict.fromkeys([*PRACTICES, *pairs["practice"]]))
    practices = pd.Categorical(rows["practice"].fillna(PRACTICES[-1]), categories=known)
    return rows.assign(practice=practices)


def _summarise(rows: pd.DataFrame, keys: list[str], confidence: float) -> pd.DataFrame:
    rows = rows.assign(unit=find_units(rows, keys), is_vague=rows["is_vague"].astype("int64"))
    units = sum_units(rows, keys, ["score", "is_vague", "n_words"])
    groups = units.groupby(keys, observed=True, dropna=False, sort=True)
    table = groups[["n_clauses", "is_vague", "n_words"]].sum()
    table = table.set_axis(["n_clauses", "n_vague_clauses", "n_words"], axis="columns").astype("int64")
    scores, shares = (measure_means(units, keys, name) for name in ("score", "is_vague"))
    plain = groups.size() == table["n_clauses"]
    table["score"], table["share"] = scores["mean"], shares["mean"]
    bounds = bound_means(scores, confidence)
    # What a class adds has no ends; a score has.
    table[["score_low", "score_high"]] = bounds if "label" in keys else bounds.clip(CLEAR, VAGUEST)
    table[["share_low", "share_high"]] = bound_shares(shares, table["n_clauses"], plain, confidence)
    return table.reset_index()[[*keys, *FRAMES["vagueness"]]].astype(FRAMES["vagueness"])
