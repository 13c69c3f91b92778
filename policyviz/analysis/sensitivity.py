"""Whether the order of groups hangs on the weights of single words."""

import numpy as np
import pandas as pd

from policyviz.analysis.intervals import check_confidence
from policyviz.analysis.scores import BASE, LIMIT, explain_scores
from policyviz.frames import FRAMES, check_frame, check_keys, check_same_run
from policyviz.lexicons.loading import SPREAD


def measure_sensitivity(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    lexicon: pd.DataFrame,
    *,
    by: str = "policy_id",
    confidence: float = 0.95,
    n_draws: int = 2000,
    random_state: int = 0,
    base: float | None = None,
) -> pd.DataFrame:
    """Let the weights vary within their uncertainty and see how the order of groups changes.

    This holds the text fixed and asks only whether other ratings, of which the weights are an
    estimate, would have put the groups in another order; `compare_vagueness` asks whether other
    text would. Weights vary independently of each other, which is not quite how they err. To leave
    clauses out, such as those that companies share, leave them out of `clauses` and `mentions`.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and the mentions of `lexicon` in it.
    lexicon : pandas.DataFrame
        The lexicon with a column ``weight_se``, the standard error of each weight.
    by : str
        The column of `clauses` that makes the groups.
    confidence : float
        Share of the draws that lies between the low and the high ends.
    n_draws : int
        How often the weights are drawn: normal around ``weight``, never across 0.
    random_state : int
        Seed of the draws.
    base : float, optional
        As in `score_clauses`.

    Returns
    -------
    sensitivity : pandas.DataFrame
        One row per group, the vaguest first: the key; ``score`` with ``score_low`` and
        ``score_high``; ``rank`` (1 is the vaguest) with ``rank_low`` and ``rank_high``;
        ``share_first``: share of the draws in which the group is the vaguest, 0 to 1.

    Raises
    ------
    ValueError
        If the lexicon has no standard errors or lacks terms of the mentions, `n_draws` is below
        100, or a frame is unusable.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses, lexicon = split_clauses(load_policies()), load_lexicon("vagueness")
    >>> order = measure_sensitivity(clauses, find_terms(clauses, lexicon), lexicon)
    >>> order["rank"].tolist()
    [1, 2, 3, 4]
    """
    check_same_run(clauses, mentions)
    key = check_keys(clauses, by, reserved=FRAMES["sensitivity"])[0]
    check_confidence(confidence)
    _check_lexicon(lexicon, mentions, n_draws)
    parts = explain_scores(clauses, mentions, base=base)
    scores = _sum_groups(clauses, parts, key)
    factors = _draw_factors(lexicon, n_draws, np.random.default_rng(random_state))
    # What is fixed (base, limits, permissions without a weight of their own) stays as it is.
    varied = [term for term in scores.columns if term in factors.columns]
    drawn = scores.drop(columns=varied).sum(axis=1).to_numpy()[:, None]
    drawn = drawn + scores[varied].to_numpy() @ factors[varied].to_numpy().T
    return _summarise(scores.sum(axis=1), drawn, key, confidence)


def _check_lexicon(lexicon: pd.DataFrame, mentions: pd.DataFrame, n_draws: int) -> None:
    check_frame(lexicon, "lexicon")
    if SPREAD not in lexicon.columns:
        message = (
            f"The lexicon has no column {SPREAD}: how sure its weights are is not known. Say it, for "
            f'instance a quarter of each weight: lexicon.assign({SPREAD}=0.25 * lexicon["weight"].abs()).'
        )
        raise ValueError(message)
    if missing := sorted(set(mentions["term"]) - set(lexicon["term"])):
        message = f"Mentions of another lexicon: it has no {', '.join(map(repr, missing[:5]))}."
        raise ValueError(message)
    if n_draws < 100:
        message = f"n_draws is {n_draws}: the ends of an interval need at least 100, better 1000."
        raise ValueError(message)


def _sum_groups(clauses: pd.DataFrame, parts: pd.DataFrame, key: str) -> pd.DataFrame:
    """Groups x terms: what each term adds to the mean score."""
    groups = parts["clause_id"].map(clauses.set_index("clause_id")[key])
    sums = parts.groupby([groups.rename(key), "term"])["contribution"].sum().unstack(fill_value=0)
    return sums.div(clauses.groupby(key).size(), axis="index")


def _draw_factors(lexicon: pd.DataFrame, n_draws: int, generator: np.random.Generator) -> pd.DataFrame:
    """Draws x terms: what to multiply each contribution with; terms without weight are left out."""
    known = lexicon[(lexicon["weight"] != 0) & ~lexicon["term"].isin([BASE, LIMIT])]
    weight, spread = known["weight"].to_numpy(), known[SPREAD].to_numpy()
    drawn = weight + spread * generator.standard_normal((n_draws, len(known)))
    return pd.DataFrame(np.maximum(drawn / weight, 0), columns=known["term"].tolist())


def _summarise(scores: pd.Series, drawn: np.ndarray, key: str, confidence: float) -> pd.DataFrame:
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    ranks = (-drawn.round(9)).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") + 1
    table = pd.DataFrame({key: scores.index, "score": scores.to_numpy()})
    table[["score_low", "score_high"]] = np.quantile(drawn, ends, axis=1).T
    table["rank"] = (-scores.round(9)).rank(method="first").astype("int64").to_numpy()
    table[["rank_low", "rank_high"]] = np.quantile(ranks, ends, axis=1, method="closest_observation").T
    table["share_first"] = (ranks == 1).mean(axis=1)
    return table.sort_values("rank", ignore_index=True).astype(FRAMES["sensitivity"])
