"""What each term adds to the vagueness of a clause: the ground that vagueness and comparison stand on."""

import warnings

import numpy as np
import pandas as pd

from policyviz.frames import CLEAR, VAGUEST, check_same_run, locate_clauses, make_frame
from policyviz.lexicons import load_scale

BASE, LIMIT = "(base)", "(limit)"
# Contributions have so many decimals, so that they add up to the score and not nearly.
DECIMALS = 6


def score_clauses(
    clauses: pd.DataFrame, mentions: pd.DataFrame, *, base: float | None = None
) -> pd.DataFrame:
    """Score each clause on the scale people used, from 1 (clear) to 5 (extremely vague).

    The score is that of a clause without any term plus what its terms weigh, see
    `explain_scores`. It does not divide by length: on human ratings that destroys the signal.
    The weights were fitted to ratings of sentences (`docs/benchmarks.md`), with which the scores
    of single clauses agree only moderately: read the clause before you quote its score.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    mentions : pandas.DataFrame
        The mentions of the vagueness lexicon in these clauses.
    base : float, optional
        Score of a clause without any term. None takes the fitted one, which belongs to the
        weights of the lexicon "vagueness"; with weights of your own say your own.

    Returns
    -------
    scores : pandas.DataFrame
        One row per clause, in the order of `clauses`: ``clause_id``, ``policy_id``,
        ``n_words``, ``n_vague`` (number of vague terms, repeated ones too, permissions and
        concrete terms not) and ``score`` (1 to 5, higher is vaguer).

    Raises
    ------
    ValueError
        If a frame is unusable, mentions belong to other clauses, or `base` is not on the scale.

    Warns
    -----
    UserWarning
        If all weights are 1 and no base is given: the score then counts terms, above a base that
        was fitted to other weights, and is not on the scale of people.

    Examples
    --------
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 28, "We may share some data often.", 6),
    ...      ("a:002", "a", "", "sentence", "", 0.5, 29, 40, "We keep it.", 3)], "clauses")
    >>> mentions = make_frame(
    ...     [("a:001", "a", "may", "modality", 0.5, 3, 6, False, False, False, "use", "company"),
    ...      ("a:001", "a", "some", "numeric", 0.25, 13, 17, False, False, False, "use", "company")],
    ...     "mentions")
    >>> mentions["label"] = pd.Categorical(mentions["label"])
    >>> score_clauses(clauses, mentions, base=1.5)
      clause_id policy_id  n_words  n_vague  score
    0     a:001         a        6        2   2.25
    1     a:002         a        3        0   1.50
    """
    check_same_run(clauses, mentions)
    columns = {name: clauses[name].array for name in ("clause_id", "policy_id", "n_words")}
    places = locate_clauses(clauses, mentions)
    columns["n_vague"] = np.bincount(places[is_vague(mentions).to_numpy()], minlength=len(clauses))
    columns["score"] = sum_scores(clauses, mentions, base=base)
    return make_frame(columns, "clause scores")


def sum_scores(clauses: pd.DataFrame, mentions: pd.DataFrame, *, base: float | None = None) -> np.ndarray:
    """The score of each clause, of frames that were checked."""
    base = _choose_base(mentions, base)
    places = locate_clauses(clauses, mentions)
    return _limit(base + _sum_terms(mentions, places, len(clauses)))


def _sum_terms(mentions: pd.DataFrame, places: np.ndarray, n_clauses: int) -> np.ndarray:
    """What the terms of each clause weigh together, each term once, as in `weigh_terms`."""
    weight = _weigh_mentions(mentions)
    parts = weight.round(DECIMALS)
    terms = pd.factorize(mentions["term"])[0]
    pairs = places * (terms.max(initial=0) + 1) + terms
    order = np.lexsort([parts, np.abs(weight), pairs])
    # The last one of each clause and term weighs most.
    kept = order[np.append(np.diff(pairs[order]) != 0, True)] if len(order) else order
    return np.bincount(places[kept], weights=parts[kept], minlength=n_clauses)


def _limit(sums: np.ndarray) -> np.ndarray:
    """Sums on the scale, to so many decimals that what was added up adds up."""
    return sums.round(DECIMALS).clip(CLEAR, VAGUEST)


def explain_scores(
    clauses: pd.DataFrame, mentions: pd.DataFrame, *, base: float | None = None
) -> pd.DataFrame:
    """Take each clause's score apart: what it starts from, and what each term adds to it.

    A term counts once in a clause, however often it stands there. A vague term that a list or
    a definition makes clear keeps only part of its weight; a permission ("you may opt out")
    weighs what the lexicon says of it; a negated term weighs like any other, since people
    rated "we may not share" no clearer than "we may share".

    Parameters
    ----------
    clauses, mentions, base
        As in `score_clauses`.

    Returns
    -------
    contributions : pandas.DataFrame
        In the order of `clauses`: ``clause_id``, ``policy_id``, ``term`` ("(base)", then the
        terms in the order of the text, then "(limit)" where the sum would leave the scale),
        ``label`` (empty for these two), ``n_mentions`` and ``contribution`` (in points of the
        score, below 0 for terms that make a clause clearer). They add up to the score, exactly
        to 6 decimals.

    Raises
    ------
    ValueError
        As `score_clauses`.

    Examples
    --------
    >>> clauses = make_frame([("a:001", "a", "", "sentence", "", 0.0, 0, 12, "We may do it.", 4)], "clauses")
    >>> row = ("a:001", "a", "may", "modality", 0.5, 3, 6, False, False, False, "use", "company")
    >>> mentions = make_frame([row], "mentions").astype({"label": "category"})
    >>> explain_scores(clauses, mentions, base=1.5)[["term", "contribution"]].values.tolist()
    [['(base)', 1.5], ['may', 0.5]]
    """
    check_same_run(clauses, mentions)
    base = _choose_base(mentions, base)
    terms = weigh_terms(mentions).drop(columns="is_right")
    bases = clauses[["clause_id", "policy_id"]].assign(term=BASE, label="", n_mentions=0, contribution=base)
    rows = pd.concat([bases, terms], ignore_index=True)
    limits = _find_limits(rows)
    rows = pd.concat([rows, limits], ignore_index=True)
    order = rows["clause_id"].map(pd.Series(range(len(clauses)), index=clauses["clause_id"]))
    rows = rows.iloc[order.argsort(kind="stable")]
    return make_frame(rows.to_dict("list"), "contributions")


def is_vague(mentions: pd.DataFrame) -> pd.Series:
    """Which mentions are vague terms: no permission, and no term that makes a clause clearer."""
    return ~mentions["permission"].astype("bool") & (mentions["weight"] > 0)


def _choose_base(mentions: pd.DataFrame, base: float | None) -> float:
    if base is not None:
        if not CLEAR <= base <= VAGUEST:
            message = f"base is {base!r}; it is a score from {CLEAR:.0f} (clear) to {VAGUEST:.0f} (vaguest)."
            raise ValueError(message)
        return round(float(base), DECIMALS)
    weights = mentions.loc[~mentions["permission"].astype("bool"), "weight"]
    if len(weights) and (weights == 1).all():
        warnings.warn(
            "All terms weigh 1: scores count terms and are not on the scale people used. Give the lexicon a "
            'column weight, or use load_lexicon("vagueness"); say base=1 to count from 1.',
            stacklevel=4,
        )
    return load_scale()["base"]


def _weigh_mentions(mentions: pd.DataFrame) -> np.ndarray:
    """What each mention weighs; a vague term that was made clear keeps only a part."""
    weight = mentions["weight"].to_numpy(dtype="float64")
    clear = mentions["clarified"].to_numpy(dtype="bool") & (weight > 0)
    return np.where(clear, weight * load_scale()["clarified"], weight)


def weigh_terms(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row per clause and term: of several mentions the one that weighs most, either way.

    Returns
    -------
    terms : pandas.DataFrame
        ``clause_id``, ``policy_id``, ``term``, ``label``, ``contribution``, ``is_right`` (it is a
        permission) and ``n_mentions``.
    """
    weight = pd.Series(_weigh_mentions(mentions), index=mentions.index)
    rows = mentions[["clause_id", "policy_id", "term"]].assign(
        label=mentions["label"].astype("str"),
        contribution=weight.round(DECIMALS),
        is_right=mentions["permission"].astype("bool"),
        size=weight.abs(),
        start=mentions["start"],
    )
    keys = ["clause_id", "term"]
    rows["n_mentions"] = rows.groupby(keys)["term"].transform("size")
    rows["first"] = rows.groupby(keys)["start"].transform("min")
    # Ties go to the vaguer reading, so that the order of the rows decides nothing.
    rows = rows.sort_values([*keys, "size", "contribution"]).drop_duplicates(keys, keep="last")
    return rows.sort_values("first", kind="stable").drop(columns=["size", "start", "first"])


def _find_limits(rows: pd.DataFrame) -> pd.DataFrame:
    """What brings sums that leave the scale back to its ends."""
    sums = rows.groupby(["clause_id", "policy_id"], sort=False)["contribution"].sum().round(DECIMALS)
    excess = (sums.clip(CLEAR, VAGUEST) - sums).round(DECIMALS)
    excess = excess[excess != 0].rename("contribution").reset_index()
    return excess.assign(term=LIMIT, label="", n_mentions=0)
