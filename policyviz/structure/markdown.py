"""Markdown policies: the marks decide what is a heading, an item, a table, a link."""

import re

from policyviz.structure.kinds import (
    CONTENTS,
    DATE,
    FURNITURE,
    HEADING,
    ITEM,
    PARAGRAPH,
    TITLE,
    is_date_line,
    is_title,
)
from policyviz.structure.lines import STOPS, Line, make_line, split_lines

# Fewer marked headings than this, and the page is read like plain text.
MIN_MARKED = 2
# Bold lines and bold run-ins stand below all six levels of "#".
LEVEL_BOLD, LEVEL_RUN_IN = 7, 8
MAX_BOLD_WORDS = 15
MAX_UNDERLINED = 300  # characters of a paragraph that an underline makes a heading

_ATX = re.compile(r"(#{1,6})(?:\s|$)")
_RULE = re.compile(r"(?:=+|-+|(?:[*_-]\s*){3,})$")
_TABLE_RULE = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$|(?:\|\s*)+$")
_FENCE = re.compile(r"(?:```|~~~)")
# Text in brackets may hold brackets once; more would make long rows of "[" slow.
_TEXT = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]"
_IMAGE = re.compile(rf"!{_TEXT}\([^)]{{0,2000}}\)")
_LINK = re.compile(rf"{_TEXT}\((?P<target>[^)]{{0,2000}})\)")
_ONLY_LINKS = re.compile(rf"(?:{_TEXT}\([^)]{{0,2000}}\)[\s|·•,;»>]*)+$")
_ONLY_BOLD = re.compile(r"[*_]{2,5}(?![\s*_])(?P<text>[^*\n]+?)[*_]{2,5}\s*:?$")
_BOLD_LEAD = re.compile(r"[*_]{2,5}(?![\s*_])(?P<label>[^*\n]{2,80}?)[*_]{2,5}\s?(?P<stop>[.:]?)\s+(?=\S)")
_MARKS = re.compile(r"(?<!\\)(?:\*{1,3}|_{2,3}|`+)|(?<!\w)_|_(?!\w)")
_ESCAPE = re.compile(r"\\([^\w\s])")


def split_markdown(text: str) -> list[tuple] | None:
    """The pieces of a Markdown text as (kind, line, run_in, level); None if it marks no headings.

    Examples
    --------
    >>> text = "# Privacy Policy\\n## Data\\nWe do.\\n## 1\\\\. Use\\n"
    >>> [(kind, line.body) for kind, line, *_ in split_markdown(text)]
    [('title', 'Privacy Policy'), ('heading', 'Data'), ('paragraph', 'We do.'), ('heading', 'Use')]
    """
    pieces: list[tuple] = []
    fenced = False
    for line in split_lines(text):
        if _FENCE.match(line.text):
            fenced = not fenced
            pieces.append((FURNITURE, line, False, 0))
        elif fenced:
            pieces.append((PARAGRAPH, line, False, 0))
        elif _RULE.match(line.text):
            _add_rule(pieces, line, text)
        else:
            _add_line(pieces, line, text)
    if sum(kind == HEADING and level < LEVEL_BOLD for kind, _, _, level in pieces) < MIN_MARKED:
        return None
    return _mark_top([_fill_text(piece, text) for piece in pieces])


def strip_marks(text: str) -> str:
    """Text without Markdown's marks, for headings and for reading.

    Examples
    --------
    >>> strip_marks("**1\\\\. What** [we](http://x.y) _do_ with a_b")
    '1. What we do with a_b'
    """
    plain = _LINK.sub(r"\1", _IMAGE.sub("", text))
    return " ".join(_ESCAPE.sub(r"\1", _MARKS.sub("", plain)).split())


def read_heading(text: str) -> str:
    """A marked heading as it is read: no "#", no underline, no bold.

    Examples
    --------
    >>> read_heading("**1\\\\. Data**\\n----"), read_heading("## [Use](#use)")
    ('1. Data', 'Use')
    """
    lines = [line for line in text.split("\n") if not _RULE.match(line.strip())]
    return strip_marks(_ATX.sub("", "\n".join(lines).strip(), count=1))


def _add_rule(pieces: list[tuple], line: Line, text: str) -> None:
    """An underline makes a heading of the paragraph on it; alone, or below a long paragraph, it is a rule."""
    if line.n_blank or line.text[0] not in "=-" or not pieces or not _may_be_underlined(pieces[-1]):
        pieces.append((FURNITURE, line, False, 0))
        return
    level = 1 if line.text[0] == "=" else 2
    first = pieces.pop()[1]
    # A heading of several lines, broken by two blanks at their ends.
    while first.n_blank == 0 and pieces and pieces[-1][0] == PARAGRAPH and not pieces[-1][1].mark:
        first = pieces.pop()[1]
    title = text[first.start : line.start]
    pieces.append((HEADING, _make_heading(text[first.start : line.end], first, title), False, level))


def _may_be_underlined(piece: tuple) -> bool:
    kind, line, run_in, level = piece
    if kind == HEADING:
        return level == LEVEL_BOLD and not run_in
    return kind in (PARAGRAPH, CONTENTS, DATE) and line.end - line.start <= MAX_UNDERLINED


def _add_line(pieces: list[tuple], line: Line, text: str) -> None:
    if found := _ATX.match(line.text):
        title = line.text[found.end() :].rstrip("# ")
        pieces.append(_make_atx(line, title, len(found[1])))
        return
    kind = _find_kind(line)
    if kind == HEADING:
        pieces.append((HEADING, _make_heading(line.text, line, line.text), False, LEVEL_BOLD))
    elif kind == PARAGRAPH and (lead := _find_lead(line)):
        pieces += _cut_lead(line, lead)
    elif _continues(pieces, line, kind, text):
        above_kind, above, *rest = pieces[-1]
        # The text follows in _fill_text, once: copying it for every line would take quadratic time.
        pieces[-1] = (above_kind, above._replace(end=line.end), *rest)
    else:
        pieces.append((kind, line, False, 0))


def _make_atx(line: Line, title: str, level: int) -> tuple:
    if not title.strip():
        return FURNITURE, line, False, 0
    if is_date_line(strip_marks(title)):
        return DATE, line, False, 0
    return HEADING, _make_heading(line.text, line, title), False, level


def _find_kind(line: Line) -> str:
    body = line.body
    if _TABLE_RULE.match(line.text) or not _IMAGE.sub("", body).strip():
        return FURNITURE
    if _ONLY_LINKS.match(body):
        targets = [found["target"] for found in _LINK.finditer(body)]
        if all(target.startswith("#") for target in targets):
            return CONTENTS
    if not line.mark and is_date_line(strip_marks(line.text)):
        return DATE
    bold = _ONLY_BOLD.match(_LINK.sub(r"\1", body))
    if (
        bold
        and not line.is_bullet
        and len(bold["text"].split()) <= MAX_BOLD_WORDS
        and bold["text"].strip()[-1:] not in STOPS
    ):
        return HEADING
    return ITEM if line.mark else PARAGRAPH


def _find_lead(line: Line) -> re.Match | None:
    """A bold label in front of a paragraph ("**Cookies:** We use ...")."""
    lead = _BOLD_LEAD.match(line.text)
    if not lead or len(lead["label"].split()) > 9 or len(line.text[lead.end() :].split()) < 3:
        return None
    return lead if lead["stop"] or lead["label"].rstrip()[-1] in ".:" else None


def _cut_lead(line: Line, lead: re.Match) -> list[tuple]:
    label = line.text[: lead.end()].rstrip()
    head = _make_heading(label, line, lead["label"].rstrip(" .:"))
    rest = make_line(line.text[lead.end() :], line.start + lead.end(), indent=line.indent, n_blank=0)
    return [(HEADING, head, True, LEVEL_RUN_IN), (PARAGRAPH, rest, False, 0)]


def _continues(pieces: list[tuple], line: Line, kind: str, text: str) -> bool:
    """A line without a mark below a paragraph or item goes on with it, unless two blanks broke it."""
    if not pieces or kind != PARAGRAPH or line.n_blank or pieces[-1][0] not in (PARAGRAPH, ITEM):
        return False
    above = pieces[-1][1]
    is_table = line.text.startswith("|") or above.text.startswith("|")
    return not is_table and text[above.end : above.end + 2] != "  "


def _fill_text(piece: tuple, text: str) -> tuple:
    """A piece to which lines were added gets the text of all of them."""
    kind, line, *rest = piece
    if line.end - line.start == len(line.text):
        return piece
    whole = text[line.start : line.end]
    return kind, line._replace(text=whole, body=whole[len(line.text) - len(line.body) :]), *rest


def _make_heading(whole: str, line: Line, title: str) -> Line:
    plain = make_line(strip_marks(title) or title.strip(), 0, indent=0, n_blank=0)
    return Line(line.start, line.start + len(whole), whole, line.indent, line.n_blank, plain.mark, plain.body)


def _mark_top(pieces: list[tuple]) -> list[tuple]:
    """The title; and the links above it, which are the site's, not the policy's."""
    headings = [i for i, piece in enumerate(pieces) if piece[0] == HEADING and piece[3] < LEVEL_BOLD]
    named = [i for i in headings[:3] if is_title(pieces[i][1]._replace(text=pieces[i][1].body))]
    if not named:
        return pieces
    top = named[0]
    marked = []
    for i, (kind, line, run_in, level) in enumerate(pieces):
        if i == top:
            kind, level = TITLE, 0
        elif i < top and kind in (ITEM, PARAGRAPH, CONTENTS) and _ONLY_LINKS.match(line.body):
            kind = FURNITURE
        marked.append((kind, line, run_in, level))
    return marked
