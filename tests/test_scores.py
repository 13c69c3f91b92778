"""Scores of clauses, and the contributions that add up to them."""

import warnings

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from vagueness_tools import make_clauses, make_mentions

from policyviz import find_terms, load_lexicon, load_policies, split_clauses
from policyviz.analysis.scores import BASE, explain_scores, score_clauses
from policyviz.frames import make_frame
from policyviz.lexicons import load_scale

CLAUSES = make_clauses(
    b=["We may share some data.", "We keep it.", "You may opt out.", "Give your name."],
    a=["Data are encrypted."],
)
MENTIONS = make_mentions(
    ("b:000", "may", "modality", 0.5),
    ("b:000", "some", "numeric", 0.25),
    ("b:002", "may", "modality", 0.0, "permission"),
    ("b:003", "name", "concrete", -0.25),
)


def test_scores_start_from_the_base_and_add_weights():
    """One row per clause in their order; rights and concrete terms are no vague terms."""
    expected = make_frame(
        [
            ("b:000", "b", 5, 2, 2.25),
            ("b:001", "b", 3, 0, 1.5),
            ("b:002", "b", 4, 0, 1.5),
            ("b:003", "b", 3, 0, 1.25),
            ("a:000", "a", 3, 0, 1.5),
        ],
        "clause scores",
    )
    assert_frame_equal(score_clauses(CLAUSES, MENTIONS, base=1.5), expected)


def test_contributions_of_every_term():
    """The whole table: base first, then the terms in the order of the text, rights with their 0."""
    expected = make_frame(
        [
            ("b:000", "b", "(base)", "", 0, 1.5),
            ("b:000", "b", "may", "modality", 1, 0.5),
            ("b:000", "b", "some", "numeric", 1, 0.25),
            ("b:001", "b", "(base)", "", 0, 1.5),
            ("b:002", "b", "(base)", "", 0, 1.5),
            ("b:002", "b", "may", "modality", 1, 0.0),
            ("b:003", "b", "(base)", "", 0, 1.5),
            ("b:003", "b", "name", "concrete", 1, -0.25),
            ("a:000", "a", "(base)", "", 0, 1.5),
        ],
        "contributions",
    )
    assert_frame_equal(explain_scores(CLAUSES, MENTIONS, base=1.5), expected)


def test_a_term_counts_once_in_a_clause():
    """Three "may" weigh like one; of a right and a hedge with the same word the heavier counts."""
    clauses = make_clauses(a=["We may and may and may.", "You may; we may."])
    mentions = make_mentions(
        *[("a:000", "may", "modality", 0.5)] * 3,
        ("a:001", "may", "modality", 0.0, "permission"),
        ("a:001", "may", "modality", 0.5),
    )
    assert score_clauses(clauses, mentions, base=1)["score"].tolist() == [1.5, 1.5]
    parts = explain_scores(clauses, mentions, base=1)
    assert parts.loc[parts["term"] == "may", ["n_mentions", "contribution"]].values.tolist() == [
        [3, 0.5],
        [2, 0.5],
    ]


def test_clarified_terms_keep_part_of_their_weight():
    """Only vague ones: a concrete term is as concrete with examples. One clear of two changes nothing."""
    clauses = make_clauses(a=["x", "y", "z"])
    mentions = make_mentions(
        ("a:000", "some", "numeric", 0.5, "clarified"),
        ("a:001", "name", "concrete", -0.5, "clarified"),
        ("a:002", "some", "numeric", 0.5, "clarified"),
        ("a:002", "some", "numeric", 0.5),
    )
    kept = load_scale()["clarified"]
    assert score_clauses(clauses, mentions, base=2)["score"].tolist() == [2 + 0.5 * kept, 1.5, 2.5]


def test_scores_stay_on_the_scale():
    """What would leave 1 to 5 is taken back, and said."""
    clauses = make_clauses(a=["x", "y"])
    mentions = make_mentions(("a:000", "may", "modality", 7.25), ("a:001", "name", "concrete", -3.0))
    assert score_clauses(clauses, mentions, base=2)["score"].tolist() == [5, 1]
    parts = explain_scores(clauses, mentions, base=2)
    assert parts.loc[parts["term"] == "(limit)", "contribution"].tolist() == [-4.25, 2.0]


def assert_sums(parts, scores):
    """Counted in whole millionths: no rounding is left that could hide a difference."""
    millionths = [round(value * 1_000_000) for value in parts["contribution"]]
    assert [value / 1_000_000 for value in millionths] == parts["contribution"].tolist()
    sums = dict.fromkeys(scores["clause_id"], 0)
    for clause, value in zip(parts["clause_id"], millionths, strict=True):
        sums[clause] += value
    assert [round(score * 1_000_000) for score in scores["score"]] == list(sums.values())


weights = st.floats(-4, 4, allow_nan=False).map(lambda value: round(value, 7))
flags = st.sampled_from(["permission", "clarified", ""])
found = st.tuples(st.sampled_from(["a:000", "a:001", "b:000"]), st.sampled_from("vwxyz"), weights, flags)


@settings(max_examples=40)
@given(rows=st.lists(found, max_size=12), base=st.floats(1, 5))
def test_contributions_add_up(rows, base):
    """Whatever the weights: contributions add up to the score, to the last of 6 decimals, on the scale."""
    clauses = make_clauses(a=["x", "y"], b=["z"])
    mentions = make_mentions(
        *((clause, term, "modality", weight, flag) for clause, term, weight, flag in rows)
    )
    scores = score_clauses(clauses, mentions, base=base)
    assert_sums(explain_scores(clauses, mentions, base=base), scores)
    assert scores["score"].between(1, 5).all()
    shuffled = mentions.sample(frac=1, random_state=0)
    assert_frame_equal(score_clauses(clauses, shuffled, base=base), scores)


def test_contributions_add_up_on_the_four_policies():
    """On real text, with the lexicon that ships."""
    clauses = split_clauses(load_policies())
    mentions = find_terms(clauses, load_lexicon("vagueness"))
    parts = explain_scores(clauses, mentions)
    assert_sums(parts, score_clauses(clauses, mentions))
    assert parts["clause_id"].drop_duplicates().tolist() == clauses["clause_id"].tolist()
    assert (parts.loc[parts["term"] == BASE, "contribution"] == load_scale()["base"]).all()


def test_hedged_text_scores_above_plain_text():
    """The measure means what it says, from the text on."""
    rows = [
        ("We may share certain information with third parties from time to time.", "vague"),
        ("We keep your name and e-mail address for 30 days.", "clear"),
        ("You can delete your account.", "right"),
        ("We keep data.", "plain"),
    ]
    clauses = make_clauses(**{name: [text] for text, name in rows})
    scores = score_clauses(clauses, find_terms(clauses, load_lexicon("vagueness"))).set_index("policy_id")[
        "score"
    ]
    assert scores.sort_values().index.tolist() in (
        ["right", "clear", "plain", "vague"],
        ["clear", "right", "plain", "vague"],
    )
    assert scores["vague"] > 3


def test_weights_of_1_count_terms_and_say_so():
    """A lexicon without weights: a warning that this is not the scale of people."""
    clauses = make_clauses(a=["We may share some data.", "x"])
    mentions = make_mentions(("a:000", "may", "modality", 1.0), ("a:000", "some", "numeric", 1.0))
    with pytest.warns(UserWarning, match="All terms weigh 1"):
        scores = score_clauses(clauses, mentions)["score"].tolist()
    base = load_scale()["base"]
    assert scores == [base + 2, base]
    with warnings.catch_warnings(action="error"):
        assert score_clauses(clauses, mentions, base=1)["score"].tolist() == [3, 1]


def test_other_clauses_change_no_score():
    """A clause scores the same alone and beside others, with any lexicon."""
    clauses = make_clauses(a=["x"], b=["y", "z"])
    mentions = make_mentions(("a:000", "may", "modality", 2.0), ("b:000", "some", "numeric", 1.0))
    together = score_clauses(clauses, mentions)
    with pytest.warns(UserWarning, match="All terms weigh 1"):
        alone = score_clauses(clauses.iloc[1:], mentions.iloc[1:])
    assert alone["score"].tolist() == together["score"].tolist()[1:]


def test_no_mentions_and_no_clauses():
    """Without any term every clause has the base; without clauses there is nothing."""
    base = load_scale()["base"]
    assert score_clauses(CLAUSES, make_mentions())["score"].tolist() == [base] * 5
    empty = score_clauses(make_frame([], "clauses"), make_frame([], "mentions"))
    assert_frame_equal(empty, make_frame([], "clause scores"))
    parts = explain_scores(make_frame([], "clauses"), make_frame([], "mentions"))
    assert_frame_equal(parts, make_frame([], "contributions"))


def test_frames_are_left_alone():
    """Scoring changes none of its frames."""
    clauses, mentions = CLAUSES.copy(), MENTIONS.copy()
    explain_scores(clauses, mentions)
    assert_frame_equal(clauses, CLAUSES)
    assert_frame_equal(mentions, MENTIONS)


@pytest.mark.parametrize("base", [0, 5.5, float("nan"), -1])
def test_base_lies_on_the_scale(base):
    """A base off the scale is refused."""
    with pytest.raises(ValueError, match="base is"):
        score_clauses(CLAUSES, MENTIONS, base=base)


def test_mentions_of_another_run_are_refused():
    """Mentions of unknown clauses are an error that says what to do."""
    stranger = make_mentions(("z:000", "may", "modality", 1.0))
    with pytest.raises(ValueError, match="different runs"):
        score_clauses(CLAUSES, stranger)
    with pytest.raises(ValueError, match="not a mentions frame"):
        score_clauses(CLAUSES, pd.DataFrame({"x": [1]}))
