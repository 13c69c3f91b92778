"""Lesson 1: its checks accept every right form, and ask back at every likely mistake."""

import re

import numpy as np
import pandas as pd
import pytest
from classroom_tools import Broken, right

from policyviz.classroom import check
from policyviz.classroom.materials import load_blocks, load_classroom, load_clauses
from policyviz.classroom.truths import l1


def span(start=0, end=0):
    """The right span, moved."""
    return right("L1.3")[0] + start, right("L1.3")[1] + end


def lines():
    """Lines of both versions of the company."""
    texts = load_classroom().set_index("policy_id").loc[l1.list_versions(), "text"]
    return sum(len(text.splitlines()) for text in texts)


LOST = (
    "In kettlewick:020 it says that they stopped doing so, but the row before says what they stopped doing."
)

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")

WRONG = [
    ("L1.1", lambda: (10, 8), "order"),
    ("L1.1", lambda: [10, 10], "more than one row"),
    ("L1.1", lambda: (8, 2), "whole table"),
    ("L1.1", lambda: (6, 10), "leave out"),
    ("L1.1", lambda: 8, "Two numbers"),
    ("L1.1", lambda: "eight and ten", "digits"),
    ("L1.1", lambda: load_classroom(), "which of them holds"),
    ("L1.1", lambda: (9, 11), "one row of the table"),
    ("L1.2", lambda: 42, "one version"),
    ("L1.2", lambda: (42, 47), "together"),
    ("L1.2", lambda: 47.0, "how many policies"),
    ("L1.2", lambda: l1.count_rows(load_blocks()), "blocks"),
    ("L1.2", lines, "lines"),
    ("L1.2", lambda: len(load_clauses()), "all companies"),
    ("L1.2", l1.count_words, "words"),
    ("L1.2", lambda: 0, "spelt"),
    ("L1.2", lambda: float("nan"), "missing"),
    ("L1.2", lambda: True, "yes or no"),
    ("L1.2", lambda: load_clauses(), "One value"),
    ("L1.2", lambda: None, "____"),
    ("L1.3", lambda: (0, len(l1.QUOTED)), "start of the text"),
    ("L1.3", lambda: (span()[0], len(l1.QUOTED)), "length"),
    ("L1.3", lambda: span(1, 1), "from 0"),
    ("L1.3", lambda: span(0, -1), "full stop"),
    ("L1.3", lambda: span(0, 1), "full stop"),
    ("L1.3", lambda: span(-40, -40), "which text"),
    ("L1.3", l1.find_block_span, "paragraph"),
    ("L1.3", lambda: (-1, 28), "not found"),
    ("L1.3", lambda: span()[0], "two whole numbers"),
    ("L1.3", lambda: l1.QUOTED, "?"),
    ("L1.3", lambda: (2.5, 7), "whole"),
    ("L1.4", lambda: "fennimore-trails:001", "letters"),
    ("L1.4", lambda: "vellumbay:001", "of all"),
    ("L1.4", lambda: "fennimore-trails:050", "shortest"),
    ("L1.4", lambda: "fennimore-trails", "policy"),
    ("L1.4", lambda: 2.5, "A name is asked for"),
    ("L1.4", lambda: "we pass your name, your date of birth", "its words"),
    ("L1.4", lambda: "fennimore-trails:999", "with this id"),
    ("L1.5", lambda: ["Visitor records", *right("L1.5")], "heading after all"),
    ("L1.5", lambda: ["Contents", *right("L1.5")], "title of the list"),
    ("L1.5", lambda: "Events and newsletters", "way round"),
    ("L1.5", lambda: sorted(right("L1.5"))[:2], "every entry"),
    ("L1.5", lambda: [*right("L1.5"), "Pets"], "spelt"),
    ("L1.5", lambda: 3, "Names are asked for"),
    ("L1.5", list, "each entry"),
    ("L1.6", lambda: "How long we keep it, Your rights", "clause_id"),
    ("L1.6", lambda: sorted(right("L1.6"))[0], "end of the policy"),
    ("L1.6", lambda: [*right("L1.6"), "fennimore-trails:041"], "sentence"),
    ("L1.6", lambda: [*right("L1.6"), "fennimore-trails:045"], "a row"),
    ("L1.6", lambda: {"headings": 3}, "clause_id"),
    ("L1.6", Broken, "cannot be read"),
    ("L1.6", lambda: load_clauses(), "which of them holds"),
    (
        "L1.7",
        lambda: "The order of the page is lost, and with it the headings, and much more than one sees.",
        "Which",
    ),
    ("L1.7", lambda: LOST.replace("020", "999"), "with this id"),
    ("L1.7", lambda: "kettlewick:020 is lost", "more"),
    ("L1.7", lambda: 7, "Words are asked for"),
]

RIGHT = [
    ("L1.1", lambda: "(8, 10)"),
    ("L1.1", lambda: {"companies": 8, "policies": 10}),
    ("L1.4", lambda: int(min(right("L1.4")).split(":")[1])),
    ("L1.5", lambda: str(sorted(right("L1.5")))),
    ("L1.1", lambda: (8, 10)),
    ("L1.1", lambda: "8, 10"),
    ("L1.1", lambda: np.array([8, 10])),
    ("L1.1", lambda: pd.Series([8.0, 10.0])),
    ("L1.2", lambda: right("L1.2")),
    ("L1.2", lambda: str(right("L1.2"))),
    ("L1.2", lambda: np.int64(right("L1.2"))),
    ("L1.2", lambda: [float(right("L1.2"))]),
    ("L1.3", span),
    ("L1.3", lambda: list(span())),
    ("L1.3", lambda: slice(*span())),
    ("L1.3", lambda: str(span())),
    ("L1.3", lambda: re.search(re.escape(l1.QUOTED), l1.find_source())),
    ("L1.3", lambda: load_clauses()[load_clauses()["text"] == l1.QUOTED]),
    ("L1.4", lambda: min(right("L1.4"))),
    ("L1.4", lambda: min(right("L1.4")).upper()),
    ("L1.4", lambda: f" '{min(right('L1.4'))}' "),
    ("L1.4", lambda: load_clauses().loc[load_clauses()["clause_id"].isin(right("L1.4")), "clause_id"]),
    ("L1.4", lambda: min(right("L1.4"))[-3:]),
    ("L1.5", lambda: list(right("L1.5"))),
    ("L1.5", lambda: "; ".join(entry.upper() for entry in right("L1.5"))),
    ("L1.5", lambda: pd.Index([f"{entry}." for entry in right("L1.5")])),
    ("L1.6", lambda: right("L1.6")),
    ("L1.6", lambda: ", ".join(sorted(right("L1.6"), reverse=True))),
    ("L1.6", lambda: tuple(name.split(":")[1] for name in right("L1.6"))),
    ("L1.7", lambda: LOST),
    ("L1.7", lambda: [LOST, "So it is lost."]),
]


def write_right(name):
    """Words that give the answer away."""
    answer = right(name)
    if name in ("L1.4", "L1.5", "L1.6"):
        return [*answer, *(entry.split(":")[-1] for entry in answer)]
    return (
        [] if answer is None else [str(part) for part in (answer if isinstance(answer, tuple) else [answer])]
    )


@pytest.mark.parametrize(("name", "make_answer", "words"), WRONG)
def test_a_mistake_gets_its_question(name, make_answer, words):
    """A wrong answer is no error; its question ends with "?" and does not tell."""
    feedback = check(name, make_answer())
    assert not feedback
    assert words in feedback.message
    assert feedback.message.endswith("?")
    tells = [part for part in write_right(name) if re.search(rf"\b{part}\b", feedback.message.casefold())]
    assert tells == []


@pytest.mark.parametrize(("name", "make_answer"), RIGHT)
def test_every_right_form_is_accepted(name, make_answer):
    """Numbers of any type, lists in any order, names in any case."""
    assert check(name, make_answer())


def test_the_computer_is_wrong_where_the_lesson_says_so():
    """Two of its findings are no missing sections, and some of its clauses are headings."""
    computer = l1.list_blocks("contents") - {
        text.casefold()
        for text in load_blocks().query("policy_id == 'deskhollow' and kind == 'heading'")["text"]
    }
    assert computer - right("L1.5") == {"contents", "visitor records"}
    texts = load_clauses().set_index("clause_id")["text"]
    assert sorted(texts[sorted(right("L1.6"))]) == [
        "Changes and contact",
        "How long we keep it",
        "Your rights",
    ]
