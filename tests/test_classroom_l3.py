"""The exercises of lesson 3: misses raise the question that helps, right answers pass in any form."""

import numpy as np
import pandas as pd
import pytest
from classroom_tools import Broken

from policyviz.classroom import ____, check, checking
from policyviz.classroom.labels import list_sample, load_sample, save_labels
from policyviz.classroom.truths import l3

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")

VALUES = l3.measure_agreement()
MISSED, ALARMS = sorted(l3.find_misses()), sorted(l3.find_false_alarms())
LETTERS = "cvvccvcvcvvcvccvcvcv"
RULE = "A clause is vague if nobody is named who acts, and so {clause_id} would be vague to both of us."


WRONG = [
    ("L3.1", lambda: ____, "still a ____"),
    ("L3.1", lambda: LETTERS[1:], "fewer letters"),
    ("L3.1", lambda: LETTERS + "v", "more letters"),
    ("L3.1", lambda: "v" * 20, "the same letter"),
    ("L3.1", lambda: "x" + LETTERS[1:], "What do they stand for"),
    ("L3.1", lambda: 20, "where are your letters"),
    ("L3.1", lambda: load_sample(), "Which column"),
    ("L3.1", lambda: iter(LETTERS), "list( )"),
    ("L3.1", lambda: pd.Series(list(LETTERS)).map({"v": "vague"}), "What do they stand for"),
    ("L3.2", lambda: VALUES["both vague"], "Is there another"),
    ("L3.2", lambda: VALUES["both clear"], "Is there another"),
    ("L3.2", lambda: VALUES["disagreement"], "how often they differ"),
    ("L3.2", lambda: 100 * VALUES["n agreed / 100"], "a number of clauses"),
    ("L3.2", lambda: VALUES["kappa"], "corrected for chance"),
    ("L3.2", lambda: 0.01, "In which cells"),
    ("L3.2", lambda: None, "still a ____"),
    ("L3.2", lambda: pd.crosstab([1, 2], [1, 2]), "which of them"),
    ("L3.3", lambda: VALUES["observed"], "what was observed"),
    ("L3.3", lambda: VALUES["from cells"], "took the cells"),
    ("L3.3", lambda: VALUES["vague by chance"], "agree in another way"),
    ("L3.3", lambda: 1 - VALUES["chance"], "differ by chance"),
    ("L3.3", lambda: VALUES["vague of a"], "share of one reader"),
    ("L3.3", lambda: "a half or so", "in digits"),
    ("L3.4", lambda: VALUES["observed"], "come by chance"),
    ("L3.4", lambda: VALUES["chance"], "stand in the formula"),
    ("L3.4", lambda: VALUES["difference"], "is the difference divided"),
    ("L3.4", lambda: VALUES["without brackets"], "brackets around"),
    ("L3.4", lambda: -0.123, "in brackets"),
    ("L3.4", lambda: 13, "never above 1"),
    ("L3.4", lambda: float("nan"), "no finite number"),
    ("L3.4", lambda: Broken(), "which number"),
    ("L3.5", lambda: l3.find_hits(), "to the lexicon"),
    ("L3.5", lambda: l3.find_misses(at_least=1), "conditions missing"),
    ("L3.5", lambda: len(l3.find_hits() | l3.find_misses()), "conditions missing"),
    ("L3.5", lambda: list(l3.list_ids(l3.load_table()["score"] < l3.STRICT)), "score low"),
    ("L3.5", lambda: MISSED[1:], "more, or one too many"),
    ("L3.5", lambda: ["kettlewick:24"], "in its column"),
    ("L3.5", lambda: l3.load_table(), "which of them"),
    ("L3.6", lambda: "clause 8", "in its column"),
    ("L3.6", lambda: "kettlewick:024", "Can it be a false alarm"),
    ("L3.6", lambda: "nonesuch-post:040", "who does what, and when"),
    ("L3.6", lambda: [ALARMS[0], "nonesuch-post:040"], "strike out"),
    ("L3.6", lambda: 8.5, "right column"),
    ("L3.6", lambda: 21, "clause_id of the sample"),
    ("L3.6", lambda: 2, "calls this clause clear"),
    ("L3.1", lambda: "-" * 20, "labelled none"),
    ("L3.7", lambda: "Vague is vague.", "whole sentence"),
    ("L3.7", lambda: RULE.format(clause_id="the second clause"), "clause_id"),
    ("L3.7", lambda: RULE.format(clause_id="wrk:001"), "one of the twenty"),
    ("L3.7", lambda: RULE.format(clause_id=MISSED[0]).replace("vague", "bad"), "when it is clear"),
    ("L3.7", lambda: f"I would say {MISSED[0]} is vague and my neighbour would say it is not.", "not seen"),
    ("L3.7", lambda: {"rule": "vague"}, "in a sentence"),
]

RIGHT = [
    ("L3.1", lambda: LETTERS),
    ("L3.1", lambda: ", ".join(LETTERS.upper())),
    ("L3.1", lambda: list(LETTERS)),
    ("L3.5", lambda: [list_sample().index(clause_id) + 1 for clause_id in l3.find_misses()]),
    ("L3.6", lambda: list_sample().index(min(l3.find_false_alarms())) + 1),
    ("L3.1", lambda: pd.Series(list(LETTERS)).map({"v": "vague", "c": "clear"})),
    ("L3.1", lambda: "-" + LETTERS[1:]),
    ("L3.1", lambda: "|".join(LETTERS)),
    ("L3.1", lambda: " ".join({"v": "vague", "c": "clear"}[letter] for letter in LETTERS)),
    ("L3.1", lambda: dict(zip(load_sample()["clause_id"], LETTERS, strict=True))),
    ("L3.2", lambda: VALUES["observed"]),
    ("L3.2", lambda: f"{VALUES['observed']:.0%}"),
    ("L3.2", lambda: np.float64(100 * VALUES["observed"])),
    ("L3.3", lambda: round(VALUES["chance"], 2)),
    ("L3.3", lambda: f"{VALUES['chance']:.3f}".replace(".", ",")),
    ("L3.4", lambda: VALUES["kappa"]),
    ("L3.4", lambda: [round(VALUES["kappa"], 2)]),
    ("L3.4", lambda: pd.Series([VALUES["kappa"]])),
    ("L3.5", lambda: len(MISSED)),
    ("L3.5", lambda: f" {len(MISSED)} "),
    ("L3.5", lambda: pd.Index(MISSED)),
    ("L3.5", lambda: "; ".join(MISSED).upper()),
    ("L3.5", lambda: l3.load_table().loc[MISSED].reset_index()["clause_id"]),
    ("L3.6", lambda: ALARMS[0]),
    ("L3.6", lambda: f"'{ALARMS[-1].upper()}'"),
    ("L3.6", lambda: set(ALARMS)),
    ("L3.7", lambda: RULE.format(clause_id=MISSED[0])),
]


def write(right):
    """What a hint must not say."""
    return (
        () if right is None else right if isinstance(right, frozenset) else (f"{right:.2f}", f"{right:.3g}")
    )


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


@pytest.mark.parametrize("make_answer", [answer for name, answer in RIGHT if name == "L3.1"])
def test_what_is_praised_can_be_saved(make_answer, tmp_path):
    """Letters that pass the check are what the next cell of the lesson writes."""
    assert check("L3.1", make_answer())
    assert save_labels(make_answer(), "anna", tmp_path).is_file()


def test_kappa_agrees_with_a_table_counted_by_hand():
    """Of 20 clauses as many stand in the four cells as the shares say, and kappa follows from them."""
    table = pd.crosstab(*(column for _, column in l3.load_readers().items()))
    n = table.to_numpy().sum()
    observed = (table.loc["vague", "vague"] + table.loc["clear", "clear"]) / n
    chance = (table.sum(axis=0) * table.sum(axis=1)).sum() / n**2
    assert n == 20
    assert VALUES["kappa"] == pytest.approx((observed - chance) / (1 - chance))


def test_a_ban_is_a_false_alarm():
    """We may not sell: clear to whoever planted it, and "may" to the lexicon."""
    assert {"vellumbay:028", "nonesuch-post:035"} <= set(ALARMS)
