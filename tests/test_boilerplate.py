"""Text that companies share: pairs, groups, what is own; held against brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from vagueness_tools import make_clauses

from policyviz import load_policies, split_clauses
from policyviz.analysis import boilerplate
from policyviz.analysis.boilerplate import (
    find_boilerplate,
    group_boilerplate,
    measure_originality,
    measure_overlap,
)
from policyviz.frames import make_frame
from policyviz.structure.tokens import tokenize

TEXT = "We keep your name and e-mail address for thirty days."
CLAUSES = make_clauses(
    a=[TEXT, "Contact us.", "Our servers stand in a cold and dark place."],
    b=["WE KEEP your name, and E-mail address, for thirty days!", "Contact us."],
    c=["We keep your name and e-mail address for ninety days.", TEXT],
)


def compare(first, second):
    """Jaccard's index of runs of three words, as slowly as possible."""
    runs = [
        {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
        for words in (tokenize(first.lower()), tokenize(second.lower()))
    ]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def test_all_pairs_of_different_policies():
    """The whole table: identical whatever case and punctuation, then near ones, none within a policy."""
    # 10 words have 8 runs; one other word changes 2 of them: 6 of 10 are common.
    expected = make_frame(
        [
            ("a:000", "b:000", "a", "b", 1.0, "identical"),
            ("a:000", "c:001", "a", "c", 1.0, "identical"),
            ("b:000", "c:001", "b", "c", 1.0, "identical"),
            ("a:000", "c:000", "a", "c", 6 / 10, "near"),
            ("b:000", "c:000", "b", "c", 6 / 10, "near"),
        ],
        "boilerplate",
    )
    assert_frame_equal(find_boilerplate(CLAUSES), expected)
    shuffled = CLAUSES.sample(frac=1, random_state=1)
    assert_frame_equal(find_boilerplate(shuffled), expected)


def test_threshold_is_reached_not_passed():
    """A pair on the threshold counts, one below it does not."""
    assert len(find_boilerplate(CLAUSES, threshold=0.6)) == 5
    assert len(find_boilerplate(CLAUSES, threshold=0.61)) == 3


def test_short_clauses_say_nothing():
    """ "Contact us." is no shared text, unless short clauses are asked for; three words are the least."""
    clauses = make_clauses(a=["Please contact us."], b=["Please contact us."])
    assert find_boilerplate(clauses).empty
    assert len(find_boilerplate(clauses, min_words=3)) == 1


words = st.lists(st.sampled_from(["we", "keep", "your", "name", "data", "not"]), min_size=5, max_size=9)


@settings(max_examples=40)
@given(st.lists(words, max_size=5), st.lists(words, max_size=5), st.sampled_from([0.1, 0.5, 1.0]))
def test_no_pair_is_missed(first, second, threshold):
    """The same pairs as brute force, also when blocks are smaller than the table."""
    clauses = make_clauses(a=[" ".join(text) for text in first], b=[" ".join(text) for text in second])
    texts = dict(zip(clauses["clause_id"], clauses["text"], strict=True))
    expected = {
        (a, b): compare(texts[a], texts[b])
        for a, b in itertools.combinations(texts, 2)
        if a[0] != b[0] and compare(texts[a], texts[b]) >= threshold
    }
    if not first or not second:
        assert not expected
        return
    whole = find_boilerplate(clauses, threshold=threshold)
    found = dict(
        zip(zip(whole["clause_id_a"], whole["clause_id_b"], strict=True), whole["similarity"], strict=True)
    )
    assert found == pytest.approx(expected)


def test_blocks_change_nothing(monkeypatch):
    """The table is the same, whatever part of the clauses is compared at a time."""
    clauses = split_clauses(load_policies())
    whole = find_boilerplate(clauses, threshold=0.1)
    monkeypatch.setattr(boilerplate, "BLOCK", 7)
    assert len(whole) > 20
    assert_frame_equal(find_boilerplate(clauses, threshold=0.1), whole)


def test_one_policy_is_said_once():
    """Nothing can be shared with nobody: a warning and an empty frame."""
    clauses = CLAUSES[CLAUSES["policy_id"] == "a"]
    with pytest.warns(UserWarning, match="of one policy") as caught:
        pairs = find_boilerplate(clauses)
    assert len(caught) == 1
    assert_frame_equal(pairs, make_frame([], "boilerplate"))


def test_identical_clauses_only():
    """Nothing but one sentence, in every policy: all pairs, one group, nothing own."""
    clauses = make_clauses(a=[TEXT], b=[TEXT], c=[TEXT])
    pairs = find_boilerplate(clauses)
    assert pairs["kind"].tolist() == ["identical"] * 3
    assert group_boilerplate(pairs)["group"].tolist() == [0, 0, 0]
    assert measure_originality(clauses, pairs)["originality"].tolist() == [0, 0, 0]


def test_nothing_in_nothing_out():
    """Empty frames go through the whole chain."""
    empty = make_frame([], "clauses")
    pairs = find_boilerplate(empty)
    assert_frame_equal(pairs, make_frame([], "boilerplate"))
    assert_frame_equal(group_boilerplate(pairs), make_frame([], "boilerplate groups"))
    assert_frame_equal(measure_originality(empty, pairs), make_frame([], "originality"))
    assert_frame_equal(measure_overlap(empty, pairs), make_frame([], "overlap"))


@pytest.mark.parametrize("threshold", [0, -0.5, 1.01, 50])
def test_threshold_lies_above_0_and_up_to_1(threshold):
    """50 instead of 0.5 is the usual slip."""
    with pytest.raises(ValueError, match=r"above 0 and up to 1, such as 0\.5"):
        find_boilerplate(CLAUSES, threshold=threshold)


def test_two_words_are_no_run():
    """Fewer than three words cannot be compared."""
    with pytest.raises(ValueError, match="need 3 words at least"):
        find_boilerplate(CLAUSES, min_words=2)


def test_groups_go_by_way_of_others():
    """Chains make one group; most policies first, then most clauses, numbered from 0."""
    rows = [
        ("a:1", "b:1", "a", "b", 1.0, "identical"),
        ("b:1", "c:1", "b", "c", 0.6, "near"),
        ("a:2", "b:2", "a", "b", 0.6, "near"),
        ("a:3", "b:2", "a", "b", 0.6, "near"),
        ("a:0", "b:0", "a", "b", 0.6, "near"),
    ]
    expected = make_frame(
        [
            ("a:1", "a", 0, 3),
            ("b:1", "b", 0, 3),
            ("c:1", "c", 0, 3),
            ("a:2", "a", 1, 2),
            ("a:3", "a", 1, 2),
            ("b:2", "b", 1, 2),
            ("a:0", "a", 2, 2),
            ("b:0", "b", 2, 2),
        ],
        "boilerplate groups",
    )
    assert_frame_equal(group_boilerplate(make_frame(rows, "boilerplate")), expected)


def test_words_that_differ_stay_own():
    """10 of 20 words of c stand in a and b, and 9 of the other 10; a has 8 words of its own, b two."""
    pairs = find_boilerplate(CLAUSES)
    expected = make_frame(
        [
            ("a", 3, 1, 21, 10, 11 / 21),
            ("b", 2, 1, 12, 10, 2 / 12),
            ("c", 2, 2, 20, 19, 1 / 20),
        ],
        "originality",
    )
    assert_frame_equal(measure_originality(CLAUSES, pairs), expected)


def test_overlap_of_every_two():
    """Every ordered pair; the share is of the words of the first, so it differs by direction."""
    overlap = measure_overlap(CLAUSES, find_boilerplate(CLAUSES)).set_index(["policy_id", "other_id"])
    assert overlap.index.tolist() == [(a, b) for a in "abc" for b in "abc" if a != b]
    assert overlap.loc[("a", "b")].tolist() == [1, 10, 10 / 21]
    assert overlap.loc[("b", "a")].tolist() == [1, 10, 10 / 12]
    assert overlap.loc[("c", "a")].tolist() == [2, 19, 19 / 20]


def test_pairs_of_another_run_are_refused():
    """Pairs that name other clauses are an error that says what to do."""
    pairs = find_boilerplate(CLAUSES)
    for measure in (measure_originality, measure_overlap):
        with pytest.raises(ValueError, match="different runs"):
            measure(CLAUSES.iloc[1:], pairs)


def test_procom_and_wrk_share_text():
    """The four policies: fourteen pairs, all between these two, by reading; the others are their own."""
    clauses = split_clauses(load_policies())
    pairs = find_boilerplate(clauses)
    assert set(zip(pairs["policy_id_a"], pairs["policy_id_b"], strict=True)) == {("procom", "wrk")}
    assert (len(pairs), (pairs["kind"] == "identical").sum()) == (14, 7)
    own = measure_originality(clauses, pairs).set_index("policy_id")["originality"]
    assert np.isclose(own[["personnel-technology", "worksearchnow"]], 1).all()
    assert own[["procom", "wrk"]].between(0.8, 0.9).all()
