"""The checks of the course: every right form is accepted, a wrong answer gets a question, nothing fails."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyviz.classroom import ____, check, checking
from policyviz.classroom.answers import (
    UnreadableError,
    is_blank,
    read_name,
    read_names,
    read_number,
    read_numbers,
    read_set,
    read_share,
    read_span,
    read_words,
)
from policyviz.classroom.checking import PATIENCE
from policyviz.classroom.exercises import Exercise, Mistake, equals, is_near, load_exercises, made_by

EXERCISE = Exercise(
    name="L1.1",
    read=read_number,
    find_right=lambda: 12,
    fits=equals,
    questions=("What did you count?", "Did you count every row?"),
    why="Twelve it is: one for each month.",
    mistakes=(Mistake(made_by(lambda: 52), "Did you count weeks?"),),
)

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")


@pytest.fixture
def twelve(monkeypatch):
    """An exercise whose answer is twelve."""
    monkeypatch.setattr(checking, "find_exercise", lambda name: EXERCISE)


@pytest.mark.parametrize(
    ("read", "answer", "value"),
    [
        (read_number, 12, 12),
        (read_number, 12.0, 12),
        (read_number, np.float32(12), 12),
        (read_number, np.array(12), 12),
        (read_number, np.array([[12]]), 12),
        (read_number, pd.Series([12], index=["x"]), 12),
        (read_number, pd.DataFrame({"n": [12]}), 12),
        (read_number, {12}, 12),
        (read_number, Fraction(24, 2), 12),
        (read_number, Decimal("12"), 12),
        (read_number, " 12 ", 12),
        (read_number, "1,234", 1234),
        (read_number, "1 234", 1234),
        (read_number, "12,5", 12.5),
        (read_number, "0,125", 0.125),
        (read_number, "-3.5e1", -35),
        (read_number, "≈ 12", 12),
        (read_number, "12.", 12),
        (read_number, "12 clauses", 12),
        (read_number, "6/24", 0.25),
        (read_share, 0.25, 0.25),
        (read_share, "25%", 0.25),
        (read_share, "25 %", 0.25),
        (read_share, 25, 0.25),
        (read_share, 1, 1),
        (read_name, "  ‘Wrk’ ", "wrk"),
        (read_name, pd.Index(["wrk"]), "wrk"),
        (read_name, np.int64(7), "7"),
        (read_names, ["A", "b", "a"], ("a", "b")),
        (read_names, "b; a\nc", ("b", "a", "c")),
        (read_names, "wrk:057 and WRK:058.", ("wrk:057", "wrk:058")),
        (read_names, "account and profile, name", ("account and profile", "name")),
        (read_names, pd.Series(["b", "a"]), ("b", "a")),
        (read_names, pd.DataFrame({"id": ["b", "a"]}), ("b", "a")),
        (read_names, "['b', 'a']", ("b", "a")),
        (read_set, {"b": 1, "a": 2}, frozenset("ab")),
        (read_numbers, np.array([1, 2.5]), (1, 2.5)),
        (read_numbers, "1, 2.5", (1, 2.5)),
        (read_numbers, "(1, 2.5)", (1, 2.5)),
        (read_numbers, "1 to 2.5", (1, 2.5)),
        (read_numbers, "1–2.5", (1, 2.5)),
        (read_numbers, {"low": 1, "high": 2.5}, (1, 2.5)),
        (read_numbers, pd.DataFrame({"low": [1], "high": [2.5]}, index=[7]), (1, 2.5)),
        (read_numbers, np.array([[1, 2.5]]), (1, 2.5)),
        (read_span, (3, 9), (3, 9)),
        (read_span, [np.int64(3), 9.0], (3, 9)),
        (read_span, slice(3, 9), (3, 9)),
        (read_span, range(3, 9), (3, 9)),
        (read_span, "(3, 9)", (3, 9)),
        (read_span, "3-9", (3, 9)),
        (read_span, {"start": 3, "end": 9}, (3, 9)),
        (read_span, pd.DataFrame({"end": [9], "start": [3]}), (3, 9)),
        (read_span, re.search("b+", "aaabbbbbb"), (3, 9)),
        (read_words, " two\n lines ", "two lines"),
    ],
)
def test_every_right_form_is_read(read, answer, value):
    """One value can be said in many ways, and all of them count."""
    assert read(answer) == value


@pytest.mark.parametrize(
    ("read", "answer", "words"),
    [
        (read_number, "a dozen", "in digits"),
        (read_number, "12 of the clauses", "in digits"),
        (read_number, "6/0", "in digits"),
        (read_number, "", "in digits"),
        (read_number, True, "yes or no"),
        (read_number, np.bool_(False), "yes or no"),
        (read_number, float("nan"), "no finite number"),
        (read_number, float("inf"), "no finite number"),
        (read_number, pd.NA, "a NAType"),
        (read_number, 1 + 2j, "a complex"),
        (read_number, [1, 2], "there are 2"),
        (read_number, [], "there are 0"),
        (read_number, pd.DataFrame({"a": [1, 2]}), "there are 2"),
        (read_number, {"n": 1}, "a dict"),
        (read_number, len, "a builtin_function_or_method"),
        (read_share, -0.1, "between 0 and 1"),
        (read_share, 250, "between 0 and 1"),
        (read_name, 7.5, "a float"),
        (read_name, True, "a bool"),
        (read_names, [1, 2], "an int"),
        (read_names, pd.DataFrame({"a": ["x"], "b": ["y"]}), "columns a, b"),
        (read_names, (str(n) for n in iter(int, 1)), "only once"),
        (read_names, ["a"] * 6000, "whole table"),
        (read_number, ".", "in digits"),
        (read_span, 3, "two whole numbers"),
        (read_span, (3.5, 9), "two whole numbers"),
        (read_span, (1, 2, 3), "two whole numbers"),
        (read_words, 7, "an int"),
    ],
)
def test_what_cannot_be_meant_raises_a_question(read, answer, words):
    """A form that cannot be meant is asked about, in words that name it."""
    with pytest.raises(UnreadableError) as caught:
        read(answer)
    assert words in str(caught.value)
    assert str(caught.value).endswith("?")


@pytest.mark.parametrize("answer", [____, None, ..., "", "  ", "____", '"____"'])
def test_blank_is_no_miss(answer, twelve):
    """What was not filled in yet is said to be so, and costs nothing."""
    assert is_blank(answer)
    assert check("L1.1", answer).message == "There is still a ____ here: what would you put in its place?"
    assert checking._misses == {}


def test_right_answer_says_why(twelve):
    """Who is right hears what the number shows."""
    feedback = check("L1.1", "12")
    assert (bool(feedback), feedback.message) == (True, "Twelve it is: one for each month.")
    assert repr(feedback) == "L1.1 ✓ Twelve it is: one for each month."


def test_hints_lead_on_and_only_the_third_tells(twelve):
    """The known mistake has its question; others get the next one; the third different miss is told."""
    asked = [check("L1.1", answer).message for answer in (52, 11, 11, 13, 52)]
    assert asked == [
        "Did you count weeks?",
        "Did you count every row?",
        "Did you count every row?",
        "One right answer is 12. Can you say how one gets there?",
        "Did you count weeks?",
    ]
    assert len(set(asked)) == PATIENCE


def test_a_right_answer_begins_anew(twelve):
    """After a success the misses are forgotten."""
    check("L1.1", 1), check("L1.1", 2), check("L1.1", 12)
    assert check("L1.1", 3).message == "What did you count?"


def test_the_same_set_is_the_same_miss(monkeypatch):
    """A set in another order is no other answer, so it tells nothing."""
    exercise = EXERCISE._replace(read=read_set, find_right=lambda: frozenset("xyz"), mistakes=())
    monkeypatch.setattr(checking, "find_exercise", lambda name: exercise)
    asked = {check("L1.1", answer).message for answer in ("a, b, c", "c, a, b", ["b", "c", "a"], "c; b; a")}
    assert asked == {"What did you count?"}


def test_a_check_that_fails_says_so(monkeypatch):
    """An error of ours is no error of the student's, and is not hidden behind one."""
    broken = EXERCISE._replace(fits=lambda answer, right: answer.no_such_thing)
    monkeypatch.setattr(checking, "find_exercise", lambda name: broken)
    said = "This check does not work (AttributeError). Can you tell your teacher?"
    assert check("L1.1", 12).message == said


def test_unknown_exercise_is_a_clear_error():
    """A typing error in the name is said, with the name that was meant."""
    with pytest.raises(ValueError, match=r"There is no exercise 'L1\.11'\. Did you mean L1\.1\?"):
        check("L1.11", 3)
    with pytest.raises(ValueError, match=r"There is no exercise '7'\. The first is L1\.1\."):
        check(7, 3)


@pytest.mark.parametrize("name", [name for name, each in load_exercises().items() if each.tell])
def test_what_is_told_is_right(name):
    """The answer that is told after three misses is accepted when it is handed in."""
    exercise = load_exercises()[name]
    told = checking.write_answer(exercise, exercise.find_right())
    assert "answer is {right}" not in exercise.tell or check(name, told), told


class Hostile:
    """Fails whatever is done to it."""

    def _fail(self, *args):
        message = "do not touch"
        raise RuntimeError(message)

    __eq__ = __hash__ = __len__ = __iter__ = __str__ = __repr__ = __float__ = __bool__ = _fail


def make_circle():
    circle = []
    circle.append(circle)
    return circle


STRANGE = [
    Hostile(),
    [Hostile()],
    {"a": Hostile()},
    make_circle(),
    object,
    lambda: 1,
    np.zeros((3, 0)),
    np.array([object()]),
    pd.DataFrame(),
    pd.DataFrame({"a": [1]}).groupby("a"),
    pd.Series([None]),
    pd.NaT,
    b"bytes",
    "x" * 10**6,
    10**400,
    "9" * 5000,
    range(10**9),
    float("nan"),
    NotImplemented,
    Exception("boom"),
]


@pytest.mark.parametrize("name", list(load_exercises()))
def test_nothing_makes_a_check_fail(name):
    """Whatever is handed in, a check answers, and it is a question."""
    for answer in STRANGE:
        feedback = check(name, answer)
        assert not feedback
        assert feedback.message.endswith("?")
        assert checking.FAILED not in feedback.message


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    )
)
def test_no_value_makes_a_check_fail(answer):
    """The same for values that nobody thought of: praise, or a question, and no failure of ours."""
    for name in load_exercises():
        feedback = check(name, answer)
        assert feedback or feedback.message.endswith("?")
        assert checking.FAILED not in feedback.message


def test_foreign_words_are_escaped_in_a_notebook():
    """What a student or a policy wrote is shown, not run."""
    shown = checking.Feedback("L1.1", False, "<script>alert(1)</script>?")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;?" in shown


def test_near_is_near():
    """A rounded answer is right, one beyond the tolerance is not."""
    assert [is_near(0.005)(answer, 1 / 3) for answer in (0.33, 0.3333, 0.34, 0.3)] == [
        True,
        True,
        False,
        False,
    ]
