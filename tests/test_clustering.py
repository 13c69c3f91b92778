"""Clusters: the words that count, the same answer every time, names for what was found."""

import warnings

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.clustering import cluster_clauses, compare_n_clusters, find_top_terms
from policyviz.analysis.vectors import POLICY_STOP_WORDS, vectorize_clauses
from policyviz.frames import check_frame, make_frame


def make_clauses(texts):
    rows = [
        (f"a:{i:03}", "a", "", "sentence", "", 0.0, 0, 1, text, len(text.split()))
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "clauses")


# Three subjects that share no word: 12, 8 and 6 clauses.
COOKIES = [f"Cookies in the browser {verb} session settings." for verb in ("store", "keep", "hold", "read")]
RIGHTS = [f"Ask for erasure; you may {verb} or correct records." for verb in ("delete", "amend")]
PAYMENT = [f"Bank accounts receive {word} salary payments." for word in ("weekly", "monthly", "yearly")]
TEXTS = COOKIES * 3 + RIGHTS * 4 + PAYMENT * 2
SUBJECTS = [0] * 12 + [1] * 8 + [2] * 6
CLAUSES = make_clauses(TEXTS)


def test_stop_words_keep_what_people_mark_as_vague():
    """Modals, negations, quantifiers and data words stay; function words go."""
    kept = "may might can could would should must will shall not no never nor neither without cannot"
    kept += " some most often many few any all certain name interest third contact"
    assert POLICY_STOP_WORDS.isdisjoint(kept.split())
    assert {"the", "a", "of", "and", "we", "you", "our", "is", "this", "which"} <= POLICY_STOP_WORDS


def test_stop_words_fit_the_words():
    """No warning that a stop word is cut into other words. Recorded: scikit-learn swallows a raised one."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        vectorize_clauses(CLAUSES)
    assert [str(warning.message) for warning in caught] == []


def test_vectors_one_row_per_clause_in_order():
    """The whole matrix of two clauses: common words weigh less, rows have length 1."""
    vectors = vectorize_clauses(make_clauses(["Data and cookies", "We keep data"]), ngram_range=(1, 1))
    assert vectors.terms.tolist() == ["cookies", "data", "keep"]
    assert vectors.clause_ids.tolist() == ["a:000", "a:001"]
    expected = [[0.8148, 0.5797, 0], [0, 0.5797, 0.8148]]
    np.testing.assert_allclose(vectors.matrix.toarray(), expected, atol=1e-4)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("We don’t sell it", ["don't", "sell"]),
        ("The company’s DATA", ["company", "data"]),
        ("third-party opt\u2011out", ["opt-out", "third-party"]),
        ("It’s e.g. 3 days 24x7", ["days"]),
        ("Lebens\u00adlauf für Sie", ["für", "lebenslauf", "sie"]),
    ],
)
def test_words_are_letters_with_inner_marks(text, terms):
    """Curly quotes, odd hyphens and soft hyphens do not make new words; numbers are none."""
    assert vectorize_clauses(make_clauses([text]), ngram_range=(1, 1)).terms.tolist() == terms


def test_min_df_applies_from_twenty_clauses_on():
    """With 26 clauses, a word in one clause is left out; with 19 it is kept."""
    lonely = [*TEXTS, "Zebras"]
    assert "zebras" not in vectorize_clauses(make_clauses(lonely)).terms
    assert "zebras" in vectorize_clauses(make_clauses(lonely[-19:])).terms


def test_stop_words_can_be_switched_off():
    """None keeps all words; a text is the beginner's mistake and is refused."""
    clauses = make_clauses(["We use the cookies"])
    assert vectorize_clauses(clauses, stop_words=None, ngram_range=(1, 1)).terms.tolist() == [
        "cookies",
        "the",
        "use",
        "we",
    ]
    with pytest.raises(TypeError, match="stop_words is the text 'english'"):
        vectorize_clauses(clauses, stop_words="english")


@pytest.mark.parametrize("texts", [[], ["of the and"], ["123", "€ 5"]])
def test_no_term_left_is_one_clear_error(texts):
    """No clauses, only stop words, only numbers: the error says what to change."""
    with pytest.raises(ValueError, match=r"No term is left in these .* Pass more clauses, fewer stop words"):
        cluster_clauses(make_clauses(texts), 1)


def test_subjects_are_found_again_largest_first():
    """Three subjects without a common word make three clusters, numbered from the largest down."""
    clusters = cluster_clauses(CLAUSES, 3)
    check_frame(clusters, "clusters")
    assert clusters["clause_id"].tolist() == CLAUSES["clause_id"].tolist()
    assert clusters["cluster"].tolist() == SUBJECTS


def test_far_subjects_separate_better_than_split_ones():
    """The silhouette means separation: higher for the three subjects than for two or for five."""
    counts = compare_n_clusters(CLAUSES, n_clusters=[2, 3, 5])
    check_frame(counts, "cluster counts")
    assert counts["n_clusters"].tolist() == [2, 3, 5]
    inertia = counts["inertia"].tolist()
    assert inertia == sorted(inertia, reverse=True)
    mixed = compare_n_clusters(make_clauses([f"{a} {b}" for a in COOKIES for b in PAYMENT]), n_clusters=[3])
    assert counts["silhouette"][1] > counts["silhouette"][0]
    assert counts["silhouette"][1] > mixed["silhouette"][0]


def test_mean_silhouette_is_that_of_the_clusters():
    """compare_n_clusters reports the mean of what cluster_clauses returns."""
    mean = cluster_clauses(CLAUSES, 4)["silhouette"].mean()
    assert compare_n_clusters(CLAUSES, n_clusters=[4])["silhouette"][0] == pytest.approx(mean, abs=1e-6)


def test_same_input_same_bytes():
    """Repeated runs agree in every bit, layout and silhouette included."""
    once, again = cluster_clauses(CLAUSES, 4), cluster_clauses(CLAUSES, 4)
    assert once.to_csv() == again.to_csv()
    assert_frame_equal(once, again, check_exact=True)


def test_row_order_does_not_matter():
    """Shuffled clauses get the same clusters, returned in their own order."""
    shuffled = CLAUSES.sample(frac=1, random_state=1)
    clusters = cluster_clauses(shuffled, 4)
    assert clusters["clause_id"].tolist() == shuffled["clause_id"].tolist()
    expected = cluster_clauses(CLAUSES, 4)
    assert_frame_equal(clusters.sort_values("clause_id", ignore_index=True), expected)


def test_equal_sizes_are_numbered_by_first_clause_id():
    """Of two clusters of the same size, the one with the first clause id is 0."""
    clauses = make_clauses(["Bank salary", "Cookies browser", "Cookies browser", "Bank salary"])
    assert cluster_clauses(clauses, 2)["cluster"].tolist() == [0, 1, 1, 0]


@pytest.mark.parametrize("n_clusters", [1, 2])
def test_silhouette_is_missing_where_it_does_not_exist(n_clusters):
    """One cluster, or as many as clauses, have no silhouette; they still have a layout."""
    clusters = cluster_clauses(make_clauses(["Bank salary", "Cookies browser"]), n_clusters)
    assert clusters["silhouette"].isna().all()
    assert clusters["x"].notna().all()


def test_a_single_clause_is_one_cluster_in_the_middle():
    """The smallest input works: cluster 0 at (0, 0)."""
    expected = make_frame([("a:000", "a", 0, np.nan, 0.0, 0.0)], "clusters")
    assert_frame_equal(cluster_clauses(make_clauses(["Cookies"]), 1), expected)


@pytest.mark.parametrize("n_clusters", [0, -1, 3])
def test_impossible_numbers_of_clusters(n_clusters):
    """Too few or too many: the error says how many different clauses there are."""
    clauses = make_clauses(["Bank salary", "Bank salary", "Cookies browser"])
    with pytest.raises(ValueError, match=r"of 3 clauses, 2 of them different. Choose n_clusters from 1 to 2"):
        cluster_clauses(clauses, n_clusters)


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


def test_inputs_are_not_changed():
    """Frames are never changed in place."""
    before = CLAUSES.copy()
    find_top_terms(CLAUSES, cluster_clauses(CLAUSES, 2))
    assert_frame_equal(CLAUSES, before)
    assert isinstance(CLAUSES, pd.DataFrame)


def test_compared_numbers_use_the_options_of_the_clustering():
    """With the same stop words the compared silhouette is the mean of the clustering's."""
    clauses = make_clauses([f"acme {word} {other}" for word in ("data", "cookies") for other in "abcdef"])
    stop_words = POLICY_STOP_WORDS | {"acme"}
    compared = compare_n_clusters(clauses, n_clusters=[2], stop_words=stop_words)
    mean = cluster_clauses(clauses, 2, stop_words=stop_words)["silhouette"].mean()
    assert compared["silhouette"][0] == pytest.approx(mean, abs=1e-6)


@pytest.mark.parametrize("wrong", [2.0, "2", None])
def test_number_of_clusters_is_a_whole_number(wrong):
    """A number that is none is refused by name, not by scikit-learn."""
    with pytest.raises(TypeError, match="n_clusters must be a whole number"):
        cluster_clauses(make_clauses(["cookies help", "cookies stay", "call us"]), wrong)
