"""What clusters are made of: companies and people's labels, whole tables written out."""

import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.composition import compare_to_labels, count_by_company
from policyviz.frames import make_frame


def make_clusters(numbers_of):
    rows = [
        (f"{company}:{i}", company, number, 0.0, 0.0, 0.0)
        for company, numbers in numbers_of.items()
        for i, number in enumerate(numbers)
    ]
    return make_frame(rows, "clusters")


def test_every_cluster_and_company():
    """Zeros are kept, shares add up to 1, the cluster of one company is marked."""
    counts = count_by_company(make_clusters({"wrk": [0, 0, 1, 2], "acme": [0, 2]}))
    expected = make_frame(
        [
            (0, "acme", 1, 0.5, 1 / 3, False),
            (0, "wrk", 2, 0.5, 2 / 3, False),
            (1, "acme", 0, 0.0, 0.0, False),
            (1, "wrk", 1, 0.25, 1.0, True),
            (2, "acme", 1, 0.5, 0.5, False),
            (2, "wrk", 1, 0.25, 0.5, False),
        ],
        "cluster companies",
    )
    assert_frame_equal(counts, expected)


def test_one_company_has_nothing_of_its_own():
    """With one policy no cluster is called its own: there is nobody to compare with."""
    assert not count_by_company(make_clusters({"a": [0, 1]}))["only"].any()


def test_no_clusters_no_rows():
    """An empty frame is a frame."""
    assert_frame_equal(count_by_company(make_frame([], "clusters")), make_frame([], "cluster companies"))


def annotate(labels, annotator="me"):
    return [(f"a:{i}", annotator, label) for i, label in enumerate(labels)]


def test_agreement_with_each_annotator():
    """The same division is 1 in all measures; two labels in each cluster, half and half, are none."""
    clusters = make_clusters({"a": [0, 0, 1, 1]})
    rows = annotate("xxyy") + annotate("xyxy", "you")
    expected = make_frame(
        [("me", 4, 2, 2, 1.0, 1.0, 1.0, 1.0), ("you", 4, 2, 2, 0.0, 0.0, 0.0, -0.5)], "label agreement"
    )
    assert_frame_equal(compare_to_labels(clusters, make_frame(rows, "annotations")), expected)


def test_homogeneity_and_completeness_are_different_things():
    """Clusters finer than labels are homogeneous, not complete; coarser ones the other way round."""
    fine, coarse = make_clusters({"a": [0, 1, 2, 2]}), make_clusters({"a": [0, 0, 0, 0]})
    labels = make_frame(annotate("xxyy"), "annotations")
    found = compare_to_labels(fine, labels).iloc[0]
    assert (found["homogeneity"], found["completeness"]) == pytest.approx((1, 2 / 3))
    found = compare_to_labels(coarse, labels).iloc[0]
    assert (found["homogeneity"], found["completeness"]) == (0, 1)


def test_only_clauses_that_both_have_are_compared():
    """Labels of other clauses are left aside and the number says so; none in common is an error."""
    labels = make_frame(annotate("xxyyz"), "annotations")
    assert compare_to_labels(make_clusters({"a": [0, 0, 1]}), labels)["n_clauses"].tolist() == [3]
    with pytest.raises(ValueError, match="No clause of the annotations is among the clusters"):
        compare_to_labels(make_clusters({"b": [0, 1]}), labels)


def test_two_labels_on_one_clause_are_refused():
    """Clusters do not overlap, so labels must not."""
    labels = make_frame([*annotate("xx"), ("a:0", "me", "y")], "annotations")
    with pytest.raises(ValueError, match="1 clauses have two labels by one annotator: a:0 by me"):
        compare_to_labels(make_clusters({"a": [0, 0]}), labels)
