"""A text as lines: where each begins and ends, its marker, its place among the others."""

import re
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from policyviz.lazy import worked_out_once

# Signs that print as nothing; str.isspace() does not know them.
INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0e-\x1b\x7f"
_BULLET = re.compile(r"(?P<mark>[•●○◦▪▫■□‣⁃·∙➢►▸✓✔➔→*–—+-]|o(?=\s\s|\t))\s+(?=\S)")
_NUMBER = re.compile(
    r"(?P<mark>(?:(?:section|article|part)\s+)?"
    r"\(?(?:(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.):]\)?|\d{1,2}(?:\.\d{1,2}){1,3}))\s+(?=\S)",
    re.IGNORECASE,
)
_VISIBLE = re.compile(rf"[^\s{INVISIBLE}]")

# A line at least this long may be broken by its author's editor; a shorter one ends where it was meant to.
MIN_WRAPPED = 45
# Lines of hard-wrapped text are of one width: nine tenths of them fill this share of the widest.
WRAP_FILL = 0.7


# What ends a sentence.
STOPS = frozenset(".!?;")
# A longer line is running text.
MAX_WORDS, MAX_SIGNS = 25, 200


class _Place(NamedTuple):
    start: int  # first character that is not white space
    end: int  # one past the last character that is not white space
    text: str
    indent: int  # white space in front
    n_blank: int  # blank lines above, 0 at the top
    mark: str  # "•", "1.", "(a)"; "" if the line begins with neither bullet nor number
    body: str  # text behind the mark


class Line(_Place):
    """One line that is not blank. Offsets count characters of the whole text.

    What is asked of a line many times is worked out once.
    """

    @worked_out_once
    def is_bullet(self) -> bool:
        return self.mark == "o" or (bool(self.mark) and not any(sign.isalnum() for sign in self.mark))

    @property
    def is_numbered(self) -> bool:
        return bool(self.mark) and not self.is_bullet

    @property
    def is_visible(self) -> bool:
        return bool(_VISIBLE.search(self.text))

    @worked_out_once
    def last_sign(self) -> str:
        """The last sign of the text, quotation marks and brackets not counted."""
        return self.text.rstrip("\"'”’)] ")[-1:]

    @worked_out_once
    def n_words(self) -> int:
        """How many words stand between blanks; not counted further where the line is running text anyway."""
        return len(self.text.split(None, MAX_WORDS))

    @worked_out_once
    def is_prose(self) -> bool:
        """Whether the line is too long to be anything but running text."""
        return len(self.text) > MAX_SIGNS or self.n_words > MAX_WORDS


def split_lines(text: str) -> list[Line]:
    r"""The lines of a text that hold something, in order.

    Only ``\n`` ends a line: form feeds and Unicode separators are white space here, so
    that a line's number is what an editor shows.

    Examples
    --------
    >>> [(line.start, line.end, line.mark, line.body) for line in split_lines("A\n\n  • b c \n")]
    [(0, 1, '', 'A'), (5, 10, '•', 'b c')]
    """
    lines, offset, n_blank = [], 0, 0
    for raw in text.split("\n"):
        content = raw.strip()
        if content:
            indent = len(raw) - len(raw.lstrip())
            lines.append(make_line(content, offset + indent, indent=indent, n_blank=n_blank if lines else 0))
            n_blank = 0
        else:
            n_blank += 1
        offset += len(raw) + 1
    return lines


def make_line(content: str, start: int, *, indent: int, n_blank: int) -> Line:
    """A Line from its stripped text; finds the marker."""
    head = content[:40]
    marker = _BULLET.match(head) or _NUMBER.match(head)
    mark = marker["mark"].strip() if marker else ""
    body = content[marker.end() :] if marker else content
    return Line(start, start + len(content), content, indent, n_blank, mark, body)


def join_wrapped(lines: list[Line], text: str) -> list[Line]:
    """Put together again what an editor broke: one Line per paragraph, item or heading.

    A line goes on when the next begins in lower case and this one has not ended. In
    hard-wrapped text, where most lines fill one width, full lines go on as well.
    """
    width = find_wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_join(group, text) for group in groups]


def _goes_on(tail: Line, line: Line, width: int) -> bool:
    """Whether `line` continues the paragraph whose last line is `tail`."""
    if line.n_blank or line.mark:
        return False
    if width:
        # A full line was broken by the margin; a short one ended by itself.
        first_word = line.text.split(maxsplit=1)[0]
        return len(tail.text) + 1 + len(first_word) > WRAP_FILL * width and tail.last_sign != ":"
    ended = tail.last_sign in frozenset(".!?:;")
    return not ended and line.text[0].islower() and len(tail.text) >= MIN_WRAPPED


def _join(group: list[Line], text: str) -> Line:
    first, last = group[0], group[-1]
    if first is last:
        return first
    whole = make_line(text[first.start : last.end], first.start, indent=first.indent, n_blank=first.n_blank)
    return whole._replace(mark=first.mark)


def find_wrap_width(lines: list[Line]) -> int:
    """The width of hard-wrapped text, 0 if lines end where paragraphs do."""
    # Lines that another follows at once: in wrapped text all of these are full.
    inner = [len(a.text) + a.indent for a, b in pairwise(lines) if not b.n_blank and not b.mark]
    if len(inner) < 8 or len(inner) < 0.4 * len(lines):
        return 0
    width = sorted(inner)[int(0.95 * (len(inner) - 1))]
    full = sum(length >= WRAP_FILL * width for length in inner) / len(inner)
    return width if 40 <= width <= 130 and full >= 0.75 and median(inner) >= 40 else 0
