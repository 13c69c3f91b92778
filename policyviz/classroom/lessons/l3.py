"""The exercises of lesson 3: labels of one's own, agreement of two readers, and the lexicon against both."""

from collections.abc import Iterable, Iterator
from itertools import islice

import numpy as np
import pandas as pd

from policyviz.classroom.answers import (
    MOST_ITEMS,
    UnreadableError,
    ask,
    name_type,
    read_number,
    read_set,
    read_share,
)
from policyviz.classroom.exercises import (
    Comparison,
    Exercise,
    Mistake,
    are_some_of,
    is_rounded,
    is_value_of,
    made_by,
    make_open,
    overlaps,
)
from policyviz.classroom.forms import ask_for, ask_for_ids, ask_for_known_ids, ask_for_words
from policyviz.classroom.labels import list_sample, load_sample, tidy_letters
from policyviz.classroom.truths import l3 as truth

# What holds several answers.
COLUMNS = (list, tuple, set, frozenset, pd.Series, pd.Index, np.ndarray)
# Words with which a sentence holds for more than one case.
RULING = (
    r"\b(?:if|when|whenever|unless|every|any|each|all|no|only|as soon as|that|which|who|whoever|without)\b"
)


def read_letters(answer: object) -> str:
    """Letters in order: text, or a list or column of letters or words; v, c and - where they are known.

    Examples
    --------
    >>> read_letters("V, c c -"), read_letters(["vague", "clear"])
    ('vcc-', 'vc')
    """
    if isinstance(answer, pd.DataFrame) and "label" not in answer:
        ask("Which column has your letters?")
    if isinstance(answer, bytes) or not isinstance(answer, str | Iterable):
        ask(f"A text of letters is asked for, and this is {name_type(answer)}: where are your letters?")
    if isinstance(answer, Iterator):
        # Reading uses it up, and nothing would be left to save.
        ask("This can be read only once: can you put list( ) around it?")
    # The same reading as where they are saved: what is praised here can be saved there.
    return tidy_letters(answer)


def has_other_letters(letters: str, right: object) -> bool:
    """Whether there are letters with no meaning here."""
    return bool(set(letters) - set("vc-"))


def is_value(*names: str) -> Comparison:
    """Whether an answer is one of these values of the agreement instead of the right one."""
    return is_value_of(truth.measure_agreement, *names)


def read_count(answer: object) -> float | frozenset[str]:
    """A number, or the clauses that are to be counted."""
    if isinstance(answer, str) and ":" not in answer:
        return read_number(answer)
    if isinstance(answer, COLUMNS) and len(answer) > 1:
        return read_clauses(answer)
    try:
        return read_set(answer)
    except UnreadableError:
        return read_number(answer)


def read_clauses(answer: object) -> frozenset[str]:
    """Clauses of the sample, by their ids or by their numbers on the sheet.

    Examples
    --------
    >>> read_clauses([1, "kettlewick:024"]) == read_clauses("1") == {"kettlewick:024"}
    True
    """
    if isinstance(answer, COLUMNS):
        answer = [str(item) if is_whole(item) else item for item in islice(answer, MOST_ITEMS)]
    elif is_whole(answer):
        answer = str(answer)
    return frozenset(map(name_on_sheet, read_set(answer)))


def is_whole(answer: object) -> bool:
    """Whether this is a whole number."""
    return isinstance(answer, int | np.integer) and not isinstance(answer, bool)


def name_on_sheet(name: str) -> str:
    """The id of the clause with this number on the sheet; any other name as it is."""
    is_number = name.isdecimal() and len(name) < 3 and 0 < int(name) <= len(list_sample())
    return list_sample()[int(name) - 1] if is_number else name


def is_as_many(answer: float | frozenset[str], ids: frozenset[str]) -> bool:
    """Whether these are the clauses, or their number."""
    return answer == ids if is_ids(answer) else answer == len(ids)


def is_ids(answer: float | frozenset[str]) -> bool:
    """Whether clauses were handed in, and not a number."""
    return isinstance(answer, frozenset)


def is_strange(ids: frozenset[str], right: object = None) -> bool:
    """Whether there are none, or one of these is no clause of the sample."""
    return not ids or not ids <= set(list_sample())


EXERCISES = (
    make_open(
        "L3.1",
        read=read_letters,
        question="Is there one letter for each clause?",
        why="Twenty letters, and each is an opinion that can be compared. There is no right answer here: "
        "that is what this lesson is about.",
        mistakes=(
            Mistake(
                has_other_letters,
                "Some letters are neither v nor c (nor -, for no label). What do they stand for?",
            ),
            Mistake(
                lambda letters, _: len(letters) < len(load_sample()),
                "There are fewer letters than clauses. Which clause did you skip?",
            ),
            Mistake(
                lambda letters, _: len(letters) > len(load_sample()),
                "There are more letters than clauses. Which clause has two?",
            ),
            Mistake(lambda letters, _: set(letters) == {"-"}, "You labelled none: which is the easiest?"),
            Mistake(
                lambda letters, _: len(set(letters)) < 2,
                "All clauses have the same letter. Which of them leaves you most in the dark, and which "
                "least?",
            ),
        ),
    ),
    Exercise(
        name="L3.2",
        read=read_share,
        find_right=lambda: truth.measure_agreement()["observed"],
        fits=is_rounded,
        questions=(
            "In which cells of the table do both readers say the same?",
            "How many clauses are in these cells together, and what share of all clauses is that?",
        ),
        why="This is observed agreement. It looks good, but part of it would come by luck.",
        mistakes=(
            Mistake(is_value("n agreed / 100"), "Is this a number of clauses? Of how many is it a share?"),
            Mistake(
                is_value("both vague", "both clear"),
                "This is one cell in which they agree. Is there another?",
            ),
            Mistake(is_value("disagreement"), "This is how often they differ. How often do they not?"),
            Mistake(is_value("kappa"), "This is corrected for chance already. What did you see before that?"),
            Mistake(
                is_value("vague of a", "vague of b"),
                "This is how often one reader says vague. How often do both say the same?",
            ),
        ),
    ),
    Exercise(
        name="L3.3",
        read=read_share,
        find_right=lambda: truth.measure_agreement()["chance"],
        fits=is_rounded,
        questions=(
            "What share of clauses does each reader call vague, and what share clear?",
            "Did you multiply vague by vague and clear by clear, and add the two?",
        ),
        why="If each had drawn labels from a bag, mixed as they use them, they would agree this often. It is "
        "the floor from which agreement counts.",
        mistakes=(
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
                is_value("different by chance"),
                "This is how often they would differ by chance. How often would they agree?",
            ),
            Mistake(
                is_value("vague of a", "vague of b"),
                "This is the share of one reader. With whose share is it multiplied?",
            ),
        ),
    ),
    Exercise(
        name="L3.4",
        read=read_number,
        find_right=lambda: truth.measure_agreement()["kappa"],
        fits=is_rounded,
        questions=(
            "Is each difference in brackets, and is the first divided by the second?",
            "What is the agreement above chance, and how large could it be at most?",
        ),
        why="Kappa is the part of the possible agreement above chance that was reached: 0 is luck, 1 is "
        "perfect. It is smaller than the observed agreement, and more honest.",
        mistakes=(
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
        name="L3.5",
        read=read_count,
        find_right=truth.find_misses,
        fits=is_as_many,
        questions=(
            "Which clauses do both readers call vague, and which of them score below the threshold?",
            "Did you join the two conditions with &, each in its own brackets?",
        ),
        why="Some of them have words from the list that weigh too little; others have none, and leave all "
        "open. A lower threshold helps with the first kind only.",
        mistakes=(
            Mistake(
                lambda answer, _: is_ids(answer) and is_strange(answer),
                "Are these clause ids of the sample, as they stand in its column?",
            ),
            Mistake(
                made_by(truth.find_hits, is_as_many),
                "These are vague to the readers and to the lexicon. Which does the lexicon not see?",
            ),
            Mistake(
                lambda answer, _: (
                    is_as_many(answer, truth.find_misses(at_least=1))
                    or is_as_many(answer, truth.find_misses() | truth.find_hits())
                ),
                "Is one of the conditions missing: both readers, and a score below the threshold?",
            ),
            Mistake(
                made_by(lambda: truth.list_below(truth.STRICT), is_as_many),
                "These are all that score low. Which of them do both readers call vague?",
            ),
            Mistake(
                made_by(lambda: truth.find_misses(truth.LOOSE), is_as_many),
                "Which threshold did you use, and which is asked for?",
            ),
            Mistake(
                lambda answer, right: is_ids(answer) and overlaps(answer, right),
                "Some of these are right. Are there more, or one too many?",
            ),
        ),
    ),
    Exercise(
        name="L3.6",
        read=read_clauses,
        find_right=truth.find_false_alarms,
        fits=are_some_of,
        questions=(
            "Which clauses score as much as the lower threshold, and what word makes them do so?",
            "Read them: which of them forbids something, or gives a right, so that you know who may do what?",
        ),
        why="The same word hedges in one sentence and binds in the next. You read the sentence, the score "
        "adds words.",
        mistakes=(
            Mistake(is_strange, "Is this a clause_id of the sample, as it stands in its column?"),
            Mistake(
                overlaps,
                "At least one of yours is a false alarm, but not all are. Which would you strike out?",
            ),
            Mistake(
                made_by(lambda: truth.list_below(truth.LOOSE), overlaps),
                "The lexicon calls this clause clear. Can it be a false alarm?",
            ),
            Mistake(
                lambda *_: True,
                "The lexicon says vague. Is it wrong: can you say after reading who does what, and when?",
            ),
        ),
    ),
    make_open(
        "L3.7",
        question="Would two people with your rule give the same letter?",
        why="The form is complete: a rule, and the clause that it settles. Whether it is a good rule no "
        "program can say: give it to two people, and let both label three new clauses.",
        mistakes=(
            ask_for_words(10, "Is this a whole sentence, of ten words or more?"),
            ask_for(r"\b(?:vague|clear)", "Does your rule say when a clause is vague, or when it is clear?"),
            ask_for_ids("Which disagreement would your rule have settled: what is the clause_id?"),
            ask_for_known_ids("Is this clause one of the twenty of the sample?", list_sample),
            ask_for(
                RULING,
                "Can somebody use your rule for a clause that you have not seen: when does it hold?",
            ),
        ),
    ),
)
