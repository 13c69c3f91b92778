"""The exercises of lesson 3: labels of one's own, agreement of two readers, and the lexicon against both."""

import re
from collections.abc import Mapping
from functools import cache

import pandas as pd

from policyviz.analysis.scores import score_clauses
from policyviz.classroom.answers import (
    UnreadableError,
    ask,
    read_number,
    read_set,
    read_share,
    read_words,
)
from policyviz.classroom.exercises import Exercise, Mistake, is_near
from policyviz.classroom.labels import VAGUE, load_sample, merge_labels
from policyviz.classroom.materials import load_clauses, load_mentions, load_planted
from policyviz.corpus import data_dir

STRICT, LOOSE = 3, 2
NEAR = 0.006

_CLAUSE_ID = re.compile(r"[a-z][a-z0-9-]*:\d+")
_RULE = re.compile(
    r"\b(?:if|when|whenever|unless|every|any|each|all|no|only|as soon as|that|which|who|whoever|without)\b",
    re.IGNORECASE,
)


# L3.1: one's own letters


def read_letters(answer: object) -> str:
    """Letters in order: text, or a list or column of letters or words; v, c and - where they are known.

    Examples
    --------
    >>> read_letters("V, c c -"), read_letters(["vague", "clear"])
    ('vcc-', 'vc')
    """
    if isinstance(answer, pd.DataFrame):
        answer = answer["label"] if "label" in answer else ask("Which column has your letters?")
    if isinstance(answer, pd.Series | Mapping):
        answer = list(dict(answer).values())
    if isinstance(answer, list | tuple):
        answer = " ".join(map(str, answer))
    if not isinstance(answer, str):
        ask(f"A text of letters is asked for, and this is a {type(answer).__name__}: where are your letters?")
    words = answer.casefold().replace("vague", "v").replace("clear", "c")
    return re.sub(r"[\s,;.|/'\"]", "", words)


def has_other_letters(letters: str, right: object = None) -> bool:
    """Whether there are letters with no meaning here."""
    return bool(set(letters) - set("vc-"))


LETTERS = (
    Mistake(
        has_other_letters, "Some letters are neither v nor c (nor -, for no label). What do they stand for?"
    ),
    Mistake(
        lambda letters, _: len(letters) < len(load_sample()),
        "There are fewer letters than clauses. Which clause did you skip?",
    ),
    Mistake(
        lambda letters, _: len(letters) > len(load_sample()),
        "There are more letters than clauses. Which clause has two?",
    ),
    Mistake(
        lambda letters, _: len(set(letters)) < 2,
        "All clauses have the same letter. Which of them leaves you most in the dark, and which least?",
    ),
)


# L3.2 to L3.4: agreement of the two readers


@cache
def load_readers() -> pd.DataFrame:
    """The labels of the two readers side by side: a row for each clause of the sample, in its order."""
    labels = merge_labels(data_dir() / "classroom" / "labels").labels
    wide = labels.pivot(index="clause_id", columns="annotator", values="label")
    return wide.reindex(load_sample()["clause_id"])


@cache
def measure_agreement() -> dict[str, float]:
    """Observed and chance agreement, kappa, and what is taken for them."""
    readers = load_readers()
    a, b = ((readers[name] == VAGUE) for name in readers)
    observed, p, q = float((a == b).mean()), a.mean(), b.mean()
    chance = float(p * q + (1 - p) * (1 - q))
    return {
        "observed": observed,
        "chance": chance,
        "kappa": (observed - chance) / (1 - chance),
        "both vague": float((a & b).mean()),
        "both clear": float((~a & ~b).mean()),
        "vague of a": float(p),
        "vague of b": float(q),
        "vague by chance": float(p * q),
        "disagreement": 1 - observed,
        "n agreed / 100": float((a == b).sum() / 100),
        "difference": observed - chance,
        "without brackets": observed - chance / (1 - chance),
        "from cells": float((a & b).mean() ** 2 + (~a & ~b).mean() ** 2),
    }


def is_value(name: str) -> object:
    """Whether an answer is this value instead of the right one."""
    return lambda answer, right: is_near(NEAR)(answer, measure_agreement()[name])


# L3.5 and L3.6: the lexicon against the readers


@cache
def load_table() -> pd.DataFrame:
    """The sample with ``score``, ``n_vague`` (readers who say vague) and ``planted`` (the author's label)."""
    scores = score_clauses(load_clauses(), load_mentions("vagueness")).set_index("clause_id")["score"]
    rows = load_planted().query("kind in ('vague', 'clear')").drop_duplicates("clause_id")
    table = load_sample().set_index("clause_id")
    n_vague = (load_readers() == VAGUE).sum(axis=1)
    return table.assign(score=scores, n_vague=n_vague, planted=rows.set_index("clause_id")["kind"])


def list_ids(rows: pd.Series) -> frozenset[str]:
    """The clauses for which something holds."""
    return frozenset(rows.index[rows])


@cache
def find_misses(threshold: float = STRICT, at_least: int = 2) -> frozenset[str]:
    """Clauses that readers call vague and that score below the threshold."""
    table = load_table()
    return list_ids((table["n_vague"] >= at_least) & (table["score"] < threshold))


@cache
def find_hits() -> frozenset[str]:
    """Clauses that both readers call vague and that score as much as the threshold."""
    return list_ids(load_table()["n_vague"] == 2) - find_misses()


@cache
def find_false_alarms() -> frozenset[str]:
    """Clauses above the lower threshold that are clear to both readers, or were meant to be."""
    table = load_table()
    return list_ids((table["score"] >= LOOSE) & ((table["n_vague"] == 0) | (table["planted"] == "clear")))


def read_count(answer: object) -> float | frozenset[str]:
    """A number, or the clauses that are to be counted."""
    if isinstance(answer, str) and ":" not in answer:
        return read_number(answer)
    try:
        return read_set(answer)
    except UnreadableError:
        return read_number(answer)


def is_as_many(answer: float | frozenset[str], ids: frozenset[str]) -> bool:
    """Whether these are the clauses, or their number."""
    return answer == ids if isinstance(answer, frozenset) else answer == len(ids)


def is_ids(answer: object, right: object = None) -> bool:
    """Whether clauses were handed in, and not a number."""
    return isinstance(answer, frozenset)


def is_strange(ids: frozenset[str], right: object = None) -> bool:
    """Whether one of these is no clause of the sample."""
    return not ids or not ids <= frozenset(load_table().index)


# L3.7: a rule


def find_ids(words: str) -> list[str]:
    """What looks like a clause id in a text."""
    return _CLAUSE_ID.findall(words.casefold())


OPEN = (
    Mistake(lambda said, _: len(said.split()) < 10, "Is this a whole sentence, of ten words or more?"),
    Mistake(
        lambda said, _: not re.search(r"\b(?:vague|clear)", said, re.IGNORECASE),
        "Does your rule say when a clause is vague, or when it is clear?",
    ),
    Mistake(
        lambda said, _: not find_ids(said),
        "Which disagreement would your rule have settled: what is the clause_id?",
    ),
    Mistake(
        lambda said, _: is_strange(frozenset(find_ids(said))),
        "Is this clause one of the twenty of the sample?",
    ),
    Mistake(
        lambda said, _: not _RULE.search(said),
        "Can somebody use your rule for a clause that you have not seen: when does it hold?",
    ),
)

EXERCISES = (
    Exercise(
        "L3.1",
        read_letters,
        lambda: None,
        lambda letters, right: not any(mistake.when(letters, right) for mistake in LETTERS),
        ("Is there one letter for each clause?",),
        "Twenty letters, and each is an opinion that can be compared. There is no right answer here: that is "
        "what this lesson is about.",
        LETTERS,
        tell="",
    ),
    Exercise(
        "L3.2",
        read_share,
        lambda: measure_agreement()["observed"],
        is_near(NEAR),
        (
            "In which cells of the table do both readers say the same?",
            "How many clauses are in these cells together, and what share of all clauses is that?",
        ),
        "This is observed agreement. It looks good, but part of it would come by luck.",
        (
            Mistake(is_value("n agreed / 100"), "Is this a number of clauses? Of how many is it a share?"),
            Mistake(
                lambda *pair: is_value("both vague")(*pair) or is_value("both clear")(*pair),
                "This is one cell in which they agree. Is there another?",
            ),
            Mistake(is_value("disagreement"), "This is how often they differ. How often do they not?"),
            Mistake(is_value("kappa"), "This is corrected for chance already. What did you see before that?"),
            Mistake(
                lambda *pair: is_value("vague of a")(*pair) or is_value("vague of b")(*pair),
                "This is how often one reader says vague. How often do both say the same?",
            ),
        ),
    ),
    Exercise(
        "L3.3",
        read_share,
        lambda: measure_agreement()["chance"],
        is_near(NEAR),
        (
            "What share of clauses does each reader call vague, and what share clear?",
            "Did you multiply vague by vague and clear by clear, and add the two?",
        ),
        "If each had drawn labels from a bag, mixed as they use them, they would agree this often. It is "
        "the floor from which agreement counts.",
        (
            Mistake(
                is_value("observed"),
                "This is what was observed. How often would they agree without reading a word?",
            ),
            Mistake(
                is_value("from cells"),
                "You took the cells of the table. How often does each reader say vague in all?",
            ),
            Mistake(
                is_value("vague by chance"),
                "This is the chance that both say vague. Can they agree in another way?",
            ),
            Mistake(
                lambda answer, _: is_near(NEAR)(answer, 1 - measure_agreement()["chance"]),
                "This is how often they would differ by chance. How often would they agree?",
            ),
            Mistake(
                lambda *pair: is_value("vague of a")(*pair) or is_value("vague of b")(*pair),
                "This is the share of one reader. With whose share is it multiplied?",
            ),
        ),
    ),
    Exercise(
        "L3.4",
        read_number,
        lambda: measure_agreement()["kappa"],
        is_near(NEAR),
        (
            "Whose labels are in your table: those of the two readers, or your own?",
            "What is the agreement above chance, and how large could it be at most?",
        ),
        "Kappa is the part of the possible agreement above chance that was reached: 0 is luck, 1 is perfect. "
        "It is smaller than the observed agreement, and more honest.",
        (
            Mistake(
                is_value("observed"),
                "This is the observed agreement. How much of it would come by chance?",
            ),
            Mistake(is_value("chance"), "This is the chance agreement. Where does it stand in the formula?"),
            Mistake(
                is_value("difference"),
                "You took chance away. By what is the difference divided: how far above chance can one get?",
            ),
            Mistake(
                is_value("without brackets"),
                "Are there brackets around both differences, so that they are taken before the division?",
            ),
            Mistake(lambda answer, _: abs(answer) > 1, "Kappa is never above 1: where is a share a number?"),
        ),
    ),
    Exercise(
        "L3.5",
        read_count,
        find_misses,
        is_as_many,
        (
            "Which clauses do both readers call vague, and which of them score below the threshold?",
            "Did you join the two conditions with &, each in its own brackets?",
        ),
        "Some of them have words from the list that weigh too little; others have none, and leave all open. "
        "A lower threshold helps with the first kind only.",
        (
            Mistake(
                lambda answer, _: is_ids(answer) and is_strange(answer),
                "Are these clause ids of the sample, as they stand in its column?",
            ),
            Mistake(
                lambda answer, _: is_as_many(answer, find_hits()),
                "These are vague to the readers and to the lexicon. Which does the lexicon not see?",
            ),
            Mistake(
                lambda answer, _: (
                    is_as_many(answer, find_misses(at_least=1))
                    or is_as_many(answer, find_misses() | find_hits())
                ),
                "Is one of the conditions missing: both readers, and a score below the threshold?",
            ),
            Mistake(
                lambda answer, _: is_as_many(answer, list_ids(load_table()["score"] < STRICT)),
                "These are all that score low. Which of them do both readers call vague?",
            ),
            Mistake(
                lambda answer, _: is_as_many(answer, find_misses(LOOSE)),
                "Which threshold did you use, and which is asked for?",
            ),
            Mistake(
                lambda answer, right: is_ids(answer) and bool(answer & right),
                "Some of these are right. Are there more, or one too many?",
            ),
        ),
    ),
    Exercise(
        "L3.6",
        read_set,
        find_false_alarms,
        lambda answer, right: bool(answer) and answer <= right,
        (
            "Which clauses score as much as the lower threshold, and what word makes them do so?",
            "Read them: which of them forbids something, or gives a right, so that you know who may do what?",
        ),
        "The same word hedges in one sentence and binds in the next. You read the sentence, the score adds "
        "words.",
        (
            Mistake(is_strange, "Is this a clause_id of the sample, as it stands in its column?"),
            Mistake(
                lambda answer, right: bool(answer & right),
                "At least one of yours is a false alarm, but not all are. Which would you strike out?",
            ),
            Mistake(
                lambda answer, _: bool(answer & list_ids(load_table()["score"] < LOOSE)),
                "The lexicon calls this clause clear. Can it be a false alarm?",
            ),
            Mistake(
                lambda *_: True,
                "The lexicon says vague. Is it wrong: can you say after reading who does what, and when?",
            ),
        ),
    ),
    Exercise(
        "L3.7",
        read_words,
        lambda: None,
        lambda said, right: not any(mistake.when(said, right) for mistake in OPEN),
        ("Would two people with your rule give the same letter?",),
        "The form is complete: a rule, and the clause that it settles. Whether it is a good rule no program "
        "can say: give it to two people, and let both label three new clauses.",
        OPEN,
        tell="",
    ),
)
