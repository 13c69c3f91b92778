"""The word lists of the structure parser, read from ``words.csv``."""

import csv
from functools import cache
from importlib.resources import files


@cache
def load_words(name: str) -> frozenset[str]:
    """The words of one list of ``words.csv``, lower or upper case as they stand there.

    Examples
    --------
    >>> sorted(load_words("first word: pronoun"))
    ['he', 'i', 'it', 'she', 'they', 'us', 'we', 'you']
    """
    return frozenset(word for word, kind in _read_words() if kind == name)


@cache
def load_first_words() -> dict[str, str]:
    """What kind of word a line begins with; where two lists hold a word, the later one counts.

    Examples
    --------
    >>> load_first_words()["our"], load_first_words()["when"]
    ('possessive', 'condition')
    """
    lead = "first word: "
    return {word: kind.removeprefix(lead) for word, kind in _read_words() if kind.startswith(lead)}


@cache
def _read_words() -> list[tuple[str, str]]:
    with files("policyviz.structure").joinpath("words.csv").open(encoding="utf-8") as file:
        return [(row["word"], row["list"]) for row in csv.DictReader(file)]
