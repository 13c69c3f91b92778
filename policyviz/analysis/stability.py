"""How far to trust clusters: other numbers of them, other seeds, other samples."""

from collections.abc import Collection, Iterable
from itertools import combinations

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from policyviz.analysis.spaces import (
    DECIMALS,
    N_COMPONENTS,
    Options,
    assign_clusters,
    check_method,
    check_n_clusters,
    make_space,
    measure_silhouettes,
    rank_clusters,
    run_kmeans,
)
from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.frames import check_frame, leave_out, make_frame

SAMPLE = 0.8
# Hennig (2007): below 0.6 a cluster "should not be trusted".
TRUSTED = 0.6


def compare_n_clusters(
    clauses: pd.DataFrame,
    *,
    n_clusters: Iterable[int] = range(2, 13),
    random_state: int = 0,
    n_components: int = N_COMPONENTS,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Try several numbers of clusters and report how well the clusters separate.

    A weak guide: the labels that people give to policy texts have a mean silhouette of
    0.02 to 0.03, so the highest value here need not be the most useful clustering.
    Choose the number whose top terms you can name. Inertia always falls as clusters
    are added.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    n_clusters : iterable of int
        The numbers to try, each from 1 to the number of different clauses.
    random_state : int
        Seed, as in `cluster_clauses`.
    n_components, stop_words, exclude
        As in `cluster_clauses`: compare with the options you cluster with.

    Returns
    -------
    counts : pandas.DataFrame
        ``n_clusters``, in the order asked; ``silhouette`` (mean over clauses, -1 to 1,
        higher is better separated, NaN where it does not exist); ``inertia`` (sum of
        squared distances to the cluster centres, 0 and up, lower is tighter).

    Raises
    ------
    ValueError
        If a number is below 1 or above the number of different clauses.

    Examples
    --------
    >>> texts = {"cookies": ["Cookies help."] * 2, "contact": ["Call our office."] * 2}
    >>> rows = [(f"{name}:{i}", "a", name, "sentence", "", 0.0, i, 1, text, 2)
    ...         for name, section in texts.items() for i, text in enumerate(section)]
    >>> compare_n_clusters(make_frame(rows, "clauses"), n_clusters=[2])
       n_clusters  silhouette  inertia
    0           2         1.0      0.0
    """
    check_frame(clauses, "clauses")
    numbers = list(dict.fromkeys(n_clusters))
    ordered = leave_out(clauses, exclude).sort_values("clause_id", ignore_index=True)
    space = make_space(ordered, Options(None, n_components, stop_words), random_state)
    check_n_clusters(numbers, space)
    rows = []
    for number in numbers:
        labels, inertia = run_kmeans(space, number, random_state)
        silhouette = measure_silhouettes(space.points, labels).mean()
        rows.append((number, round(float(silhouette), DECIMALS), round(inertia, DECIMALS)))
    return make_frame(rows, "cluster counts")


def measure_stability(
    clauses: pd.DataFrame,
    n_clusters: int | None = None,
    *,
    n_resamples: int = 20,
    method: str = "kmeans",
    seeds: pd.DataFrame | None = None,
    random_state: int = 0,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Cluster again with other random seeds and on parts of the clauses: which clusters come back?

    The clusters judged are those of ``cluster_clauses`` with the same arguments. A stable
    cluster comes back; whether it is about one subject only reading shows. Algorithms
    without chance (``agglomerative``, or seeds from a lexicon) hardly depend on the random
    seed: for them only subsamples tell; and clusters that a lexicon placed come back because it
    places them again, which says nothing about the clauses.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    n_clusters, method, seeds, random_state, stop_words, exclude
        As in `cluster_clauses`.
    n_resamples : int
        Further random seeds, and samples of 80 % of the clauses without replacement; 2 or more.

    Returns
    -------
    stability : pandas.DataFrame
        One row per cluster, by number: ``cluster``, ``n_clauses``; ``seeds`` and ``subsamples``:
        co-assignment, that is the clauses that a clause shares its cluster with in both
        clusterings as a share of those in either, mean over the cluster's clauses and all
        repetitions (0 to 1, higher is more stable; NaN if no sample holds a clause of it);
        ``stable`` (both 0.6 or more, the bound of [1]_ for its similar measure); ``rand_seeds``
        and ``rand_subsamples``: of the whole clustering and so the same in all rows, the mean
        adjusted Rand index between every two seeds, or two samples on the clauses they share
        (1 is the same, 0 is chance).

    Raises
    ------
    ValueError
        If `n_resamples` is below 2, or as `cluster_clauses`; also where a sample of 80 % has fewer
        different clauses than clusters.

    References
    ----------
    .. [1] Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational
       Statistics & Data Analysis 52(1), 258-271.

    Examples
    --------
    >>> texts = {"cookies": ["Cookies help."] * 5, "contact": ["Call our office."] * 5}
    >>> rows = [(f"{name}:{i}", "a", name, "sentence", "", 0.0, i, 1, text, 2)
    ...         for name, section in texts.items() for i, text in enumerate(section)]
    >>> measure_stability(make_frame(rows, "clauses"), 2, n_resamples=2)[["cluster", "seeds", "stable"]]
       cluster  seeds  stable
    0        0    1.0    True
    1        1    1.0    True
    """
    check_frame(clauses, "clauses")
    check_method(method, n_clusters, seeds)
    _check_n_resamples(n_resamples)
    ordered = leave_out(clauses, exclude).sort_values("clause_id", ignore_index=True)
    options = Options(seeds, stop_words=stop_words)

    def cluster(places: np.ndarray, state: int) -> np.ndarray:
        space = make_space(ordered.iloc[places].reset_index(drop=True), options, state)
        return assign_clusters(space, n_clusters, method, state)

    everything = np.arange(len(ordered))
    first = cluster(everything, random_state)
    again = [(everything, cluster(everything, random_state + n)) for n in range(1, n_resamples + 1)]
    samples = [(part, cluster(part, random_state)) for part in _draw(len(ordered), n_resamples, random_state)]
    return _describe(first, again, samples)


def _draw(n_clauses: int, n_resamples: int, random_state: int) -> list[np.ndarray]:
    generator, size = np.random.default_rng(random_state), max(1, round(SAMPLE * n_clauses))
    return [np.sort(generator.choice(n_clauses, size, replace=False)) for _ in range(n_resamples)]


def _describe(first: np.ndarray, again: list[tuple], samples: list[tuple]) -> pd.DataFrame:
    ranks = rank_clusters(first)
    together = [_average([_share_company(first, *run) for run in runs]) for runs in (again, samples)]
    rand = [_compare_all(runs) for runs in (again, samples)]
    rows = []
    for number, rank in sorted(ranks.items(), key=lambda pair: pair[1]):
        members = first == number
        values = [float(_average(shares[members])) for shares in together]
        if number >= 0:
            stable = min(np.nan_to_num(values)) >= TRUSTED
            rows.append((rank, int(members.sum()), *np.round(values, DECIMALS), bool(stable), *rand))
    return make_frame(rows, "stability")


def _share_company(first: np.ndarray, places: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """For each clause the Jaccard index of the clauses beside it before and after; NaN: not drawn."""
    before, after = (np.unique(labels, return_inverse=True)[1] for labels in (first[places], numbers))
    both = np.zeros((before.max() + 1, after.max() + 1))
    np.add.at(both, (before, after), 1)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    shares = np.full(len(first), np.nan)
    shares[places] = (both / np.maximum(either, 1))[before, after]
    return shares


def _average(values: list[np.ndarray] | np.ndarray) -> np.ndarray:
    """The mean over the first axis of what is there; NaN where nothing is, without numpy's warning."""
    values = np.asarray(values, dtype="float64")
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    return np.where(n > 0, np.where(there, values, 0).sum(axis=0) / np.maximum(n, 1), np.nan)


def _compare_all(runs: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """Mean adjusted Rand index of all pairs, each on the clauses that both hold."""
    indices = []
    for (places, numbers), (others, theirs) in combinations(runs, 2):
        _, here, there = np.intersect1d(places, others, assume_unique=True, return_indices=True)
        indices.append(adjusted_rand_score(numbers[here], theirs[there]))
    return round(float(np.mean(indices)), DECIMALS)


def _check_n_resamples(n_resamples: int) -> None:
    if n_resamples < 2:
        message = f"n_resamples is {n_resamples}; two or more can be compared with each other."
        raise ValueError(message)
