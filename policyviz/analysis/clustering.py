"""Clauses that use the same words: clusters."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from policyviz.analysis.spaces import (
    DECIMALS,
    N_COMPONENTS,
    Options,
    assign_clusters,
    check_method,
    make_space,
    measure_silhouettes,
    rank_clusters,
)
from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.frames import check_frame, leave_out, make_frame


def cluster_clauses(
    clauses: pd.DataFrame,
    n_clusters: int | None = None,
    *,
    method: str = "kmeans",
    seeds: pd.DataFrame | None = None,
    random_state: int = 0,
    n_components: int = N_COMPONENTS,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Put clauses that use the same words into the same cluster.

    TF-IDF of words that two companies or more use, latent semantic analysis (truncated SVD),
    each clause read together with its neighbours in the same section (they weigh a quarter
    each), then clustering. Any `n_clusters` gives an answer: a cluster is a reading aid, not a
    topic that somebody found; `measure_stability` shows which ones to trust. A low silhouette
    is usual (labels given by people have a mean of 0.02 to 0.03).

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame. The order of its rows does not matter.
    n_clusters : int, optional
        Number of clusters, from 1 (with seeds: from the number of labels found) to the number
        of different clauses. None for "hdbscan", and with seeds for one cluster per label found.
    method : {"kmeans", "hdbscan", "agglomerative"}
        "hdbscan" [1]_ finds the number of clusters itself and leaves clauses out (cluster -1);
        "agglomerative" (Ward) depends on no seed, and its memory grows with the square of the
        number of clauses.
    seeds : pandas.DataFrame, optional
        A lexicon frame such as ``load_lexicon("practices")``, for "kmeans": the clauses that
        speak most of a label place a centre, and the terms of the labels count as much as all
        the words. Clusters beyond the labels found are free, and so have the label "".
    random_state : int
        Seed of the SVD and of the starting points.
    n_components : int
        Dimensions of the semantic space; fewer when the clauses do not allow so many.
    stop_words
        As in `vectorize_clauses`.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    clusters : pandas.DataFrame
        One row per clause, without those left out, in the order of `clauses`: ``clause_id``, ``policy_id``,
        ``cluster`` (0 is the largest; of equal ones the one with the first clause id; -1: in
        none), ``silhouette`` (-1 to 1; higher: nearer to its own cluster than to the next; 0
        for a clause alone in its cluster; NaN where it does not exist: one cluster, none,
        or as many as clauses), ``x`` and ``y`` (first two principal components of the
        space, -1 to 1 or so, without unit); with seeds also ``label``, the label that placed
        the cluster's centre. A clause need not be about that label.

    Raises
    ------
    TypeError
        If `n_clusters` is no whole number.
    ValueError
        If there are fewer different clauses than clusters, or fewer clusters than labels found;
        no term is left, or no seed term is found; the method is unknown, or does not go with
        `n_clusters` or `seeds`.

    References
    ----------
    .. [1] Campello, R. J. G. B., Moulavi, D., & Sander, J. (2013). Density-based clustering based
       on hierarchical density estimates. PAKDD 2013, 160-172.

    Examples
    --------
    >>> texts = ["Cookies help.", "Cookies stay.", "Cookies help, cookies stay.", "Call our office."]
    >>> rows = [(f"a:00{i}", "a", "", "sentence", "", 0.0, i, 1, text, 2) for i, text in enumerate(texts)]
    >>> clauses = make_frame(rows, "clauses")
    >>> cluster_clauses(clauses, 2)["cluster"].tolist()
    [0, 0, 0, 1]
    >>> seeds = make_frame([("cookie", "tracking", 1.0, ""), ("call", "contact", 1.0, "")], "lexicon")
    >>> cluster_clauses(clauses, seeds=seeds)["label"].tolist()
    ['tracking', 'tracking', 'tracking', 'contact']
    """
    check_frame(clauses, "clauses")
    check_method(method, n_clusters, seeds)
    clauses = leave_out(clauses, exclude)
    ordered = clauses.sort_values("clause_id", ignore_index=True)
    space = make_space(ordered, Options(seeds, n_components, stop_words), random_state)
    found = assign_clusters(space, n_clusters, method, random_state)
    ranks = rank_clusters(found)
    numbers = np.array([ranks[number] for number in found.tolist()])
    x, y = _lay_out(space.points).T
    columns = {"clause_id": ordered["clause_id"], "policy_id": ordered["policy_id"]}
    columns |= {"cluster": numbers, "silhouette": measure_silhouettes(space.points, numbers), "x": x, "y": y}
    clusters = make_frame(columns, "clusters")
    if seeds is not None:
        clusters["label"] = _name_by_seed(found, space.labels)
    return clusters.set_index("clause_id", drop=False).loc[clauses["clause_id"]].reset_index(drop=True)


def _name_by_seed(found: np.ndarray, labels: list[str]) -> pd.Series:
    return pd.Series([labels[n] if n < len(labels) else "" for n in found.tolist()], dtype="str")


def _lay_out(points: np.ndarray) -> np.ndarray:
    """The two directions in which the points differ most (principal components); 0 where there are none."""
    with threadpool_limits(limits=1):
        left, sizes, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    flat = np.pad((left * sizes)[:, :2].round(DECIMALS), ((0, 0), (0, max(0, 2 - len(sizes)))))
    # A direction and its mirror image are the same: the farthest point is made to lie on the positive side.
    return flat * np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]]) + 0.0
