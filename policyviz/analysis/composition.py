"""What clusters are made of: companies, and the labels that people gave."""

import pandas as pd
from sklearn.metrics import adjusted_rand_score, homogeneity_completeness_v_measure

from policyviz.frames import check_frame, make_frame


def count_by_company(clusters: pd.DataFrame) -> pd.DataFrame:
    """Count the clauses of each company in each cluster.

    A cluster of one company can be a subject that only this company has, or its way of
    writing: read its clauses. Shares make long and short policies comparable.

    Parameters
    ----------
    clusters : pandas.DataFrame
        What `cluster_clauses` returns.

    Returns
    -------
    counts : pandas.DataFrame
        One row per cluster and policy, zeros included, by cluster, then policy: ``cluster``,
        ``policy_id``, ``n_clauses``, ``share`` (of the policy's clauses that lie in the cluster),
        ``share_of_cluster`` (of the cluster's clauses that are the policy's; both 0 to 1), ``only``
        (True where all clauses of the cluster are this policy's; never where there is one policy).

    Examples
    --------
    >>> own = [("a:1", "a", 0), ("b:1", "b", 0), ("b:2", "b", 1)]
    >>> rows = [(*row, 0.0, 0.0, 0.0) for row in own]
    >>> count_by_company(make_frame(rows, "clusters"))[["cluster", "policy_id", "n_clauses", "share", "only"]]
       cluster policy_id  n_clauses  share   only
    0        0         a          1    1.0  False
    1        0         b          1    0.5  False
    2        1         a          0    0.0  False
    3        1         b          1    0.5   True
    """
    check_frame(clusters, "clusters")
    pairs = clusters.groupby(["cluster", "policy_id"]).size()
    levels = [sorted(clusters["cluster"].unique()), sorted(clusters["policy_id"].unique())]
    index = pd.MultiIndex.from_product(levels, names=["cluster", "policy_id"])
    table = pairs.reindex(index, fill_value=0).rename("n_clauses").reset_index()
    table["share"] = table["n_clauses"] / table.groupby("policy_id")["n_clauses"].transform("sum")
    table["share_of_cluster"] = table["n_clauses"] / table.groupby("cluster")["n_clauses"].transform("sum")
    table["only"] = (table["share_of_cluster"] == 1) & (len(levels[1]) > 1)
    return make_frame(table.to_dict("list"), "cluster companies")


def compare_to_labels(clusters: pd.DataFrame, annotations: pd.DataFrame) -> pd.DataFrame:
    """Compare clusters with the labels that people gave to the same clauses.

    Only clauses that both have are compared. All measures are 1 for the same division; chance
    has an adjusted Rand index of 0, but a V-measure [1]_ above 0 that grows with the number of
    clusters. On a published corpus of policies words alone reach a V-measure of about 0.3 to
    0.4: clusters are not labels.

    Parameters
    ----------
    clusters : pandas.DataFrame
        What `cluster_clauses` returns. Clauses in no cluster (-1) count as one cluster.
    annotations : pandas.DataFrame
        ``clause_id``, ``annotator``, ``label``: one label per clause and annotator.

    Returns
    -------
    agreement : pandas.DataFrame
        One row per annotator: ``annotator``, ``n_clauses`` (compared), ``n_clusters``, ``n_labels``,
        ``homogeneity`` (clusters hold one label each), ``completeness`` (labels lie in one cluster
        each), ``v_measure`` (their harmonic mean; these three 0 to 1) and ``adjusted_rand``
        (-0.5 to 1).

    Raises
    ------
    ValueError
        If a frame is not what it should be, an annotator gave a clause two labels, or the two
        frames share no clause.

    References
    ----------
    .. [1] Rosenberg, A., & Hirschberg, J. (2007). V-Measure: A conditional entropy-based external
       cluster evaluation measure. EMNLP-CoNLL 2007, 410-420.

    Examples
    --------
    >>> clusters = [(f"a:{i}", "a", number, 0.0, 0.0, 0.0) for i, number in enumerate([0, 0, 1, 1])]
    >>> labels = [(f"a:{i}", "me", label) for i, label in enumerate(["x", "x", "y", "y"])]
    >>> annotations = make_frame(labels, "annotations")
    >>> compare_to_labels(make_frame(clusters, "clusters"), annotations)[["v_measure", "adjusted_rand"]]
       v_measure  adjusted_rand
    0        1.0            1.0
    """
    check_frame(clusters, "clusters")
    check_frame(annotations, "annotations")
    _check_labels(annotations)
    joined = annotations.merge(clusters[["clause_id", "cluster"]], on="clause_id")
    if joined.empty:
        message = "No clause of the annotations is among the clusters. Are the clause ids of the same run?"
        raise ValueError(message)
    rows = []
    for annotator, own in joined.groupby("annotator"):
        sides = own["label"].astype("str").to_numpy(), own["cluster"].to_numpy()
        sizes = len(own), own["cluster"].nunique(), own["label"].nunique()
        values = *homogeneity_completeness_v_measure(*sides), adjusted_rand_score(*sides)
        rows.append((annotator, *sizes, *map(float, values)))
    return make_frame(rows, "label agreement")


def _check_labels(annotations: pd.DataFrame) -> None:
    twice = annotations[annotations.duplicated(["clause_id", "annotator"])]
    if len(twice):
        first = twice.iloc[0]
        message = (
            f"{len(twice)} clauses have two labels by one annotator: {first['clause_id']} by "
            f"{first['annotator']}, ... Keep one label each; clusters do not overlap."
        )
        raise ValueError(message)
