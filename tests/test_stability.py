"""How far to trust clusters: numbers of them, seeds and samples; an unstable cluster is shown as such."""

import numpy as np
import pytest
from pandas.testing import assert_frame_equal
from sklearn.metrics import adjusted_rand_score

from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.stability import _describe, compare_n_clusters, measure_stability
from policyviz.frames import check_frame, make_frame


def make_clauses(texts):
    """Clauses of one policy, each in a section of its own: none lends its words to another."""
    rows = [
        (f"a:{i:03}", "a", str(i), "sentence", "", 0.0, i, i + 1, text, len(text.split()))
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "clauses")


# Three subjects that share no word, and a heap of words drawn by lot.
COOKIES = [f"Cookies browser {verb} session" for verb in ("store", "keep", "hold", "read")] * 5
PAYMENT = [f"Bank accounts {word} salary payments" for word in ("weekly", "monthly", "yearly")] * 5
RIGHTS = [f"Erasure {verb} records" for verb in ("delete", "amend")] * 5
_LOT = np.random.default_rng(0)
TREES = ["oak", "elm", "ash", "fir", "yew", "bay", "box", "fig", "gum", "hop"]
HEAP = [" ".join(_LOT.choice(TREES, 3, replace=False)) for _ in range(40)]


def test_far_subjects_come_back():
    """Subjects without a common word: the same clusters from every seed and every sample."""
    stability = measure_stability(make_clauses(COOKIES + PAYMENT + RIGHTS), 3, n_resamples=4)
    rows = [(cluster, size, 1.0, 1.0, True, 1.0, 1.0) for cluster, size in enumerate((20, 15, 10))]
    assert_frame_equal(stability, make_frame(rows, "stability"))


def test_an_unstable_cluster_is_shown_as_such():
    """Words drawn by lot are cut otherwise each time; the subject beside them comes back."""
    clauses = make_clauses(COOKIES + HEAP)
    stability = measure_stability(clauses, 4, n_resamples=6)
    check_frame(stability, "stability")
    clusters = cluster_clauses(clauses, 4)
    of_cookies = clusters["cluster"][0]
    assert set(clusters["cluster"][:20]) == {of_cookies}
    stability = stability.set_index("cluster")
    assert stability.loc[of_cookies, "stable"]
    others = stability.drop(of_cookies)
    assert not others["stable"].all()


def test_clusters_judged_are_those_of_the_clustering():
    """Numbers and sizes are those of cluster_clauses with the same arguments, in any order of rows."""
    clauses = make_clauses(COOKIES + PAYMENT + HEAP)
    sizes = cluster_clauses(clauses, 5).groupby("cluster").size()
    stability = measure_stability(clauses, 5, n_resamples=2)
    assert stability["n_clauses"].tolist() == sizes.tolist()
    shuffled = measure_stability(clauses.sample(frac=1, random_state=1), 5, n_resamples=2)
    assert_frame_equal(shuffled, stability, check_exact=True)


def test_co_assignment_by_hand():
    """Six clauses, two clusters, one other clustering of all and one of the first five."""
    first = np.array([0, 0, 0, 0, 1, 1])
    other = np.array([7, 7, 7, 3, 3, 3])
    everything, part = np.arange(6), np.arange(5)
    stability = _describe(first, [(everything, other)] * 2, [(part, other[:5])] * 2)
    # Clause 0 stands with 0-3 before and 0-2 after: 3 of 4; clause 3 with 0-3 and 3-5: 1 of 6.
    assert stability["seeds"].tolist() == pytest.approx([(3 * 3 / 4 + 1 / 6) / 4, 2 / 3], abs=1e-6)
    # Without clause 5: clause 3 stands with 0-3 and 3-4: 1 of 5; clause 4 alone, then with 3: 1 of 2.
    assert stability["subsamples"].tolist() == pytest.approx([(3 * 3 / 4 + 1 / 5) / 4, 1 / 2], abs=1e-6)
    assert stability["stable"].tolist() == [True, False]
    assert stability["rand_seeds"].tolist() == [1.0, 1.0]


def test_overall_is_the_mean_adjusted_rand_index():
    """Between every two further seeds, as one gets by clustering by hand."""
    clauses = make_clauses(COOKIES + HEAP)
    runs = [cluster_clauses(clauses, 4, random_state=state)["cluster"] for state in (1, 2, 3)]
    pairs = [adjusted_rand_score(runs[a], runs[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    stability = measure_stability(clauses, 4, n_resamples=3)
    assert stability["rand_seeds"][0] == pytest.approx(np.mean(pairs), abs=1e-6)


def test_a_cluster_that_no_sample_holds_has_no_stability():
    """NaN, not 0, and not called stable."""
    everything, part = (np.arange(3), np.array([0, 0, 1])), (np.arange(2), np.array([0, 0]))
    stability = _describe(np.array([0, 0, 1]), [everything] * 2, [part] * 2)
    assert stability["subsamples"].isna().tolist() == [False, True]
    assert stability["stable"].tolist() == [True, False]


def test_seeds_and_methods_without_chance():
    """Ward is the same for every seed; a lexicon's clusters are judged as well; hdbscan leaves out -1."""
    clauses = make_clauses(COOKIES + PAYMENT + HEAP)
    assert measure_stability(clauses, 4, n_resamples=2, method="agglomerative")["rand_seeds"][0] == 1
    seeds = make_frame([("cookie", "a", 1.0, ""), ("bank", "b", 1.0, ""), ("oak", "c", 1.0, "")], "lexicon")
    assert measure_stability(clauses, n_resamples=2, seeds=seeds)["cluster"].tolist() == [0, 1, 2]
    assert measure_stability(clauses, n_resamples=2, method="hdbscan")["cluster"].min() == 0


def test_impossible_questions():
    """One repetition compares with nothing; more clusters than clauses are refused as in clustering."""
    clauses = make_clauses(["Cookies help", "Call us", "Bank salary"])
    with pytest.raises(ValueError, match="n_resamples is 1"):
        measure_stability(clauses, 2, n_resamples=1)
    with pytest.raises(ValueError, match="Choose n_clusters from 1 to 3"):
        measure_stability(clauses, 4)


def test_compared_silhouette_is_that_of_the_clusters():
    """compare_n_clusters reports the mean of what cluster_clauses returns, in the order asked."""
    clauses = make_clauses(COOKIES + PAYMENT + HEAP)
    counts = compare_n_clusters(clauses, n_clusters=[5, 3])
    assert counts["n_clusters"].tolist() == [5, 3]
    means = [cluster_clauses(clauses, n)["silhouette"].mean() for n in (5, 3)]
    assert counts["silhouette"].tolist() == pytest.approx(means, abs=1e-6)
