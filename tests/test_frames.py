"""The schema of every frame, and the one complaint about a wrong one."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.frames import FRAMES, MAKERS, UNIQUE, check_frame, check_same_run, leave_out, make_frame

GAPS = pd.DataFrame({"policy_id": ["a", "b"], "label": ["health", "health"]})


def complain(frame, name):
    """The lines of the complaint about a frame."""
    with pytest.raises(ValueError, match=f"^This is not a {name} frame:") as caught:
        check_frame(frame, name)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("name", FRAMES)
def test_frames_of_no_rows(name):
    """A frame of no rows has exactly its columns and types, and is one."""
    frame = make_frame([], name)
    assert frame.dtypes.astype("str").to_dict() == FRAMES[name]
    assert frame.empty
    check_frame(frame, name)


def test_schema_is_complete():
    """Every frame has a maker; every key is a column."""
    assert set(MAKERS) == set(FRAMES)
    assert set(UNIQUE) <= set(FRAMES)
    assert all(set(keys) <= set(FRAMES[name]) for name, keys in UNIQUE.items())


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "health"), ("b", "health")],
        [{"label": "health", "policy_id": "a"}, {"policy_id": "b", "label": "health"}],
        {"label": ["health", "health"], "policy_id": ["a", "b"]},
        iter([("a", "health"), ("b", "health")]),
    ],
    ids=["tuples", "dicts", "columns", "iterator"],
)
def test_make_frame(rows):
    """Rows as tuples or dicts and columns as a dict make the same frame."""
    assert_frame_equal(make_frame(rows, "gaps"), GAPS.astype("str"))


def test_make_frame_keeps_labels():
    """Labels that are given as categories keep those that no row has."""
    labels = pd.Categorical(["a"], categories=["a", "b"])
    columns = {name: [0] for name in FRAMES["mentions"]} | {"label": labels}
    assert make_frame(columns, "mentions")["label"].cat.categories.to_list() == ["a", "b"]


@pytest.mark.parametrize(
    "frame",
    [
        GAPS,
        GAPS.assign(note="further columns are welcome"),
        GAPS[["label", "policy_id"]],
        GAPS.set_index(pd.Index([7, 7])),
        GAPS.astype("object"),
        pd.DataFrame(columns=["policy_id", "label"]),
    ],
    ids=["plain", "more columns", "other order", "odd index", "object", "no rows"],
)
def test_good_frames(frame):
    """Order, index and further columns make no difference."""
    check_frame(frame, "gaps")


@pytest.mark.parametrize(
    ("frame", "described"),
    [
        (None, "a NoneType"),
        ([1], "a list"),
        ("clauses.csv", "the text 'clauses.csv'"),
        (GAPS["label"], "a Series"),
    ],
)
def test_not_a_frame(frame, described):
    """What is no DataFrame is named for what it is."""
    with pytest.raises(
        TypeError, match=f"^Expected a gaps frame, got {described}. A gaps frame comes from find_gaps"
    ):
        check_frame(frame, "gaps")


def test_everything_at_once():
    """Missing columns, wrong types and repeated ids are said in one message."""
    frame = make_frame([("a:1", "a", 3, 0, 0.5)] * 2, "clause scores").drop(columns="policy_id")
    frame = frame.assign(n_vague="none", score=1)
    assert complain(frame, "clause scores") == [
        "This is not a clause scores frame:",
        "- column missing: policy_id",
        "- column n_vague holds str, expected int64",
        "- column score holds int64, expected float64",
        "- clause_id is repeated: a:1",
        "A clause scores frame comes from score_clauses(clauses, mentions).",
    ]


def test_empty_and_many_repeated_ids():
    """Ids that are empty are counted; of many repeated ones three are named."""
    ids = [f"t{i}" for i in range(5)] * 2 + [None]
    frame = pd.DataFrame({"term": ids, "label": "x", "weight": 1.0, "source": ""}).astype({"term": "str"})
    assert complain(frame, "lexicon")[1:3] == [
        "- term is empty in 1 rows",
        "- term is repeated: t0, t1, t2 and 2 more",
    ]


def test_keys_of_two_columns():
    """A rank may come again in another cluster, not in the same."""
    rows = [(0, 1, "a", 1.0), (1, 1, "b", 1.0)]
    check_frame(make_frame(rows, "top terms"), "top terms")
    assert (
        complain(make_frame([*rows, rows[0]], "top terms"), "top terms")[1]
        == "- cluster + rank is repeated: 0 1"
    )


def test_columns_that_stand_there_twice():
    """A frame joined to itself has every column twice: that is said, and nothing breaks."""
    frame = pd.concat([GAPS, GAPS[["label"]]], axis=1)
    assert complain(frame, "gaps")[1:-1] == ["- columns stand there twice: label"]


@pytest.mark.parametrize(
    ("given", "expected", "guess"),
    [
        ("clauses", "policies", "It looks like a clauses frame. "),
        ("mentions", "clauses", "It looks like a mentions frame. "),
        ("policies", "clauses", "It looks like a policies frame. "),
        ("lexicon", "mentions", "It looks like a lexicon frame. "),
        ("gaps", "clauses", ""),
    ],
)
def test_swapped_frames_are_recognised(given, expected, guess):
    """The commonest mistake is the right frame in the wrong place."""
    assert (
        complain(make_frame([], given), expected)[-1]
        == f"{guess}A {expected} frame comes from {MAKERS[expected]}."
    )


def test_coverage_is_not_taken_for_a_frame_with_rows():
    """A table with ids in its index lacks the column, and says so."""
    assert complain(GAPS.set_index("policy_id"), "gaps")[1] == "- column missing: policy_id"


def test_mentions_of_other_clauses():
    """Mentions whose clauses are not there are refused; a clause without mentions is no fault."""
    clauses = make_frame(
        [(f"a:{i}", "a", "", "sentence", "", 0.0, 0, 1, "x", 1) for i in range(3)], "clauses"
    )
    mentions = make_frame(
        [(f"a:{i}", "a", "x", "l", 1.0, 0, 1, False, False, False, "use", "company") for i in (0, 2)],
        "mentions",
    )
    check_same_run(clauses, mentions)
    with pytest.raises(ValueError, match=r"^1 clause ids of mentions are not in clauses \(first: a:2\)"):
        check_same_run(clauses.head(2), mentions)


def test_mentions_of_another_run_with_the_same_ids():
    """The same id with other places is another clause, and a mention counted twice is no second mention."""
    clauses = make_frame([("a:1", "a", "", "sentence", "", 0.0, 10, 20, "x", 1)], "clauses")
    mentions = make_frame(
        [("a:1", "a", "x", "l", 1.0, 18, 22, False, False, False, "use", "company")], "mentions"
    )
    with pytest.raises(ValueError, match="different runs"):
        check_same_run(clauses, mentions)
    inside = mentions.assign(end=20)
    with pytest.raises(
        ValueError, match=r"clause_id \+ start \+ end \+ term \+ label is repeated: a:1 18 20 x l"
    ):
        check_same_run(clauses, pd.concat([inside, inside], ignore_index=True))


def test_missing_texts_are_counted():
    """A text that is missing is named before pandas or scikit-learn stumbles over it."""
    clauses = make_frame(
        [
            ("a:1", "a", "", "sentence", "", 0.0, 0, 1, "x", 1),
            ("a:2", "a", "", "sentence", "", 0.0, 1, 2, None, 1),
        ],
        "clauses",
    )
    with pytest.raises(ValueError, match="- text is missing in 1 rows"):
        check_frame(clauses, "clauses")


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (None, ["a:1", "a:2", "b:1"]),
        ([], ["a:1", "a:2", "b:1"]),
        (["a:1", "nowhere"], ["a:2", "b:1"]),
        (pd.Series(["a:2"]), ["a:1", "b:1"]),
        (pd.DataFrame({"clause_id": ["b:1"]}), ["a:1", "a:2"]),
        (pd.DataFrame({"clause_id_a": ["a:1"], "clause_id_b": ["b:1"]}), ["a:2"]),
    ],
)
def test_clauses_are_left_out(exclude, left):
    """Ids, a frame with ids, or pairs, of which both sides go."""
    frame = pd.DataFrame({"clause_id": ["a:1", "a:2", "b:1"]})
    assert leave_out(frame, exclude)["clause_id"].tolist() == left


@pytest.mark.parametrize("exclude", ["a:1", pd.DataFrame({"policy_id": ["a"]})])
def test_what_names_no_clauses_is_refused(exclude):
    """One text is no list of ids, and a frame without ids leaves out nothing in silence."""
    with pytest.raises(TypeError, match="without clause ids"):
        leave_out(pd.DataFrame({"clause_id": ["a:1"]}), exclude)
