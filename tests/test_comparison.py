"""Which policies can be told apart, and by which words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats
from vagueness_tools import make_clauses, make_mentions

from policyviz import find_terms, load_lexicon, load_policies, split_clauses
from policyviz.analysis.comparison import (
    compare_vagueness,
    describe_comparisons,
    explain_difference,
)
from policyviz.analysis.scores import score_clauses
from policyviz.frames import make_frame


def make_texts(n_sections=10, n_each=4, **chances):
    """Policies whose clauses hold "may" by turns: 0.5 of them, 0.25 of them, ..."""
    n = n_sections * n_each
    clauses = make_clauses(**{name: ["x"] * n for name in chances})
    clauses["section"] = [f"Part {i // n_each}" for i in range(n)] * len(chances)
    rows = [
        (f"{name}:{i:03}", "may", "modality", 0.5)
        for name, chance in chances.items()
        for i in range(n)
        if int((i + 1) * chance) > int(i * chance)
    ]
    return clauses, make_mentions(*rows)


def test_a_hedged_policy_is_told_apart_from_a_plain_one():
    """Two clauses of five against none: the verdict names the vaguer, whichever comes first."""
    for names in (("a", "b"), ("b", "a")):
        clauses, mentions = make_texts(**{names[0]: 0.4, names[1]: 0.0})
        row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
        assert row["verdict"] == f"{names[0]} is vaguer"
        assert abs(row["difference"]) == pytest.approx(0.2)
        assert row["difference_low"] <= row["difference"] <= row["difference_high"]
        assert row["p_value"] == 0.001 * 2
        assert abs(row["cliffs_delta"]) == pytest.approx(0.4)


def test_policies_written_alike_cannot_be_told_apart():
    """The same text twice: no difference, p-value 1, and no claim that they are equal."""
    clauses, mentions = make_texts(a=0.5, b=0.5)
    row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
    assert row[["difference", "p_value", "cliffs_delta"]].tolist() == [0, 1, 0]
    assert row["verdict"] == "cannot be told apart"


def test_every_pair_once_with_adjusted_p_values():
    """Three policies make three pairs, sorted; adjusted p-values are those of Benjamini and Hochberg."""
    clauses, mentions = make_texts(c=0.5, a=0.45, b=0.0)
    table = compare_vagueness(clauses, mentions, n_resamples=999, base=2)
    assert table[["a", "b"]].values.tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    order = table["p_value"].rank(method="max")
    assert table["p_adjusted"].tolist() == pytest.approx(
        [min(1, *(table["p_value"] * 3 / order)[table["p_value"] >= p]) for p in table["p_value"]]
    )
    assert table["verdict"].tolist() == ["a is vaguer", "cannot be told apart", "c is vaguer"]


def test_fewest_resamples_that_can_tell():
    """39 deals make a p-value of 0.05 possible, and no fewer; more pairs are warned of, not refused."""
    clauses, mentions = make_texts(a=0.75, b=0.0)
    row = compare_vagueness(clauses, mentions, n_resamples=39, base=2).iloc[0]
    assert (row["p_value"], row["verdict"]) == (0.05, "a is vaguer")
    clauses, mentions = make_texts(a=0.75, b=0.0, c=0.0)
    with pytest.warns(UserWarning, match="3 pairs .* takes n_resamples=119"):
        compare_vagueness(clauses, mentions, n_resamples=39, base=2)


def test_interval_is_welchs():
    """Clauses that stand alone: the interval of scipy's test for unequal variances."""
    scores = {"a": [0.1, 0.5, 0.9, 0.2, 0.7, 0.4], "b": [0.3, 0.1, 0.2, 0.15, 0.1, 0.05, 0.3, 0.2]}
    clauses = make_clauses(n_sections=1, **{name: ["x"] * len(values) for name, values in scores.items()})
    rows = [
        (f"{name}:{i:03}", "may", "modality", value)
        for name, values in scores.items()
        for i, value in enumerate(values)
    ]
    row = compare_vagueness(clauses, make_mentions(*rows), n_resamples=99, base=2).iloc[0]
    expected = stats.ttest_ind(scores["a"], scores["b"], equal_var=False).confidence_interval(0.95)
    assert row[["difference_low", "difference_high"]].tolist() == pytest.approx([expected.low, expected.high])


@pytest.mark.parametrize(
    ("n_sections", "p_value", "verdict"),
    [(3, 2 / 20, "too little text to tell apart"), (4, 2 / 70, "a is vaguer")],
)
def test_the_least_text_that_can_be_told_apart(n_sections, p_value, verdict):
    """Three sections against three never suffice, four against four may: 2 of the 70 ways to deal."""
    clauses, mentions = make_texts(n_sections=n_sections, a=0.75, b=0.0)
    row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
    assert row["p_value"] == pytest.approx(p_value)
    assert row["verdict"] == verdict


def test_one_policy_against_several_is_too_little_text():
    """Five companies of a sector are five units; then a single company is one, however long it is."""
    clauses, mentions = make_texts(a=0.75, b=0.0, c=0.0, d=0.0)
    clauses["sector"] = clauses["policy_id"].where(clauses["policy_id"] == "a", "others")
    row = compare_vagueness(clauses, mentions, by="sector", n_resamples=999, base=2).iloc[0]
    assert (row["p_value"], row["verdict"]) == (1, "too little text to tell apart")


def test_groups_that_share_policies_are_refused():
    """List items and sentences of the same policies are no independent texts."""
    clauses, mentions = make_texts(a=0.5, b=0.0)
    clauses["kind"] = ["sentence", "list_item"] * (len(clauses) // 2)
    with pytest.raises(ValueError, match=r"Groups of kind share policies \(first: a\)"):
        compare_vagueness(clauses, mentions, by="kind", n_resamples=999, base=2)
    # Sections of one policy share it too, but nothing of what is dealt out.
    one = clauses[clauses["policy_id"] == "a"]
    own = mentions[mentions["policy_id"] == "a"]
    assert len(compare_vagueness(one, own, by="section", base=2)) == 45


def test_a_further_company_changes_no_p_value():
    """Each pair has its own deals."""
    clauses, mentions = make_texts(a=0.3, b=0.5, c=0.1)
    all_three = compare_vagueness(clauses, mentions, n_resamples=999, base=2)
    two = clauses["policy_id"] != "a"
    own = mentions[mentions["policy_id"] != "a"]
    alone = compare_vagueness(clauses[two], own, n_resamples=999, base=2)
    assert alone["p_value"].tolist() == all_three["p_value"].tolist()[-1:]


def test_whole_sections_change_sides():
    """40 vague clauses under one heading are one observation: nothing can be told from it."""
    clauses, _ = make_texts(a=0.0, b=0.0)
    one = clauses.loc[(clauses["policy_id"] == "a") & (clauses["section"] == "Part 0"), "clause_id"]
    mentions = make_mentions(*((clause, "may", "modality", 0.5) for clause in one))
    row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
    assert row["p_value"] == 1
    assert row["verdict"] == "cannot be told apart"


def test_two_sections_are_too_little_text():
    """Two sections against two can be dealt out in six ways: no p-value below 0.33."""
    clauses, mentions = make_texts(n_sections=2, a=0.5, b=0.0)
    row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
    assert row["p_value"] == pytest.approx(2 / 6)
    assert row["verdict"] == "too little text to tell apart"


def test_a_single_clause_is_too_little_text():
    """One clause against one, and against many: no p-value below 1, no error."""
    for texts in ({"a": ["x"], "b": ["y"]}, {"a": ["x"], "b": ["y"] * 60}):
        clauses = make_clauses(n_sections=30, **texts)
        mentions = make_mentions(("a:000", "may", "modality", 0.5))
        row = compare_vagueness(clauses, mentions, n_resamples=999, base=2).iloc[0]
        assert row["p_value"] == 1
        assert row["verdict"] == "too little text to tell apart"


def test_without_any_spread():
    """All scores equal: no interval to give, and no warning."""
    clauses = make_clauses(a=["x"] * 6, b=["x"] * 6)
    row = compare_vagueness(clauses, make_mentions(), n_resamples=999).iloc[0]
    assert row["difference"] == 0
    assert np.isnan(row["difference_low"])
    assert row["verdict"] == "cannot be told apart"


def test_same_seed_same_table():
    """The same input gives the same output, in any order of rows."""
    clauses, mentions = make_texts(a=0.5, b=0.4, c=0.3)
    table = compare_vagueness(clauses, mentions, n_resamples=999, base=2)
    again = compare_vagueness(clauses.iloc[::-1], mentions.iloc[::-1], n_resamples=999, base=2)
    assert_frame_equal(table, again)


def test_groups_of_any_column():
    """Sectors are compared by their policies, not by their sections."""
    clauses, mentions = make_texts(a=0.5, b=0.5, c=0.0, d=0.0)
    clauses["sector"] = clauses["policy_id"].map({"a": "x", "b": "x", "c": "y", "d": "y"})
    row = compare_vagueness(clauses, mentions, by="sector", n_resamples=999, base=2).iloc[0]
    assert row[["a", "b", "verdict"]].tolist() == ["x", "y", "too little text to tell apart"]
    # Any name of a column will do, and numbers are names too.
    numbers = clauses.assign(n=clauses["sector"].map({"x": 1, "y": 2}))
    row = compare_vagueness(numbers, mentions, by="n", n_resamples=999, base=2).iloc[0]
    assert row[["a", "b"]].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("policies", "options", "complaint"),
    [
        ([], {}, "at least two groups; the column policy_id has none"),
        (["a"], {}, "at least two groups; the column policy_id has only 'a'"),
        (["a", "b"], {"n_resamples": 38}, "n_resamples is 38: .* at least 39;"),
        (["a", "b"], {"n_resamples": 198, "confidence": 0.99}, "at least 199;"),
        (["a", "b"], {"by": ["policy_id", "kind"]}, "by names one column here"),
        (["a", "b"], {"by": "kind"}, "the column kind has only 'sentence'"),
        (["a", "b"], {"confidence": 95}, "such as 0.95"),
        (["a", "b"], {"by": "company"}, "Cannot group by company"),
    ],
)
def test_what_cannot_be_compared(policies, options, complaint):
    """One policy, too few permutations, a wrong level, an unknown column: each is said."""
    clauses = make_clauses(**{name: ["x", "y"] for name in policies})
    with pytest.raises(ValueError, match=complaint):
        compare_vagueness(clauses, make_mentions(), **options)


def test_findings_in_words():
    """Who is vaguer than whom and by how much, said of the vaguer one; nothing found is said as well."""
    rows = [
        ("a", "b", -0.3, -0.5, -0.1, 0.01, 0.02, -0.4, "b is vaguer"),
        ("a", "c", 0.1, -0.1, 0.3, 0.4, 0.4, 0.1, "cannot be told apart"),
        ("b", "c", 0.4, np.nan, np.nan, 0.001, 0.003, 0.1, "b is vaguer"),
    ]
    comparisons = make_frame(rows, "comparisons")
    assert describe_comparisons(comparisons) == (
        "2 of 3 pairs can be told apart: b is vaguer than a (by 0.30 points, 0.10 to 0.50); "
        "b is vaguer than c (by 0.40 points)."
    )
    assert describe_comparisons(comparisons.iloc[[1]]) == "a and c cannot be told apart."
    little = comparisons.iloc[[1]].assign(verdict="too little text to tell apart")
    assert describe_comparisons(little) == "a and c: too little text to tell apart."
    two = comparisons.iloc[[1, 1]].assign(b=["c", "d"])
    assert describe_comparisons(two) == "None of the 2 pairs can be told apart."
    with pytest.raises(ValueError, match="no pairs to describe"):
        describe_comparisons(comparisons.iloc[:0])


def test_word_shift_of_two_policies():
    """The whole table: what each word adds on either side, largest difference first."""
    clauses = make_clauses(a=["x", "y"], b=["x", "y", "z", "w"])
    mentions = make_mentions(
        ("a:000", "may", "modality", 0.5),
        ("a:001", "may", "modality", 0.5),
        ("b:000", "may", "modality", 0.5),
        ("b:000", "some", "numeric", 0.25),
        ("b:001", "name", "concrete", -0.25),
        ("b:001", "can", "modality", 0.0),
    )
    expected = make_frame(
        [
            ("may", "modality", 2, 1, 0.5, 0.125, 0.375),
            ("name", "concrete", 0, 1, 0.0, -0.0625, 0.0625),
            ("some", "numeric", 0, 1, 0.0, 0.0625, -0.0625),
            ("can", "modality", 0, 1, 0.0, 0.0, 0.0),
        ],
        "word shifts",
    )
    assert_frame_equal(explain_difference(clauses, mentions, "a", "b", base=2), expected)


found = st.tuples(
    st.sampled_from(["a:000", "a:001", "b:000", "c:000"]),
    st.sampled_from("vwxyz"),
    st.floats(-4, 4).map(lambda value: round(value, 3)),
)


@settings(max_examples=40)
@given(st.lists(found, max_size=12))
def test_shifts_add_up_to_the_difference(rows):
    """Whatever the weights, also where scores meet the ends of the scale."""
    clauses = make_clauses(a=["x", "y"], b=["z"], c=["w"])
    mentions = make_mentions(*((clause, term, "modality", weight) for clause, term, weight in rows))
    shifts = explain_difference(clauses, mentions, "a", "b", base=2)
    means = score_clauses(clauses, mentions, base=2).groupby("policy_id")["score"].mean()
    assert shifts["difference"].sum() == pytest.approx(means["a"] - means["b"], abs=1e-9)


def test_shifts_of_real_policies_add_up():
    """On the four policies, pair by pair."""
    clauses = split_clauses(load_policies())
    mentions = find_terms(clauses, load_lexicon("vagueness"))
    means = score_clauses(clauses, mentions).groupby("policy_id")["score"].mean()
    for a in means.index:
        for b in means.index:
            shifts = explain_difference(clauses, mentions, a, b)
            assert shifts["difference"].sum() == pytest.approx(means[a] - means[b], abs=1e-9)


def test_unknown_policy_lists_the_others():
    """A misspelt company is answered with those there are."""
    clauses = make_clauses(a=["x"], b=["y"])
    with pytest.raises(ValueError, match="Choose one of: 'a', 'b'"):
        explain_difference(clauses, make_mentions(), "a", "c")


def test_nothing_to_explain():
    """Without any term the table is empty, with its columns."""
    shifts = explain_difference(make_clauses(a=["x"], b=["y"]), make_mentions(), "a", "b")
    assert_frame_equal(shifts, make_frame([], "word shifts"))
    assert isinstance(shifts, pd.DataFrame)
