"""Clauses that use the same words: clusters, and the words that tell clusters apart."""

from collections.abc import Collection, Iterable
from numbers import Integral

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import silhouette_samples
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from policyviz.analysis.vectors import POLICY_STOP_WORDS, fit_terms, make_options, vectorize_clauses
from policyviz.frames import check_frame, make_frame

N_COMPONENTS = 50
# The last bits of a sum depend on the order of adding; rounding keeps them out of the result.
DECIMALS = 6


def cluster_clauses(
    clauses: pd.DataFrame,
    n_clusters: int,
    *,
    random_state: int = 0,
    n_components: int = N_COMPONENTS,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    ngram_range: tuple[int, int] = (1, 2),
) -> pd.DataFrame:
    """Put clauses that use the same words into the same cluster.

    TF-IDF, latent semantic analysis (truncated SVD), k-means. Every clause gets a
    cluster, also one that fits nowhere, and any `n_clusters` gives an answer: a
    cluster is a reading aid, not a topic that somebody found. A low silhouette is
    usual (labels given by people have a mean of 0.02 to 0.03).

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame. The order of its rows does not matter.
    n_clusters : int
        Number of clusters, from 1 to the number of different clauses.
    random_state : int
        Seed of the SVD and of the starting points.
    n_components : int
        Dimensions of the semantic space; fewer when the clauses do not allow so many.
    stop_words, ngram_range
        As in `vectorize_clauses`.

    Returns
    -------
    clusters : pandas.DataFrame
        One row per clause in the order of `clauses`: ``clause_id``, ``policy_id``,
        ``cluster`` (0 is the largest; of equal ones the one with the first clause id),
        ``silhouette`` (-1 to 1; higher: nearer to its own cluster than to the next; 0
        for a clause alone in its cluster; NaN where it does not exist: one cluster,
        or as many as clauses), ``x`` and ``y`` (first two principal components of the
        space, -1 to 1 or so, without unit).

    Raises
    ------
    ValueError
        If there are fewer different clauses than clusters, or no term is left.

    Examples
    --------
    >>> texts = ["Cookies help.", "Cookies stay.", "Cookies help, cookies stay.", "Call our office."]
    >>> rows = [(f"a:00{i}", "a", "", "sentence", "", 0.0, 0, 1, text, 2) for i, text in enumerate(texts)]
    >>> cluster_clauses(make_frame(rows, "clauses"), 2)["cluster"].tolist()
    [0, 0, 0, 1]
    """
    check_frame(clauses, "clauses")
    ordered = clauses.sort_values("clause_id", ignore_index=True)
    terms = vectorize_clauses(ordered, stop_words=stop_words, ngram_range=ngram_range)
    vectors = _embed(terms.matrix, n_components, random_state)
    _check_n_clusters([n_clusters], vectors)
    numbers = _rank_clusters(_run_kmeans(vectors, n_clusters, random_state)[0])
    x, y = _lay_out(vectors).T
    columns = {"clause_id": ordered["clause_id"], "policy_id": ordered["policy_id"]}
    columns |= {"cluster": numbers, "silhouette": _measure_silhouettes(vectors, numbers), "x": x, "y": y}
    clusters = make_frame(columns, "clusters").set_index("clause_id", drop=False)
    return clusters.loc[clauses["clause_id"]].reset_index(drop=True)


def find_top_terms(clauses: pd.DataFrame, clusters: pd.DataFrame, *, n_terms: int = 8) -> pd.DataFrame:
    """Find the terms that tell each cluster from the others.

    Weights are class-based TF-IDF [1]_: the term's share among the terms of the
    cluster, times log(1 + A / f), where f is how often the term occurs in all
    clusters and A the mean number of terms per cluster. They rank terms inside one
    cluster; between a small and a large cluster they do not compare. A term whose
    words all stand higher in the list already is skipped, and so, from 20 clauses on, is
    a term in one clause only or in more than half of them.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses frame that was clustered.
    clusters : pandas.DataFrame
        What `cluster_clauses` returns, or some of its rows.
    n_terms : int
        Terms per cluster, 1 or more; fewer if the cluster has no more.

    Returns
    -------
    top_terms : pandas.DataFrame
        ``cluster``, ``rank`` (1 is the most typical), ``term``, ``weight`` (above 0,
        higher is more typical).

    Raises
    ------
    ValueError
        If `n_terms` is below 1, no term is left, or clusters belong to other clauses.

    References
    ----------
    .. [1] Grootendorst, M. (2022). BERTopic: Neural topic modeling with a class-based
       TF-IDF procedure. arXiv:2203.05794.

    Examples
    --------
    >>> texts = ["Cookies help.", "Cookies stay.", "Cookies help, cookies stay.", "Call our office."]
    >>> rows = [(f"a:00{i}", "a", "", "sentence", "", 0.0, 0, 1, text, 2) for i, text in enumerate(texts)]
    >>> clauses = make_frame(rows, "clauses")
    >>> find_top_terms(clauses, cluster_clauses(clauses, 2), n_terms=1)[["cluster", "rank", "term"]]
       cluster  rank     term
    0        0     1  cookies
    1        1     1     call
    """
    check_frame(clauses, "clauses")
    check_frame(clusters, "clusters")
    _check_clusters(clauses, clusters)
    if n_terms < 1:
        message = f"n_terms is {n_terms}; ask for at least 1."
        raise ValueError(message)
    numbers, weights, terms = _weigh_terms(clauses, clusters)
    rows = []
    for number, row in zip(numbers, weights, strict=True):
        chosen = _choose_terms(row, terms, n_terms)
        rows += [(number, rank, term, weight) for rank, (term, weight) in enumerate(chosen, start=1)]
    return make_frame(rows, "top terms")


def compare_n_clusters(
    clauses: pd.DataFrame,
    *,
    n_clusters: Iterable[int] = range(2, 13),
    random_state: int = 0,
    n_components: int = N_COMPONENTS,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    ngram_range: tuple[int, int] = (1, 2),
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
    n_components, stop_words, ngram_range
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
    >>> texts = ["Cookies help.", "Cookies help.", "Call our office.", "Call our office."]
    >>> rows = [(f"a:00{i}", "a", "", "sentence", "", 0.0, 0, 1, text, 2) for i, text in enumerate(texts)]
    >>> compare_n_clusters(make_frame(rows, "clauses"), n_clusters=[2])
       n_clusters  silhouette  inertia
    0           2         1.0      0.0
    """
    check_frame(clauses, "clauses")
    numbers = list(dict.fromkeys(n_clusters))
    ordered = clauses.sort_values("clause_id", ignore_index=True)
    terms = vectorize_clauses(ordered, stop_words=stop_words, ngram_range=ngram_range)
    vectors = _embed(terms.matrix, n_components, random_state)
    _check_n_clusters(numbers, vectors)
    rows = []
    for number in numbers:
        labels, inertia = _run_kmeans(vectors, number, random_state)
        silhouette = _measure_silhouettes(vectors, labels).mean()
        rows.append((number, round(float(silhouette), DECIMALS), round(inertia, DECIMALS)))
    return make_frame(rows, "cluster counts")


def _embed(matrix: sparse.csr_matrix, n_components: int, random_state: int) -> np.ndarray:
    """Clauses as points on the unit sphere of the semantic space."""
    n_components = max(1, min(n_components, *matrix.shape))
    # One thread: with several, the order of adding, and so the last bits, differ from run to run.
    with threadpool_limits(limits=1):
        left, sizes, _ = randomized_svd(matrix, n_components, random_state=random_state)
    return normalize(left * sizes).round(9) + 0.0


def _check_n_clusters(numbers: list[int], vectors: np.ndarray) -> None:
    if not all(isinstance(number, Integral) for number in numbers):
        message = f"n_clusters must be a whole number, got {', '.join(map(repr, numbers))}."
        raise TypeError(message)
    n_clauses, n_different = len(vectors), len(np.unique(vectors, axis=0))
    wrong = [str(number) for number in numbers if not 1 <= number <= n_different]
    if wrong:
        message = (
            f"Cannot make {', '.join(wrong)} clusters of {n_clauses} clauses, "
            f"{n_different} of them different. Choose n_clusters from 1 to {n_different}."
        )
        raise ValueError(message)


def _run_kmeans(vectors: np.ndarray, n_clusters: int, random_state: int) -> tuple[np.ndarray, float]:
    with threadpool_limits(limits=1):
        model = KMeans(n_clusters, n_init=10, random_state=random_state).fit(vectors)
    return model.labels_, float(model.inertia_)


def _rank_clusters(numbers: np.ndarray) -> np.ndarray:
    """Number clusters from the largest down; of equal ones the first to appear comes first."""
    found, first, sizes = np.unique(numbers, return_index=True, return_counts=True)
    order = found[np.lexsort((first, -sizes))]
    return np.argsort(order)[numbers]


def _measure_silhouettes(vectors: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    if not 2 <= len(np.unique(numbers)) < len(numbers):
        return np.full(len(numbers), np.nan)
    with threadpool_limits(limits=1):
        return silhouette_samples(vectors, numbers).round(DECIMALS) + 0.0


def _lay_out(vectors: np.ndarray) -> np.ndarray:
    """The two directions in which the points differ most (principal components); 0 where there are none."""
    with threadpool_limits(limits=1):
        left, sizes, _ = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    flat = np.pad((left * sizes)[:, :2].round(DECIMALS), ((0, 0), (0, max(0, 2 - len(sizes)))))
    # A direction and its mirror image are the same: the farthest point is made to lie on the positive side.
    return flat * np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]]) + 0.0


def _check_clusters(clauses: pd.DataFrame, clusters: pd.DataFrame) -> None:
    strangers = clusters.loc[~clusters["clause_id"].isin(clauses["clause_id"]), "clause_id"]
    if len(strangers):
        advice = "The frames come from different runs; make clusters again with cluster_clauses(clauses, n)."
        message = (
            f"{len(strangers)} clause ids of clusters are not in clauses: {strangers.iloc[0]}, ... {advice}"
        )
        raise ValueError(message)


def _weigh_terms(clauses: pd.DataFrame, clusters: pd.DataFrame) -> tuple[list[int], np.ndarray, np.ndarray]:
    number_of = clusters.set_index("clause_id")["cluster"]
    used = clauses[clauses["clause_id"].isin(number_of.index)]
    vectorizer = CountVectorizer(**make_options(len(used), POLICY_STOP_WORDS, (1, 2), 2, 0.5))
    counts = fit_terms(vectorizer, used)
    numbers, places = np.unique(number_of.loc[used["clause_id"]], return_inverse=True)
    members = sparse.csr_matrix((np.ones(len(places)), (places, np.arange(len(places)))))
    per_cluster = (members @ counts).toarray()
    rarity = np.log1p(per_cluster.sum() / len(numbers) / per_cluster.sum(axis=0))
    weights = normalize(per_cluster, norm="l1") * rarity
    return numbers.tolist(), weights, vectorizer.get_feature_names_out()


def _choose_terms(weights: np.ndarray, terms: np.ndarray, n_terms: int) -> list[tuple[str, float]]:
    # Terms stand in alphabetical order and the sort is stable: equal weights keep that order.
    chosen, seen = [], set()
    for place in np.argsort(-weights.round(12), kind="stable"):
        words = set(terms[place].split(" "))
        if weights[place] <= 0 or len(chosen) == n_terms:
            break
        if not words <= seen:
            chosen.append((terms[place], float(weights[place])))
            seen |= words
    return chosen
