"""The exercises of lesson 4: misses raise the question that helps, right answers pass in any form."""

import numpy as np
import pandas as pd
import pytest
from classroom_tools import Broken

from policyviz.classroom import ____, check, checking
from policyviz.classroom.truths import l4

MISSED = {reason: clause_id for clause_id, reason in l4.find_misses()}
FOUND = next(clause_id for clause_id in l4.SHORT_LIST if clause_id not in MISSED.values())
DENIER, N_DENIED = l4.find_denier()
N_SILENT = l4.count_cells("silent", l4.SILENT_IN)
TERM = min(l4.find_terms_behind())
ALARMS = sorted(l4.find_false_alarms())
SHARES = l4.measure_shares()
TRUE_ALARM = "nonesuch-post:016"
SENTENCE = (
    "In {policy} a search for all terms of the label {label} found none, and we read the nearest clauses."
)

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")


WRONG = [
    ("L4.1", lambda: ____, "still a ____"),
    ("L4.1", lambda: None, "still a ____"),
    ("L4.1", lambda: 45 - N_SILENT, "How many are left"),
    ("L4.1", lambda: l4.count_cells("silent", l4.OTHER_VERSION), "two versions"),
    ("L4.1", lambda: int((l4.load_statuses() == "silent").to_numpy().sum()), "all ten policies"),
    ("L4.1", lambda: int((l4.load_truth().loc[l4.SILENT_IN] == "silent").sum()), "the tool's table"),
    ("L4.1", lambda: l4.count_cells("mentioned", l4.SILENT_IN), "is it silence"),
    ("L4.1", lambda: N_SILENT + 1, "very near"),
    ("L4.1", lambda: 1000, "Which row"),
    ("L4.1", lambda: float("nan"), "no finite number"),
    ("L4.1", lambda: True, "yes or no"),
    ("L4.1", lambda: l4.load_statuses(), "which of them"),
    ("L4.1", lambda: "many of them", "in digits"),
    ("L4.2", lambda: "health", "name of the label"),
    ("L4.2", lambda: [TERM, "sleep"], "rightly"),
    ("L4.2", lambda: ["strideling-2025:005"], "Which words in them"),
    ("L4.2", lambda: TERM.split()[0], "more in the column"),
    ("L4.2", lambda: 4, "right column"),
    ("L4.2", lambda: l4.read_mentions(), "table with the columns"),
    ("L4.2", lambda: Broken(), "cannot be read"),
    ("L4.3", lambda: (DENIER, l4.count_negated("start")), "negated mentions"),
    ("L4.3", lambda: (DENIER, l4.count_negated("clause_id")), "wins over denied"),
    ("L4.3", lambda: (DENIER, l4.count_negated("label")), "wins over denied"),
    ("L4.3", lambda: (DENIER, l4.count_cells("silent", DENIER)), "count silences"),
    ("L4.3", lambda: ("kettlewick", 9), "no other policy"),
    ("L4.3", lambda: DENIER, "How many labels"),
    ("L4.3", lambda: N_DENIED, "A policy and a number"),
    ("L4.3", lambda: ("Nonesuch", N_DENIED), "as it stands in the index"),
    ("L4.4", lambda: "15", "a colon and the three digits"),
    ("L4.4", lambda: "nonesuch-post:999", "a colon and the three digits"),
    ("L4.4", lambda: "nonesuch-post:028", "who handles the data"),
    ("L4.4", lambda: "nonesuch-post:004", "not a denial"),
    ("L4.4", lambda: "nonesuch-post:032", "claim too much"),
    ("L4.4", lambda: "nonesuch-post:003", "raise an alarm"),
    ("L4.4", lambda: "nonesuch-post:024", "reads this one as denied"),
    ("L4.4", lambda: "vellumbay:029", "clause of the list"),
    ("L4.4", lambda: [TRUE_ALARM, "nonesuch-post:028"], "strike out"),
    ("L4.5", lambda: SHARES["precision"], "that is precision"),
    ("L4.5", lambda: SHARES["accuracy"], "silent ones too"),
    ("L4.5", lambda: SHARES["named"], "not affirmed in"),
    ("L4.5", lambda: SHARES["of all"], "divided by all labels"),
    ("L4.5", lambda: SHARES["missed"], "that was missed"),
    ("L4.5", lambda: 100 * SHARES["count 0"], "to be a share"),
    ("L4.5", lambda: -1, "between 0 and 1"),
    ("L4.5", lambda: {"recall": 1}, "which number"),
    ("L4.6", lambda: (FOUND, "A"), "as it was planted"),
    ("L4.6", lambda: ("vellumbay:001", "A"), "one of the five"),
    ("L4.6", lambda: MISSED["A"], "Which reason"),
    ("L4.6", lambda: (MISSED["B"], "A"), "none of its words"),
    ("L4.6", lambda: (MISSED["C"], "B"), "has a `context`"),
    ("L4.6", lambda: (MISSED["A"], "C"), "marked in it at all"),
    ("L4.6", lambda: 3, "A clause id and a letter"),
    ("L4.7", lambda: "kettlewick is silent.", "whole sentence"),
    ("L4.7", lambda: SENTENCE.format(policy="this policy", label="health"), "policy_id"),
    ("L4.7", lambda: SENTENCE.format(policy="kettlewick", label="horoscopes"), "Which label"),
    ("L4.7", lambda: SENTENCE.format(policy="kettlewick", label="phone number"), "is it silent"),
    ("L4.7", lambda: SENTENCE.format(policy="kettlewick", label="health"), "nearest in the receipt"),
    (
        "L4.7",
        lambda: "In kettlewick we are sure that the company never collects any biometric data of us.",
        "does",
    ),
    (
        "L4.7",
        lambda: "There is not one thing about biometric data in the policy of kettlewick at all.",
        "repeat",
    ),
    ("L4.7", lambda: 7, "in a sentence"),
    (
        "L4.7",
        lambda: SENTENCE.format(policy="kettlewick", label="biometric data") + " It hides them.",
        "does",
    ),
    (
        "L4.7",
        lambda: "In kettlewick we looked for 999 terms of the label biometric data and found none of them.",
        "How many terms",
    ),
    *(
        ("L4.7", lambda deed=deed: f"A search for all terms found none, so kettlewick {deed} at all.", "does")
        for deed in (
            "does not collect biometric data",
            "doesn't collect biometric data",
            "will never collect biometric data",
            "collects no biometric data",
            "must have no such data, no biometric data",
        )
    ),
]

RIGHT = [
    ("L4.1", lambda: N_SILENT),
    ("L4.1", lambda: np.int64(N_SILENT)),
    ("L4.1", lambda: f" {N_SILENT} "),
    ("L4.1", lambda: pd.Series([N_SILENT])),
    ("L4.2", lambda: TERM.upper()),
    ("L4.2", lambda: {TERM}),
    ("L4.2", lambda: pd.Series([TERM, TERM])),
    ("L4.2", lambda: np.array([f"'{TERM}'"], dtype=object)),
    ("L4.3", lambda: (DENIER, int(N_DENIED))),
    ("L4.3", lambda: f"{DENIER.upper()}, {N_DENIED:.0f}"),
    ("L4.3", lambda: {DENIER: N_DENIED}),
    ("L4.3", lambda: pd.Series({DENIER: np.int64(N_DENIED)})),
    ("L4.4", lambda: ALARMS[0]),
    ("L4.4", lambda: TRUE_ALARM.upper()),
    ("L4.4", lambda: pd.Index(ALARMS)),
    ("L4.5", lambda: SHARES["recall"]),
    ("L4.5", lambda: round(SHARES["recall"], 2)),
    ("L4.5", lambda: f"{SHARES['recall']:.0%}"),
    ("L4.5", lambda: f"{SHARES['recall']:.2f}".replace(".", ",")),
    ("L4.6", lambda: (MISSED["A"], "A")),
    ("L4.6", lambda: {MISSED["B"]: "b"}),
    ("L4.6", lambda: f"{MISSED['C'].upper()} C"),
    ("L4.6", lambda: [(clause_id, reason) for reason, clause_id in MISSED.items()]),
    ("L4.7", lambda: SENTENCE.format(policy="kettlewick", label="biometric data")),
    (
        "L4.7",
        lambda: (
            f"None of the {min(l4.count_terms('kettlewick health'))} terms of our list for health stands in "
            "kettlewick, though clause kettlewick:016 says in other words that no health data are collected."
        ),
    ),
    ("L4.3", lambda: np.array([DENIER, int(N_DENIED)], dtype=object)),
    ("L4.3", lambda: pd.Series([DENIER, int(N_DENIED)])),
    ("L4.6", lambda: ("B", MISSED["B"])),
    ("L4.6", lambda: f"{MISSED['B']}, reason B"),
    ("L4.7", lambda: [SENTENCE.format(policy="Vellumbay", label="payroll and tax")]),
]


def write(right):
    """What a hint must not say: a number in the ways it is written, a name, a clause with its letter."""
    if isinstance(right, float):
        return [f"{right:.2f}", f"{right:.3f}", f"{right:.0%}", f"{100 * right:.0f} %", f" {right:.0f} "]
    words = right or ()
    return [", ".join(word) if isinstance(word, tuple) else f" {word}".removesuffix(".0") for word in words]


@pytest.mark.parametrize(("name", "answer", "words"), WRONG)
def test_a_miss_raises_the_question_that_helps(name, answer, words):
    """A wrong answer is asked about in the words for its mistake, without the right one."""
    feedback = check(name, answer())
    assert not feedback
    assert words in feedback.message
    assert feedback.message.endswith("?")
    assert not [word for word in write(checking.find_exercise(name).find_right()) if word in feedback.message]


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_a_right_answer_passes_in_any_form(name, answer):
    """Right answers are right, whatever their type."""
    assert check(name, answer()), check(name, answer()).message


def test_the_short_list_has_every_reason():
    """Of the five facts three are missed, each for a reason of its own."""
    assert sorted(MISSED) == ["A", "B", "C"]
    assert len(l4.SHORT_LIST) == 5


def test_the_reader_is_right_where_the_tool_is_wrong():
    """The false alarms are clauses in which a reader sees a denial."""
    assert ALARMS == ["nonesuch-post:014", "nonesuch-post:015", "nonesuch-post:016", "nonesuch-post:036"]
