"""Lesson 2: its checks accept every right form, and ask back at every likely mistake."""

import re

import numpy as np
import pandas as pd
import pytest
from classroom_tools import Broken, right

from policyviz.classroom import check
from policyviz.classroom.materials import load_clauses, load_planted
from policyviz.classroom.truths import l2
from policyviz.lexicons import load_lexicon

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")


def places(pattern):
    """The clauses read in which "may" stands so, and those in which it is a hedge."""
    found = [name for name, line in l2.find_places().items() if re.search(pattern, line)]
    return [*right("L2.5"), *found]


MINE = "I keep 'not' because it turns a sentence round, and remove 'the' because it stands everywhere."

WRONG = [
    ("L2.1", lambda: l2.count_in_page(cut=False), "headings"),
    ("L2.1", lambda: l2.count_in_page(cut=True), "another word"),
    ("L2.1", l2.count_between_blanks, "comma"),
    ("L2.1", l2.count_clauses_with, "twice in one clause"),
    ("L2.1", l2.count_word, "all policies"),
    ("L2.1", lambda: 0, "lower case"),
    ("L2.1", lambda: right("L2.1") / 773, "share"),
    ("L2.1", lambda: "many", "digits"),
    ("L2.1", lambda: "  ", "____"),
    ("L2.1", lambda: np.nan, "missing"),
    ("L2.1", lambda: l2.list_words(l2.COUNTED_IN), "which of them"),
    ("L2.1", lambda: 1000, "Which rows"),
    ("L2.2", lambda: 5, "count"),
    ("L2.2", lambda: 0.5, "two words"),
    ("L2.2", lambda: "54.5 %", "stays"),
    ("L2.2", lambda: 0.46, "How many terms has the class"),
    ("L2.2", lambda: 0, "two stop lists"),
    ("L2.2", l2.share_terms, "all terms"),
    ("L2.2", lambda: 5 / len(l2.load_usual()), "the whole"),
    ("L2.2", lambda: -1, "between 0 and 1"),
    ("L2.2", lambda: load_lexicon("vagueness"), "One value"),
    ("L2.2", lambda: pd.Series([True]), "yes or no"),
    ("L2.3", lambda: "nonesuch-post:024", "something else"),
    ("L2.3", lambda: "nonesuch-post:016", "really gone"),
    ("L2.3", lambda: "nonesuch-post:022", "deny anything"),
    ("L2.3", lambda: "nonesuch-post:011", "words left"),
    ("L2.3", lambda: "kettlewick:033", "policy that is asked about"),
    ("L2.3", lambda: "nonesuch-post:999", "with this id"),
    ("L2.3", lambda: "We do not collect your location.", "its words"),
    ("L2.3", lambda: 4.5, "A name is asked for"),
    ("L2.3", lambda: ["nonesuch-post:004", "nonesuch-post:005"], "which of them"),
    ("L2.4", lambda: "pencilgrove-2021", "one list"),
    ("L2.4", lambda: "Larchmoor Trips", "our list"),
    ("L2.4", lambda: "vellumbay", "difference"),
    ("L2.4", lambda: "Pencilgrove", "policy_id"),
    ("L2.4", lambda: 0.13, "A name is asked for"),
    ("L2.4", dict, "A name is asked for"),
    ("L2.5", lambda: places(r"in\|May\|"), "month"),
    ("L2.5", lambda: places(r"You\|may\|"), "company or you"),
    ("L2.5", lambda: places(r"\|may\|not"), "forbid"),
    ("L2.5", lambda: sorted(right("L2.5"))[1:], "every line"),
    ("L2.5", lambda: [*right("L2.5"), "vellumbay:001"], "lines shown"),
    ("L2.5", lambda: "we may, you may", "clause_ids"),
    ("L2.5", lambda: [*right("L2.5"), "deskhollow:999"], "each of these ids"),
    ("L2.5", lambda: 3, "Names are asked for"),
    ("L2.5", Broken, "cannot be read"),
    ("L2.6", lambda: MINE.replace("keep", "like"), "do you keep"),
    ("L2.6", lambda: MINE.replace("remove", "like"), "do you remove"),
    ("L2.6", lambda: MINE.replace("because", "and"), "because"),
    ("L2.6", lambda: "I keep not and remove the because.", "more"),
    ("L2.6", lambda: {"not", "the"}, "Words are asked for"),
]

RIGHT = [
    ("L2.1", lambda: right("L2.1")),
    ("L2.1", lambda: np.int64(right("L2.1"))),
    ("L2.1", lambda: f" {right('L2.1')}.0"),
    ("L2.1", lambda: pd.Series([right("L2.1")])),
    ("L2.2", lambda: right("L2.2")),
    ("L2.2", lambda: round(right("L2.2"), 2)),
    ("L2.2", lambda: round(right("L2.2"), 3)),
    ("L2.2", lambda: f"{right('L2.2'):.0%}"),
    ("L2.2", lambda: f"{right('L2.2'):.2f}".replace(".", ",")),
    ("L2.2", lambda: 100 * right("L2.2")),
    ("L2.3", lambda: "nonesuch-post:004"),
    ("L2.3", lambda: " 'NONESUCH-POST:021' "),
    ("L2.3", lambda: ["nonesuch-post:019"]),
    ("L2.3", lambda: "9"),
    ("L2.3", lambda: load_clauses().loc[load_clauses()["clause_id"] == "nonesuch-post:020", "clause_id"]),
    ("L2.4", lambda: right("L2.4")),
    ("L2.4", lambda: right("L2.4").replace("-", " ").title()),
    ("L2.4", lambda: pd.Index([right("L2.4")])),
    ("L2.5", lambda: right("L2.5")),
    ("L2.5", lambda: sorted(right("L2.5"), reverse=True)),
    ("L2.5", lambda: ", ".join(right("L2.5")).upper()),
    ("L2.5", lambda: pd.Series(sorted(right("L2.5")))),
    ("L2.6", lambda: MINE),
    ("L2.6", lambda: [MINE, "It tells nothing."]),
]


def tells(name, message):
    """Whether a message gives the answer away."""
    answer = right(name)
    if name == "L2.2":
        return bool(re.search(r"0[.,]4[56]|4[56] ?%|5 of 11", message))
    parts = [] if answer is None else [answer] if isinstance(answer, str | int) else answer
    return any(re.search(rf"\b{part}\b", message.casefold()) for part in parts)


@pytest.mark.parametrize(("name", "make_answer", "words"), WRONG)
def test_a_mistake_gets_its_question(name, make_answer, words):
    """A wrong answer is no error; its question ends with "?" and does not tell."""
    feedback = check(name, make_answer())
    assert not feedback
    assert words in feedback.message
    assert feedback.message.endswith("?")
    assert not tells(name, feedback.message)


@pytest.mark.parametrize(("name", "make_answer"), RIGHT)
def test_every_right_form_is_accepted(name, make_answer):
    """Numbers of any type, shares in any form, ids in any case and order."""
    assert check(name, make_answer())


def test_every_may_that_is_read_was_read_by_people():
    """Of each of the ten places the list of planted facts says whether it is vague or clear."""
    facts = load_planted()
    read = set(facts.loc[facts["kind"].isin(["vague", "clear"]), "clause_id"])
    assert len(l2.find_places()) == 10
    assert l2.find_places().keys() <= read


def test_the_hedger_is_not_the_one_that_changes_most():
    """Which policy loses most depends on the list, and the difference picks a third one."""
    usual, ours = (max(l2.measure_losses(), key=lambda name: l2.measure_losses()[name][k]) for k in (0, 1))
    assert (usual, ours, right("L2.4")) == ("pencilgrove-2021", "larchmoor-trips", "nonesuch-post")
