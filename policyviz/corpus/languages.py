"""In which language a text is, if the package that tells is installed."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice

from policyviz.corpus.readers import show_name

UNKNOWN = "und"
# Of fewer words no detector is sure; many short notices are names and addresses.
MIN_WORDS = 20
# A text is asked piece by piece: one that is half English and half French is neither on the whole.
PIECE = 100
MAX_PIECES = 40
# A second language of so many pieces is said.
MIN_SECOND_SHARE, MIN_SECOND_PIECES = 0.2, 2
# A piece with so many frequent English words is English: of 14,000 pieces of real policies in many
# languages none above it was anything else, and six of seven English ones need no detector.
ENGLISH, MIN_PLAIN = "en", 0.2
# What the detector calls text in no language at all (pictures written as letters, lists of numbers).
NOTHING = "zxx"

# Letters between punctuation, where a language writes no blanks between its words.
_WORD = re.compile(r"[^\W\d_]+")


def find_language(text: str) -> tuple[str, list[str]]:
    """The language of most of a text (ISO 639-1), with a note if a part of it is in another.

    Parameters
    ----------
    text : str

    Returns
    -------
    language : str
        "und" if the text has fewer than twenty words, or if py3langid is not installed.
    notes : list of str

    Examples
    --------
    >>> find_language("Too short to tell.")
    ('und', [])
    """
    if not _is_installed():
        return UNKNOWN, []
    # Cut at blanks: quick, and enough to know nearly all English texts.
    if (parts := text.split()) and len(parts) > 2 * MIN_WORDS and _is_mainly_plain(_find_plain(parts)):
        return ENGLISH, []
    words = _WORD.findall(text)
    if len(words) < MIN_WORDS:
        return UNKNOWN, []
    plain = _find_plain(words)
    if _is_mainly_plain(plain):
        return ENGLISH, []
    asked = _cut_pieces(
        text, [start for start, known in zip(_list_starts(words), plain, strict=True) if not known]
    )
    # In the order of the text: of two languages that are equally frequent the first one counts.
    counts = Counter(ENGLISH if known else _classify(next(asked)) for known in plain)
    del counts[NOTHING]
    return _choose_language(counts)


def _choose_language(counts: Counter[str]) -> tuple[str, list[str]]:
    """The language of most pieces, and a note on the second one if it has enough of them."""
    if not counts:
        return UNKNOWN, []
    (language, _), *others = counts.most_common()
    notes = [
        f"about {100 * n / counts.total():.0f} % of it is in {name_language(other)}"
        for other, n in others[:1]
        if n >= max(MIN_SECOND_PIECES, MIN_SECOND_SHARE * counts.total())
    ]
    return language, notes


@cache
def load_english() -> frozenset[str]:
    """Frequent English function words: what English is made of to a fourth, other languages hardly.

    Examples
    --------
    >>> "the" in load_english(), "der" in load_english()
    (True, False)
    """
    with files("policyviz.corpus").joinpath("english.csv").open(encoding="utf-8") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def _cut_pieces(text: str, starts: list[int]) -> Iterator[str]:
    """The stretches of text that begin with the words of these numbers."""
    words, place = _WORD.finditer(text), 0
    for start in starts:
        own = list(islice(words, start - place, start - place + PIECE))
        place = start + PIECE
        yield text[own[0].start() : own[-1].end()]


def _list_starts(words: list[str]) -> range:
    """The first words of the pieces that are looked at."""
    starts = range(0, max(len(words) - MIN_WORDS, 1), PIECE)
    return starts[:: len(starts) // MAX_PIECES + 1]


def _find_plain(words: list[str]) -> list[bool]:
    """Which pieces are plainly English."""
    return [_is_plain_english(words[start : start + PIECE]) for start in _list_starts(words)]


def _is_mainly_plain(plain: list[bool]) -> bool:
    """Whether so many pieces are plainly English that it does not matter what the others are in."""
    n_plain, n_others = sum(plain), plain.count(False)
    most = n_plain * MIN_SECOND_SHARE / (1 - MIN_SECOND_SHARE)
    return n_others < min(n_plain, max(MIN_SECOND_PIECES, most))


def _is_plain_english(words: list[str]) -> bool:
    return count_english(words) >= MIN_PLAIN * len(words)


def count_english(words: list[str]) -> int:
    """How many of some words are frequent English ones.

    Examples
    --------
    >>> count_english(["We", "sell", "the", "ships"])
    2
    """
    return sum(map(load_english().__contains__, map(str.lower, words)))


def name_language(language: str) -> str:
    """A language in words, with its code.

    Examples
    --------
    >>> name_language("fr"), name_language("pt-BR"), name_language("xx")
    ('French (fr)', 'Portuguese (pt-BR)', 'xx')
    """
    name = _load_names().get(language.split("-")[0].lower())
    return f"{name} ({language})" if name else language


def tidy_language(language: str) -> str:
    """A language as people write it in a table, as its code; what is unknown stays as it is.

    Examples
    --------
    >>> tidy_language("English"), tidy_language("en_US"), tidy_language(" FR "), tidy_language("Klingon")
    ('en', 'en-US', 'fr', 'Klingon')
    """
    language = language.strip()
    for code, name in _load_names().items():
        if language.lower() == name.lower():
            return code
    main, stroke, rest = language.replace("_", "-").partition("-")
    return f"{main.lower()}{stroke}{rest}" if main.lower() in {*_load_names(), UNKNOWN} else language


def describe_foreign(language: str) -> str:
    """Why clauses of a language are left out; "" for English and what is not known.

    Parameters
    ----------
    language : str
        As `tidy_language` gives it.

    Examples
    --------
    >>> describe_foreign("fr"), describe_foreign("en-GB")
    ('is in French (fr), not English: split_clauses leaves it out', '')
    >>> describe_foreign("Deutsch")
    "its language 'Deutsch' is no code such as en or fr and taken as not English: split_clauses leaves it out"
    """
    main = language.partition("-")[0].lower()
    if main in ("en", UNKNOWN):
        return ""
    if main in _load_names():
        return f"is in {name_language(language)}, not English: split_clauses leaves it out"
    shown = show_name(language[:40])
    return (
        f"its language {shown!r} is no code such as en or fr and taken as not English: split_clauses leaves "
        "it out"
    )


@cache
def _load_names() -> dict[str, str]:
    """The languages that are recognised, by code."""
    with files("policyviz.corpus").joinpath("languages.csv").open(encoding="utf-8") as file:
        return {row["language"]: row["name"] for row in csv.DictReader(file)}


@cache
def _is_installed() -> bool:
    return find_spec("py3langid") is not None


def _classify(text: str) -> str:
    # Imported here: five megabytes that plain English files do not need.
    from py3langid import rank

    # Of 200 languages fragments of English look like Igbo or Xhosa; of these fifty hardly ever.
    known = {NOTHING, *_load_names()}
    return next(str(code) for code, _ in rank(text) if code in known)
