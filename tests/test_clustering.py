"""Clusters: the words that count, the centres that seeds place, the same answer every time."""

import warnings

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.stability import compare_n_clusters
from policyviz.analysis.vectors import POLICY_STOP_WORDS, list_terms, vectorize_clauses
from policyviz.corpus import load_policies
from policyviz.frames import check_frame, make_frame
from policyviz.lexicons import load_lexicon
from policyviz.structure import split_clauses


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
    rare, common = np.log(3 / 1), np.log(3 / 2)
    expected = np.array([[rare, common, 0], [0, common, rare]]) / np.hypot(rare, common)
    np.testing.assert_allclose(vectors.matrix.toarray(), expected, atol=1e-12)


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


def test_inputs_are_not_changed():
    """Frames are never changed in place."""
    before = CLAUSES.copy()
    cluster_clauses(CLAUSES, 2, seeds=SEEDS)
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


def make_clauses_of(texts_by_company, section=""):
    """Clauses of several companies, in the order of the text."""
    rows = [
        (f"{company}:{i:03}", company, section, "sentence", "", 0.0, i, i + 1, text, len(text.split()))
        for company, texts in texts_by_company.items()
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "clauses")


def test_forms_of_a_word_are_one_term():
    """Stems are counted, the commonest form is shown; of equally common ones the first in the alphabet."""
    clauses = make_clauses(["We share data", "Sharing shared data", "They shared it"])
    assert vectorize_clauses(clauses).terms.tolist() == ["data", "shared"]
    assert vectorize_clauses(clauses, stem=False).terms.tolist() == ["data", "share", "shared", "sharing"]


def test_terms_of_one_company_do_not_count():
    """A company's name in each of its clauses is no term; the same words in one policy alone are."""
    own = [f"Acme {word} data" for word in ("keeps", "stores", "holds", "reads", "sends")] * 3
    others = [text.replace("Acme", "Zenith") for text in own]
    both = make_clauses_of({"a": own, "z": others})
    assert {"acme", "zenith"}.isdisjoint(vectorize_clauses(both, max_df=1.0).terms)
    assert {"acme", "zenith"} <= set(vectorize_clauses(both, max_df=1.0, min_companies=1).terms)
    assert "acme" in vectorize_clauses(make_clauses(own + own), max_df=1.0).terms


def test_names_do_not_drive_the_clusters():
    """Two companies, two subjects: clusters follow the subjects."""
    subjects = [f"our cookies {verb} browser sessions" for verb in ("keep", "hold", "read", "store", "track")]
    subjects += [f"bank accounts {verb} salary payments" for verb in ("get", "take", "list", "check", "hold")]
    companies = {name: [f"{name} {text}" for text in subjects] for name in ("acme", "zenith")}
    clusters = cluster_clauses(make_clauses_of(companies), 2)["cluster"].tolist()
    assert clusters == ([0] * 5 + [1] * 5) * 2


def test_neighbours_in_the_section_lend_their_words():
    """A clause with no word in common goes with what stands around it, unless a heading lies between."""
    texts = ["Cookies browser", "Zebras", "Cookies browser", "Bank salary", "Bank salary"]
    near = cluster_clauses(make_clauses_of({"a": texts}), 2)["cluster"].tolist()
    assert near == [0, 0, 0, 1, 1]
    far = make_clauses_of({"a": texts}).assign(section=["1", "2", "3", "4", "5"])
    numbers = cluster_clauses(far, 3)["cluster"].tolist()
    assert numbers == [0, 2, 0, 1, 1]


SEEDS = make_frame(
    [("cookie", "tracking", 1.0, ""), ("erasure", "rights", 1.0, ""), ("paid by bank", "pay", 1.0, "")],
    "lexicon",
)


def test_seeds_place_the_centres():
    """Each subject is found by one of its words, in any form; the label that is nowhere found places none."""
    clusters = cluster_clauses(CLAUSES, seeds=SEEDS)
    assert clusters["label"].tolist()[:20] == ["tracking"] * 12 + ["rights"] * 8
    assert sorted(set(clusters["label"])) == ["rights", "tracking"]
    free = cluster_clauses(CLAUSES, 3, seeds=SEEDS)
    assert free["label"].tolist() == ["tracking"] * 12 + ["rights"] * 8 + [""] * 6
    assert free["cluster"].tolist() == SUBJECTS


def test_hyphens_do_not_hide_a_seed():
    """ "opt out" finds "opt-out" and the other way round."""
    clauses = make_clauses(["Opt-out here", "Opt out there", "Bank salary"]).assign(section=["1", "2", "3"])
    for term in ("opt out", "opt-out"):
        seeds = make_frame([(term, "choice", 1.0, ""), ("bank", "pay", 1.0, "")], "lexicon")
        assert cluster_clauses(clauses, seeds=seeds)["label"].tolist() == ["choice", "choice", "pay"]


def test_seeds_do_not_depend_on_chance():
    """Where all centres are placed, another random state gives the same clusters."""
    seeds = make_frame([("cookie", "a", 1.0, ""), ("erase", "b", 1.0, ""), ("bank", "c", 1.0, "")], "lexicon")
    once, again = (cluster_clauses(CLAUSES, seeds=seeds, random_state=state)["cluster"] for state in (0, 7))
    assert once.tolist() == again.tolist()


def test_seeds_that_are_nowhere_found():
    """A lexicon of another subject, fewer clusters than labels, another method: each says what to do."""
    strange = make_frame([("zebra", "animals", 1.0, ""), ("of the", "empty", 1.0, "")], "lexicon")
    with pytest.raises(ValueError, match=r"None of the 2 seed terms stands in these 26 clauses"):
        cluster_clauses(CLAUSES, 3, seeds=strange)
    with pytest.raises(ValueError, match=r"from 2 to .* \(the seeds place 2 centres\)"):
        cluster_clauses(CLAUSES, 1, seeds=SEEDS)
    with pytest.raises(ValueError, match="seeds place the centres of kmeans; agglomerative has none"):
        cluster_clauses(CLAUSES, 3, seeds=SEEDS, method="agglomerative")
    with pytest.raises(ValueError, match="not a lexicon frame"):
        cluster_clauses(CLAUSES, 3, seeds=CLAUSES)


@pytest.mark.parametrize(("method", "n_clusters"), [("agglomerative", 3), ("hdbscan", None)])
def test_other_methods_find_far_subjects(method, n_clusters):
    """Ward and HDBSCAN find the three subjects as well; a single clause is one cluster, or none."""
    clauses = CLAUSES.assign(section=[str(subject) for subject in SUBJECTS])
    clusters = cluster_clauses(clauses, n_clusters, method=method)
    check_frame(clusters, "clusters")
    pairs = set(zip(clusters["cluster"], SUBJECTS, strict=True))
    assert {subject for number, subject in pairs if number >= 0} == {0, 1, 2}
    assert len({number for number, _ in pairs if number >= 0}) == len([n for n, _ in pairs if n >= 0])
    alone = cluster_clauses(make_clauses(["Cookies"]), n_clusters and 1, method=method)
    assert alone["cluster"].tolist() == ([-1] if method == "hdbscan" else [0])


def test_method_and_number_must_go_together():
    """An unknown method is answered with the list; hdbscan takes no number, the others need one."""
    with pytest.raises(ValueError, match=r"There is no method 'lda'. Choose one of: 'kmeans', 'hdbscan'"):
        cluster_clauses(CLAUSES, 3, method="lda")
    with pytest.raises(ValueError, match="hdbscan finds the number of clusters itself"):
        cluster_clauses(CLAUSES, 3, method="hdbscan")
    with pytest.raises(TypeError, match="n_clusters must be a whole number, got None"):
        cluster_clauses(CLAUSES, method="agglomerative")


@pytest.mark.parametrize("method", ["kmeans", "agglomerative"])
def test_identical_clauses_are_one_cluster(method):
    """Thirty times the same clause: one cluster is possible, two are refused with the reason."""
    clauses = make_clauses(["Cookies help"] * 30)
    # In more than half of the clauses: no term is left.
    with pytest.raises(ValueError, match="No term is left in these 30 clauses"):
        cluster_clauses(clauses, 1, method=method)
    few = clauses.head(10)
    assert cluster_clauses(few, 1, method=method)["cluster"].tolist() == [0] * 10
    with pytest.raises(ValueError, match=r"of 10 clauses, 1 of them different"):
        cluster_clauses(few, 2, method=method)


@pytest.mark.parametrize("options", [{"method": "agglomerative"}, {"seeds": SEEDS}, {"method": "hdbscan"}])
def test_row_order_does_not_matter_to_any_method(options):
    """Shuffled clauses get the same clusters, byte for byte."""
    n_clusters = None if options.get("method") == "hdbscan" else 4
    clusters = cluster_clauses(CLAUSES.sample(frac=1, random_state=1), n_clusters, **options)
    expected = cluster_clauses(CLAUSES, n_clusters, **options)
    assert clusters.sort_values("clause_id").to_csv(index=False) == expected.to_csv(index=False)


def test_practices_lexicon_has_the_ten_practices_and_two_more():
    """Twelve labels, each with terms of its own; no term stands under two labels."""
    lexicon = load_lexicon("practices")
    assert lexicon["label"].unique().tolist() == [
        "collection", "sharing", "choice", "access", "retention", "security", "change", "do not track",
        "audiences", "introduction", "contact", "other",
    ]  # fmt: skip
    assert lexicon.groupby("label").size().min() >= 8
    assert lexicon["source"].ne("").all()
    # As seeds are found: stems, no stop words, hyphens open. A second term of that kind would never count.
    keys = [
        tuple(key for key, _ in list_terms(term.replace("-", " "), POLICY_STOP_WORDS, (1, 1)))
        for term in lexicon["term"]
    ]
    assert len(set(keys)) == len(keys)
    assert () not in keys


def test_practices_on_the_policies_that_ship():
    """The security clauses of the four policies lie in the cluster that the label placed."""
    clauses = split_clauses(load_policies())
    clusters = cluster_clauses(clauses, 12, seeds=load_lexicon("practices"))
    text = clauses["text"].str.lower()
    plain = text.str.contains("unauthorized access") & text.str.contains("secur")
    assert plain.sum() >= 3
    assert (clusters.loc[plain, "label"] == "security").mean() > 0.7
    assert sorted(clusters["cluster"].unique()) == list(range(12))
