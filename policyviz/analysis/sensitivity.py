"""Whether the order of groups hangs on the weights of single words."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from policyviz.analysis.intervals import check_confidence
from policyviz.analysis.scores import BASE, DECIMALS, explain_scores, weigh_terms
from policyviz.checks import check_key
from policyviz.frames import CLEAR, FRAMES, VAGUEST, check_frame, check_same_run, leave_out
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
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Let the weights vary within their uncertainty and see how the order of groups changes.

    This holds the text fixed and asks only whether other ratings, of which the weights are an
    estimate, would have put the groups in another order; `compare_vagueness` asks whether other
    text would. Weights vary independently of each other, which is not quite how they err; what a
    permission weighs does not vary, nor the score of a clause without any term. Rows without a group
    are left out. Look also without the text that companies share (`exclude`).

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
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    sensitivity : pandas.DataFrame
        One row per group, the vaguest first: the key; ``score`` with ``score_low`` and
        ``score_high``; ``rank`` (1 is the vaguest, equals share the better rank) with
        ``rank_low`` and ``rank_high``; ``share_first``: share of the draws in which the group
        is the vaguest, 0 to 1, divided among equals.

    Raises
    ------
    ValueError
        If the lexicon has no standard errors or other terms and weights than the mentions,
        `n_draws` is below 100, `by` names no column or several, or a frame is unusable.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses, lexicon = split_clauses(load_policies()), load_lexicon("vagueness")
    >>> order = measure_sensitivity(clauses, find_terms(clauses, lexicon), lexicon)
    >>> order[["policy_id", "rank_low", "rank_high"]].values.tolist()[-1]
    ['procom', 4, 4]
    """
    check_same_run(clauses, mentions)
    key = check_key(clauses, by, reserved=FRAMES["sensitivity"])
    check_confidence(confidence)
    _check_lexicon(lexicon, mentions, n_draws)
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    fixed, factors, terms = _split_scores(clauses, mentions)
    known = lexicon.set_index("term").loc[terms]
    weights, errors = known["weight"].to_numpy(), known[SPREAD].to_numpy()
    groups = clauses[key].astype("str").where(clauses[key].notna())
    names, places = np.unique(groups.dropna().to_numpy(dtype="str"), return_inverse=True)
    rows = np.flatnonzero(groups.notna())
    n = np.bincount(places, minlength=len(names))

    def average(drawn: np.ndarray) -> np.ndarray:
        scores = np.clip(fixed + factors @ drawn, CLEAR, VAGUEST)
        return (np.bincount(places, scores[rows], minlength=len(names)) / n).round(DECIMALS)

    generator = np.random.default_rng(random_state)
    drawn = [average(_draw(weights, errors, generator)) for _ in range(n_draws)]
    return _summarise(names, average(weights), np.column_stack(drawn), key, confidence)


def _check_lexicon(lexicon: pd.DataFrame, mentions: pd.DataFrame, n_draws: int) -> None:
    check_frame(lexicon, "lexicon")
    if SPREAD not in lexicon.columns:
        message = (
            f"The lexicon has no column {SPREAD}: how sure its weights are is not known. Say it, for "
            f'instance a quarter of each weight: lexicon.assign({SPREAD}=0.25 * lexicon["weight"].abs()).'
        )
        raise ValueError(message)
    if not (lexicon[SPREAD] >= 0).all():
        message = f"The lexicon's column {SPREAD} must hold numbers of 0 and up."
        raise ValueError(message)
    hedges = mentions[~mentions["permission"].astype("bool")]
    own = hedges["term"].map(lexicon.set_index("term")["weight"])
    if strange := sorted(set(hedges.loc[own.ne(hedges["weight"]), "term"])):
        named = ", ".join(map(repr, strange[:5]))
        message = f"The mentions are not those of this lexicon: it has no {named}, or another weight for it."
        raise ValueError(message)
    if n_draws < 100:
        message = f"n_draws is {n_draws}: the ends of an interval need at least 100, better 1000."
        raise ValueError(message)


def _split_scores(
    clauses: pd.DataFrame, mentions: pd.DataFrame
) -> tuple[np.ndarray, sparse.csr_array, list[str]]:
    """What stays (base, permissions) per clause, and how often each term counts with its own weight."""
    parts = explain_scores(clauses, mentions)
    order = pd.Series(np.arange(len(clauses)), index=clauses["clause_id"])
    fixed = np.full(len(clauses), parts.loc[parts["term"] == BASE, "contribution"].max())
    counted = weigh_terms(mentions)
    rights = counted[counted["is_right"]]
    np.add.at(fixed, order[rights["clause_id"]].to_numpy(), rights["contribution"].to_numpy())
    hedges = counted[~counted["is_right"]]
    terms, columns = np.unique(hedges["term"].to_numpy(dtype="str"), return_inverse=True)
    weights = hedges["term"].map(mentions[~mentions["permission"]].groupby("term")["weight"].first())
    weights = weights.astype("float64")
    # A clarified term counts in part.
    factors = (hedges["contribution"] / weights.where(weights != 0, 1)).to_numpy(dtype="float64")
    shape = (len(clauses), len(terms))
    table = sparse.csr_array((factors, (order[hedges["clause_id"]].to_numpy(), columns)), shape=shape)
    return fixed, table, terms.tolist()


def _draw(weights: np.ndarray, errors: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Weights drawn anew, none across 0: a vague term makes no clause clearer."""
    drawn = weights + errors * generator.standard_normal(len(weights))
    return np.where(weights < 0, np.minimum(drawn, 0), np.maximum(drawn, 0))


def _summarise(
    names: np.ndarray, scores: np.ndarray, drawn: np.ndarray, key: str, confidence: float
) -> pd.DataFrame:
    ends = [(1 - confidence) / 2, (1 + confidence) / 2]
    # Equal scores share the better rank, and the first place.
    ranks = pd.DataFrame(-drawn).rank(method="min").to_numpy()
    first = ranks == 1
    table = pd.DataFrame({key: names, "score": scores})
    table["rank"] = pd.Series(-scores).rank(method="min").astype("int64")
    if len(names):
        table[["score_low", "score_high"]] = np.quantile(drawn, ends, axis=1).T
        table[["rank_low", "rank_high"]] = np.quantile(ranks, ends, axis=1, method="closest_observation").T
        table["share_first"] = (first / first.sum(axis=0)).mean(axis=1)
    table = table.reindex(columns=[key, *FRAMES["sensitivity"]]).astype({key: "str"} | FRAMES["sensitivity"])
    return table.sort_values(["rank", key], ignore_index=True)
