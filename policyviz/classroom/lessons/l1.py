"""The exercises of lesson 1: policies, blocks, clauses, and the way back to the sentence."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from policyviz.classroom.answers import (
    UnreadableError,
    ask,
    complete_id,
    read_name,
    read_number,
    read_numbers,
    read_set,
    read_span,
)
from policyviz.classroom.exercises import (
    Exercise,
    Mistake,
    equals,
    is_incomplete,
    is_one_of,
    made_by,
    make_open,
    overlaps,
)
from policyviz.classroom.forms import (
    ask_for_id,
    ask_for_ids,
    ask_for_known_ids,
    ask_for_words,
    has_no_ids,
    is_unknown,
)
from policyviz.classroom.materials import load_blocks, load_clauses
from policyviz.classroom.truths import l1 as truth

# A reason in fewer words is hardly one.
FEWEST_WORDS = 15


def read_total(answer: object) -> float:
    """Read one number. Several that add up to the right one want adding.

    Examples
    --------
    >>> read_total([42, 47])
    Traceback (most recent call last):
    ...
    policyviz.classroom.answers.UnreadableError: Each version is counted: how many have they together?
    """
    try:
        return read_number(answer)
    except UnreadableError:
        if is_not_added(answer, truth.count_clauses()):
            ask("Each version is counted: how many have they together?")
        raise


def is_not_added(answer: object, total: int) -> bool:
    """Whether these are numbers that add up to the total.

    Examples
    --------
    >>> [is_not_added(answer, 5) for answer in ((2, 3), "2, 3", {"a": 2, "b": 3}, (2, 2), "five")]
    [True, True, True, False, False]
    """
    if not isinstance(answer, str | list | tuple | set | Mapping | pd.Series | pd.DataFrame | np.ndarray):
        return False
    try:
        return sum(read_numbers(answer)) == total
    except UnreadableError:
        return False


def read_ids(answer: object) -> frozenset[str]:
    """Clause ids, also by their numbers."""
    return frozenset(complete_id(name, truth.NUMBERED_IN) for name in read_set(answer))


def read_entries(answer: object) -> frozenset[str]:
    """Entries of the contents; a colon or a full stop behind one does not matter."""
    return frozenset(entry.rstrip(":. ") for entry in read_set(answer))


EXERCISES = (
    Exercise(
        name="L1.1",
        read=read_numbers,
        find_right=truth.count_policies,
        fits=equals,
        questions=(
            "What does one row of the table stand for, and how many different companies are among them?",
            "Do all names in the column company differ, or does one come back?",
        ),
        why="There are more policies than companies: some wrote a second version. One row is one version.",
        mistakes=(
            Mistake(lambda got, right: len(got) != 2, "Two numbers are asked for: which two are yours?"),
            Mistake(
                made_by(lambda: truth.count_policies()[::-1]), "Are your numbers in the order asked for?"
            ),
            Mistake(
                made_by(lambda: (truth.count_policies()[1],) * 2),
                "Does a company stand in more than one row?",
            ),
            Mistake(
                lambda got, right: got == (right[0], truth.count_repeated()),
                "How many rows has the whole table?",
            ),
            Mistake(
                lambda got, right: got[0] == right[0] - truth.count_repeated(),
                "Did you leave out a company that has two?",
            ),
        ),
    ),
    Exercise(
        name="L1.2",
        read=read_total,
        find_right=truth.count_clauses,
        fits=equals,
        questions=(
            "What is one row of the table of clauses, and which rows belong to this company?",
            "Which policy_ids does this company have, and did you add up all of them?",
        ),
        why="The clauses of a company are those of all its versions. Always say which policies you count.",
        mistakes=(
            Mistake(
                lambda got, right: got in truth.list_version_counts(),
                "Is this one version: how many policies does this company have?",
            ),
            Mistake(
                made_by(lambda: truth.count_rows(load_blocks())),
                "Did you count blocks? Which of them are sentences or list items?",
            ),
            Mistake(
                lambda got, right: got in truth.list_line_counts(),
                "Did you count lines: how many sentences can stand on one line?",
            ),
            Mistake(made_by(lambda: len(load_clauses())), "Are these of all companies: how do you keep one?"),
            Mistake(made_by(truth.count_words), "Are these words: what is one row of the table of clauses?"),
            Mistake(made_by(lambda: len(truth.list_versions())), "Are these policies or clauses?"),
            Mistake(made_by(lambda: 0), "Did no row match: is the name spelt as in the table?"),
        ),
    ),
    Exercise(
        name="L1.3",
        read=read_span,
        find_right=truth.find_span,
        fits=equals,
        questions=(
            "Does text[start:end] give exactly the words of the sentence, and nothing more?",
            "Does `text.find(quote)` say where the sentence starts, and `len(quote)` how long it is?",
        ),
        why="Two numbers lead back to the words. So every number of this course leads back to a sentence.",
        mistakes=(
            Mistake(
                made_by(lambda: (0, len(truth.QUOTED))),
                "Did you count from the sentence or from the start of the text?",
            ),
            Mistake(
                lambda got, right: got == (right[0], len(truth.QUOTED)),
                "Is your second number an end or a length?",
            ),
            Mistake(made_by(truth.find_block_span), "Is this the whole paragraph or one sentence?"),
            Mistake(lambda got, right: got[0] < 0, "-1 means not found: is every letter right?"),
            Mistake(lambda got, right: got[0] == right[0] + 1, "Python counts from 0: did you?"),
            Mistake(
                lambda got, right: got[0] == right[0] and abs(got[1] - right[1]) == 1,
                "Does your span end before or after the full stop?",
            ),
            Mistake(lambda got, right: got[0] >= got[1], "Does your span end before it starts?"),
            Mistake(
                lambda got, right: got[1] - got[0] == right[1] - right[0],
                "The length is right: in which text did you look?",
            ),
        ),
    ),
    Exercise(
        name="L1.4",
        read=lambda answer: complete_id(read_name(answer), truth.LONGEST_IN),
        find_right=lambda: truth.find_longest("words", truth.LONGEST_IN),
        fits=is_one_of,
        questions=(
            "Which column counts words, and which row has the largest number in it?",
            "Did you keep one policy first, then sort by n_words, and read the right end of the table?",
        ),
        why="Another clause has more letters, this one more words. Say what you measure.",
        mistakes=(
            Mistake(
                lambda got, right: got in truth.find_longest("letters", truth.LONGEST_IN),
                "Is this the clause with the most letters or the most words?",
            ),
            Mistake(
                lambda got, right: got in truth.find_longest("words"),
                "Is this the longest of all, or of the policy that is asked about?",
            ),
            Mistake(
                lambda got, right: got in truth.find_longest("words", truth.LONGEST_IN, least=True),
                "Is this the shortest: which end did you take?",
            ),
            ask_for_id(most_words=3),
            Mistake(
                lambda got, right: ":" not in got and "-" in got, "Is this a policy: which clause of it?"
            ),
            Mistake(is_unknown, "Is there a clause with this id in the table?"),
        ),
    ),
    Exercise(
        name="L1.5",
        read=read_entries,
        find_right=truth.find_missing,
        fits=equals,
        questions=(
            "For each entry: is there a heading that a reader would take for it?",
            "Which of the entries stand in the list of headings, letter by letter or nearly so?",
        ),
        why="They are promised and not there. You saw what letters hide: a colon makes no other heading.",
        mistakes=(
            Mistake(
                lambda got, right: "contents" in got, "Is “Contents” an entry, or the title of the list?"
            ),
            Mistake(
                made_by(truth.list_unlisted, overlaps),
                "Is one of these a heading, but no entry: which way round is the question?",
            ),
            Mistake(
                made_by(truth.list_kept, overlaps),
                "Would a reader say that one of these is a heading after all?",
            ),
            Mistake(is_incomplete, "So far so good: did you look at every entry?"),
            Mistake(
                lambda got, right: not got <= truth.list_blocks("contents"),
                "Is each of these an entry, spelt as there?",
            ),
        ),
    ),
    Exercise(
        name="L1.6",
        read=read_ids,
        find_right=truth.find_false_clauses,
        fits=equals,
        questions=(
            "Which lines say nothing by themselves, and only name what comes after them?",
            "The outline stops early: in which clauses do the words of the headings after it stand?",
        ),
        why=(
            "You saw what the computer mixed up, and every sentence below these lines stands under a wrong "
            "section, too. So look at the outline before you trust a section."
        ),
        mistakes=(
            Mistake(
                lambda got, right: bool(got) and has_no_ids(got),
                "Are these headings: which clause_id stands beside each?",
            ),
            Mistake(is_unknown, "Is there a row with each of these ids?"),
            Mistake(lambda got, right: bool(got - right), "Is one of these a sentence or an item of a list?"),
            Mistake(is_incomplete, "So far so good: did you read to the end of the policy?"),
        ),
    ),
    make_open(
        "L1.7",
        question="Which clause shows it, and what did the page tell that the row does not?",
        why="The form is complete: a clause, and words of your own. Whether it is true no program can say. "
        "Read it to your neighbour, who looks the clause up.",
        mistakes=(
            ask_for_ids("Which clause shows it: can you name its clause_id?"),
            ask_for_known_ids("Is there a clause with this id in the table?"),
            ask_for_words(
                FEWEST_WORDS,
                f"Can you say more, in {FEWEST_WORDS} words or so: what is lost, and why does it matter?",
            ),
        ),
    ),
)
