"""What an exercise is: its right answer, the mistakes one can make in it, and the questions they raise."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import NamedTuple

from policyviz.classroom.answers import Reader, read_words

LESSONS = ("L1", "L2", "L3", "L4", "L5", "L6")
# As far may an answer be from the right number, if either is rounded to two digits.
ROUNDED = 0.006

Comparison = Callable[[object, object], bool]


class Mistake(NamedTuple):
    """A way to go wrong.

    ``when`` gets the answer as it was read and says whether it was made; it may look at the
    right answer of the exercise, which comes second. ``question`` leads on without telling.
    """

    when: Comparison
    question: str


class Exercise(NamedTuple):
    """One exercise.

    ``read`` makes a value of what was handed in. ``find_right`` works out the right one from the
    policies of the classroom, or gives None where many answers are good. ``fits`` compares the
    two. ``mistakes`` are tried in order; a miss that is none of them gets the next of
    ``questions``, from wide to narrow. ``why`` is said to who is right. ``tell`` is said after
    three different misses; "" tells nothing, ``{right}`` in it is the right answer; of several right ones,
    of which one is asked for (``takes_one``), the first.
    """

    name: str
    read: Reader
    find_right: Callable[[], object]
    fits: Comparison
    questions: tuple[str, ...]
    why: str
    mistakes: tuple[Mistake, ...] = ()
    tell: str = "One right answer is {right}. Can you say how one gets there?"
    takes_one: bool = False


def make_open(
    name: str, *, question: str, why: str, mistakes: tuple[Mistake, ...], read: Reader = read_words
) -> Exercise:
    """An exercise with many good answers: what has none of the mistakes is complete, and nothing is told."""
    return Exercise(
        name=name,
        read=read,
        find_right=lambda: None,
        fits=has_none_of(mistakes),
        questions=(question,),
        why=why,
        mistakes=mistakes,
        tell="",
    )


# How an answer is compared with the right one, or with a wrong one that is known.


def equals(answer: object, right: object) -> bool:
    """Whether both are the same."""
    return answer == right


def is_one_of(answer: object, right: frozenset) -> bool:
    """Whether this is one of several right answers."""
    return answer in right


def are_some_of(answer: frozenset, right: frozenset) -> bool:
    """Whether there is an answer, and none that is not right."""
    return bool(answer) and answer <= right


def overlaps(answer: frozenset, right: frozenset) -> bool:
    """Whether a right one is among the answers."""
    return bool(answer & right)


def is_incomplete(answer: frozenset, right: frozenset) -> bool:
    """Whether all answers are right, and some are missing.

    Examples
    --------
    >>> is_incomplete(frozenset("a"), frozenset("ab")), is_incomplete(frozenset(), frozenset("ab"))
    (True, False)
    """
    return set() < answer < right


def is_near(tolerance: float) -> Comparison:
    """Whether two numbers differ by no more than this (a rounded answer is right as well).

    Examples
    --------
    >>> is_near(0.01)(0.33, 1 / 3)
    True
    """
    return lambda answer, right: abs(answer - right) <= tolerance + 1e-12


is_rounded = is_near(ROUNDED)


def made_by(find_wrong: Callable[[], object], fits: Comparison = equals) -> Comparison:
    """A mistake that is known by its result: what one gets by counting, say, blocks instead of clauses.

    Examples
    --------
    >>> is_blocks = made_by(lambda: 12)
    >>> is_blocks(12, 9), is_blocks(9, 9)
    (True, False)
    """
    return lambda answer, right: fits(answer, find_wrong())


def is_value_of(find_values: Callable[[], Mapping[str, float]], *names: str) -> Comparison:
    """Whether the answer is, rounded, one of these values instead of the right one."""
    return lambda answer, right: any(is_rounded(answer, find_values()[name]) for name in names)


def has_none_of(mistakes: tuple[Mistake, ...]) -> Comparison:
    """Whether none of these mistakes was made."""
    return lambda answer, right: not any(mistake.when(answer, right) for mistake in mistakes)


@cache
def load_exercises() -> dict[str, Exercise]:
    """All exercises by name, in order of lessons."""
    modules = [import_module(f"policyviz.classroom.lessons.{lesson.lower()}") for lesson in LESSONS]
    return {exercise.name: exercise for module in modules for exercise in module.EXERCISES}


def find_exercise(name: object) -> Exercise:
    """Look an exercise up.

    Raises
    ------
    ValueError
        If there is none of this name.

    Examples
    --------
    >>> find_exercise("L1.11")
    Traceback (most recent call last):
    ...
    ValueError: There is no exercise 'L1.11'. Did you mean L1.1?
    """
    exercises = load_exercises()
    wanted = name.strip().upper() if isinstance(name, str) else ""
    if wanted in exercises:
        return exercises[wanted]
    near = get_close_matches(wanted, exercises, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The first is {next(iter(exercises))}."
    message = f"There is no exercise {str(name)[:40]!r}. {hint}"
    raise ValueError(message)
