"""What an answer in words must have, and names that are no clause's: tests of form that lessons share.

Whether words are true no program can say. What is missing in them it can, and asks for it: each
``ask_for_...`` makes a `Mistake` out of what is asked for and of the question to whoever left it out.
"""

import re
from collections.abc import Callable, Iterable

from policyviz.classroom.answers import cut_clause_ids, find_clause_ids
from policyviz.classroom.exercises import Comparison, Mistake
from policyviz.classroom.materials import list_clause_ids

# A number does not begin inside another one: without that, many digits would cost their square.
DECIMAL = re.compile(r"(?<!\d)\d+\.\d+")
_NUMBER = re.compile(r"(?<![\w:-])\d+(?:\.\d+)?(?: ?%)?")
_END = re.compile(r"[.?!](?=\s|$)")


def ask_for_words(fewest: int, question: str) -> Mistake:
    """Ask for more words.

    Examples
    --------
    >>> short = ask_for_words(3, "Can you say more?")
    >>> short.when("two words", None), short.when("three words then", None)
    (True, False)
    """
    return Mistake(lambda said, right: len(said.split()) < fewest, question)


def ask_for(pattern: str, question: str) -> Mistake:
    """Ask for a word that a part of the answer cannot do without, in any case.

    Examples
    --------
    >>> no_reason = ask_for(r"\\bbecause\\b", "Why?")
    >>> no_reason.when("We keep it.", None), no_reason.when("Because we keep it.", None)
    (True, False)
    """
    find = re.compile(pattern, re.IGNORECASE).search
    return Mistake(lambda said, right: not find(said), question)


def ask_for_ids(question: str, fewest: int = 1) -> Mistake:
    """Ask for clauses, by their ids; one that is named twice is one.

    Examples
    --------
    >>> one = ask_for_ids("Which other clause?", fewest=2)
    >>> one.when("wrk:007, once more wrk:007", None), one.when("wrk:007, wrk:008", None)
    (True, False)
    """
    return Mistake(lambda said, right: len(set(find_clause_ids(said))) < fewest, question)


def ask_for_known_ids(question: str, list_known: Callable[[], Iterable[str]] = list_clause_ids) -> Mistake:
    """Ask about ids that are none: of the classroom's clauses, or of those that are listed.

    Examples
    --------
    >>> strange = ask_for_known_ids("Is it one of these?", lambda: frozenset({"wrk:007"}))
    >>> strange.when("wrk:007", None), strange.when("wrk:007, wrk:008", None)
    (False, True)
    """
    return Mistake(lambda said, right: not set(find_clause_ids(said)) <= set(list_known()), question)


def ask_for_id(most_words: int) -> Mistake:
    """Ask for the id where the clause's words are given."""
    question = "Are these its words: which id stands before them?"
    return Mistake(lambda name, right: len(name.split()) > most_words, question)


def is_unknown(names: str | frozenset[str], right: object = None) -> bool:
    """Whether one of these is no clause's id.

    Examples
    --------
    >>> is_unknown("kettlewick:001"), is_unknown(frozenset({"kettlewick:001", "kettlewick:1"}))
    (False, True)
    """
    return not ({names} if isinstance(names, str) else names) <= list_clause_ids()


def is_outside(policy_id: str) -> Comparison:
    """Whether this is a clause of another policy.

    Examples
    --------
    >>> [is_outside("vellumbay")(name, None) for name in ("kettlewick:001", "vellumbay:001", "a word")]
    [True, False, False]
    """
    return lambda name, right: not is_unknown(name) and not name.startswith(policy_id)


def has_no_ids(names: frozenset[str], right: object = None) -> bool:
    """Whether none of these looks like a clause's id.

    Examples
    --------
    >>> has_no_ids(frozenset({"your rights"})), has_no_ids(frozenset({"your rights", "wrk:007"}))
    (True, False)
    """
    return not any(":" in name for name in names)


# What is counted in words.


def list_decimals(words: str) -> list[str]:
    """Numbers with a point or a comma, as they are written; clause ids do not count.

    Examples
    --------
    >>> list_decimals("2,55 points (2.33 to 3), as wrk:057 says")
    ['2.55', '2.33']
    """
    plain = cut_clause_ids(words.casefold())
    return DECIMAL.findall(re.sub(r"(?<=\d),(?=\d)", ".", plain))


def has_figure(words: str, n_given: int) -> bool:
    """Whether there is a share, or one number more than are given anyway; clause ids do not count.

    Examples
    --------
    >>> [has_figure(words, 1) for words in ("8 of wrk:057", "8 of 20", "all 0.6", "60 %")]
    [False, True, True, True]
    """
    numbers = _NUMBER.findall(cut_clause_ids(words.casefold()))
    return len(numbers) > n_given or any(not number.isdigit() for number in numbers)


def count_sentences(words: str) -> int:
    """Sentences, by the signs that end them.

    Examples
    --------
    >>> count_sentences("I take 0.6. Why? Because.")
    3
    """
    return len(_END.findall(cut_clause_ids(words)))
