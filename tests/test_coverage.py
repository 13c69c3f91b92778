"""Coverage: every policy, every label, what is said, silence kept."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.coverage import measure_coverage, measure_practices
from policyviz.frames import make_frame
from policyviz.terms.practices import ACTORS, PRACTICES

LABELS = ["Name", "Health", "Location"]


def make_clauses(**n_clauses):
    rows = [
        (f"{policy}:{i:03}", policy, "", "sentence", "", i / n, 10 * i, 10 * i + 9, "Some text.", 2)
        for policy, n in n_clauses.items()
        for i in range(n)
    ]
    return make_frame(rows, "clauses")


def make_mentions(*rows, labels=LABELS):
    """Rows of clause, label and optionally negated and practice."""
    filled = [(*row, *(False, "use")[len(row) - 2 :]) for row in rows]
    places = [10 * int(row[0][2:]) + number for number, row in enumerate(filled)]
    mentions = make_frame(
        [
            (
                clause,
                clause[0],
                "term",
                label,
                1.0,
                place,
                place + 1,
                negated,
                False,
                False,
                practice,
                "company",
            )
            for place, (clause, label, negated, practice) in zip(places, filled, strict=True)
        ],
        "mentions",
    )
    for column, levels in (("label", labels), ("practice", PRACTICES), ("actor", ACTORS)):
        mentions[column] = pd.Categorical(mentions[column], categories=levels)
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


SAID = make_mentions(
    ("a:000", "Name", True, "share"),
    ("a:001", "Name", False, "access"),
    ("a:002", "Name", False, "collect"),
    ("a:003", "Health", True, "collect"),
    ("a:003", "Health", False, "access"),
    ("b:000", "Name", False, "access"),
    ("b:000", "Health", True, "access"),
    ("b:001", "Health", False, "other"),
    ("b:001", "Location", False, "protect"),
)


def test_status_is_the_strongest_thing_said():
    """Affirmed wins over denied, denied over mentioned; rights alone are a mention; silence is kept."""
    coverage = measure_coverage(CLAUSES, SAID, measure="status")
    assert coverage.astype("str").to_dict("index") == {
        "a": {"Name": "affirmed", "Health": "denied", "Location": "silent"},
        "b": {"Name": "mentioned", "Health": "mentioned", "Location": "affirmed"},
        "c": {"Name": "silent", "Health": "silent", "Location": "silent"},
    }
    assert coverage["Name"].cat.categories.to_list() == ["affirmed", "denied", "mentioned", "silent"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"status": "affirmed"}, {"a": [1, 0, 0], "b": [0, 0, 1], "c": [0, 0, 0]}),
        ({"status": "denied"}, {"a": [1, 1, 0], "b": [0, 0, 0], "c": [0, 0, 0]}),
        ({"status": "mentioned"}, {"a": [1, 1, 0], "b": [1, 2, 0], "c": [0, 0, 0]}),
        ({"practice": "collect"}, {"a": [1, 1, 0], "b": [0, 0, 0], "c": [0, 0, 0]}),
        ({"practice": "collect", "status": "denied"}, {"a": [0, 1, 0], "b": [0, 0, 0], "c": [0, 0, 0]}),
    ],
)
def test_clauses_of_one_status_or_practice(options, expected):
    """Only mentions of that status and practice count; all policies and labels stay."""
    assert_frame_equal(measure_coverage(CLAUSES, SAID, **options), make_coverage(expected, "int64"))


def test_another_vocabulary():
    """The same mentions under letters of the law: one label under two of them, one under none."""
    labels = ["precise location", "personal information"]
    mentions = make_mentions(("a:000", labels[0]), ("a:001", labels[0]), ("b:000", labels[1]), labels=labels)
    coverage = measure_coverage(CLAUSES, mentions, by_vocabulary="ccpa")
    # Letters of labels that were not searched are no columns: they would look like silences.
    assert coverage.to_dict("index") == {
        "a": {"G": 2, "L": 2, "(no counterpart)": 0},
        "b": {"G": 0, "L": 0, "(no counterpart)": 1},
        "c": {"G": 0, "L": 0, "(no counterpart)": 0},
    }


@pytest.mark.parametrize("options", [{"practice": "share"}, {"status": "denied"}])
def test_a_status_is_of_all_mentions(options):
    """Silence among some mentions would be no silence: it is refused with what to do."""
    with pytest.raises(ValueError, match='Count clauses of one practice or status with measure="clauses"'):
        measure_coverage(CLAUSES, SAID, measure="status", **options)


def test_practices():
    """Every combination has its row; a clause that affirms and denies counts on both sides."""
    mentions = make_mentions(
        ("a:000", "Name", False, "share"), ("a:000", "Name", True, "share"), ("a:001", "Name", False, "share")
    )
    practices = measure_practices(make_clauses(a=2, b=1), mentions)
    assert len(practices) == 2 * len(LABELS) * len(PRACTICES)
    found = practices[practices[["n_stated", "n_denied"]].any(axis=1)]
    assert found.to_numpy().tolist() == [["a", "Name", "share", 2, 1]]
    assert practices["practice"].cat.categories.to_list() == list(PRACTICES)
    assert practices["label"].cat.categories.to_list() == LABELS


def test_no_mentions_is_silence_everywhere():
    """Without any mention all labels stay, all 0 or silent."""
    expected = make_coverage({"a": [0, 0, 0], "b": [0, 0, 0], "c": [0, 0, 0]}, "int64")
    assert_frame_equal(measure_coverage(CLAUSES, make_mentions()), expected)
    assert (measure_coverage(CLAUSES, make_mentions(), measure="status") == "silent").all(axis=None)
    assert measure_practices(CLAUSES, make_mentions())["n_stated"].sum() == 0


@pytest.mark.parametrize("measure", ["clauses", "share", "status"])
def test_no_clauses_is_an_empty_frame_with_labels(measure):
    """No clauses: no rows, all labels."""
    coverage = measure_coverage(make_clauses(), make_mentions(), measure=measure)
    assert coverage.shape == (0, 3)
    assert coverage.columns.tolist() == LABELS


@pytest.mark.parametrize("measure", ["clauses", "status"])
def test_row_order_does_not_matter(measure):
    """Shuffled inputs give the same coverage, and stay as they were."""
    clauses, mentions = CLAUSES.iloc[::-1], SAID.iloc[::-1]
    before = mentions.copy()
    shuffled = measure_coverage(clauses, mentions, measure=measure)
    assert_frame_equal(shuffled, measure_coverage(CLAUSES, SAID, measure=measure))
    assert_frame_equal(mentions, before)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"measure": "number"}, r"no measure 'number'. Choose one of: 'clauses', 'share', 'status'"),
        ({"practice": "sell"}, r"no practice 'sell'. Choose one of: 'collect', 'use', 'share'"),
        ({"status": "silent"}, r"no status 'silent'. Choose one of: 'affirmed', 'denied', 'mentioned'"),
        ({"by_vocabulary": "gdpr"}, r"no vocabulary 'gdpr'. Choose one of: 'apple', 'ccpa', 'dpv'"),
        ({"by_vocabulary": "ccpa"}, r"does not know these labels: Health, Location, Name. It translates"),
    ],
)
def test_unknown_options_list_what_exists(options, complaint):
    """The error names the choices there are."""
    with pytest.raises(ValueError, match=complaint):
        measure_coverage(CLAUSES, MENTIONS, **options)


def test_mentions_of_another_run_are_refused():
    """Mentions of unknown clauses are an error that says what to do."""
    with pytest.raises(ValueError, match=r"1 clause ids.*first: z:000.*find_terms\(clauses, lexicon\)"):
        measure_coverage(CLAUSES, make_mentions(("z:000", "Name")))


def test_swapped_frames_get_one_message():
    """Clauses in the place of mentions are recognised."""
    with pytest.raises(ValueError, match="This is not a mentions frame"):
        measure_coverage(CLAUSES, CLAUSES)
