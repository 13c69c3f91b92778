"""How vague clauses, and the groups they belong to, are worded."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import stats

from policyviz.frames import FRAMES, check_same_run, make_frame


def score_clauses(clauses: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Score each clause by the vague terms in it.

    A permission ("you may opt out") gives the reader a right and is not counted; a
    negated term ("we may not share") is. The score does not divide by length: on
    human ratings, dividing by the number of words destroys the signal.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    mentions : pandas.DataFrame
        The mentions of the vagueness lexicon in these clauses.

    Returns
    -------
    scores : pandas.DataFrame
        One row per clause, in the order of `clauses`: ``clause_id``, ``policy_id``,
        ``n_words``, ``n_vague`` (number of vague terms) and ``score`` (sum of their
        weights, 0 and up, higher is vaguer; with weights of 1 it equals ``n_vague``).

    Raises
    ------
    ValueError
        If a frame is unusable, or mentions belong to other clauses.

    Examples
    --------
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 28, "We may share some data often.", 6),
    ...      ("a:002", "a", "", "sentence", "", 0.5, 29, 46, "You may say no.", 4)], "clauses")
    >>> mentions = make_frame(
    ...     [("a:001", "a", "may", "modality", 1.0, 3, 6, False, False, "use", "company"),
    ...      ("a:001", "a", "some", "numeric", 1.0, 13, 17, False, False, "use", "company"),
    ...      ("a:002", "a", "may", "modality", 1.0, 33, 36, False, True, "use", "company")], "mentions")
    >>> mentions["label"] = pd.Categorical(mentions["label"])
    >>> score_clauses(clauses, mentions)
      clause_id policy_id  n_words  n_vague  score
    0     a:001         a        6        2    2.0
    1     a:002         a        4        0    0.0
    """
    check_same_run(clauses, mentions)
    vague = _sum_vague(mentions, ["clause_id"]).reindex(clauses["clause_id"], fill_value=0)
    columns = {name: clauses[name].to_numpy() for name in ("clause_id", "policy_id", "n_words")}
    columns |= {name: vague[name].to_numpy() for name in ("n_vague", "score")}
    return make_frame(columns, "clause scores")


def measure_vagueness(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    by: str | Sequence[str] = "policy_id",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Average the vagueness of clauses over policies or any other groups.

    Two things mislead. Counts of published vague terms per sentence follow human
    ratings of whole policies only loosely (correlation 0.35, where people agree with
    themselves at 0.86): a small difference between two companies means nothing. And
    clauses of one section resemble each other, so that they say less than as many
    independent clauses would: both intervals are too narrow.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    mentions : pandas.DataFrame
        The mentions of the vagueness lexicon in these clauses. Permissions ("you may
        opt out") are not counted, negated terms are.
    by : str or list of str
        Columns of `clauses` that make the groups, such as ``"policy_id"``,
        ``"section"`` or ``"kind"``. ``"label"`` stands for the class of the vague
        term: each group is then described once per class, with only the terms of
        that class counted, over all clauses of the group.
    confidence : float
        Level of both intervals, between 0 and 1.

    Returns
    -------
    vagueness : pandas.DataFrame
        The group key or keys, then

        - ``n_clauses``, ``n_vague_clauses`` (with at least one vague term), ``n_words``;
        - ``score``: mean score per clause, 0 and up, higher is vaguer, with
          ``score_low`` and ``score_high`` (Student's t over clauses, cut at 0). NaN
          where there is no spread to learn from: one clause, or all scores equal;
        - ``share``: share of clauses with a vague term, 0 to 1, higher is vaguer,
          with ``share_low`` and ``share_high`` (Wilson's interval [1]_, which also
          knows that 0 of 3 clauses does not prove 0).

        Sorted by key. All classes of the lexicon are kept, with zeros.

    Raises
    ------
    ValueError
        If `by` names no column, `confidence` is not between 0 and 1, a frame is
        unusable, or mentions belong to other clauses.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and
       statistical inference. Journal of the American Statistical Association 22.

    Examples
    --------
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 28, "We may share some data often.", 6),
    ...      ("a:002", "a", "", "sentence", "", 0.5, 29, 46, "We keep it.", 3)], "clauses")
    >>> row = ("a:001", "a", "may", "modality", 1.0, 3, 6, False, False, "use", "company")
    >>> mentions = make_frame([row], "mentions")
    >>> mentions["label"] = pd.Categorical(mentions["label"], categories=["modality", "numeric"])
    >>> measure_vagueness(clauses, mentions)[["policy_id", "n_clauses", "n_vague_clauses", "score", "share"]]
      policy_id  n_clauses  n_vague_clauses  score  share
    0         a          2                1    0.5    0.5
    >>> measure_vagueness(clauses, mentions, by="label")[["label", "n_clauses", "score"]]
          label  n_clauses  score
    0  modality          2    0.5
    1   numeric          2    0.0
    """
    check_same_run(clauses, mentions)
    keys = _read_keys(clauses, by)
    if not 0 < confidence < 1:
        message = f"confidence is {confidence!r}; it lies between 0 and 1, such as 0.95."
        raise ValueError(message)
    scored = _score_by_label(clauses, mentions) if "label" in keys else _score_whole(clauses, mentions)
    groups = _summarise(scored, keys)
    groups[["score_low", "score_high"]] = _bound_scores(groups, confidence)
    groups[["share_low", "share_high"]] = _bound_shares(groups, confidence)
    return groups[keys + list(FRAMES["vagueness"])]


def _read_keys(clauses: pd.DataFrame, by: str | Sequence[str]) -> list[str]:
    keys = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    # A key that shares its name with a measure would overwrite it.
    usable = [name for name in [*clauses.columns, "label"] if name not in FRAMES["vagueness"]]
    unknown = [str(key) for key in keys if key not in usable]
    if unknown or not keys:
        found = f"Cannot group by {', '.join(unknown)}." if unknown else "by is empty."
        message = f"{found} Choose from: {', '.join(dict.fromkeys(usable))}."
        raise ValueError(message)
    return keys


def _sum_vague(mentions: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    vague = mentions.loc[~mentions["permission"].astype(bool)]
    sums = vague.groupby(keys, observed=True)["weight"].agg(n_vague="size", score="sum")
    return sums.astype({"n_vague": "int64", "score": "float64"})


def _score_whole(clauses: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    scores = score_clauses(clauses, mentions)
    return clauses.assign(n_vague=scores["n_vague"].to_numpy(), score=scores["score"].to_numpy())


def _score_by_label(clauses: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Every clause once per class, so that classes never found keep their zeros."""
    found = mentions["label"]
    labels = list(found.cat.categories) if isinstance(found.dtype, pd.CategoricalDtype) else []
    every = clauses.drop(columns="label", errors="ignore")
    every = every.merge(pd.DataFrame({"label": labels}), how="cross")
    vague = _sum_vague(mentions, ["clause_id", "label"])
    vague = vague.reindex(pd.MultiIndex.from_frame(every[["clause_id", "label"]]), fill_value=0)
    # The order of the lexicon is the order of the result.
    every["label"] = pd.Categorical(every["label"], categories=labels)
    return every.assign(n_vague=vague["n_vague"].to_numpy(), score=vague["score"].to_numpy())


def _summarise(scored: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    scored = scored.assign(is_vague=scored["n_vague"] > 0, clause_score=scored["score"])
    groups = scored.groupby(keys, observed=True, dropna=False).agg(
        n_clauses=("clause_score", "size"),
        n_vague_clauses=("is_vague", "sum"),
        n_words=("n_words", "sum"),
        score=("clause_score", "mean"),
        spread=("clause_score", "std"),
        lowest=("clause_score", "min"),
        highest=("clause_score", "max"),
    )
    counts = dict.fromkeys(("n_clauses", "n_vague_clauses", "n_words"), "int64")
    groups = groups.reset_index().astype({**counts, "score": "float64"})
    groups["share"] = groups["n_vague_clauses"] / groups["n_clauses"]
    return groups


def _bound_scores(groups: pd.DataFrame, confidence: float) -> np.ndarray:
    # Equal scores have no spread; rounding may leave a tiny one, hence lowest and highest.
    known = (groups["n_clauses"] > 1) & (groups["lowest"] < groups["highest"])
    n = groups["n_clauses"].where(known).astype("float64")
    reach = stats.t.ppf((1 + confidence) / 2, n - 1) * groups["spread"].astype("float64") / np.sqrt(n)
    low, high = (groups["score"] - reach).clip(lower=0), groups["score"] + reach
    return np.column_stack([low, high]).astype("float64")


def _bound_shares(groups: pd.DataFrame, confidence: float) -> np.ndarray:
    pairs = zip(groups["n_vague_clauses"], groups["n_clauses"], strict=True)
    tests = [stats.binomtest(int(vague), int(n)) for vague, n in pairs]
    bounds = [test.proportion_ci(confidence, method="wilson") for test in tests]
    return np.array([(bound.low, bound.high) for bound in bounds], dtype="float64").reshape(-1, 2)
