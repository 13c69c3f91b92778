"""Coverage: every policy, every label, silence kept."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.coverage import find_gaps, measure_coverage
from policyviz.frames import make_frame

LABELS = ["Name", "Health", "Location"]


def make_clauses(**n_clauses):
    rows = [
        (f"{policy}:{i:03}", policy, "", "sentence", "", i / n, 10 * i, 10 * i + 9, "Some text.", 2)
        for policy, n in n_clauses.items()
        for i in range(n)
    ]
    return make_frame(rows, "clauses")


def make_mentions(*pairs, negated=False):
    places = [10 * int(clause[2:]) + number for number, (clause, _) in enumerate(pairs)]
    rows = [
        (clause, clause[0], "term", label, 1.0, place, place + 4, negated, False)
        for place, (clause, label) in zip(places, pairs, strict=True)
    ]
    mentions = make_frame(rows, "mentions")
    mentions["label"] = pd.Categorical(mentions["label"], categories=LABELS)
    return mentions


def make_coverage(rows, dtype):
    columns = pd.Index(LABELS, name="label", dtype="str")
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=dtype).rename_axis("policy_id")


CLAUSES = make_clauses(b=2, a=4, c=1)
MENTIONS = make_mentions(
    ("a:000", "Name"), ("a:000", "Name"), ("a:003", "Name"), ("a:003", "Location"), ("b:001", "Location")
)


def test_counts_clauses_not_mentions():
    """Two mentions in one clause count once; policies and labels without mentions keep their 0."""
    expected = make_coverage({"a": [2, 0, 1], "b": [0, 0, 1], "c": [0, 0, 0]}, "int64")
    assert_frame_equal(measure_coverage(CLAUSES, MENTIONS), expected)


def test_share_divides_by_the_policy():
    """A share is of the policy's own clauses, 0 to 1."""
    expected = make_coverage({"a": [0.5, 0, 0.25], "b": [0, 0, 0.5], "c": [0, 0, 0]}, "float64")
    assert_frame_equal(measure_coverage(CLAUSES, MENTIONS, measure="share"), expected)


def test_negated_mentions_count():
    """'We do not collect your name' mentions the name."""
    negated = make_mentions(("a:000", "Name"), negated=True)
    assert measure_coverage(CLAUSES, negated).loc["a", "Name"] == 1


def test_no_mentions_is_silence_everywhere():
    """Without any mention all labels stay, all 0."""
    expected = make_coverage({"a": [0, 0, 0], "b": [0, 0, 0], "c": [0, 0, 0]}, "int64")
    assert_frame_equal(measure_coverage(CLAUSES, make_mentions()), expected)


def test_no_clauses_is_an_empty_frame_with_labels():
    """No clauses: no rows, all labels."""
    coverage = measure_coverage(make_clauses(), make_mentions())
    assert coverage.shape == (0, 3)
    assert coverage.columns.tolist() == LABELS


def test_row_order_does_not_matter():
    """Shuffled inputs give the same coverage, and stay as they were."""
    clauses, mentions = CLAUSES.iloc[::-1], MENTIONS.iloc[::-1]
    before = mentions.copy()
    assert_frame_equal(measure_coverage(clauses, mentions), measure_coverage(CLAUSES, MENTIONS))
    assert_frame_equal(mentions, before)


def test_unknown_measure_lists_what_exists():
    """The error names the measures there are."""
    with pytest.raises(ValueError, match=r"no measure 'status'.*'clauses', 'share'"):
        measure_coverage(CLAUSES, MENTIONS, measure="status")


def test_mentions_of_another_run_are_refused():
    """Mentions of unknown clauses are an error that says what to do."""
    with pytest.raises(ValueError, match=r"1 clause ids.*first: z:000.*find_terms\(clauses, lexicon\)"):
        measure_coverage(CLAUSES, make_mentions(("z:000", "Name")))


def test_swapped_frames_get_one_message():
    """Clauses in the place of mentions are recognised."""
    with pytest.raises(ValueError, match="This is not a mentions frame"):
        measure_coverage(CLAUSES, CLAUSES)


@pytest.mark.parametrize("measure", ["clauses", "share"])
def test_gaps_are_the_zeros(measure):
    """One row per 0, by policy, then in the order of the lexicon."""
    expected = make_frame(
        [
            ("a", "Health"),
            ("b", "Name"),
            ("b", "Health"),
            ("c", "Name"),
            ("c", "Health"),
            ("c", "Location"),
        ],
        "gaps",
    )
    assert_frame_equal(find_gaps(measure_coverage(CLAUSES, MENTIONS, measure=measure)), expected)


def test_no_gaps_is_an_empty_gaps_frame():
    """Full coverage gives no rows and the right columns."""
    assert_frame_equal(find_gaps(make_coverage({"a": [1, 1, 1]}, "int64")), make_frame([], "gaps"))


def test_gaps_of_something_else_complain_once_and_completely():
    """All faults stand in one message."""
    wrong = pd.DataFrame({"Name": ["x", "y"], "Health": [1, -1], "Location": [None, 0.5]})
    with pytest.raises(ValueError, match="not a coverage frame") as error:
        find_gaps(wrong)
    assert str(error.value) == (
        "This is not a coverage frame:\n"
        "- the index is named None, expected 'policy_id'\n"
        "- columns without numbers: Name\n"
        "- values below 0\n"
        "- missing values\n"
        "A coverage frame comes from measure_coverage(clauses, mentions)."
    )
    with pytest.raises(TypeError, match="got a list"):
        find_gaps([1, 2])
