"""Lesson 5: its checks accept every right form, and ask back at every likely mistake."""

import re

import numpy as np
import pandas as pd
import pytest
from classroom_tools import Broken, right

from policyviz.classroom import check
from policyviz.classroom.materials import load_clauses
from policyviz.classroom.truths import l5


def owned(add=0.0):
    """The cluster of one company, and its share, changed."""
    return right("L5.4")[0], right("L5.4")[1] + add


CHOICE = (
    "I take 8 clusters, because kettlewick:022 and nonesuch-post:029, both on payment, stand together. "
    "The seed is 0, and only the one cluster that reaches 0.6 is written about. "
    "The stop list is the package's, since the other one drops the word may."
)

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")

WRONG = [
    ("L5.1", lambda: 0, "called by"),
    ("L5.1", lambda: l5.N_CLUSTERS, "number of clusters"),
    ("L5.1", lambda: min(l5.list_sizes()), "smallest"),
    ("L5.1", lambda: sorted(l5.list_sizes())[-2], "no larger"),
    ("L5.1", lambda: len(load_clauses()) / l5.N_CLUSTERS, "mean size"),
    ("L5.1", lambda: len(load_clauses()), "all clauses"),
    ("L5.1", lambda: max(l5.list_sizes(1)), "another seed"),
    ("L5.1", lambda: max(l5.list_sizes(usual=True)), "another stop list"),
    ("L5.1", lambda: right("L5.1") + 1, "How many rows"),
    ("L5.1", l5.sort_clauses, "which of them"),
    ("L5.1", lambda: None, "____"),
    ("L5.2", l5.measure_same_number, "Number 3 of one run"),
    ("L5.2", lambda: 1 - l5.measure_together(), "torn apart"),
    ("L5.2", l5.measure_either, "either run"),
    ("L5.2", l5.measure_of_all, "all pairs"),
    ("L5.2", lambda: len(l5.list_pairs(0) & l5.list_pairs(1)) / len(l5.list_pairs(1)), "seed 1"),
    ("L5.2", l5.measure_rand, "Rand"),
    ("L5.2", lambda: l5.measure_together(2), "asked for"),
    ("L5.2", lambda: 1.0, "with itself"),
    ("L5.2", lambda: len(l5.list_pairs(0) & l5.list_pairs(1)), "between 0 and 1"),
    ("L5.2", lambda: float("nan"), "missing"),
    ("L5.2", lambda: "half of them", "digits"),
    ("L5.3", lambda: (l5.try_numbers()["silhouette"].max(), "A"), "Is this a silhouette"),
    ("L5.3", lambda: (min(l5.TRIED), "A"), "high silhouette"),
    ("L5.3", lambda: (8, "A"), "our number"),
    ("L5.3", lambda: (7, "A"), "n_clusters"),
    ("L5.3", lambda: (sorted(l5.TRIED)[-2], "A"), "no row"),
    ("L5.3", lambda: right("L5.3")[0], "Which reason"),
    ("L5.3", lambda: (right("L5.3")[0], "D"), "one of the letters"),
    ("L5.3", lambda: (right("L5.3")[0], "B"), "below that"),
    ("L5.3", lambda: (right("L5.3")[0], "C"), "fall, or rise"),
    ("L5.3", lambda: [20, "A", "B"], "which two"),
    ("L5.3", lambda: "A", "which number"),
    ("L5.4", lambda: owned()[::-1], "order"),
    ("L5.4", lambda: (9, 0.9), "of this number"),
    ("L5.4", lambda: (0, 0.3), "largest cluster"),
    ("L5.4", lambda: (1, 0.37), "with a larger one"),
    ("L5.4", lambda: owned()[0], "Which share"),
    ("L5.4", lambda: (owned()[0], l5.measure_version()), "both versions"),
    ("L5.4", lambda: (owned()[0], l5.count_owned()), "divided"),
    ("L5.4", lambda: (owned()[0], 470), "between 0 and 1"),
    ("L5.4", lambda: "Pencilgrove", "This is a company"),
    ("L5.4", lambda: owned(-0.2), "largest share"),
    ("L5.5", lambda: "vellumbay:015", "for what this clause is about"),
    ("L5.5", lambda: l5.SHORT_LIST, "strike out"),
    ("L5.5", lambda: "kettlewick:001", "list above"),
    ("L5.5", lambda: "the one on cookies", "clause_id"),
    ("L5.5", list, "clause_id"),
    ("L5.5", Broken, "cannot be read"),
    ("L5.6", lambda: l5.N_CLUSTERS, "all clusters"),
    ("L5.6", lambda: l5.count_back("seeds"), "seeds alone"),
    ("L5.6", lambda: l5.N_CLUSTERS - l5.count_back("stable"), "do not come back"),
    ("L5.6", lambda: 0.6, "a share"),
    ("L5.6", lambda: l5.find_largest(), "size of a cluster"),
    ("L5.6", lambda: 0, "nowhere"),
    ("L5.6", lambda: True, "yes or no"),
    ("L5.6", lambda: {"stable": 1}, "A number is asked for"),
    ("L5.7", lambda: "I take eight.", "30 words or more"),
    ("L5.7", lambda: re.sub(r"[a-z-]+:\d+", "this one", CHOICE), "Which two clauses"),
    ("L5.7", lambda: CHOICE.replace("022", "999"), "no clause with one"),
    ("L5.7", lambda: CHOICE.replace("nonesuch-post:029", "another"), "second clause"),
    ("L5.7", lambda: CHOICE.replace("0.6", "the bound"), "besides those"),
    ("L5.7", lambda: CHOICE.replace("seed", "start"), "Which seed"),
    ("L5.7", lambda: CHOICE.replace("stop list", "choice of words"), "Which stop list"),
    ("L5.7", lambda: CHOICE.replace("cluster", "group"), "How many clusters"),
    ("L5.7", lambda: CHOICE.replace(". The", ", the"), "three sentences"),
    ("L5.7", lambda: 8, "Words are asked for"),
]

RIGHT = [
    ("L5.1", lambda: right("L5.1")),
    ("L5.1", lambda: f" {right('L5.1')}.0 "),
    ("L5.1", lambda: pd.Series([np.int64(right("L5.1"))])),
    ("L5.2", lambda: right("L5.2")),
    ("L5.2", lambda: round(right("L5.2"), 2)),
    ("L5.2", lambda: f"{right('L5.2'):.0%}".replace("%", " %")),
    ("L5.2", lambda: 100 * right("L5.2")),
    ("L5.2", lambda: [np.float64(right("L5.2"))]),
    ("L5.3", lambda: right("L5.3")),
    ("L5.3", lambda: [int(right("L5.3")[0]), "a"]),
    ("L5.3", lambda: "{:.0f}, {}".format(*right("L5.3"))),
    ("L5.3", lambda: {right("L5.3")[0]: "A"}),
    ("L5.3", lambda: right("L5.3")[::-1]),
    ("L5.3", lambda: "{:.0f}{}".format(*right("L5.3"))),
    ("L5.3", lambda: np.array(right("L5.3"), dtype=object)),
    ("L5.4", owned),
    ("L5.4", lambda: {"cluster": owned()[0], "share": owned()[1]}),
    ("L5.4", lambda: "{}, {:.2f}".format(*owned())),
    ("L5.3", lambda: pd.Series(right("L5.3"))),
    ("L5.4", lambda: np.array(owned())),
    ("L5.4", lambda: pd.Series(owned())),
    ("L5.4", lambda: f"{owned()[0]}: {100 * owned()[1]:.0f} %"),
    ("L5.4", lambda: pd.Series([owned()[1]], index=[owned()[0]])),
    ("L5.4", lambda: ("Child, Results", owned()[1])),
    ("L5.5", lambda: right("L5.5")),
    ("L5.5", lambda: sorted(right("L5.5"))[0].upper()),
    ("L5.5", lambda: " and ".join(sorted(right("L5.5"))[:2])),
    ("L5.5", lambda: " ; ".join(sorted(right("L5.5"))[1:])),
    ("L5.5", lambda: pd.Index(sorted(right("L5.5")))),
    ("L5.6", lambda: right("L5.6")),
    ("L5.6", lambda: str(right("L5.6"))),
    ("L5.6", lambda: l5.judge_clusters()["stable"].sum()),
    ("L5.7", lambda: CHOICE),
    ("L5.7", lambda: re.split(r"(?<=\.) ", CHOICE)),
    ("L5.7", lambda: CHOICE.replace("0.6", "60 %").replace("stop list", "stop-list")),
]


def write_right(name):
    """Words that give the answer away; a digit may stand in a question, if it is no answer there."""
    answer = right(name)
    if name == "L5.5":
        return sorted(answer)
    if name in ("L5.1", "L5.2"):
        return [f"{answer:.2f}", f"{answer:.0f}"] if answer > 1 else [f"{answer:.2f}"]
    if name == "L5.3":
        return [f"{answer[0]:.0f}"]
    if name == "L5.4":
        return [f"(?:cluster|number) {answer[0]}", f"{answer[1]:.2f}", f"{answer[1]:.0%}"]
    return ["1"] if name == "L5.6" else []


@pytest.mark.parametrize(("name", "make_answer", "words"), WRONG)
def test_a_mistake_gets_its_question(name, make_answer, words):
    """A wrong answer is no error; its question ends with "?" and does not tell."""
    feedback = check(name, make_answer())
    assert not feedback
    assert words in feedback.message
    assert feedback.message.endswith("?")
    tells = [part for part in write_right(name) if re.search(rf"\b{part}\b", feedback.message)]
    assert tells == []


@pytest.mark.parametrize(("name", "make_answer"), RIGHT)
def test_every_right_form_is_accepted(name, make_answer):
    """Numbers of any type, shares as percentages, names for numbers, some ids or all."""
    assert check(name, make_answer())


def test_the_lesson_says_what_is_so():
    """Clauses of the short list stand together, versions hide a company, and hedges are what comes back."""
    clusters = l5.sort_clauses().set_index("clause_id")["cluster"]
    assert set(clusters[list(l5.SHORT_LIST)]) == {l5.list_names()["may, information"]}
    assert sorted(l5.find_misplaced()) == ["kettlewick:020", "pencilgrove-2025:026", "vellumbay:023"]
    assert l5.measure_version() < 0.5 < l5.find_owned()[1]
    stable = l5.judge_clusters().query("stable")["cluster"].to_list()
    assert stable == [l5.list_names()["may, information"]]
