"""What a line looks like: the cues from which headings are told.

Every cue is a plain yes or no with a name that can be read ("ends: full stop"), so that
the reason why a line counts as a heading can be printed. What each cue weighs stands in
``heading_weights.csv``, fitted by ``benchmarks/fit_headings.py``.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from policyviz.structure.lines import Line
from policyviz.structure.places import Place, find_mark, find_place_cues, find_places
from policyviz.structure.words import load_first_words, load_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_SMALL = load_words("small")
_ENDS = {
    ".": "full stop",
    ":": "colon",
    ";": "semicolon",
    ",": "comma",
    "?": "question mark",
    "!": "exclamation mark",
}
# Those of words are looked for in lower case: without regard to case takes twice as long.
_WORD_PATTERNS = {
    "address": re.compile(
        r"\b(?:suite|floor|street|avenue|ave|blvd|boulevard|road|drive|p\.?\s?o\.?\s+box|attn|attention|tel|"
        r"phone|fax|telephone|toll[- ]free|e-?mail|usa|united kingdom|canada|ireland)\b"
        r"|\b[a-z]{2}\s+\d{5}\b|\b[a-z]\d[a-z]\s?\d[a-z]\d\b"
    ),
    "link": re.compile(r"@|https?:|www\.|\.(?:com|org|net|html)\b"),
    "verb": re.compile(
        r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|shall|must|does|do|did|"
        r"includes?|applies|apply|means|provides?|describes?|explains?)\b"
    ),
    "date cue": re.compile(r"\b(?:updated|effective|revised|reviewed|modified|version|date)\b"),
    "copyright": re.compile(r"©|\(c\)|all rights reserved"),
}
_SIGN_PATTERNS = {
    "phone": re.compile(r"\d[\d\s().-]{6,}\d"),
    "year": re.compile(r"\b(?:19|20)\d\d\b"),
    "comma": re.compile(","),
    "parenthesis": re.compile(r"[()]"),
    "quote": re.compile('["“”]'),
    "colon inside": re.compile(r":\s+\S"),
    "full stop inside": re.compile(r"[a-z]\.\s+\S"),
    "dash": re.compile(r"\s[-–—|]\s"),
    "digit": re.compile(r"\d"),
}
_FIRST_KIND = load_first_words()
_HEADING_WORDS = load_words("heading")
_NAVIGATION = load_words("navigation")


def find_line_cues(lines: list[Line], keys: list[str], open_lines: Iterable[int]) -> list[tuple[str, ...]]:
    """The cues of some lines, from their own words, their key (`fold_line`) and their neighbours' shape.

    They are sorted, so that a sum over them does not depend on anything else.
    """
    echoes = _find_echo_cues(lines, keys)
    places = find_places(lines)
    return [
        _sort_prose_cues(places[i])
        if lines[i].is_prose
        else _sort(_find_own_cues(lines[i]), echoes[i], find_place_cues(places[i]))
        for i in open_lines
    ]


def _sort(*cues: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({cue for some in cues for cue in some}))


@lru_cache(maxsize=4096)
def _sort_prose_cues(place: Place) -> tuple[str, ...]:
    """The cues of running text, of which only the place matters."""
    return _sort(["prose"], find_place_cues(place))


def words_of(text: str) -> list[str]:
    """The words of a line; numbers are none."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text)


def find_keys(lines: list[Line]) -> list[str]:
    """Each line as it is compared with others; running text, which stands once, as it is written."""
    return [
        (line.body if _WORD.search(line.body) else "") if line.is_prose else fold_line(line.body)
        for line in lines
    ]


def fold_line(text: str) -> str:
    """A line as it is compared with another: lower-case words, nothing else."""
    return " ".join(words_of(text.lower()))


def is_sentence(line: Line) -> bool:
    """Whether a short line is surely no heading: a shouted sentence, or the stem "We use:".

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> lines = split_lines("WE DO NOT SELL DATA.\\nDATA WE SELL.\\nWe use:\\nData we use:")
    >>> [is_sentence(line) for line in lines]
    [True, False, True, False]
    """
    words = words_of(line.body)
    if line.mark or not words:
        return False
    has_subject = _FIRST_KIND.get(words[0].lower()) == "pronoun"
    if line.last_sign == ":":
        return has_subject
    if len(words) < 4 or line.last_sign not in (".", "!") or find_case(words) != "caps":
        return False
    return has_subject or bool(_WORD_PATTERNS["verb"].search(line.body.lower()))


def find_case(words: list[str]) -> str:
    """ "caps", "title", "sentence", "one word" or "lower": how the words of a heading are written."""
    if not words:
        return "none"
    if sum(len(word) for word in words) > 3 and all(word.isupper() for word in words):
        return "caps"
    if not words[0][0].isupper():
        return "lower"
    large = [word for word in words[1:] if word.lower() not in _SMALL]
    if not large:
        return "one word"
    share = sum(word[0].isupper() for word in large) / len(large)
    return "title" if share > 0.65 else "sentence" if share < 0.35 else "mixed"


def _find_echo_cues(lines: list[Line], keys: list[str]) -> list[list[str]]:
    """Whether a line comes again: contents announce a heading, buttons repeat many times."""
    totals, seen, cues = Counter(keys), Counter(), []
    for line, key in zip(lines, keys, strict=True):
        n_after = totals[key] - seen[key] - 1
        found = []
        if key and not line.is_prose:
            if n_after:
                found += ["comes again below", f"comes again below + {find_mark(line)}"]
            if seen[key]:
                found += ["stood above", f"stood above + {find_mark(line)}"]
            if totals[key] >= 4:
                found.append("stands four times or more")
        seen[key] += 1
        cues.append(found)
    return cues


def _find_own_cues(line: Line) -> list[str]:
    if line.is_prose:
        return []
    words = words_of(line.body)
    lower = [word.lower() for word in words]
    case = find_case(words)
    case, end = f"case: {case}", f"ends: {_ENDS.get(line.last_sign, 'no stop')}"
    size, mark = f"words: {_bin_count(len(words))}", find_mark(line)
    cues = [size, case, end, mark]
    cues += [f"{case} + {end}", f"{size} + {end}", f"{mark} + {case}"]
    cues += [f"{mark} + {end}", f"{mark} + {size}", f"{case} + {size}"]
    cues += _find_word_cues(lower) + _find_pattern_cues(line.text)
    return cues


def _bin_count(n_words: int) -> str:
    for low, high in ((0, 0), (1, 1), (2, 2), (3, 4), (5, 7), (8, 10), (11, 15), (16, 25)):
        if low <= n_words <= high:
            return f"{low}" if low == high else f"{low}-{high}"
    return "more"


def _find_word_cues(lower: list[str]) -> list[str]:
    if not lower:
        return ["no words"]
    cues = [f"first word: {_FIRST_KIND.get(lower[0], 'other')}"]
    known = sum(word in _HEADING_WORDS for word in lower) / len(lower)
    content = [word for word in lower if word not in _SMALL]
    cues.append(f"heading words: {'most' if known > 0.5 else 'some' if known > 0 else 'none'}")
    if all(word in _NAVIGATION for word in lower):
        cues.append("navigation words")
    if len(content) <= 1:
        cues.append("one content word")
    return cues


def _find_pattern_cues(text: str) -> list[str]:
    lower = text.lower()
    words = [f"has: {name}" for name, pattern in _WORD_PATTERNS.items() if pattern.search(lower)]
    return words + [f"has: {name}" for name, pattern in _SIGN_PATTERNS.items() if pattern.search(text)]
