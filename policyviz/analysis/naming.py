"""What clusters are about: the terms that tell them apart, names, and clauses to read first."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.preprocessing import normalize

from policyviz.analysis.vectors import (
    MIN_COMPANIES,
    POLICY_STOP_WORDS,
    count_terms,
    list_phrases,
    select_terms,
    vectorize_clauses,
)
from policyviz.frames import check_frame, make_frame


def find_top_terms(clauses: pd.DataFrame, clusters: pd.DataFrame, *, n_terms: int = 8) -> pd.DataFrame:
    """Find the terms that tell each cluster from the others.

    Weights are class-based TF-IDF [1]_: the term's share among the terms of the
    cluster, times log(1 + A / f), where f is how often the term occurs in all
    clusters and A the mean number of terms per cluster. They rank terms inside one
    cluster; between a small and a large cluster they do not compare. Terms are words and
    phrases of two words, shown as they are written most often, with the stop words inside
    them ("changes to this policy"); a word of which more than half stand in one phrase is shown
    in it. A term whose words all stand higher in the list already
    is skipped, and so, from 20 clauses on, is a term in one clause only, in more than half
    of them, or of one company among several.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses frame that was clustered.
    clusters : pandas.DataFrame
        What `cluster_clauses` returns, or some of its rows. Clauses in no cluster (-1) are left out.
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
    >>> texts = ["Cookies help.", "Cookies stay.", "Call our office."]
    >>> rows = [(f"a:00{i}", "a", "", "sentence", "", 0.0, 0, 1, text, 2) for i, text in enumerate(texts)]
    >>> clusters = [(f"a:00{i}", "a", number, 0.0, 0.0, 0.0) for i, number in enumerate([0, 0, 1])]
    >>> clauses, clusters = make_frame(rows, "clauses"), make_frame(clusters, "clusters")
    >>> find_top_terms(clauses, clusters, n_terms=1)[["cluster", "term"]]
       cluster             term
    0        0          cookies
    1        1  call our office
    """
    number_of = _match_clusters(clauses, clusters)
    if n_terms < 1:
        message = f"n_terms is {n_terms}; ask for at least 1."
        raise ValueError(message)
    used = clauses[clauses["clause_id"].isin(number_of.index)]
    table = _weigh_terms(used, number_of.loc[used["clause_id"]])
    rows = []
    for row, number in enumerate(table.numbers):
        chosen = _choose_terms(table, row, n_terms)
        rows += [(number, rank, term, weight) for rank, (term, weight) in enumerate(chosen, start=1)]
    return make_frame(rows, "top terms")


def name_clusters(
    top_terms: pd.DataFrame, *, clusters: pd.DataFrame | None = None, n_terms: int = 2
) -> pd.DataFrame:
    """Name each cluster by its first terms; no two clusters have the same name.

    A name is a handle, not a finding: it says which words are typical, and may fit few of
    the clauses. Read `find_representatives` before you use it.

    Parameters
    ----------
    top_terms : pandas.DataFrame
        What `find_top_terms` returns.
    clusters : pandas.DataFrame, optional
        What `cluster_clauses` returns: clusters without a term get a name as well, and those
        that seeds placed are named by the seeds' label before their terms.
    n_terms : int
        Terms in a name, 1 or more; where two names are the same, more terms or the number follow.

    Returns
    -------
    names : pandas.DataFrame
        ``cluster``, ``name``: one row per cluster, by number.

    Raises
    ------
    ValueError
        If a frame is not what it should be, or `n_terms` is below 1.

    Examples
    --------
    >>> rows = [(0, 1, "cookies", 0.3), (0, 2, "browser", 0.2), (1, 1, "delete", 0.3)]
    >>> name_clusters(make_frame(rows, "top terms"))["name"].tolist()
    ['cookies, browser', 'delete']
    """
    check_frame(top_terms, "top terms")
    if n_terms < 1:
        message = f"n_terms is {n_terms}; ask for at least 1."
        raise ValueError(message)
    terms = top_terms.sort_values(["cluster", "rank"]).groupby("cluster")["term"].agg(list).to_dict()
    labels = {}
    if clusters is not None:
        check_frame(clusters, "clusters")
        labels = dict.fromkeys(clusters["cluster"].tolist(), "")
        if "label" in clusters:
            labels = dict(zip(clusters["cluster"].tolist(), clusters["label"], strict=True))
    names: dict[int, str] = {}
    for number in sorted({*terms, *labels} - {-1}):
        names[number] = _find_name(number, labels.get(number, ""), terms.get(number, []), n_terms, names)
    return make_frame([*([(-1, "in no cluster")] if -1 in labels else []), *names.items()], "cluster names")


def find_representatives(
    clauses: pd.DataFrame, clusters: pd.DataFrame, *, n_clauses: int = 3
) -> pd.DataFrame:
    """Find the clauses to read first: nearest to the middle of their cluster, of different companies.

    Each company's nearest clause comes before any company's second; a text is shown once.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses frame that was clustered.
    clusters : pandas.DataFrame
        What `cluster_clauses` returns, or some of its rows. Clauses in no cluster (-1) are left out.
    n_clauses : int
        Clauses per cluster, 1 or more; fewer if the cluster has no more different ones.

    Returns
    -------
    representatives : pandas.DataFrame
        ``cluster``, ``rank`` (from 1), ``clause_id``, ``policy_id``, ``similarity`` (cosine of the
        clause's TF-IDF weights with the mean of its cluster; 0 to 1, higher is nearer), ``text``.

    Raises
    ------
    ValueError
        If `n_clauses` is below 1, no term is left, or clusters belong to other clauses.

    Examples
    --------
    >>> texts = {"a:1": "Cookies help.", "a:2": "Cookies stay.", "b:1": "Cookies, cookies."}
    >>> rows = [(id, id[0], "", "sentence", "", 0.0, 0, 1, text, 2) for id, text in texts.items()]
    >>> clusters = make_frame([(id, id[0], 0, 0.0, 0.0, 0.0) for id in texts], "clusters")
    >>> find_representatives(make_frame(rows, "clauses"), clusters, n_clauses=2)["clause_id"].tolist()
    ['b:1', 'a:1']
    """
    number_of = _match_clusters(clauses, clusters)
    if n_clauses < 1:
        message = f"n_clauses is {n_clauses}; ask for at least 1."
        raise ValueError(message)
    used = clauses[clauses["clause_id"].isin(number_of.index)].sort_values("clause_id")
    matrix = vectorize_clauses(used).matrix
    table = used[["clause_id", "policy_id", "text"]].assign(
        cluster=number_of.loc[used["clause_id"]].to_numpy(), similarity=0.0
    )
    for _, places in table.reset_index(drop=True).groupby("cluster").groups.items():
        middle = normalize(np.asarray(matrix[places].mean(axis=0)).reshape(1, -1))
        # Rounded: of clauses equally near the first id comes first.
        table.iloc[places, -1] = (matrix[places] @ middle.ravel()).clip(max=1).round(9)
    table = table.sort_values(["cluster", "similarity"], ascending=[True, False], kind="stable")
    table = table.drop_duplicates(["cluster", "text"])
    table["turn"] = table.groupby(["cluster", "policy_id"]).cumcount()
    table = table.sort_values(["cluster", "turn", "similarity"], ascending=[True, True, False], kind="stable")
    table["rank"] = table.groupby("cluster").cumcount() + 1
    return make_frame(table[table["rank"] <= n_clauses].to_dict("list"), "representatives")


def _match_clusters(clauses: pd.DataFrame, clusters: pd.DataFrame) -> pd.Series:
    """Clause id to cluster, clauses in none left out; frames of different runs are refused."""
    check_frame(clauses, "clauses")
    check_frame(clusters, "clusters")
    strangers = clusters.loc[~clusters["clause_id"].isin(clauses["clause_id"]), "clause_id"]
    if len(strangers):
        advice = "The frames come from different runs; make clusters again with cluster_clauses(clauses, n)."
        message = (
            f"{len(strangers)} clause ids of clusters are not in clauses: {strangers.iloc[0]}, ... {advice}"
        )
        raise ValueError(message)
    return clusters[clusters["cluster"] >= 0].set_index("clause_id")["cluster"]


class _Table(NamedTuple):
    """Clusters by terms: how often, and how typical."""

    numbers: list[int]
    counts: np.ndarray
    weights: np.ndarray
    terms: np.ndarray


def _weigh_terms(clauses: pd.DataFrame, number_of: pd.Series) -> _Table:
    counts = count_terms([list_phrases(text, POLICY_STOP_WORDS) for text in clauses["text"]])
    counts = select_terms(counts, clauses, 2, 0.5, MIN_COMPANIES)
    numbers, places = np.unique(number_of, return_inverse=True)
    members = sparse.csr_matrix((np.ones(len(places)), (places, np.arange(len(places)))))
    per_cluster = (members @ counts.matrix).toarray()
    rarity = np.log1p(per_cluster.sum() / len(numbers) / per_cluster.sum(axis=0))
    return _Table(numbers.tolist(), per_cluster, normalize(per_cluster, norm="l1") * rarity, counts.terms)


def _choose_terms(table: _Table, row: int, n_terms: int) -> list[tuple[str, float]]:
    weights, counts = table.weights[row].round(12), table.counts[row]
    # Terms stand in alphabetical order and the sort is stable: equal weights keep that order.
    order = [place for place in np.argsort(-weights, kind="stable").tolist() if weights[place] > 0]
    words = {place: set(table.terms[place].split(" ")) - POLICY_STOP_WORDS for place in order}
    chosen, seen = [], set()
    for place in order:
        if len(chosen) == n_terms:
            break
        if words[place] <= seen:
            continue
        # A word that stands mostly in one phrase is shown in it: "third parties", not "parties".
        longer = [other for other in order if words[place] < words[other] and not words[other] & seen]
        longer = [other for other in longer if counts[other] > counts[place] / 2]
        chosen.append(max(longer, key=lambda other: counts[other], default=place))
        seen |= words[chosen[-1]]
    chosen.sort(key=order.index)
    return [(table.terms[place], float(table.weights[row, place])) for place in chosen]


def _find_name(number: int, label: str, terms: list[str], n_terms: int, taken: dict[int, str]) -> str:
    """The label and the first terms; more terms, and at last the number, until no cluster has that name."""
    start = f"{label}: " if label and terms else label
    options = [start + ", ".join(terms[:n]) for n in range(min(n_terms, len(terms)), len(terms) + 1)]
    options = [name for name in options if name] or [f"cluster {number}"]
    free = [name for name in options if name not in taken.values()]
    return free[0] if free else f"{options[-1]} ({number})"
