"""What students hand in, read in every form that can be meant: numbers, shares, names, spans, words.

A reader takes anything and gives back a value to compare, or raises `UnreadableError` with a
question. It never changes the answer, and never runs what a policy or a student wrote.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from numbers import Number
from typing import NoReturn

import numpy as np
import pandas as pd

Reader = Callable[[object], object]

# A string of a million names is no answer; what is longer is not read.
MOST_CHARACTERS = 5_000
MOST_ITEMS = 5_000

_NUMBER = re.compile(
    r"[-+]?(?:\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+)?(?:\.\d*)?(?:e[-+]?\d+)?", re.IGNORECASE
)
# "0,25" is how much of the world writes a quarter; "1,234" stays a thousand and more.
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d+,\d{1,2}|0,\d+)")
_TO = re.compile(r"(?<=\d)\s*(?:\bto\b|\band\b|[–—]|(?<=\s)-(?=\s))\s*(?=\d)")
# No name of a policy is longer; without the bound a long word would cost its length squared.
CLAUSE_ID = re.compile(r"\b[a-z][a-z0-9-]{0,80}:\d{1,4}\b", re.IGNORECASE)
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})


class Blank:
    """What stands where an answer is still missing."""

    def __repr__(self) -> str:
        return "____"


____ = Blank()


class UnreadableError(ValueError):
    """An answer in a form that cannot be meant; the message is a question to the student."""


def ask(question: str) -> NoReturn:
    """Say that an answer cannot be meant, as a question.

    Raises
    ------
    UnreadableError
        Always.
    """
    raise UnreadableError(question)


def is_blank(answer: object) -> bool:
    """Whether nothing was filled in yet.

    Examples
    --------
    >>> [is_blank(answer) for answer in (____, None, ..., " ____ ", "", 0)]
    [True, True, True, True, True, False]
    """
    if isinstance(answer, str):
        return answer.strip(" _\n\t\"'") == ""
    return answer is None or answer is ... or isinstance(answer, Blank)


def check_handed_in(answer: object) -> None:
    """Ask for an answer where there is none yet, and for a shorter one where there is far too much.

    Raises
    ------
    UnreadableError
    """
    if is_blank(answer):
        ask("There is still a ____ here: what would you put in its place?")
    if isinstance(answer, str) and len(answer) > MOST_CHARACTERS:
        ask("This is far too long for an answer: which part of it is meant?")


def find_clause_ids(words: str) -> list[str]:
    """The clause ids that stand in a text, in order, in lower case.

    Examples
    --------
    >>> find_clause_ids("As wrk:057 says, and Procom:012.")
    ['wrk:057', 'procom:012']
    """
    return [found.lower() for found in CLAUSE_ID.findall(words)]


def cut_clause_ids(words: str) -> str:
    """A text without its clause ids, whose digits are no numbers.

    Examples
    --------
    >>> cut_clause_ids("wrk:057 scores 2.5")
    ' scores 2.5'
    """
    return CLAUSE_ID.sub("", words)


def complete_id(name: str, policy_id: str) -> str:
    """A clause id; "7" and "007" stand for that clause of a policy, any other name for itself.

    Examples
    --------
    >>> [complete_id(name, "wrk") for name in ("7", "007", "procom:012")]
    ['wrk:007', 'wrk:007', 'procom:012']
    """
    return f"{policy_id}:{int(name):03d}" if name.isdecimal() else name


def split_pair(answer: object) -> object:
    """Take a name and its value apart, whatever holds them; what holds no single pair comes back as it is.

    Examples
    --------
    >>> [split_pair(answer) for answer in ({"wrk": 7}, pd.Series({"wrk": 7}), "('wrk', 7)", 7)]
    [('wrk', 7), ('wrk', 7), ['wrk', '7'], 7]
    """
    if isinstance(answer, pd.Series) and len(answer) == 1:
        answer = answer.to_dict()
    if isinstance(answer, dict) and len(answer) == 1:
        return next(iter(answer.items()))
    if isinstance(answer, str):
        return [part for part in re.split(r"[,;:\s()\[\]\"']+", answer[:MOST_CHARACTERS]) if part]
    if isinstance(answer, pd.Series | pd.Index | np.ndarray) and answer.shape == (2,):
        return answer.tolist()
    return answer


def read_number(answer: object) -> float:
    """Read a number: any numeric type, a table or list with one number in it, or its words.

    Examples
    --------
    >>> [read_number(answer) for answer in (12, "1,234", [7], "0,5", "12.5 %")]
    [12.0, 1234.0, 7.0, 0.5, 0.125]
    """
    value = _take_only(answer)
    if isinstance(value, bool | np.bool_):
        ask("True or False says yes or no: how many are there?")
    if isinstance(value, Number) and not isinstance(value, complex):
        number = float(value)
    elif isinstance(value, str):
        number = _parse_number(value)
    else:
        ask(f"A number is asked for, and this is {name_type(value)}: which number do you mean?")
    if not math.isfinite(number):
        ask("This is no finite number: was something divided by nothing, or is a value missing?")
    return number


def _parse_number(text: str) -> float:
    # "89 clauses": what is counted may stand behind the number.
    words = re.sub(r"(?<=[\d%]) +[a-z]+$", "", text.strip(), flags=re.IGNORECASE)
    if part := re.fullmatch(r"(\d{1,9}) ?/ ?([1-9]\d{0,8})", words):
        return int(part[1]) / int(part[2])
    percent = words.endswith("%")
    digits = words.rstrip("% \u00a0").lstrip("~≈= ")
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    if not any(map(str.isdigit, digits)) or not _NUMBER.fullmatch(digits):
        ask("A number is asked for: can you write it in digits, and nothing else?")
    number = float(re.sub(r"[, \u00a0\u202f]", "", digits))
    return number / 100 if percent else number


def _is_digits(text: str) -> bool:
    try:
        _parse_number(text)
    except UnreadableError:
        return False
    return True


def read_share(answer: object) -> float:
    """Read a share of 0 to 1; what is above 1 can only be meant in percent.

    Examples
    --------
    >>> [read_share(answer) for answer in (0.25, "25 %", 25)]
    [0.25, 0.25, 0.25]
    """
    number = read_number(answer)
    if number < 0 or number > 100:
        ask("A share lies between 0 and 1: which part did you divide by which whole?")
    return number / 100 if number > 1 else number


def read_name(answer: object) -> str:
    """Read one name: an id, a word, a label. Case, quotes and blanks around it do not matter.

    Examples
    --------
    >>> [read_name(answer) for answer in (" 'Wrk' ", ["wrk"], pd.Series(["WRK"]))]
    ['wrk', 'wrk', 'wrk']
    """
    value = _take_only(answer)
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        # The number of a clause, or of a row.
        value = str(value)
    if not isinstance(value, str):
        ask(f"A name is asked for, and this is {name_type(value)}: how is it spelt?")
    return tidy_words(value)


def read_names(answer: object) -> tuple[str, ...]:
    """Read several names, in their order, each once: any collection, or a text with commas between them.

    Examples
    --------
    >>> [read_names(answer) for answer in ("b, A", ["b", "a", "b"], {"b": 1, "a": 2})]
    [('b', 'a'), ('b', 'a'), ('b', 'a')]
    """
    items = (isinstance(answer, str) and _list_only_ids(answer)) or _list_items(answer)
    if any(not isinstance(item, str) for item in items):
        strange = next(item for item in items if not isinstance(item, str))
        question = f"Names are asked for, and one of yours is {name_type(strange)}: is it the right column?"
        ask(question)
    return tuple(dict.fromkeys(name for item in items if (name := tidy_words(item))))


def _list_only_ids(text: str) -> list[str]:
    """The clause ids of a text that has nothing else: "wrk:057 and wrk:058". Labels may hold an "and"."""
    rest = cut_clause_ids(text[:MOST_CHARACTERS]).casefold()
    return (
        []
        if re.sub(r"\band\b|\bor\b|[\s,;&.'\"()\[\]{}]", "", rest)
        else find_clause_ids(text[:MOST_CHARACTERS])
    )


def read_set(answer: object) -> frozenset[str]:
    """Read several names whose order does not matter."""
    return frozenset(read_names(answer))


def read_numbers(answer: object) -> tuple[float, ...]:
    """Read several numbers in their order; of a mapping, its values; of a table, one row.

    Examples
    --------
    >>> read_numbers("1 to 2.5"), read_numbers({"low": 1, "high": 2.5})
    ((1.0, 2.5), (1.0, 2.5))
    """
    if isinstance(answer, pd.DataFrame | np.ndarray) and 1 in answer.shape:
        answer = np.asarray(answer).ravel().tolist()
    if isinstance(answer, str):
        answer = _TO.sub(", ", answer[:MOST_CHARACTERS])
    items = _list_items(list(answer.values()) if isinstance(answer, Mapping) else answer)
    if any(isinstance(item, str) and not _is_digits(item) for item in items):
        ask("Numbers are asked for: can you write them alone and in digits, such as (3, 5)?")
    return tuple(read_number(item) for item in items)


def read_span(answer: object) -> tuple[int, int]:
    """Read a place in a text: start and end, in whole characters.

    Examples
    --------
    >>> [read_span(answer) for answer in ((3, 9), slice(3, 9), "3:9", {"start": 3, "end": 9})]
    [(3, 9), (3, 9), (3, 9), (3, 9)]
    """
    if isinstance(answer, slice | range):
        answer = (answer.start, answer.stop)
    elif isinstance(answer, re.Match):
        answer = answer.span()
    elif isinstance(answer, pd.DataFrame | pd.Series | Mapping) and {"start", "end"} <= set(answer):
        answer = [_take_only(answer["start"]), _take_only(answer["end"])]
    elif isinstance(answer, str):
        answer = re.split(r"[^\d.]+", answer.strip(" ()[]"))
    numbers = read_numbers(answer)
    if len(numbers) != 2 or any(number != int(number) for number in numbers):
        ask("A span is two whole numbers, (start, end): which two are yours?")
    return int(numbers[0]), int(numbers[1])


def read_words(answer: object) -> str:
    """Read a text of one's own.

    Examples
    --------
    >>> read_words(["Two", "lines"])
    'Two lines'
    """
    value = " ".join(map(str, answer)) if isinstance(answer, list | tuple) else answer
    if not isinstance(value, str):
        ask(f"Words are asked for, and this is {name_type(value)}: can you say it in a sentence?")
    return " ".join(value[:MOST_CHARACTERS].split())


def tidy_words(text: str) -> str:
    """Lower case, straight quotes, one blank between words, none and no quotes around them.

    Examples
    --------
    >>> tidy_words(" “E-mail  Address” ")
    'e-mail address'
    """
    return " ".join(text[:MOST_CHARACTERS].translate(_QUOTES).casefold().split()).strip("\"' ")


def _take_only(answer: object) -> object:
    """What is in a container that holds one thing; anything else as it is."""
    if isinstance(answer, pd.DataFrame | pd.Series | pd.Index | np.ndarray):
        if answer.size != 1:
            ask(f"One value is asked for, and there are {answer.size}: which of them?")
        return answer.to_numpy().item() if not isinstance(answer, np.ndarray) else answer.item()
    if isinstance(answer, list | tuple | set | frozenset):
        if len(answer) != 1:
            ask(f"One value is asked for, and there are {len(answer)}: which of them?")
        return next(iter(answer))
    return answer


def _list_items(answer: object) -> list:
    if isinstance(answer, str):
        plain = answer[:MOST_CHARACTERS].strip(" ()[]{}\n")
        return [part for part in re.split(r"[,;\n]", plain) if part.strip()]
    if isinstance(answer, Iterator):
        # Looking would use it up, and the next look would find nothing.
        ask("This can be read only once: can you put list( ) around it?")
    if isinstance(answer, pd.DataFrame):
        answer = answer.iloc[:, 0] if answer.shape[1] == 1 else _ask_for_column(answer)
    if isinstance(answer, Number) or not isinstance(answer, Iterable):
        return [answer]
    items = []
    for item in answer:
        items.append(item)
        if len(items) > MOST_ITEMS:
            ask(f"These are more than {MOST_ITEMS:,} values: is it the whole table?")
    return items


def _ask_for_column(frame: pd.DataFrame) -> None:
    names = ", ".join(map(str, frame.columns[:6]))
    ask(f"This is a table with the columns {names}: which of them holds the answer?")


def name_type(value: object) -> str:
    """What a value is, as a message says it."""
    name = type(value).__name__
    return f"an {name}" if name[:1].lower() in "aeiou" else f"a {name}"
