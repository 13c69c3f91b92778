"""Clauses as points, and what puts points into clusters: the ground for analyses of clusters."""

import re
from collections.abc import Collection
from numbers import Integral
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.metrics import silhouette_samples
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from policyviz.analysis.vectors import POLICY_STOP_WORDS, count_terms, list_terms, vectorize_clauses
from policyviz.checks import check_choice
from policyviz.frames import check_frame

_HYPHEN = re.compile("[-‐‑]")
METHODS = ("kmeans", "hdbscan", "agglomerative")
# Few: the more dimensions, the more another seed or sample changes the clusters.
N_COMPONENTS = 20
# A clause takes this part of the clause before it and behind it: together they weigh half of its own words.
CONTEXT = 0.25
# The last bits of a sum depend on the order of adding; rounding keeps them out of the result.
DECIMALS = 6
# The best of many starts is found again by another seed more often than the best of ten.
N_STARTS = 30


class Space(NamedTuple):
    """Clauses as points; with seeds also the centres that their labels place."""

    points: np.ndarray
    n_different: int  # clauses that differ in their own words
    centres: np.ndarray  # one row per label
    labels: list[str]


class Options(NamedTuple):
    """What makes a space, apart from the clauses."""

    seeds: pd.DataFrame | None = None
    n_components: int = N_COMPONENTS
    stop_words: Collection[str] | None = POLICY_STOP_WORDS


def make_space(clauses: pd.DataFrame, options: Options, random_state: int) -> Space:
    """Clauses as points near which clauses of similar words lie; rows in the order of `clauses`.

    TF-IDF, truncated SVD, length 1; then each clause takes a part of the clauses next to it
    in its section, for a short sentence alone does not say what it is about. With seeds
    the scores of the labels are further dimensions that weigh as much as the words.
    """
    words = vectorize_clauses(clauses, stop_words=options.stop_words)
    own = _embed(words.matrix, options.n_components, random_state)
    neighbours = _weigh_neighbours(clauses)
    points = normalize(neighbours @ own)
    centres, labels = np.empty((0, points.shape[1])), []
    if options.seeds is not None:
        scores, labels = _score_labels(clauses, options.seeds)
        scores = normalize(neighbours @ normalize(scores))
        points = np.hstack([points, scores])
        centres = _place_centres(points, scores)
    # Points that differ in their last bits only are the same.
    return Space(points.round(9) + 0.0, len(np.unique(own, axis=0)), centres, labels)


def _embed(matrix: sparse.csr_matrix, n_components: int, random_state: int) -> np.ndarray:
    """Clauses as points on the unit sphere of the semantic space."""
    n_components = max(1, min(n_components, *matrix.shape))
    # One thread: with several, the order of adding, and so the last bits, differ from run to run.
    with threadpool_limits(limits=1):
        # So many iterations that the random start leaves no trace: fewer gave other clusters for other seeds.
        left, sizes, _ = randomized_svd(
            matrix, n_components, n_iter=20, n_oversamples=20, random_state=random_state
        )
    return normalize(left * sizes).round(9) + 0.0


def _weigh_neighbours(clauses: pd.DataFrame) -> sparse.csr_matrix:
    """Clauses by clauses: 1 for the clause itself, `CONTEXT` for the ones next to it in its section."""
    order = clauses.reset_index(drop=True).sort_values(["policy_id", "start", "clause_id"]).index.to_numpy()
    places = clauses[["policy_id", "section"]].iloc[order].to_numpy(dtype=object)
    together = (places[1:] == places[:-1]).all(axis=1)
    one, other = order[:-1][together], order[1:][together]
    pairs = np.concatenate([one, other]), np.concatenate([other, one])
    n_clauses = len(clauses)
    beside = sparse.csr_matrix((np.full(len(pairs[0]), CONTEXT), pairs), shape=(n_clauses, n_clauses))
    return sparse.eye_array(n_clauses, format="csr") + beside


def _score_labels(clauses: pd.DataFrame, seeds: pd.DataFrame) -> tuple[np.ndarray, list[str]]:
    """How much each clause says of each label, rare terms more; the labels in order of the lexicon.

    Terms and clauses are compared by the stems of their words without stop words: "change this
    policy" is also found in "changes to the policy". A label without any term found is left out.
    """
    check_frame(seeds, "lexicon")
    keys = [_list_open(term, (1, 1)) for term in seeds["term"]]
    terms = seeds.assign(key=[" ".join(key for key, _ in words) for words in keys])
    terms = terms[terms["key"] != ""].drop_duplicates("key")
    there, found = _find_keys(clauses["text"], set(terms["key"]))
    terms = terms[terms["key"].isin(found)]
    if terms.empty:
        message = f"None of the {len(seeds)} seed terms stands in these {len(clauses)} clauses. "
        message += "Pass another lexicon, or no seeds."
        raise ValueError(message)
    there = there[:, [found[key] for key in terms["key"]]]
    rarity = np.log((1 + len(clauses)) / np.asarray(there.sum(axis=0)).ravel())
    labels = list(dict.fromkeys(terms["label"]))
    own = np.equal.outer(terms["label"].to_numpy(dtype=object), np.array(labels, dtype=object))
    return there @ (own * (rarity * terms["weight"].to_numpy())[:, None]), labels


def _find_keys(texts: pd.Series, keys: set[str]) -> tuple[sparse.csr_matrix, dict[str, int]]:
    """Which of these stemmed terms stand in which text, and the column of each that is found."""
    sizes = (1, max((key.count(" ") + 1 for key in keys), default=1))
    found = [_list_open(text, sizes) for text in texts]
    counts = count_terms([[pair for pair in pairs if pair[0] in keys] for pairs in found])
    return (counts.matrix > 0).astype("float64"), {key: place for place, key in enumerate(counts.keys)}


def _list_open(text: str, sizes: tuple[int, int]) -> list[tuple[str, str]]:
    """Terms by stems, words with a hyphen in two: "opt-out" is "opt out"."""
    return list_terms(_HYPHEN.sub(" ", text), POLICY_STOP_WORDS, sizes)


def _place_centres(points: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """The middle of the clauses that speak most of a label, by how much they do."""
    share = normalize(scores, norm="l1")
    best = np.where(share == share.max(axis=1, keepdims=True), share, 0)
    # A label that is nowhere the first takes every clause that speaks of it.
    weights = np.where(best.sum(axis=0) > 0, best, share)
    return (weights / weights.sum(axis=0)).T @ points


def check_n_clusters(numbers: list[int], space: Space) -> None:
    if not all(isinstance(number, Integral) for number in numbers):
        message = f"n_clusters must be a whole number, got {', '.join(map(repr, numbers))}."
        raise TypeError(message)
    n_clauses, lowest = len(space.points), max(1, len(space.labels))
    wrong = [str(number) for number in numbers if not lowest <= number <= space.n_different]
    if wrong:
        reason = f" (the seeds place {lowest} centres)" if space.labels else ""
        message = (
            f"Cannot make {', '.join(wrong)} clusters of {n_clauses} clauses, {space.n_different} of them "
            f"different. Choose n_clusters from {lowest} to {space.n_different}{reason}."
        )
        raise ValueError(message)


def check_method(method: str, n_clusters: int | None, seeds: pd.DataFrame | None) -> None:
    check_choice("method", method, METHODS)
    if seeds is not None and method != "kmeans":
        message = f"seeds place the centres of kmeans; {method} has none. Leave out seeds or method."
        raise ValueError(message)
    if method == "hdbscan" and n_clusters is not None:
        message = f"hdbscan finds the number of clusters itself; give None for n_clusters, not {n_clusters}."
        raise ValueError(message)


def assign_clusters(space: Space, n_clusters: int | None, method: str, random_state: int) -> np.ndarray:
    """The number of each clause's cluster; with seeds that of its label, where it has one. -1: none."""
    with threadpool_limits(limits=1):
        if method == "hdbscan":
            return _run_hdbscan(space.points)
        n_clusters = len(space.labels) if n_clusters is None and space.labels else n_clusters
        check_n_clusters([n_clusters], space)
        if method == "agglomerative":
            one = n_clusters == 1 or len(space.points) == 1
            model = None if one else AgglomerativeClustering(n_clusters).fit(space.points)
            return np.zeros(len(space.points), dtype="int64") if one else model.labels_
        return run_kmeans(space, n_clusters, random_state)[0]


def run_kmeans(space: Space, n_clusters: int, random_state: int) -> tuple[np.ndarray, float]:
    """The best of many starts, or the one that the seeds place: clusters and their inertia."""
    with threadpool_limits(limits=1):
        if not space.labels:
            model = KMeans(n_clusters, n_init=N_STARTS, random_state=random_state).fit(space.points)
            return model.labels_, float(model.inertia_)
        n_free = n_clusters - len(space.labels)
        generator = np.random.default_rng(random_state)
        starts = [_add_centres(space, n_free, generator) for _ in range(N_STARTS if n_free else 1)]
        models = [KMeans(n_clusters, init=start, n_init=1).fit(space.points) for start in starts]
    best = min(models, key=lambda model: round(model.inertia_, DECIMALS))
    return best.labels_, float(best.inertia_)


def _add_centres(space: Space, n_free: int, generator: np.random.Generator) -> np.ndarray:
    """Clauses far from all centres become further centres: the farther, the likelier (k-means++)."""
    centres = space.centres
    for _ in range(n_free):
        gaps = ((space.points[:, None] - centres[None]) ** 2).sum(axis=2).min(axis=1)
        centres = np.vstack([centres, space.points[generator.choice(len(gaps), p=gaps / gaps.sum())]])
    return centres


def _run_hdbscan(points: np.ndarray) -> np.ndarray:
    # Half the root: 9 of 328 clauses, 27 of 3,000. Fewer clauses together are no subject.
    smallest = max(2, round(np.sqrt(len(points)) / 2))
    if len(points) <= smallest:
        return np.full(len(points), -1)
    # Leaves, and one neighbour makes a point dense: policies have no crowded places, and otherwise one
    # cluster may hold nearly all.
    model = HDBSCAN(min_cluster_size=smallest, min_samples=1, cluster_selection_method="leaf", copy=True)
    return model.fit(points).labels_


def measure_silhouettes(points: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Of each clause in a cluster; NaN for clauses in none, and where there is no silhouette."""
    inside, silhouettes = numbers >= 0, np.full(len(numbers), np.nan)
    if 2 <= len(np.unique(numbers[inside])) < inside.sum():
        with threadpool_limits(limits=1):
            silhouettes[inside] = silhouette_samples(points[inside], numbers[inside]).round(DECIMALS) + 0.0
    return silhouettes


def rank_clusters(numbers: np.ndarray) -> dict[int, int]:
    """New numbers from the largest cluster down; of equal ones the first to appear comes first. -1 stays."""
    found, first, sizes = np.unique(numbers[numbers >= 0], return_index=True, return_counts=True)
    order = found[np.lexsort((first, -sizes))].tolist()
    return {number: place for place, number in enumerate(order)} | {-1: -1}
