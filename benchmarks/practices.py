"""Practices against the labels of people: OPP-115.

The categories of OPP-115 are practices. Collection and use are one category there, and what a
third party collects or sees belongs to the same one as what is shared, so the practices of
`find_terms` are put together that way before they are compared.
"""

from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import policyviz as pv
from benchmarks.opp115 import N_RESAMPLES, PERSONAL, pair_marks, read_segments, read_truth
from benchmarks.partition import make_policies_of

CATEGORIES = {
    "First Party Collection/Use": "collect or use",
    "Third Party Sharing/Collection": "share",
    "User Access, Edit and Deletion": "access",
    "Data Security": "protect",
    "Data Retention": "retain",
}
# The attributes whose marked words name data or what is done with them.
MARKED = (PERSONAL, "Security Measure", "Access Type", "Access Scope")


class Practices(NamedTuple):
    """`table` has a row per practice; the shares are of mentions that agree, of all and with people."""

    table: pd.DataFrame
    n_mentions: int
    agreement: float
    bounds: tuple[float, float]
    n_pairs: int
    people: float


def measure_practices(corpora: Path) -> Practices:
    """Precision and recall of the practices of mentions inside words that people marked.

    A mention takes the category that most annotators give it whose marked words contain it; ties
    and mentions in no marked words are left out. People are compared on the same mentions, each
    annotator who gives one category with each other one.
    """
    mentions = pv.find_terms(
        pv.split_clauses(make_policies_of(read_segments(corpora))), pv.load_lexicon("data_categories")
    )
    votes = _find_votes(mentions, read_truth(corpora).marks)
    counts = votes.groupby(["mention", "practice"]).size().unstack(fill_value=0)
    clear = counts[counts.eq(counts.max(axis=1), axis=0).sum(axis=1) == 1]
    gold, found = clear.idxmax(axis=1), _merge_practices(mentions.loc[clear.index])
    right = (gold == found).to_numpy()
    policies = mentions.loc[clear.index, "policy_id"].str.split("#").str[0]
    n_pairs, people = _compare_people(votes[votes["mention"].isin(clear.index)])
    return Practices(
        _score(gold, found), len(gold), float(right.mean()), _bound(right, policies), n_pairs, people
    )


def _find_votes(mentions: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """(mention, annotator, practice): who marked words around a mention as what, each once."""
    marked = marks[marks["attribute"].isin(MARKED) & marks["category"].isin(CATEGORIES)]
    pairs = pair_marks(mentions, marked[["segment", "annotator", "category", "start", "end"]])
    votes = pairs.assign(practice=pairs["category"].map(CATEGORIES))
    return votes[["mention", "annotator", "practice"]].drop_duplicates()


def _merge_practices(mentions: pd.DataFrame) -> pd.Series:
    practice = (
        mentions["practice"].astype("str").replace({"collect": "collect or use", "use": "collect or use"})
    )
    by_others = (mentions["actor"] == "third party") & (practice == "collect or use")
    return practice.mask(by_others, "share")


def _score(gold: pd.Series, found: pd.Series) -> pd.DataFrame:
    rows = []
    for name in CATEGORIES.values():
        n_gold, n_found = int((gold == name).sum()), int((found == name).sum())
        right = int(((gold == name) & (found == name)).sum())
        rows.append((name, n_gold, n_found, right / n_found, right / n_gold))
    return pd.DataFrame(rows, columns=["practice", "n_gold", "n_found", "precision", "recall"])


def _bound(right: np.ndarray, policies: pd.Series) -> tuple[float, float]:
    """95 % interval of the share of right mentions, policies drawn again with replacement."""
    sums = pd.Series(right).groupby(policies.to_numpy()).agg(["sum", "size"]).to_numpy()
    draws = np.random.default_rng(0).integers(0, len(sums), (N_RESAMPLES, len(sums)))
    totals = sums[draws].sum(axis=1)
    low, high = np.percentile(totals[:, 0] / totals[:, 1], [2.5, 97.5])
    return float(low), float(high)


def _compare_people(votes: pd.DataFrame) -> tuple[int, float]:
    """Pairs of annotators who each give a mention one practice, and the share of pairs that agree."""
    single = votes[~votes.duplicated(["mention", "annotator"], keep=False)]
    pairs = [
        one == other
        for _, own in single.groupby("mention")["practice"]
        for one, other in permutations(own, 2)
    ]
    return len(pairs) // 2, float(np.mean(pairs))
