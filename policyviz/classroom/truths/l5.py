"""What lesson 5 measures: clusters under other seeds, numbers and stop lists, and what they hold."""

from functools import cache
from itertools import combinations

import pandas as pd
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.metrics import adjusted_rand_score

from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.naming import find_top_terms, name_clusters
from policyviz.analysis.stability import TRUSTED, compare_n_clusters, measure_stability
from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.classroom.answers import tidy_words
from policyviz.classroom.materials import list_planted, load_clauses, load_companies

N_CLUSTERS = 8
TRIED = (2, 4, 6, 8, 10, 12, 16, 20)
# Clauses of the cluster of hedges that the lesson shows: three belong there, three do not.
SHORT_LIST = (
    "fennimore-trails:038",
    "kettlewick:020",
    "nonesuch-post:040",
    "pencilgrove-2025:026",
    "vellumbay:015",
    "vellumbay:023",
)
# What readers say these clauses are about; each has a cluster of its own.
TOPICS = ("cookies and similar technologies", "payment details")

# What labels given by people reach on real policies is said by `compare_n_clusters`.
PEOPLE = 0.03
REASONS = {
    "A": lambda values: values.is_monotonic_increasing,
    "B": lambda values: values.max() <= PEOPLE,
    "C": lambda values: values.is_monotonic_decreasing,
}


@cache
def sort_clauses(seed: int = 0, n_clusters: int = N_CLUSTERS, usual: bool = False) -> pd.DataFrame:
    """Clusters of the classroom's clauses, by the package's stop list or the usual one."""
    words = ENGLISH_STOP_WORDS if usual else POLICY_STOP_WORDS
    return cluster_clauses(load_clauses(), n_clusters, random_state=seed, stop_words=words)


# L5.1: sizes


def list_sizes(seed: int = 0, usual: bool = False) -> list[int]:
    """Clauses in each cluster, by its number."""
    return sort_clauses(seed, usual=usual).groupby("cluster").size().to_list()


def find_largest() -> int:
    """Clauses in the largest cluster."""
    return max(list_sizes())


def list_other_largest() -> list[int]:
    """The same with other seeds, and with the usual stop list."""
    return [max(list_sizes(1)), max(list_sizes(2)), max(list_sizes(usual=True))]


def measure_mean_size() -> float:
    """Clauses in a cluster, if all were of one size."""
    return len(load_clauses()) / N_CLUSTERS


# L5.2: pairs that stay together


@cache
def list_pairs(seed: int) -> frozenset[tuple[str, str]]:
    """All pairs of clauses that stand in one cluster."""
    groups = sort_clauses(seed).groupby("cluster")["clause_id"]
    return frozenset(pair for _, ids in groups for pair in combinations(sorted(ids), 2))


def count_both(seed: int = 1) -> int:
    """Pairs that stand together under seed 0 and under another."""
    return len(list_pairs(0) & list_pairs(seed))


def measure_together(seed: int = 1) -> float:
    """Of the pairs under seed 0, the share that another seed leaves together."""
    return count_both(seed) / len(list_pairs(0))


def measure_backwards() -> float:
    """Of the pairs under seed 1, the share that stood together under seed 0."""
    return count_both() / len(list_pairs(1))


def measure_same_number() -> float:
    """Share of clauses whose cluster has the same number under both seeds, which means nothing."""
    return float((sort_clauses(0)["cluster"] == sort_clauses(1)["cluster"]).mean())


def measure_either() -> float:
    """Pairs that both have, as a share of those in either."""
    return count_both() / len(list_pairs(0) | list_pairs(1))


def measure_of_all() -> float:
    """The same pairs, as a share of all pairs that can be made."""
    n_clauses = len(load_clauses())
    return count_both() / (n_clauses * (n_clauses - 1) / 2)


def measure_rand() -> float:
    """Adjusted Rand index of both."""
    return float(adjusted_rand_score(sort_clauses(0)["cluster"], sort_clauses(1)["cluster"]))


# L5.3: silhouette


@cache
def try_numbers() -> pd.DataFrame:
    """Silhouette of each number of clusters that the lesson tries."""
    return compare_n_clusters(load_clauses(), n_clusters=TRIED)


@cache
def find_liked() -> tuple[float, str]:
    """The number of highest silhouette, and the reason that the table bears out."""
    silhouette = try_numbers().set_index("n_clusters")["silhouette"]
    reason = next(letter for letter, holds in REASONS.items() if holds(silhouette))
    return float(silhouette.idxmax()), reason


# L5.4: whose cluster


@cache
def count_shares() -> pd.DataFrame:
    """Of each cluster's clauses, the share of each company."""
    clusters = sort_clauses()
    companies = clusters["policy_id"].map(load_companies())
    return pd.crosstab(clusters["cluster"], companies, normalize="index")


@cache
def find_owned() -> tuple[int, float]:
    """The cluster in which one company has the largest share, and the share."""
    largest = count_shares().max(axis=1)
    return int(largest.idxmax()), float(largest.max())


def measure_version() -> float:
    """The largest share that a single version has in that cluster."""
    clusters = sort_clauses()
    own = clusters.loc[clusters["cluster"] == find_owned()[0], "policy_id"]
    return float(own.value_counts(normalize=True).max())


def count_owned() -> int:
    """Clauses of that company in that cluster."""
    number, share = find_owned()
    return round(share * int((sort_clauses()["cluster"] == number).sum()))


@cache
def list_names() -> dict[str, int]:
    """The clusters' names, as the lesson makes them, and their numbers."""
    clusters = sort_clauses()
    names = name_clusters(find_top_terms(load_clauses(), clusters, n_terms=6), clusters=clusters)
    return {tidy_words(name): number for number, name in zip(names["cluster"], names["name"], strict=True)}


# L5.5: clauses in a wrong cluster, by reading


@cache
def find_misplaced() -> frozenset[str]:
    """Clauses of the short list that readers found to be about another topic, or clear."""
    elsewhere = [list_planted("data", label=topic) for topic in TOPICS]
    return frozenset(SHORT_LIST) & list_planted("clear").union(*elsewhere)


# L5.6: clusters that come back


@cache
def judge_clusters() -> pd.DataFrame:
    """Stability of the clusters, as the lesson measures it."""
    return measure_stability(load_clauses(), N_CLUSTERS, n_resamples=10)


def count_back(column: str) -> int:
    """Clusters that come back under other seeds, on subsamples, or both ("stable")."""
    values = judge_clusters()[column]
    return int((values if column == "stable" else values >= TRUSTED).sum())
