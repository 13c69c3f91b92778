"""Vagueness: scores of clauses, averages of groups, honest intervals."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.vagueness import measure_vagueness, score_clauses
from policyviz.frames import FRAMES, make_frame

LABELS = ["condition", "modality", "numeric"]


def make_clauses(**texts):
    rows = [
        (f"{policy}:{i:03}", policy, f"Part {i % 2}", "sentence", "", 0.0, 0, 1, text, len(text.split()))
        for policy, lines in texts.items()
        for i, text in enumerate(lines)
    ]
    return make_frame(rows, "clauses")


def make_mentions(*rows):
    """Rows of clause, term, label, weight, permission."""
    filled = [
        (c, c[0], term, label, weight, 0, 1, False, allowed, "use", "company")
        for c, term, label, weight, allowed in rows
    ]
    mentions = make_frame(filled, "mentions")
    mentions["label"] = pd.Categorical(mentions["label"], categories=LABELS)
    return mentions


CLAUSES = make_clauses(
    b=["We may share some data.", "We keep it.", "You may opt out.", "Never sold."],
    a=["Data are encrypted."],
)
MENTIONS = make_mentions(
    ("b:000", "may", "modality", 1.0, False),
    ("b:000", "some", "numeric", 0.5, False),
    ("b:002", "may", "modality", 1.0, True),
    ("b:003", "generally", "condition", 1.0, False),
)


def test_scores_add_weights_and_leave_out_permissions():
    """One row per clause in the order of the clauses; 'you may' is a right, not a hedge."""
    expected = make_frame(
        [
            ("b:000", "b", 5, 2, 1.5),
            ("b:001", "b", 3, 0, 0.0),
            ("b:002", "b", 4, 0, 0.0),
            ("b:003", "b", 2, 1, 1.0),
            ("a:000", "a", 3, 0, 0.0),
        ],
        "clause scores",
    )
    assert_frame_equal(score_clauses(CLAUSES, MENTIONS), expected)


def test_scores_of_no_clauses_are_an_empty_frame():
    """No clauses, no mentions: no rows, the right columns and types."""
    expected = make_frame([], "clause scores")
    assert_frame_equal(score_clauses(make_frame([], "clauses"), make_frame([], "mentions")), expected)


def test_policies_side_by_side():
    """The whole table for two policies, sorted; one clause has no score interval."""
    expected = pd.DataFrame(
        {
            "policy_id": pd.Series(["a", "b"], dtype="str"),
            "n_clauses": [1, 4],
            "n_vague_clauses": [0, 2],
            "n_words": [3, 14],
            "score": [0.0, 0.625],
            "score_low": [np.nan, 0.0],
            "score_high": [np.nan, 1.8184],
            "share": [0.0, 0.5],
            "share_low": [0.0, 0.1500],
            "share_high": [0.7935, 0.8500],
        }
    )
    assert_frame_equal(measure_vagueness(CLAUSES, MENTIONS).round(4), expected)


def test_score_interval_is_students():
    """Scores 0, 1, 2: mean 1, standard error 1/sqrt(3), t at 2 degrees of freedom 4.3027, cut at 0."""
    clauses = make_clauses(a=["x", "y", "z"])
    mentions = make_mentions(
        ("a:000", "may", "modality", 1.0, False), ("a:001", "may", "modality", 2.0, False)
    )
    row = measure_vagueness(clauses, mentions).iloc[0]
    assert row["score_high"] == pytest.approx(1 + 4.302653 / 3**0.5, abs=1e-6)
    assert row["score_low"] == 0
    half = measure_vagueness(clauses, mentions, confidence=0.5).iloc[0]
    assert half["score_low"] == pytest.approx(1 - 0.816497 / 3**0.5, abs=1e-6)


def test_none_of_three_does_not_prove_zero():
    """Wilson's interval for 0 of 3 is 0 to 0.5615, where a bootstrap says 0 to 0."""
    row = measure_vagueness(make_clauses(a=["x", "y", "z"]), make_mentions()).iloc[0]
    assert row[["share", "share_low"]].tolist() == [0, 0]
    assert row["share_high"] == pytest.approx(0.5615, abs=1e-4)
    assert np.isnan(row["score_low"])


def test_equal_scores_have_no_score_interval():
    """Without spread there is nothing to learn from, also when weights are not round."""
    mentions = make_mentions(*((f"a:00{i}", "may", "modality", 0.1, False) for i in range(3)))
    row = measure_vagueness(make_clauses(a=["x", "y", "z"]), mentions).iloc[0]
    assert row["score"] == pytest.approx(0.1)
    assert row[["score_low", "score_high"]].isna().all()


def test_a_hedged_policy_is_vaguer_than_a_plain_one():
    """The measure means what it says: same subject, hedged or plain, whatever the length."""
    clauses = make_clauses(
        h=["We may share some data as needed.", "Generally we may keep it."],
        p=["We share your name with our bank and with nobody else at all.", "We keep it for one year."],
    )
    mentions = make_mentions(
        ("h:000", "may", "modality", 1.0, False),
        ("h:000", "some", "numeric", 1.0, False),
        ("h:001", "generally", "condition", 1.0, False),
    )
    hedged, plain = measure_vagueness(clauses, mentions).itertuples()
    assert hedged.policy_id == "h"
    assert hedged.score > plain.score
    assert hedged.share > plain.share


def test_profile_keeps_all_classes():
    """By label: all clauses in each class, only its own terms counted, zeros kept, order of the lexicon."""
    profile = measure_vagueness(CLAUSES, MENTIONS, by=["policy_id", "label"])
    columns = ["policy_id", "label", "n_clauses", "n_vague_clauses", "n_words", "score", "share"]
    assert profile[columns].values.tolist() == [
        ["a", "condition", 1, 0, 3, 0.0, 0.0],
        ["a", "modality", 1, 0, 3, 0.0, 0.0],
        ["a", "numeric", 1, 0, 3, 0.0, 0.0],
        ["b", "condition", 4, 1, 14, 0.25, 0.25],
        ["b", "modality", 4, 1, 14, 0.25, 0.25],
        ["b", "numeric", 4, 1, 14, 0.125, 0.25],
    ]
    assert profile["label"].cat.categories.tolist() == LABELS


def test_class_scores_add_up():
    """The scores of the classes add up to the score of the group."""
    by_label = measure_vagueness(CLAUSES, MENTIONS, by=["policy_id", "label"])
    whole = measure_vagueness(CLAUSES, MENTIONS)
    assert by_label.groupby("policy_id")["score"].sum().tolist() == whole["score"].tolist()


def test_any_column_makes_groups():
    """Sections, and columns the user added, group like policies."""
    clauses = CLAUSES.assign(sector=["staffing"] * 4 + ["software"])
    by_section = measure_vagueness(clauses, MENTIONS, by="section")
    assert by_section[["section", "n_clauses", "n_vague_clauses"]].values.tolist() == [
        ["Part 0", 3, 1],
        ["Part 1", 2, 1],
    ]
    assert measure_vagueness(clauses, MENTIONS, by="sector")["sector"].tolist() == ["software", "staffing"]


def test_row_order_does_not_matter():
    """Shuffled inputs give the same table, and stay as they were."""
    clauses, mentions = CLAUSES.iloc[::-1], MENTIONS.iloc[::-1]
    before = clauses.copy()
    by = ["policy_id", "label"]
    assert_frame_equal(
        measure_vagueness(clauses, mentions, by=by), measure_vagueness(CLAUSES, MENTIONS, by=by)
    )
    assert_frame_equal(clauses, before)


@pytest.mark.parametrize("by", ["policy_id", "label", ["section", "label"]])
def test_no_clauses_give_an_empty_table(by):
    """No clauses: no rows, the key first, then the measures with their types."""
    keys = [by] if isinstance(by, str) else by
    table = measure_vagueness(make_frame([], "clauses"), make_mentions(), by=by)
    assert len(table) == 0
    assert table.columns.tolist() == keys + list(FRAMES["vagueness"])
    assert table["n_clauses"].dtype == "int64"
    assert table["share_low"].dtype == "float64"


@pytest.mark.parametrize("by", ["company", ["policy_id", "company"], "n_words", []])
def test_unknown_key_lists_the_columns(by):
    """A key that is no column, or would overwrite a measure, is an error that lists the choices."""
    with pytest.raises(ValueError, match=r"Choose from: clause_id, policy_id, section.*label"):
        measure_vagueness(CLAUSES, MENTIONS, by=by)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1])
def test_confidence_lies_between_0_and_1(confidence):
    """95 instead of 0.95 is the usual slip."""
    with pytest.raises(ValueError, match=r"between 0 and 1, such as 0.95"):
        measure_vagueness(CLAUSES, MENTIONS, confidence=confidence)


def test_mentions_of_another_run_are_refused():
    """Mentions of unknown clauses are an error that says what to do."""
    with pytest.raises(ValueError, match="different runs"):
        score_clauses(CLAUSES, make_mentions(("z:000", "may", "modality", 1.0, False)))
