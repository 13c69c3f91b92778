"""What lesson 6 claims: scores with intervals, pairs that can be told apart, sentences that speak against."""

from functools import cache

import pandas as pd

from policyviz.analysis.comparison import compare_vagueness
from policyviz.analysis.vagueness import measure_vagueness
from policyviz.classroom.materials import list_planted, load_clauses, load_mentions, load_scores, pick_clauses

VAGUEST = "vellumbay"
EARLIER, LATER = "pencilgrove-2021", "pencilgrove-2025"
CLEAREST, COPIER, COPIED = "kettlewick", "larchmoor-trips", "fennimore-trails"
# As many clearest sentences of the vaguest policy as the lesson shows.
N_SHOWN = 5


@cache
def load_vagueness() -> pd.DataFrame:
    """Vagueness of each policy, by its id."""
    return measure_vagueness(load_clauses(), load_mentions("vagueness")).set_index("policy_id")


@cache
def load_comparisons() -> pd.DataFrame:
    """Every pair of policies."""
    return compare_vagueness(load_clauses(), load_mentions("vagueness"))


# L6.1: an interval


def find_interval(policy_id: str = VAGUEST, measure: str = "score") -> tuple[float, float]:
    """Both ends of the interval of a policy."""
    row = load_vagueness().loc[policy_id]
    return float(row[f"{measure}_low"]), float(row[f"{measure}_high"])


def list_other_intervals() -> list[tuple[float, float]]:
    """Those of all policies but the vaguest."""
    return [find_interval(name) for name in load_vagueness().index if name != VAGUEST]


def find_score() -> float:
    """The score of the vaguest policy."""
    return float(load_vagueness().loc[VAGUEST, "score"])


# L6.2: pairs that can be told apart


def count_apart() -> int:
    """Pairs of which the verdict says that one is vaguer."""
    return int(load_comparisons()["verdict"].astype("str").str.endswith("is vaguer").sum())


def count_separate() -> int:
    """Pairs whose intervals do not overlap, which is no test."""
    table = load_vagueness()
    pairs = load_comparisons()
    low_a, high_a = (table.loc[pairs["a"], column].to_numpy() for column in ("score_low", "score_high"))
    low_b, high_b = (table.loc[pairs["b"], column].to_numpy() for column in ("score_low", "score_high"))
    return int(((low_a > high_b) | (low_b > high_a)).sum())


def count_unadjusted() -> int:
    """Pairs with a small p-value that takes no account of the number of pairs."""
    return int((load_comparisons()["p_value"] <= 0.05).sum())


def count_without_zero() -> int:
    """Pairs whose interval of the difference leaves out 0, each looked at alone."""
    pairs = load_comparisons()
    return int(((pairs["difference_low"] > 0) | (pairs["difference_high"] < 0)).sum())


# L6.3: claims


def is_vaguer(a: str, b: str) -> bool:
    """Whether a verdict says so."""
    pairs = load_comparisons()
    own = pairs[pairs["a"].isin([a, b]) & pairs["b"].isin([a, b])]
    return bool((own["verdict"] == f"{a} is vaguer").any())


@cache
def find_carried() -> frozenset[str]:
    """The letters of the claims that the verdicts carry."""
    names = load_vagueness().index
    carried = {
        "A": is_vaguer(COPIER, COPIED),
        "B": all(is_vaguer(VAGUEST, name) for name in names if name != VAGUEST),
        "C": all(is_vaguer(name, CLEAREST) for name in names if name != CLEAREST),
    }
    return frozenset(letter for letter, holds in carried.items() if holds)


# L6.4: a number that is rounded rightly


@cache
def find_rounded() -> tuple[str, str, str]:
    """Difference of the two versions and both ends of its interval, in two digits."""
    pairs = load_comparisons()
    row = pairs[(pairs["a"] == EARLIER) & (pairs["b"] == LATER)].iloc[0]
    return tuple(f"{-row[name]:.2f}" for name in ("difference", "difference_high", "difference_low"))


# L6.5: a counter-example, by reading


def find_counters() -> frozenset[str]:
    """Sentences of the vaguest policy that readers call clear."""
    return list_planted("clear", policy_id=VAGUEST)


def list_vague() -> frozenset[str]:
    """Those that readers call vague."""
    return list_planted("vague", policy_id=VAGUEST)


@cache
def list_shown() -> list[str]:
    """The sentences of that policy with the lowest scores, lowest first."""
    sentences = pick_clauses(VAGUEST).query("kind == 'sentence'")["clause_id"]
    scores = load_scores()
    own = scores[scores.index.isin(sentences)].sort_values(kind="stable")
    return own.head(N_SHOWN).index.to_list()


@cache
def list_items() -> frozenset[str]:
    """Items of lists, of all policies."""
    return frozenset(load_clauses().query("kind == 'list_item'")["clause_id"])
