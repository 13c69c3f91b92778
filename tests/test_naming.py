"""What clusters are about: terms by hand, names that differ, clauses of different companies."""

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.naming import find_representatives, find_top_terms, name_clusters
from policyviz.frames import check_frame, make_frame


def make_clauses(texts):
    rows = [
        (f"a:{i:03}", "a", "", "sentence", "", 0.0, 0, 1, text, len(text.split()))
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "clauses")


def make_clusters(clauses, numbers):
    rows = zip(clauses["clause_id"], clauses["policy_id"], numbers, strict=True)
    return make_frame([(*row, 0.0, 0.0, 0.0) for row in rows], "clusters")


# Three subjects that share no word: 12, 8 and 6 clauses.
COOKIES = [f"Cookies in the browser {verb} session settings." for verb in ("store", "keep", "hold", "read")]
RIGHTS = [f"Ask for erasure; you may {verb} or correct records." for verb in ("delete", "amend")]
PAYMENT = [f"Bank accounts receive {word} salary payments." for word in ("weekly", "monthly", "yearly")]
CLAUSES = make_clauses(COOKIES * 3 + RIGHTS * 4 + PAYMENT * 2)


def test_top_terms_of_two_clusters():
    """The whole table: c-TF-IDF by hand, a term whose words are listed already is skipped."""
    clauses = make_clauses(["Cookies cookies browser", "Bank"])
    clusters = make_frame([("a:000", "a", 0, 0.0, 0.0, 0.0), ("a:001", "a", 1, 0.0, 0.0, 0.0)], "clusters")
    # Cluster 0 has cookies x2, browser, "cookies cookies", "cookies browser"; 1 has bank: 6 in 2 clusters.
    weights = [2 / 5 * np.log(1 + 3 / 2), 1 / 5 * np.log(1 + 3), np.log(1 + 3)]
    expected = make_frame(
        [(0, 1, "cookies", weights[0]), (0, 2, "browser", weights[1]), (1, 1, "bank", weights[2])],
        "top terms",
    )
    assert_frame_equal(find_top_terms(clauses, clusters), expected)


def test_top_terms_name_the_subject():
    """Each cluster is named by its own words; n_terms limits the list."""
    top_terms = find_top_terms(CLAUSES, cluster_clauses(CLAUSES, 3), n_terms=2)
    check_frame(top_terms, "top terms")
    assert top_terms["rank"].tolist() == [1, 2] * 3
    named = top_terms.groupby("cluster")["term"].agg(" ".join)
    for cluster, texts in enumerate((COOKIES, RIGHTS, PAYMENT)):
        words = " ".join(texts).lower().replace(";", "").replace(".", "").split()
        assert set(named[cluster].split()) <= set(words)


def test_top_terms_do_not_depend_on_row_order():
    """Shuffled clauses and clusters give the same table."""
    clusters = cluster_clauses(CLAUSES, 3)
    shuffled = find_top_terms(CLAUSES.sample(frac=1, random_state=1), clusters.sample(frac=1, random_state=2))
    assert_frame_equal(shuffled, find_top_terms(CLAUSES, clusters), check_exact=True)


def test_top_terms_of_another_run_are_refused():
    """Clusters of unknown clauses, and n_terms below 1, are errors that say what to do."""
    strange = make_frame([("z:000", "z", 0, 0.0, 0.0, 0.0)], "clusters")
    with pytest.raises(ValueError, match=r"not in clauses: z:000.*cluster_clauses\(clauses, n\)"):
        find_top_terms(CLAUSES, strange)
    with pytest.raises(ValueError, match="n_terms is 0"):
        find_top_terms(CLAUSES, cluster_clauses(CLAUSES, 3), n_terms=0)


def test_phrases_are_shown_as_written():
    """A word that stands mostly in one phrase is shown in it, stop words included; a comma ends a phrase."""
    clauses = make_clauses(
        ["Changes to this policy", "Change this policy", "Changes to this policy, cookies"]
    )
    top_terms = find_top_terms(clauses, make_clusters(clauses, [0, 0, 0]))
    assert top_terms["term"].tolist() == ["changes to this policy", "cookies"]


def test_clauses_in_no_cluster_are_left_out():
    """Cluster -1 has neither terms nor representatives, and says so in its name."""
    clauses = make_clauses(["Cookies help", "Cookies stay", "Zebras"])
    clusters = make_clusters(clauses, [0, 0, -1])
    top_terms = find_top_terms(clauses, clusters)
    assert set(top_terms["cluster"]) == {0}
    assert "zebras" not in top_terms["term"].tolist()
    assert find_representatives(clauses, clusters)["cluster"].tolist() == [0, 0]
    names = name_clusters(top_terms, clusters=clusters)
    assert names["cluster"].tolist() == [-1, 0]
    assert names["name"][0] == "in no cluster"


def test_names_are_different():
    """Where names are the same a further term follows, and at last the number."""
    terms = {0: ["data", "use", "store"], 1: ["data", "use", "share"], 2: ["data", "use"], 3: ["data", "use"]}
    rows = [(n, rank, term, 0.1) for n, own in terms.items() for rank, term in enumerate(own, start=1)]
    names = name_clusters(make_frame(rows, "top terms"))
    check_frame(names, "cluster names")
    assert names["name"].tolist() == ["data, use", "data, use, share", "data, use (2)", "data, use (3)"]


def test_names_begin_with_the_label_that_placed_the_cluster():
    """The label, then the terms; a cluster without label or terms is named by its number."""
    clauses = make_clauses(["Cookies", "Bank", "Zebras"])
    clusters = make_clusters(clauses, [0, 1, 2]).assign(label=["tracking", "", ""])
    top_terms = make_frame([(0, 1, "cookies", 0.1), (1, 1, "bank", 0.1)], "top terms")
    names = name_clusters(top_terms, clusters=clusters)
    expected = make_frame([(0, "tracking: cookies"), (1, "bank"), (2, "cluster 2")], "cluster names")
    assert_frame_equal(names, expected)


def test_representatives_come_from_different_companies():
    """Each company's nearest first, then the second of the first; the same text only once."""
    texts = {
        "a:1": "Cookies browser",
        "a:2": "Cookies browser",
        "a:3": "Cookies browser settings",
        "b:1": "Cookies help pages work",
    }
    rows = [(name, name[0], "", "sentence", "", 0.0, 0, 1, text, 2) for name, text in texts.items()]
    clauses = make_frame(rows, "clauses")
    found = find_representatives(clauses, make_clusters(clauses, [0] * 4))
    check_frame(found, "representatives")
    assert set(found["clause_id"]) == {"a:1", "a:3", "b:1"}
    assert found["policy_id"].tolist()[:2] in (["a", "b"], ["b", "a"])
    assert found["rank"].tolist() == [1, 2, 3]
    assert found["similarity"].between(0, 1).all()


def test_representatives_do_not_depend_on_row_order():
    """Shuffled clauses and clusters give the same table; frames of other runs are refused."""
    clusters = cluster_clauses(CLAUSES, 3)
    shuffled = CLAUSES.sample(frac=1, random_state=1), clusters.sample(frac=1, random_state=2)
    assert_frame_equal(find_representatives(*shuffled), find_representatives(CLAUSES, clusters))
    with pytest.raises(ValueError, match="not in clauses: a:000"):
        find_representatives(CLAUSES.tail(3), clusters)
    with pytest.raises(ValueError, match="n_clauses is 0"):
        find_representatives(CLAUSES, clusters, n_clauses=0)
    with pytest.raises(ValueError, match="n_terms is 0"):
        name_clusters(find_top_terms(CLAUSES, clusters), n_terms=0)
