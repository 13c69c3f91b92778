"""`check`: looks at an answer and asks back, at once and offline."""

from html import escape

from policyviz.classroom.answers import UnreadableError, check_handed_in
from policyviz.classroom.exercises import Exercise, find_exercise

# After so many different wrong answers the right one is told.
PATIENCE = 3

# Said when an answer was read and the check itself went wrong.
FAILED = "This check does not work"

# What was answered wrongly since the kernel was started: exercise -> different answers, as text.
_misses: dict[str, list[str]] = {}


class Feedback:
    """What is said to an answer. True if the answer is right; it shows itself in a notebook.

    Attributes
    ----------
    name : str
        The exercise.
    right : bool
    message : str
        Praise that says why, or a question.
    """

    def __init__(self, name: str, right: bool, message: str) -> None:
        self.name, self.right, self.message = name, right, message

    def __bool__(self) -> bool:
        return self.right

    def __repr__(self) -> str:
        return f"{self.name} {'✓' if self.right else '…'} {self.message}"

    def _repr_html_(self) -> str:
        colour, sign = ("#00664d", "✓") if self.right else ("#8a4b00", "…")
        style = f"border-left:4px solid {colour};padding:.3em .8em;margin:.3em 0"
        return f'<p style="{style}"><b>{escape(self.name)} {sign}</b> {escape(self.message)}</p>'


def check(name: str, answer: object = None) -> Feedback:
    """Look at the answer to an exercise: praise that says why it is right, or a question.

    A wrong answer never fails with an error, and does not tell the right one; only after three
    different ones it is told. Numbers may be of any type or words, shares may be percentages,
    lists may be lists, columns or text with commas, in any case.

    Parameters
    ----------
    name : str
        The exercise, such as "L2.3".
    answer : object
        What is to be looked at; ``____`` and None stand for no answer yet.

    Returns
    -------
    feedback : Feedback
        True if the answer is right.

    Raises
    ------
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> feedback = check("L2.1", "seven or so")
    >>> bool(feedback)
    False
    >>> feedback.message
    'A number is asked for: can you write it in digits, and nothing else?'
    """
    exercise = find_exercise(name)
    # Outside: an error in here is ours, and must be seen.
    right = exercise.find_right()
    try:
        check_handed_in(answer)
        value = exercise.read(answer)
    except UnreadableError as question:
        return Feedback(exercise.name, False, str(question))
    except Exception:
        # Whatever a student hands in, and be it an object that fails when it is touched, is an answer.
        said = "This answer cannot be read: is it the value that the exercise asks for?"
        return Feedback(exercise.name, False, said)
    try:
        return _answer(exercise, value, right)
    except Exception as error:
        # Ours to mend, but no student's evening ends with a traceback of ours.
        return Feedback(
            exercise.name, False, f"{FAILED} ({type(error).__name__}). Can you tell your teacher?"
        )


def _answer(exercise: Exercise, value: object, right: object) -> Feedback:
    if exercise.fits(value, right):
        _misses.pop(exercise.name, None)
        return Feedback(exercise.name, True, exercise.why)
    misses = _misses.setdefault(exercise.name, [])
    # A set has no order of its own: the same answer is the same miss.
    written = repr(sorted(value) if isinstance(value, frozenset) else value)[:500]
    if written not in misses:
        misses.append(written)
    n_misses = misses.index(written) + 1
    if n_misses >= PATIENCE and exercise.tell:
        return Feedback(exercise.name, False, exercise.tell.format(right=write_answer(exercise, right)))
    return Feedback(exercise.name, False, _ask(exercise, value, right, n_misses))


def _ask(exercise: Exercise, value: object, right: object, n_misses: int) -> str:
    for mistake in exercise.mistakes:
        if mistake.when(value, right):
            return mistake.question
    return exercise.questions[min(n_misses, len(exercise.questions)) - 1]


def write_answer(exercise: Exercise, right: object) -> str:
    """A right answer, as it can be handed in."""
    return _write(min(right) if exercise.takes_one and isinstance(right, frozenset) else right)


def _write(right: object) -> str:
    if isinstance(right, float):
        return f"{right:,.3f}".rstrip("0").rstrip(".")
    if isinstance(right, frozenset | set):
        return ", ".join(sorted(map(str, right)))
    if isinstance(right, tuple | list):
        return ", ".join(map(_write, right))
    if isinstance(right, dict):
        return ", ".join(f"{key}: {_write(value)}" for key, value in right.items())
    return str(right)
