"""One pass over a text, however many terms: the longest term at each place."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from policyviz.lazy import worked_out_once

# Signs that stand for a plainer one; each is one character, so that offsets hold.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
# White space; of ASCII alone a pattern knows fewer signs than `str.split`.
_SPACE = r"[\s\x1c-\x1f]+"
# A longer term is a sentence; Python's own limit of nesting is about twice as far away.
MAX_TERM = 200
# An accent may stand behind its letter as a sign of its own; it belongs to the word.
_ACCENT, _WORD = r"[\u0300-\u036f]", r"[\w\u0300-\u036f]"
_WORD_START, _WORD_END = re.compile(r"\w"), re.compile(_WORD)


# What must not stand behind a term, and before it.
_BORDER, _NO_HYPHEN = r"(?!\w)", r"(?<!\w-)"


def fold_text(text: str) -> tuple[str, list[int] | None]:
    """Text as it is compared: lower case, plain quotes and dashes, nothing invisible.

    Parameters
    ----------
    text : str

    Returns
    -------
    folded : str
    places : list of int or None
        Where each folded character stood in `text`; None if all stayed in place.

    Examples
    --------
    >>> fold_text("IP Address")
    ('ip address', None)
    >>> fold_text("Coo\u00adkie")
    ('cookie', [0, 1, 2, 4, 5, 6])
    """
    if text.isascii():
        return text.lower(), None
    plain = text.translate(_PLAIN)
    # A Greek s at the end of a word is a sign of its own, which lower() writes only where it sees the end.
    lower = plain.lower().replace("\u03c2", "\u03c3")
    # Lower case can be longer than upper case (U+0130); soft hyphens split words.
    if len(lower) == len(text) and not _INVISIBLE.search(lower):
        return lower, None
    signs, places = [], []
    for place, sign in enumerate(plain):
        if not _INVISIBLE.match(sign):
            small = sign.lower().replace("\u03c2", "\u03c3")
            signs.append(small)
            places += [place] * len(small)
    return "".join(signs), places


class Matcher:
    """Finds the terms of a lexicon in a text, the longest at each place, none overlapping.

    White space in a term stands for any run of white space. A term begins and ends at
    the border of a word; a letter and a hyphen in front ("non-personal information")
    are no border.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        terms = list(terms)
        self._terms = {normalize_term(term): term for term in terms}
        _check_terms(terms, self._terms)
        pattern = _write_trie(_build_trie(self._terms))
        # Without terms nothing matches: a pattern that cannot.
        self._source = pattern or r"(?!)"

    # Compiling takes as long as reading some policies, so each form waits for the first text that needs it.
    @worked_out_once
    def _pattern(self) -> re.Pattern:
        source = self._source.replace(_BORDER, rf"(?!{_WORD})")
        return re.compile(source.replace(_NO_HYPHEN, rf"(?<!{_ACCENT})(?<!{_WORD}-)"))

    @worked_out_once
    def _ascii_pattern(self) -> re.Pattern:
        """For texts in ASCII, most of them: somewhat faster."""
        return re.compile(self._source, re.ASCII)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, term) of each match, in order; offsets in `text` itself."""
        folded, places = fold_text(text)
        for start, end, term in self.find_folded(folded):
            yield (start, end, term) if places is None else (places[start], places[end - 1] + 1, term)

    def find_folded(self, folded: str) -> list[tuple[int, int, str]]:
        """The same for a text that is folded already; offsets in the folded text."""
        terms = self._terms
        pattern = self._ascii_pattern if folded.isascii() else self._pattern
        return [
            # Nearly every match is written like its term; only odd spaces need work.
            (*found.span(), terms.get(found[0]) or terms[normalize_term(found[0])])
            for found in pattern.finditer(folded)
        ]


@lru_cache(maxsize=8)
def build_matcher(terms: tuple[str, ...]) -> Matcher:
    """The matcher of some terms; building one takes longer than reading a policy, so the last ones are kept.

    Examples
    --------
    >>> build_matcher(("name",)) is build_matcher(("name",))
    True
    """
    return Matcher(terms)


def _check_terms(terms: list[str], kept: dict[str, str]) -> None:
    """Refuse terms that cannot be told apart when compared, or that hold nothing to find."""
    lost = [term for term in terms if kept[normalize_term(term)] != term]
    if lost:
        pairs = ", ".join(f"{term!r} and {kept[normalize_term(term)]!r}" for term in lost[:5])
        message = f"Terms differ only in case, quotes, dashes or spaces: {pairs}. Keep one of each."
        raise ValueError(message)
    if long := [term for folded, term in kept.items() if len(folded) > MAX_TERM]:
        message = f"The term {long[0][:40]!r}... is longer than {MAX_TERM} characters. Take a part of it."
        raise ValueError(message)
    if "" in kept:
        message = f"The term {kept['']!r} holds no sign that could be found. Take it out."
        raise ValueError(message)


def normalize_term(term: str) -> str:
    """A term as it is compared: folded, single spaces.

    Examples
    --------
    >>> normalize_term("Third   Parties\u2019")
    "third parties'"
    """
    return " ".join(fold_text(term)[0].split())


def _build_trie(terms: Iterable[str]) -> dict:
    trie: dict = {}
    for term in sorted(terms):
        node = trie
        for sign in term:
            node = node.setdefault(sign, {})
        # The end of a term; what may follow it depends on its last sign.
        node[""] = _WORD_END.match(term[-1]) is not None
    return trie


def _write_trie(trie: dict) -> str:
    """A regular expression that shares the beginnings of all terms: 40 times faster than a plain list."""
    if not trie:
        return ""
    first = [(sign, _write_node(sign, node)) for sign, node in sorted(trie.items())]
    words = [pattern for sign, pattern in first if _WORD_START.match(sign)]
    others = [pattern for sign, pattern in first if not _WORD_START.match(sign)]
    # A word begins where no word goes on: neither a letter nor a letter and a hyphen stand in front.
    # Looking at its first letter before looking behind it saves a sixth of the time.
    starts = "".join(re.escape(sign) for sign in sorted(trie) if _WORD_START.match(sign))
    parts = [rf"\b(?=[{starts}]){_NO_HYPHEN}(?:{'|'.join(words)})"] if words else []
    return "|".join(parts + others)


def _write_node(sign: str, node: dict) -> str:
    here = _SPACE if sign == " " else re.escape(sign)
    children = [_write_node(child, below) for child, below in sorted(node.items()) if child]
    ends = node.get("")
    if ends is None:
        tail = _group(children)
    else:
        # Longer terms first; if none of them fits, the term ends here.
        border = _BORDER if ends else ""
        tail = _group([*children, border]) if children else border
    return here + tail


def _group(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else f"(?:{'|'.join(patterns)})"
