"""What each line is: title, date, heading, paragraph, list item, contents or furniture.

Each finder marks the lines it is sure of and leaves the others; the earlier one has the
last word. Furniture goes first, because a form field looks like a heading too.
"""

import csv
import re
from functools import cache
from importlib.resources import files

from policyviz.corpus.metadata import parse_date
from policyviz.structure.cues import STOPS, fold_line, is_prose, is_sentence, words_of
from policyviz.structure.headings import score_headings
from policyviz.structure.lines import Line
from policyviz.structure.sequences import find_missing
from policyviz.structure.words import load_words

TITLE, DATE, HEADING, PARAGRAPH, ITEM = "title", "date", "heading", "paragraph", "list_item"
CONTENTS, FURNITURE, ADDRESS = "contents", "furniture", "address"

# A title stands among the first lines, before running text begins.
MAX_TITLE_LINE = 40
MIN_CONTENTS = 3
# Longer tables of contents there are none; without a limit long lists would take quadratic time.
MAX_CONTENTS = 200
MIN_ECHO_SHARE = 0.6
MAX_TRAILING_WORDS = 12
MAX_FORM_TAIL = 12

_TITLE = re.compile(
    r"\b(?:privacy|cookies?|data\s+protection|data|personal\s+information)\s+(?:(?:and|&)\s+\w+\s+)?"
    r"(?:policy|policies|notice|statement|charter|declaration)\b|^privacy$",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"\b(?:updated?|reviewed|revised|revision|modified|amended|effective|in effect|posted|version|dated?|"
    r"published|as of|valid)\b",
    re.IGNORECASE,
)
_STRONG_ADDRESS = re.compile(
    r"@|\b[A-Z]{2}\s+\d{5}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\d[\d\s().-]{7,}\d"
    r"|^\d+[\w-]*\s+(?:[\w.]+\s+){1,4}(?:street|st|avenue|ave|road|rd|drive|boulevard|blvd|lane|way|square|place)\b"
    r"|\b(?:P\.?\s?O\.?\s+box|suite|attn)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:officer|team|department|dept|director|manager|inc|llc|ltd|limited|gmbh|attn|counsel|c/o)\b",
    re.IGNORECASE,
)
_ONLY_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+", re.IGNORECASE)
_COMPANY_END = re.compile(r"\b(?:inc|ltd|llc|co|corp|plc|gmbh)\.$", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_NOT_A_LABEL = load_words("not a label")


@cache
def load_furniture() -> dict[str, frozenset[str]]:
    """The phrases of ``furniture.csv`` by place: "anywhere", "contents", "form"."""
    with files("policyviz.structure").joinpath("furniture.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        place: frozenset(row["phrase"] for row in rows if row["place"] == place)
        for place in ("anywhere", "contents", "form")
    }


def find_kinds(lines: list[Line]) -> list[str]:
    """The kind of each line of a plain text.

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> text = "Login\\n\\nPrivacy Policy\\n\\nWe collect your name and your address.\\n\\n• We keep it."
    >>> find_kinds(split_lines(text))
    ['furniture', 'title', 'paragraph', 'list_item']
    """
    kinds: list[str | None] = [None] * len(lines)
    keys = [fold_line(line.body) for line in lines]
    scores = score_headings(lines)
    for mark_some in (_mark_invisible, _mark_form, _mark_navigation, _mark_contents, _mark_dates):
        mark_some(lines, keys, kinds)
    _mark_title(lines, keys, kinds)
    _mark_addresses(lines, scores, kinds)
    _mark_trailing(lines, keys, kinds)
    for i, line in enumerate(lines):
        if kinds[i] is None:
            kinds[i] = _find_rest(line, scores[i])
    _mark_colon_headings(lines, kinds)
    _mark_sequences(lines, kinds)
    _free_lonely_headings(kinds)
    return kinds


def _find_rest(line: Line, score: float) -> str:
    may_be = not line.is_bullet and words_of(line.body) and not _ONLY_LINK.fullmatch(line.text)
    if may_be and (score > 0 or _is_section(line)) and not is_sentence(line):
        return HEADING
    return ITEM if line.mark else PARAGRAPH


def _free_lonely_headings(kinds: list) -> None:
    """A text without any running text has no headings either: its lines are all there is to read."""
    if PARAGRAPH not in kinds and ITEM not in kinds and ADDRESS not in kinds:
        kinds[:] = [PARAGRAPH if kind == HEADING else kind for kind in kinds]


def _is_section(line: Line) -> bool:
    """ "Section 3: ..." says itself what it is."""
    return (
        line.mark.lower().startswith(("section", "article"))
        and not is_prose(line)
        and line.last_sign not in STOPS
    )


def _mark_sequences(lines: list[Line], kinds: list) -> None:
    """Numbering finds the headings that do not look like one."""
    is_open = [kind == ITEM and line.is_numbered for kind, line in zip(kinds, lines, strict=True)]
    for i in find_missing(lines, [kind == HEADING for kind in kinds], is_open):
        kinds[i] = HEADING


def _mark_invisible(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Rules of dashes, stray bullets, zero-width signs: nothing to read."""
    for i, line in enumerate(lines):
        if not keys[i] and not any(sign.isalnum() for sign in line.text):
            kinds[i] = FURNITURE


def _mark_form(lines: list[Line], keys: list[str], kinds: list) -> None:
    """A form at the end: from its first field on, with the title above it and the small print below."""
    fields = load_furniture()["form"]
    found = [i for i, line in enumerate(lines) if keys[i] in fields and not is_prose(line) and not line.mark]
    starred = [i for i in found if lines[i].text.endswith("*")]
    if len(found) < 3 and len(starred) < 2:
        return
    first = _start_of_run(found)
    if len(lines) - found[-1] - 1 > MAX_FORM_TAIL:
        return
    while first and _is_short_open(lines[first - 1]) and not lines[first - 1].mark:
        if _STRONG_ADDRESS.search(lines[first - 1].text):
            break
        first -= 1
    kinds[first:] = [FURNITURE] * (len(lines) - first)


def _start_of_run(found: list[int]) -> int:
    """The first field of the last group of fields; a gap of more than three lines parts groups."""
    first = found[-1]
    for i in reversed(found):
        if first - i > 4:
            break
        first = i
    return first


def _mark_navigation(lines: list[Line], keys: list[str], kinds: list) -> None:
    phrases = load_furniture()["anywhere"]
    for i, line in enumerate(lines):
        short = not is_prose(line) and len(line.text.split()) <= 15
        if kinds[i] is None and short and (keys[i] in phrases or _COPYRIGHT.search(line.text)):
            kinds[i] = FURNITURE


def _mark_contents(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Runs of short lines that announce headings; with or without "Table of contents" above."""
    markers = load_furniture()["contents"]
    last_seen = {key: i for i, (key, line) in enumerate(zip(keys, lines, strict=True)) if not is_prose(line)}
    last_place = {key: i for i, key in enumerate(keys) if key}
    may_enter = [kinds[i] is None and _may_enter(line) for i, line in enumerate(lines)]
    i = 0
    while i < len(lines):
        announced = keys[i] in markers
        # The title is no entry, though it often stands right above the first one.
        if not announced and is_title(lines[i]) and last_place.get(keys[i], -1) == i and all(kinds[:i]):
            i += 1
            continue
        end = _end_of_run(lines, keys, may_enter, last_place, first=i + announced)
        entries = range(i + announced, end)
        n_echoes = sum(last_seen.get(keys[k], -1) >= end for k in entries)
        if _is_contents(announced, len(entries), n_echoes):
            kinds[i:end] = [CONTENTS] * (end - i)
            i = end
        else:
            i += 1


def _is_contents(announced: bool, n_entries: int, n_echoes: int) -> bool:
    if announced:
        return n_entries == 0 or n_echoes > 0 or n_entries >= MIN_CONTENTS
    return n_entries >= MIN_CONTENTS and n_echoes >= MIN_ECHO_SHARE * n_entries


def _may_enter(line: Line) -> bool:
    return not is_prose(line) and line.last_sign not in frozenset(".;!:") and len(line.text.split()) <= 20


def _end_of_run(
    lines: list[Line], keys: list[str], may_enter: list[bool], last_place: dict[str, int], *, first: int
) -> int:
    """One past the last short line from `first` on; the first entry that comes again ends it."""
    seen: set[str] = set()
    end = first
    while end < min(len(keys), first + MAX_CONTENTS) and may_enter[end] and keys[end] not in seen:
        seen.add(keys[end])
        end += 1
    # What stands directly on running text is its heading, not the last entry.
    if first < end < len(lines) and is_prose(lines[end]) and last_place.get(keys[end - 1], -1) < end:
        return end - 1
    return end


def _mark_dates(lines: list[Line], keys: list[str], kinds: list) -> None:
    for i, line in enumerate(lines):
        if kinds[i] is None and not line.is_bullet and is_date_line(line.text):
            kinds[i] = DATE


def is_date_line(text: str) -> bool:
    """Whether a short line gives the policy's date."""
    if len(text.split()) > 12:
        return False
    if str(parse_date(text)) == "NaT":
        return False
    # A date and nothing else, or a date that a word announces.
    return bool(_DATE_LINE.search(text)) or len(words_of(text)) <= 2


def _mark_title(lines: list[Line], keys: list[str], kinds: list) -> None:
    """The first title near the top; navigation above it is furniture, a name below it belongs to it."""
    first_prose = next((i for i, line in enumerate(lines) if is_prose(line)), len(lines))
    limit = min(first_prose, MAX_TITLE_LINE)
    titles = [i for i in range(limit) if kinds[i] is None and is_title(lines[i])]
    if lines and _ONLY_LINK.fullmatch(lines[0].text):
        # Where the page was saved from.
        kinds[0] = kinds[0] or FURNITURE
    if not titles:
        return
    start = titles[0]
    for i in range(start):
        if kinds[i] is None and lines[i].last_sign not in STOPS:
            kinds[i] = FURNITURE
    kinds[start] = TITLE
    i = start + 1
    while i < limit and (kinds[i] is not None or is_title(lines[i]) or _is_name(lines, i)):
        kinds[i] = kinds[i] or TITLE
        i += 1


def is_title(line: Line) -> bool:
    """Whether a short line calls itself a privacy policy."""
    return (
        not line.mark
        and len(line.text.split()) <= 10
        and line.last_sign not in STOPS | {":"}
        and bool(_TITLE.search(line.text))
    )


def _is_name(lines: list[Line], i: int) -> bool:
    """A short line that the text below uses as a name: the company under the title."""
    name = lines[i].text
    if lines[i].mark or len(name.split()) > 4 or not name[0].isupper() or lines[i].last_sign in STOPS | {":"}:
        return False
    return sum(name in line.text for line in lines[i + 1 :] if is_prose(line)) >= 2


def _mark_addresses(lines: list[Line], scores: list[float], kinds: list) -> None:
    """Runs of short lines that end in an e-mail address, a postal code or a telephone number."""
    for i, line in enumerate(lines):
        if kinds[i] is None and _is_short_open(line) and not line.mark and _STRONG_ADDRESS.search(line.text):
            kinds[i] = ADDRESS
            for k in range(i - 1, max(i - 5, -1), -1):
                if kinds[k] is not None or not _may_lead_address(lines[k], lines[k + 1], scores[k]):
                    break
                kinds[k] = ADDRESS


def _may_lead_address(line: Line, below: Line, score: float) -> bool:
    if below.n_blank > 0 or line.mark or len(words_of(line.text)) > 6:
        return False
    if _COMPANY_END.search(line.text):
        return True
    if not _is_short_open(line):
        return False
    if _ROLE.search(line.text) or _STRONG_ADDRESS.search(line.text):
        return True
    named = all(word[0].isupper() for word in words_of(line.text)) and fold_line(line.text) != "contact us"
    return named and score < 2


def _mark_trailing(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Unfinished short lines after the last sentence or address: advertising, links, buttons."""
    i = len(lines) - 1
    while i >= 0 and (
        kinds[i] == FURNITURE or (kinds[i] is None and _is_short_open(lines[i]) and not lines[i].mark)
    ):
        i -= 1
    # A text that holds nothing but such lines is a text of headings, not of furniture.
    if i >= 0 and any(is_prose(line) or line.last_sign in STOPS for line in lines[: i + 1]):
        for k in range(i + 1, len(lines)):
            kinds[k] = kinds[k] or FURNITURE


def _is_short_open(line: Line) -> bool:
    """Short and without a full stop: no sentence."""
    return len(line.text.split()) <= MAX_TRAILING_WORDS and line.last_sign not in STOPS | {":"}


def _mark_colon_headings(lines: list[Line], kinds: list) -> None:
    """ "Information we collect through the platform:" above run-in headings is a heading, no stem."""
    for i in range(len(lines) - 1):
        label = words_of(lines[i].text.lower())
        short = label and len(label) <= MAX_TRAILING_WORDS and label[0] not in _NOT_A_LABEL
        if kinds[i] == PARAGRAPH and short and lines[i].last_sign == ":" and find_run_in(lines[i + 1]):
            kinds[i] = HEADING


_RUN_IN = re.compile(r"(?P<label>[^\n.:;!?]{2,80}?)\s?:\s+(?=[\"“'‘(]?[A-Z])")
MIN_RUN_IN_TEXT = 6
MAX_RUN_IN_WORDS = 9
_NO_RUN_IN = load_words("no run-in")


def find_run_in(line: Line) -> int:
    """Where the text begins behind a run-in heading ("Account information: In order to ...").

    0 if there is no such heading. The label is short and no sentence; what follows begins
    in upper case and has an end.

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> line = split_lines("Feedback: We may collect feedback about our platform.")[0]
    >>> line.text[find_run_in(line):]
    'We may collect feedback about our platform.'
    """
    found = _RUN_IN.match(line.body)
    if not found or line.is_bullet:
        return 0
    label = words_of(found["label"].lower())
    if not label or len(label) > MAX_RUN_IN_WORDS or not found["label"][0].isupper():
        return 0
    if label[0] in _NOT_A_LABEL or " ".join(label) in _NO_RUN_IN:
        return 0
    rest = line.body[found.end() :]
    if len(rest.split()) < MIN_RUN_IN_TEXT or line.last_sign not in STOPS | {":"}:
        return 0
    return len(line.text) - len(rest)
