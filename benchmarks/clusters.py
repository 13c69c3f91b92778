"""Clusters against the labels of people, how long they take, and whether they come back.

    python benchmarks/clusters.py FOLDER

FOLDER holds the corpora described in docs/benchmarks.md. OPP-115: segments on whose one label most
annotators agree. APPCorp: paragraphs of policies of apps, none of which was looked at while the
clusters or the practices lexicon were made; it does not say which policy a paragraph is from, so
that its paragraphs have no neighbours and its six parts stand for companies. Nothing is fitted to
labels. Means and standard deviations are over random states.
"""

import sys
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))

from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score
from threadpoolctl import threadpool_limits

from benchmarks.tables import format_table
from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.stability import measure_stability
from policyviz.corpus import load_policies
from policyviz.frames import make_frame
from policyviz.lexicons import load_lexicon
from policyviz.structure import split_clauses

N_STATES, N_RESAMPLES, SAMPLE = 20, 20, 0.8
N_SHIPPED = 8


class Labelled(NamedTuple):
    """Clauses with one label each."""

    clauses: pd.DataFrame
    labels: np.ndarray


def read_segments(corpora: Path) -> Labelled:
    """OPP-115: segments with exactly one label by majority, neighbours in the order of the policy."""
    table = pd.read_csv(corpora / "opp115" / "segments.csv")
    table = table[table["text"].fillna("").str.strip() != ""]
    labels = table["labels_majority"].fillna("")
    table = table[labels.ne("") & ~labels.str.contains(";")]
    return _make_labelled(table["policy_id"], table["segment_id"], table["text"], table["labels_majority"])


def read_paragraphs(corpora: Path) -> Labelled:
    """APPCorp: paragraphs, each in a section of its own."""
    table = pd.read_csv(corpora / "appcorp" / "paragraphs.csv").dropna().reset_index(drop=True)
    found = _make_labelled("part " + table["fold"].astype(str), table.index, table["text"], table["label"])
    return found._replace(clauses=separate(found.clauses))


def separate(clauses: pd.DataFrame) -> pd.DataFrame:
    """Each clause in a section of its own: none lends its words to the next."""
    return clauses.assign(section=clauses["clause_id"])


def _make_labelled(policies: pd.Series, places: pd.Series, texts: pd.Series, labels: pd.Series) -> Labelled:
    rows = [
        (f"{policy}:{place:05}", policy, "", "sentence", "", 0.0, place, place + 1, text, len(text.split()))
        for policy, place, text in zip(policies, places, texts, strict=True)
    ]
    return Labelled(make_frame(rows, "clauses"), labels.to_numpy(dtype=object))


def cluster_plainly(clauses: pd.DataFrame, n_clusters: int, state: int, n_starts: int) -> np.ndarray:
    """What a first try gives: scikit-learn's stop words, TF-IDF, k-means."""
    words = TfidfVectorizer(stop_words="english").fit_transform(clauses["text"])
    with threadpool_limits(limits=1):
        return KMeans(n_clusters, n_init=n_starts, random_state=state).fit_predict(words)


def list_ways(n_clusters: int) -> dict[str, Callable[[pd.DataFrame, int], np.ndarray]]:
    """Name to a function of clauses and random state."""
    practices = load_lexicon("practices")

    def ours(clauses: pd.DataFrame, state: int, n: int | None = n_clusters, **options) -> np.ndarray:
        return cluster_clauses(clauses, n, random_state=state, **options)["cluster"].to_numpy()

    def seeded(clauses: pd.DataFrame, state: int) -> np.ndarray:
        return ours(clauses, state, None, seeds=practices)

    return {
        "TF-IDF, k-means, 1 start": lambda clauses, state: cluster_plainly(clauses, n_clusters, state, 1),
        "TF-IDF, k-means, 10 starts": lambda clauses, state: cluster_plainly(clauses, n_clusters, state, 10),
        "ours": ours,
        "ours, without neighbours": lambda clauses, state: ours(separate(clauses), state),
        "ours, agglomerative": lambda clauses, state: ours(clauses, state, method="agglomerative"),
        "ours, hdbscan": lambda clauses, state: ours(clauses, state, None, method="hdbscan"),
        "ours, seeded by practices": seeded,
        "ours, seeded, without neighbours": lambda clauses, state: seeded(separate(clauses), state),
    }


def measure_agreement(labelled: Labelled, n_clusters: int) -> list[list[str]]:
    """Rows of a table: each way's V-measure, adjusted Rand index and seconds for one clustering."""
    rows = []
    for name, way in list_ways(n_clusters).items():
        values = []
        for state in range(N_STATES):
            start = perf_counter()
            numbers = way(labelled.clauses, state)
            seconds = perf_counter() - start
            sides = labelled.labels, numbers
            values.append((v_measure_score(*sides), adjusted_rand_score(*sides), seconds))
        means, spreads = np.mean(values, axis=0), np.std(values, axis=0, ddof=1)
        shown = [f"{mean:.3f} ± {spread:.3f}" for mean, spread in zip(means[:2], spreads[:2], strict=True)]
        rows.append([name, *shown, f"{means[2]:.2f}"])
    return rows


def time_many(labelled: Labelled, n_clauses: int = 3000) -> list[list[str]]:
    """Seconds for many clauses on one core: the best of three."""
    clauses, rows = labelled.clauses.head(n_clauses), []
    for name, way in list_ways(12).items():
        if name in ("ours", "ours, seeded by practices", "ours, agglomerative", "ours, hdbscan"):
            seconds = []
            for state in range(3):
                start = perf_counter()
                way(clauses, state)
                seconds.append(perf_counter() - start)
            rows.append([name, f"{len(clauses):,}", f"{min(seconds):.2f}"])
    return rows


def resample_plainly(clauses: pd.DataFrame, n_clusters: int, n_starts: int) -> tuple[float, float]:
    """Mean adjusted Rand index between random states, and between samples on what they share."""
    everything, generator = np.arange(len(clauses)), np.random.default_rng(0)
    size = round(SAMPLE * len(clauses))
    samples = [np.sort(generator.choice(everything, size, replace=False)) for _ in range(N_RESAMPLES)]

    def cluster(places: np.ndarray, state: int) -> dict[int, int]:
        numbers = cluster_plainly(clauses.iloc[places], n_clusters, state, n_starts)
        return dict(zip(places.tolist(), numbers.tolist(), strict=True))

    states = [cluster(everything, state) for state in range(1, N_RESAMPLES + 1)]
    return _compare_all(states), _compare_all([cluster(places, 0) for places in samples])


def _compare_all(runs: list[dict[int, int]]) -> float:
    indices = []
    for one, other in combinations(runs, 2):
        shared = sorted(one.keys() & other.keys())
        indices.append(adjusted_rand_score([one[n] for n in shared], [other[n] for n in shared]))
    return float(np.mean(indices))


def measure_returns(clauses: pd.DataFrame, n_clusters: int) -> list[list[str]]:
    """Rows of a table: plain k-means and ours, between random states and between samples of 80 %."""
    rows = []
    for n_starts in (1, 10):
        name = f"TF-IDF, k-means, {n_starts} start{'s' if n_starts > 1 else ''}"
        values = resample_plainly(clauses, n_clusters, n_starts)
        rows.append([name, *(f"{value:.2f}" for value in values), ""])
    ours = {
        "ours": {"n_clusters": n_clusters},
        "ours, agglomerative": {"n_clusters": n_clusters, "method": "agglomerative"},
        "ours, seeded by practices": {"seeds": load_lexicon("practices")},
    }
    for name, options in ours.items():
        found = measure_stability(clauses, n_resamples=N_RESAMPLES, **options)
        first = found.iloc[0]
        stable = f"{found['stable'].sum()} of {len(found)}"
        rows.append([name, f"{first['rand_seeds']:.2f}", f"{first['rand_subsamples']:.2f}", stable])
    return rows


def describe_clusters(corpora: Path) -> dict[str, str]:
    """Tables in Markdown by the name of their place in the page."""
    segments, paragraphs = read_segments(corpora), read_paragraphs(corpora)
    shipped = split_clauses(load_policies())
    agreement = ["clusters", "V-measure", "adjusted Rand", "seconds"]
    stability = ["clusters", "between 20 random states", "between 20 samples of 80 %", "stable clusters"]
    return {
        "clusters opp115": format_table(agreement, measure_agreement(segments, 12)),
        "clusters appcorp": format_table(agreement, measure_agreement(paragraphs, 11)),
        "clusters speed": format_table(["clusters", "clauses", "seconds"], time_many(paragraphs)),
        "stability opp115": format_table(stability, measure_returns(segments.clauses, 12)),
        "stability shipped": format_table(stability, measure_returns(shipped, N_SHIPPED)),
    }


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        print(__doc__)
        return
    for name, table in describe_clusters(Path(arguments[0])).items():
        print(f"## {name}\n\n{table}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
