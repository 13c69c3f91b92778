"""Which groups differ in vagueness, and by which words."""

import warnings
from collections.abc import Iterable
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
from scipy import stats

from policyviz.analysis.intervals import check_confidence, find_common_units, measure_means, sum_units
from policyviz.analysis.scores import BASE, explain_scores, score_clauses
from policyviz.checks import check_choice, check_key
from policyviz.frames import check_frame, check_same_run, leave_out, make_frame

# Columns that are added to the clauses on the way.
OWN = ("score", "unit", "n_clauses")
ALIKE, TOO_FEW, VAGUER = "cannot be told apart", "too little text to tell apart", " is vaguer"


def compare_vagueness(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    by: str = "policy_id",
    confidence: float = 0.95,
    n_resamples: int = 9999,
    random_state: int = 0,
    base: float | None = None,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Say of every pair of groups which is vaguer, or that they cannot be told apart.

    "Cannot be told apart" is no proof that they are alike: small policies seldom can. And what
    is told apart differs in the words of the lexicon, weighed by what other people felt. Sections
    are what is dealt out; policies where a group holds several of them. A group with a single
    section, such as a policy without headings beside one that has some, is too little text. Rows
    without a group are left out.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and the mentions of the vagueness lexicon in it.
    by : str
        The column of `clauses` that makes the groups.
    confidence : float
        Level of the intervals; a pair is told apart if its adjusted p-value is at most
        1 - `confidence`.
    n_resamples : int
        Permutations per pair. Where fewer are possible, all are made.
    random_state : int
        Seed of the permutations, the same for each pair: a further company changes no p-value.
    base : float, optional
        As in `score_clauses`.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    comparisons : pandas.DataFrame
        One row per pair, sorted: ``a``, ``b``; ``difference`` of the mean scores, a minus b,
        in points of the scale from 1 to 5, with ``difference_low`` and ``difference_high``
        (Welch's interval over sections, not adjusted); ``p_value`` (two-sided: twice the share of
        random deals of whole sections that differ as much in the same direction) and
        ``p_adjusted`` (Benjamini and Hochberg [1]_, over all pairs);
        ``cliffs_delta`` [2]_: how much more often a clause of a scores above one of b than
        below, -1 to 1, 0 is no difference; ``verdict`` in words.

    Raises
    ------
    ValueError
        If there are fewer than two groups, `n_resamples` is too small for `confidence`, `by`
        names no column or several, groups share policies, or a frame is unusable.

    Warns
    -----
    UserWarning
        If there are so many pairs that a single one that differs could not be told apart.

    See Also
    --------
    explain_difference : The words that make it.
    measure_sensitivity : Whether it hangs on the weights.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of
       the Royal Statistical Society B 57.
    .. [2] Cliff, N. (1993). Dominance statistics. Psychological Bulletin 114.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["procom", "wrk"]))
    >>> mentions = find_terms(clauses, load_lexicon("vagueness"))
    >>> compare_vagueness(clauses, mentions, n_resamples=999)[["a", "b", "verdict"]].values.tolist()
    [['procom', 'wrk', 'cannot be told apart']]
    """
    check_same_run(clauses, mentions)
    key = check_key(clauses, by, reserved=OWN)
    check_confidence(confidence)
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    names = sorted(clauses[key].dropna().unique(), key=str)
    pairs = list(combinations(names, 2))
    _check_enough(names, key, len(pairs), n_resamples, confidence)
    scores = score_clauses(clauses, mentions, base=base)["score"].to_numpy()
    rows = clauses.assign(score=scores, unit=find_common_units(clauses, key))
    units = dict(iter(sum_units(rows, [key], ["score"]).groupby(key)))
    table = pd.DataFrame([_measure_difference(units[a], units[b], key, confidence) for a, b in pairs])
    table["p_value"] = [
        permute_sections(
            units[a], units[b], n_resamples=n_resamples, generator=np.random.default_rng(random_state)
        )
        for a, b in pairs
    ]
    table["p_adjusted"] = stats.false_discovery_control(table["p_value"], method="bh")
    of = {name: own.to_numpy() for name, own in rows.groupby(key)["score"]}
    table["cliffs_delta"] = [_measure_dominance(of[a], of[b]) for a, b in pairs]
    table[["a", "b"]] = [(str(a), str(b)) for a, b in pairs]
    possible = [comb(len(units[a]) + len(units[b]), len(units[a])) for a, b in pairs]
    table["verdict"] = _word(table, possible, confidence)
    return make_frame(table.to_dict("list"), "comparisons")


def _check_enough(names: list, key: str, n_pairs: int, n_resamples: int, confidence: float) -> None:
    if len(names) < 2:
        found = f"only {names[0]!r}" if names else "none"
        message = f"A comparison needs at least two groups; the column {key} has {found}."
        raise ValueError(message)
    # Two-sided, so that the smallest p-value is 2 / (n_resamples + 1).
    alpha = round(1 - confidence, 9)
    needed = _count_resamples(alpha)
    if n_resamples < needed:
        message = (
            f"n_resamples is {n_resamples}: at confidence {confidence} no pair could ever be told apart. "
            f"It takes at least {needed}; 9999 is usual."
        )
        raise ValueError(message)
    # The adjustment multiplies the smallest p-value by the number of pairs.
    if n_resamples < _count_resamples(alpha / n_pairs):
        warnings.warn(
            f"With {n_pairs} pairs and n_resamples={n_resamples} a single pair that differs could not be "
            f"told apart; that takes n_resamples={_count_resamples(alpha / n_pairs)}.",
            stacklevel=3,
        )


def _count_resamples(alpha: float) -> int:
    return int(np.ceil(round(2 / alpha, 6))) - 1


def _measure_difference(a: pd.DataFrame, b: pd.DataFrame, key: str, confidence: float) -> dict[str, float]:
    """Welch's interval with the errors of clustered text."""
    first, second = (measure_means(units, [key], "score").iloc[0] for units in (a, b))
    # Rounding must not make a difference of none.
    difference = round(first["mean"] - second["mean"], 9) + 0.0
    parts = np.array([first["error"] ** 2, second["error"] ** 2])
    error = np.sqrt(parts.sum())
    # Equal scores on both sides have no spread to learn from.
    if not error > 1e-9:
        return {"difference": difference, "difference_low": np.nan, "difference_high": np.nan}
    df = parts.sum() ** 2 / (parts**2 / np.array([first["df"], second["df"]])).sum()
    reach = stats.t.ppf((1 + confidence) / 2, df) * error
    return {
        "difference": difference,
        "difference_low": difference - reach,
        "difference_high": difference + reach,
    }


def permute_sections(
    a: pd.DataFrame, b: pd.DataFrame, *, n_resamples: int, generator: np.random.Generator
) -> float:
    """How often sections dealt out at random differ as much; the clauses of one stay together.

    Parameters
    ----------
    a, b : pandas.DataFrame
        Sections with ``score`` (sum of the scores of their clauses) and ``n_clauses``.
    n_resamples : int
        Deals at random; where fewer are possible, all are made.
    generator : numpy.random.Generator

    Returns
    -------
    p_value : float
        Two-sided, 0 to 1; 1 where one side has a single section.

    Examples
    --------
    Of the six ways to deal four sections out, two are as far apart as 1, 1 and 3, 3.

    >>> low, high = (pd.DataFrame({"score": [x, x], "n_clauses": 1}) for x in (1.0, 3.0))
    >>> round(permute_sections(low, high, n_resamples=99, generator=np.random.default_rng(0)), 3)
    0.333
    """
    if min(len(a), len(b)) < 2:
        # One section against others: whatever is dealt, nothing could be told from it.
        return 1.0
    sums = np.concatenate([a["score"], b["score"]])
    sizes = np.concatenate([a["n_clauses"], b["n_clauses"]])

    def measure(x: np.ndarray, y: np.ndarray, axis: int) -> np.ndarray:
        means = [sums[part].sum(axis=axis) / sizes[part].sum(axis=axis) for part in (x, y)]
        # Rounding must not make equal differences unequal.
        return np.round(means[0] - means[1], 9)

    places = np.arange(len(sums))
    test = stats.permutation_test(
        (places[: len(a)], places[len(a) :]),
        measure,
        permutation_type="independent",
        vectorized=True,
        n_resamples=n_resamples,
        rng=generator,
    )
    return float(test.pvalue)


def _measure_dominance(a: np.ndarray, b: np.ndarray) -> float:
    wins = stats.mannwhitneyu(a, b, method="asymptotic").statistic
    return 2 * float(wins) / (len(a) * len(b)) - 1


def _word(table: pd.DataFrame, possible: list[int], confidence: float) -> list[str]:
    # Without any difference it is not the number of sections that stands in the way.
    alpha = round(1 - confidence, 9)
    verdicts = []
    for row, n in zip(table.itertuples(), possible, strict=True):
        if row.p_adjusted <= alpha and row.difference != 0:
            verdicts.append((row.a if row.difference > 0 else row.b) + VAGUER)
        else:
            # Two of the possible deals are as far apart as the farthest, one on either side.
            verdicts.append(TOO_FEW if 2 / n > alpha and row.difference != 0 else ALIKE)
    return verdicts


def describe_comparisons(comparisons: pd.DataFrame) -> str:
    """The verdicts of all pairs in a few words, for the top of a report.

    Parameters
    ----------
    comparisons : pandas.DataFrame
        What `compare_vagueness` returns.

    Returns
    -------
    finding : str

    Raises
    ------
    ValueError
        If `comparisons` is not a comparisons frame, or has no pairs.

    Examples
    --------
    >>> rows = [("a", "b", 0.3, 0.1, 0.5, 0.01, 0.02, 0.4, "a is vaguer"),
    ...         ("a", "c", 0.1, -0.1, 0.3, 0.4, 0.4, 0.1, "cannot be told apart")]
    >>> print(describe_comparisons(make_frame(rows, "comparisons")))
    1 of 2 pairs can be told apart: a is vaguer than b (by 0.30 points, 0.10 to 0.50).
    """
    check_frame(comparisons, "comparisons")
    if comparisons.empty:
        message = "There are no pairs to describe. compare_vagueness needs two groups or more."
        raise ValueError(message)
    seen = [_describe_pair(row) for row in comparisons.itertuples() if row.verdict.endswith(VAGUER)]
    if not seen:
        if len(comparisons) == 1:
            only = comparisons.iloc[0]
            between = ": " if only["verdict"] == TOO_FEW else " "
            return f"{only['a']} and {only['b']}{between}{only['verdict']}."
        return f"None of the {len(comparisons)} pairs can be told apart."
    return f"{len(seen)} of {len(comparisons)} pairs can be told apart: {'; '.join(seen)}."


def _describe_pair(row: tuple) -> str:
    # Said of the vaguer one, so that the difference is above 0.
    names, sign = ((row.a, row.b), 1) if row.difference > 0 else ((row.b, row.a), -1)
    low, high = sorted([sign * row.difference_low, sign * row.difference_high])
    reach = "" if np.isnan(low) else f", {low:.2f} to {high:.2f}"
    return f"{names[0]} is vaguer than {names[1]} (by {abs(row.difference):.2f} points{reach})"


def explain_difference(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    a: str,
    b: str,
    *,
    by: str = "policy_id",
    base: float | None = None,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Take the difference of two groups apart: which words make a vaguer than b, and by how much.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and the mentions of the vagueness lexicon in it.
    a, b : str
        The groups to compare.
    by : str
        The column of `clauses` in which they stand.
    base : float, optional
        As in `score_clauses`.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    shifts : pandas.DataFrame
        One row per term found in either, the largest difference first: ``term``, ``label``;
        ``n_a``, ``n_b`` (clauses with the term); ``score_a``, ``score_b`` (what it adds to
        the mean score of a clause) and ``difference`` (a minus b, in points of the scale).
        The differences add up to that of the mean scores; "(limit)", without a label, is what
        keeps scores on the scale. A concrete term that b has and a
        lacks makes a vaguer, like a vague term that a has.

    Raises
    ------
    ValueError
        If there is no such group, or a frame is unusable.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> mentions = find_terms(clauses, load_lexicon("vagueness"))
    >>> shifts = explain_difference(clauses, mentions, "procom", "wrk")
    >>> means = score_clauses(clauses, mentions).groupby("policy_id")["score"].mean()
    >>> bool(np.isclose(shifts["difference"].sum(), means["procom"] - means["wrk"]))
    True
    """
    check_same_run(clauses, mentions)
    key = check_key(clauses, by, reserved=())
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    for name in (a, b):
        check_choice(key, name, sorted(clauses[key].dropna().unique(), key=str))
    parts = explain_scores(clauses, mentions, base=base)
    parts = parts[parts["term"] != BASE]
    parts = parts.assign(group=parts["clause_id"].map(clauses.set_index("clause_id", drop=False)[key]))
    columns: dict[str, pd.Series] = {"label": parts.groupby("term")["label"].first()}
    for side, name in (("a", a), ("b", b)):
        own = parts[parts["group"] == name].groupby("term")["contribution"]
        columns[f"n_{side}"] = own.size()
        columns[f"score_{side}"] = own.sum() / (clauses[key] == name).sum()
    table = pd.DataFrame(columns).dropna(subset=["n_a", "n_b"], how="all").fillna(0)
    table["difference"] = table["score_a"] - table["score_b"]
    table = table.reset_index(names="term")
    table["size"] = -table["difference"].abs().round(9)
    return make_frame(table.sort_values(["size", "term"]).to_dict("list"), "word shifts")
