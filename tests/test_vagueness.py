"""Vagueness of groups: averages, shares, honest intervals."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from scipy import stats
from vagueness_tools import LABELS, make_clauses, make_mentions

from policyviz.analysis.vagueness import measure_vagueness
from policyviz.frames import FRAMES, make_frame

CLAUSES = make_clauses(
    b=["We may share some data.", "We keep it.", "You may opt out.", "Never sold."],
    a=["Data are encrypted."],
)
MENTIONS = make_mentions(
    ("b:000", "may", "modality", 1.5),
    ("b:000", "some", "numeric", 0.5),
    ("b:002", "may", "modality", 0.0, "permission"),
    ("b:003", "generally", "condition", 0.5),
    ("b:003", "name", "concrete", -0.25),
)


def measure(clauses=CLAUSES, mentions=MENTIONS, **options):
    return measure_vagueness(clauses, mentions, base=1.5, **options)


def test_policies_side_by_side():
    """The whole table, sorted; two sections of scores 3.5, 1.5 and 1.5, 1.75; one clause has no interval."""
    # Means of the sections 2.5 and 1.625, each half the policy: error 0.4375, one degree of freedom.
    reach = stats.t.ppf(0.975, 1) * 0.4375 * 2**0.5
    expected = pd.DataFrame(
        {
            "policy_id": pd.Series(["a", "b"], dtype="str"),
            "n_clauses": [1, 4],
            "n_vague_clauses": [0, 1],
            "n_words": [3, 14],
            "score": [1.5, 2.0625],
            "score_low": [np.nan, max(1, 2.0625 - reach)],
            "score_high": [np.nan, min(5, 2.0625 + reach)],
            "share": [0.0, 0.25],
        }
    )
    found = measure()
    assert_frame_equal(found.drop(columns=["share_low", "share_high"]), expected)
    assert found.loc[0, ["share_low", "share_high"]].round(4).tolist() == [0, 0.7935]
    assert found.loc[1, "share_low"] < 0.25 < found.loc[1, "share_high"]


def test_without_sections_the_interval_is_students():
    """Scores 1, 2, 3 in one section: mean 2, error 1 / sqrt(3), t at 2 degrees of freedom 4.3027."""
    clauses = make_clauses(n_sections=1, a=["x", "y", "z"])
    mentions = make_mentions(("a:001", "may", "modality", 1.0), ("a:002", "most", "numeric", 2.0))
    row = measure_vagueness(clauses, mentions, base=1, confidence=0.5).iloc[0]
    reach = 0.816497 / 3**0.5
    assert row[["score_low", "score_high"]].tolist() == pytest.approx([2 - reach, 2 + reach], abs=1e-6)
    # Cut at the ends of the scale.
    assert measure_vagueness(clauses, mentions, base=1)["score_low"].tolist() == [1]


def test_clauses_of_a_section_that_resemble_each_other_widen_the_intervals():
    """The same scores, once all vague ones under one heading, once spread: less is known of the first."""
    texts = ["x"] * 40
    clauses = make_clauses(n_sections=1, a=texts, b=texts)
    clauses["section"] = [f"Part {i // 5}" for i in range(40)] * 2
    vague = [f"a:{i:03}" for i in range(10)] + [f"b:{i:03}" for i in range(0, 40, 4)]
    mentions = make_mentions(*((clause, "may", "modality", 2.0) for clause in vague))
    together, spread = measure_vagueness(clauses, mentions, base=1.5).itertuples()
    assert together.score == spread.score
    assert together.share == spread.share == 0.25
    assert together.score_high - together.score_low > 1.5 * (spread.score_high - spread.score_low)
    assert together.share_high - together.share_low > 1.5 * (spread.share_high - spread.share_low)


def test_none_of_three_does_not_prove_zero():
    """Wilson's interval for 0 of 3 is 0 to 0.5615, where a bootstrap says 0 to 0."""
    row = measure(make_clauses(n_sections=1, a=["x", "y", "z"]), make_mentions()).iloc[0]
    assert row[["share", "share_low"]].tolist() == [0, 0]
    assert row["share_high"] == pytest.approx(0.5615, abs=1e-4)
    assert np.isnan(row["score_low"])


def test_equal_scores_have_no_score_interval():
    """Without spread there is nothing to learn from, also when weights are not round."""
    mentions = make_mentions(*((f"a:00{i}", "may", "modality", 0.1) for i in range(3)))
    row = measure(make_clauses(a=["x", "y", "z"]), mentions).iloc[0]
    assert row["score"] == pytest.approx(1.6)
    assert row[["score_low", "score_high"]].isna().all()


def test_vague_clauses_score_3_or_more():
    """2.999 is not vague, 3 is."""
    clauses = make_clauses(a=["x", "y"])
    mentions = make_mentions(("a:000", "may", "modality", 1.499), ("a:001", "may", "modality", 1.5))
    assert measure(clauses, mentions)["n_vague_clauses"].tolist() == [1]


def test_profile_keeps_all_classes():
    """By class: all clauses in each, what its terms add on average, zeros kept, order of the lexicon."""
    profile = measure(by=["policy_id", "label"])
    columns = ["policy_id", "label", "n_clauses", "n_vague_clauses", "n_words", "score", "share"]
    assert profile[columns].values.tolist() == [
        *(["a", label, 1, 0, 3, 0.0, 0.0] for label in LABELS),
        ["b", "condition", 4, 1, 14, 0.125, 0.25],
        ["b", "modality", 4, 1, 14, 0.375, 0.25],
        ["b", "numeric", 4, 1, 14, 0.125, 0.25],
        ["b", "concrete", 4, 0, 14, -0.0625, 0.0],
    ]
    assert profile["label"].cat.categories.tolist() == LABELS


def test_class_scores_add_up():
    """What the classes add and the base are the score of the group."""
    by_label = measure(by=["policy_id", "label"]).groupby("policy_id")["score"].sum()
    assert (by_label + 1.5).tolist() == measure()["score"].tolist()


def test_a_permission_is_no_vague_term_of_its_class():
    """ "You may" can weigh a little, but it makes no clause vague."""
    mentions = make_mentions(
        ("b:002", "may", "modality", 0.04, "permission"), ("b:003", "some", "numeric", 0.04)
    )
    table = measure(mentions=mentions, by=["policy_id", "label"]).set_index(["policy_id", "label"])
    assert table.loc[("b", "modality"), ["n_vague_clauses", "score"]].tolist() == [0, 0.01]
    assert table.loc[("b", "numeric"), ["n_vague_clauses", "score"]].tolist() == [1, 0.01]


def test_intervals_of_a_class_may_go_below_0():
    """What a class adds has no ends: the scale from 1 to 5 is that of scores."""
    clauses = make_clauses(n_sections=1, a=["x", "y", "z"])
    mentions = make_mentions(("a:000", "name", "concrete", -0.3))
    row = measure(clauses, mentions, by="label").set_index("label").loc["concrete"]
    reach = stats.t.ppf(0.975, 2) * 0.1
    assert row[["score_low", "score_high"]].tolist() == pytest.approx([-0.1 - reach, -0.1 + reach])


def test_practices_take_whole_clauses():
    """A clause stands under each practice its terms were read in, and under "other" without any."""
    mentions = MENTIONS.assign(practice=pd.Categorical(["share", "collect", "access", "share", "share"]))
    table = measure(mentions=mentions, by="practice").set_index("practice")
    assert table["n_clauses"].to_dict() == {"collect": 1, "share": 2, "access": 1, "other": 2}
    assert table.loc["share", "score"] == (3.5 + 1.75) / 2
    assert table.index.tolist() == ["collect", "share", "access", "other"]


def test_practices_of_ones_own_are_kept():
    """A practice that a user gave stands beside the known ones."""
    mentions = MENTIONS.assign(practice=pd.Categorical(["sell"] * len(MENTIONS)))
    assert measure(mentions=mentions, by="practice")["practice"].tolist() == ["other", "sell"]


def test_missing_keys_stand_last():
    """Clauses without a group are a group of their own, not lost."""
    clauses = CLAUSES.assign(sector=["x", "x", None, "x", "y"])
    table = measure(clauses, by="sector")
    assert table["sector"].isna().tolist() == [False, False, True]
    assert table["n_clauses"].tolist() == [3, 1, 1]


def test_several_policies_in_a_group_are_its_units():
    """A sector of three policies knows three policies, however many sections they have."""
    clauses = make_clauses(n_sections=4, a=["x"] * 8, b=["x"] * 8, c=["x"] * 8).assign(sector="work")
    mentions = make_mentions(*((f"b:{i:03}", "may", "modality", 0.5) for i in range(8)))
    row = measure(clauses, mentions, by="sector").iloc[0]
    reach = stats.t.ppf(0.975, 2) * stats.sem([1.5, 2.0, 1.5])
    assert row["score_high"] == pytest.approx(row["score"] + reach)


def test_any_column_makes_groups():
    """Sections, and columns the user added, group like policies."""
    clauses = CLAUSES.assign(sector=["staffing"] * 4 + ["software"])
    by_section = measure(clauses, by="section")
    assert by_section[["section", "n_clauses", "n_vague_clauses"]].values.tolist() == [
        ["Part 0", 3, 1],
        ["Part 1", 2, 0],
    ]
    assert measure(clauses, by="sector")["sector"].tolist() == ["software", "staffing"]


def test_row_order_does_not_matter():
    """Shuffled inputs give the same table, and stay as they were."""
    clauses, mentions = CLAUSES.iloc[::-1], MENTIONS.iloc[::-1]
    before = clauses.copy()
    by = ["policy_id", "label"]
    assert_frame_equal(measure(clauses, mentions, by=by), measure(by=by))
    assert_frame_equal(clauses, before)


@pytest.mark.parametrize("by", ["policy_id", "label", "practice", ["section", "label"]])
def test_no_clauses_give_an_empty_table(by):
    """No clauses: no rows, the key first, then the measures with their types."""
    keys = [by] if isinstance(by, str) else by
    table = measure(make_frame([], "clauses"), make_mentions(), by=by)
    assert len(table) == 0
    assert table.columns.tolist() == keys + list(FRAMES["vagueness"])
    assert table["n_clauses"].dtype == "int64"
    assert table["share_low"].dtype == "float64"


@pytest.mark.parametrize("by", ["company", ["policy_id", "company"], "n_words", []])
def test_unknown_key_lists_the_columns(by):
    """A key that is no column, or would overwrite a measure, is an error that lists the choices."""
    with pytest.raises(ValueError, match=r"Choose from: clause_id, policy_id, section.*label, practice"):
        measure(by=by)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1])
def test_confidence_lies_between_0_and_1(confidence):
    """95 instead of 0.95 is the usual slip."""
    with pytest.raises(ValueError, match=r"between 0 and 1, such as 0.95"):
        measure(confidence=confidence)
