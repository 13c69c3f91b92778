"""Silences, and the receipts of how hard they were looked for."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.gaps import find_gaps, search_gaps
from policyviz.frames import make_frame
from policyviz.lexicons import load_lexicon


def make_coverage(rows, columns=("Name", "Health")):
    index = pd.Index(list(rows), name="policy_id", dtype="str")
    return pd.DataFrame(list(rows.values()), index, pd.Index(columns, name="label", dtype="str"))


def make_clauses(**texts):
    rows = [
        (f"{policy}:{i:03}", policy, "", "sentence", "", 0.0, 0, len(text), text, 9)
        for policy, lines in texts.items()
        for i, text in enumerate(lines, start=1)
    ]
    return make_frame(rows, "clauses")


GAPS = make_frame([("a", "Health"), ("b", "Name"), ("b", "Health")], "gaps")


@pytest.mark.parametrize(
    "rows",
    [
        {"a": [2, 0], "b": [0, 0]},
        {"a": [0.5, 0.0], "b": [0.0, 0.0]},
        {"a": ["affirmed", "silent"], "b": ["silent", "silent"]},
    ],
    ids=["clauses", "share", "status"],
)
def test_gaps_are_the_silences(rows):
    """One row per 0 or "silent", by policy, then in the order of the lexicon."""
    assert_frame_equal(find_gaps(make_coverage(rows)), GAPS)


def test_denials_and_mentions_are_no_gaps():
    """Who denies is not silent."""
    assert find_gaps(make_coverage({"a": ["denied", "mentioned"]})).empty


def test_no_gaps_is_an_empty_gaps_frame():
    """Full coverage gives no rows and the right columns."""
    assert_frame_equal(find_gaps(make_coverage({"a": [1, 1]})), make_frame([], "gaps"))


def test_gaps_of_something_else_complain_once_and_completely():
    """All faults stand in one message."""
    wrong = pd.DataFrame({"Name": ["x", "y"], "Health": [1, -1], "Location": [None, 0.5]})
    with pytest.raises(ValueError, match="not a coverage frame") as error:
        find_gaps(wrong)
    assert str(error.value) == (
        "This is not a coverage frame:\n"
        "- the index is named None, expected 'policy_id'\n"
        "- columns with neither numbers nor statuses: Name\n"
        "- values below 0\n"
        "- missing values\n"
        "A coverage frame comes from measure_coverage(clauses, mentions)."
    )
    with pytest.raises(TypeError, match="got a list"):
        find_gaps([1, 2])


LEXICON = make_frame(
    [
        ("postal address", "address", 1.0, ""),
        ("street address", "address", 1.0, ""),
        ("medical records", "health", 1.0, ""),
    ],
    "lexicon",
)


def test_receipts():
    """Another form of a word comes nearest, other policies are not searched, far clauses are left out."""
    clauses = make_clauses(
        a=["We keep your medication plan.", "We addressed this in the streets.", "Hello."],
        b=["Your street address is kept."],
    )
    gaps = make_frame([("a", "address"), ("a", "health")], "gaps")
    receipts = search_gaps(gaps, clauses, LEXICON)
    assert receipts.drop(columns="similarity").to_numpy().tolist() == [
        ["a", "address", 2, "postal address, street address", 1, "a:002"],
        ["a", "health", 1, "medical records", 1, "a:001"],
    ]
    assert receipts["similarity"].between(0.1, 1).all()


def test_how_many_clauses_a_receipt_has():
    """As many as asked for, nearest first, of two equally near the earlier; row order makes no difference."""
    clauses = make_clauses(a=["Some address.", "The street address.", "Some address.", "Hello."])
    gaps = make_frame([("a", "address")], "gaps")
    found = [
        search_gaps(gaps, rows, LEXICON, n_nearest=n)["clause_id"].to_list()
        for rows in (clauses, clauses.iloc[::-1])
        for n in (2, 5)
    ]
    assert found == [["a:002", "a:001"], ["a:002", "a:001", "a:003"]] * 2


def test_words_of_every_label_weigh_little():
    """ "data" stands in the terms of both labels, "postal" in those of one: the latter decides."""
    lexicon = make_frame([("postal data", "address", 1.0, ""), ("health data", "health", 1.0, "")], "lexicon")
    clauses = make_clauses(a=["Data.", "Postal."])
    receipts = search_gaps(make_frame([("a", "address")], "gaps"), clauses, lexicon)
    assert receipts["clause_id"].to_list()[0] == "a:002"


def test_gaps_with_further_columns():
    """Columns may stand in another order and be more."""
    gaps = make_frame([("a", "address")], "gaps").assign(group="contact")[["group", "label", "policy_id"]]
    assert len(search_gaps(gaps, make_clauses(a=["Some address."]), LEXICON)) == 1


def test_a_receipt_without_any_clause():
    """A gap to which nothing comes near has a receipt too, of rank 0."""
    gaps = make_frame([("a", "health")], "gaps")
    for texts in (["Hello."], ["Of the and"], []):
        clauses = make_clauses(a=[*texts, "Nothing more."])
        receipts = search_gaps(gaps, clauses, LEXICON)
        assert receipts.to_numpy().tolist() == [["a", "health", 1, "medical records", 0, "", 0.0]]


def test_many_terms_are_cut_short():
    """The number says how many were looked for; the first are named."""
    lexicon = load_lexicon("data_categories")
    receipts = search_gaps(make_frame([("a", "name")], "gaps"), make_clauses(a=["A name."]), lexicon)
    assert receipts.loc[0, "n_terms"] == (lexicon["label"] == "name").sum()
    assert receipts.loc[0, "terms"].count(",") == 8
    assert receipts.loc[0, "terms"].endswith(", ...")


def test_gaps_of_other_frames():
    """Policies and labels that are not there, and no clause asked for: one message."""
    gaps = make_frame([("z", "health"), ("a", "shoes")], "gaps")
    with pytest.raises(ValueError, match="cannot be searched") as error:
        search_gaps(gaps, make_clauses(a=["Hello."]), LEXICON, n_nearest=0)
    assert str(error.value).splitlines() == [
        "These gaps cannot be searched:",
        "- n_nearest is 0; it is a whole number from 1 up",
        "- policy_id is not in clauses: z",
        "- label is not in the lexicon: shoes",
        "Gaps, clauses and lexicon must be of one run.",
    ]


def test_no_gaps_need_no_search():
    """No gaps, no receipts."""
    none = make_frame([], "gaps")
    assert search_gaps(none, make_clauses(a=["Hello."]), LEXICON).empty
