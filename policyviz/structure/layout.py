"""What each line is: title, date, heading, paragraph, list item, contents or furniture.

Each finder marks the lines it is sure of and leaves the others; the earlier one has the
last word. Furniture goes first, because a form field looks like a heading too.
"""

import re

from policyviz.structure.cues import find_keys, fold_line, is_sentence, words_of
from policyviz.structure.furniture import (
    mark_contents,
    mark_form,
    mark_invisible,
    mark_navigation,
    mark_trailing,
)
from policyviz.structure.headings import score_headings
from policyviz.structure.kinds import (
    ADDRESS,
    DATE,
    FURNITURE,
    HEADING,
    ITEM,
    PARAGRAPH,
    STRONG_ADDRESS,
    TITLE,
    is_date_line,
    is_short_open,
    is_title,
)
from policyviz.structure.lines import STOPS, Line
from policyviz.structure.run_in import mark_colon_headings
from policyviz.structure.sequences import find_missing

# A title stands among the first lines, before running text begins.
MAX_TITLE_LINE = 40
_ROLE = re.compile(
    r"\b(?:officer|team|department|dept|director|manager|inc|llc|ltd|limited|gmbh|attn|counsel|c/o)\b",
    re.IGNORECASE,
)
_ONLY_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+", re.IGNORECASE)
_COMPANY_END = re.compile(r"\b(?:inc|ltd|llc|co|corp|plc|gmbh)\.$", re.IGNORECASE)


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
    keys = find_keys(lines)
    for mark_some in (mark_invisible, mark_form, mark_navigation, mark_contents, _mark_dates):
        mark_some(lines, keys, kinds)
    _mark_title(lines, keys, kinds)
    # Bullets are never headings, and of all others only what is still open has to be weighed.
    is_open = [kind is None and not line.is_bullet for kind, line in zip(kinds, lines, strict=True)]
    scores = score_headings(lines, keys, [i for i, own in enumerate(is_open) if own])
    _mark_addresses(lines, scores, kinds)
    mark_trailing(lines, keys, kinds)
    for i, line in enumerate(lines):
        if kinds[i] is None:
            kinds[i] = _find_rest(line, scores.get(i, 0.0))
    mark_colon_headings(lines, kinds)
    _mark_sequences(lines, kinds)
    _free_lonely_headings(kinds)
    return kinds


def _find_rest(line: Line, score: float) -> str:
    looks_so = score > 0 or _is_section(line)
    if (
        looks_so
        and not line.is_bullet
        and words_of(line.body)
        and not _ONLY_LINK.fullmatch(line.text)
        and not is_sentence(line)
    ):
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
        and not line.is_prose
        and line.last_sign not in STOPS
    )


def _mark_sequences(lines: list[Line], kinds: list) -> None:
    """Numbering finds the headings that do not look like one."""
    is_open = [kind == ITEM and line.is_numbered for kind, line in zip(kinds, lines, strict=True)]
    for i in find_missing(lines, [kind == HEADING for kind in kinds], is_open):
        kinds[i] = HEADING


def _mark_dates(lines: list[Line], keys: list[str], kinds: list) -> None:
    for i, line in enumerate(lines):
        if kinds[i] is None and not line.is_prose and not line.is_bullet and is_date_line(line.text):
            kinds[i] = DATE


def _mark_title(lines: list[Line], keys: list[str], kinds: list) -> None:
    """The first title near the top; navigation above it is furniture, a name below it belongs to it."""
    first_prose = next((i for i, line in enumerate(lines) if line.is_prose), len(lines))
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


def _is_name(lines: list[Line], i: int) -> bool:
    """A short line that the text below uses as a name: the company under the title."""
    name = lines[i].text
    if lines[i].mark or len(name.split()) > 4 or not name[0].isupper() or lines[i].last_sign in STOPS | {":"}:
        return False
    return sum(name in line.text for line in lines[i + 1 :] if line.is_prose) >= 2


def _mark_addresses(lines: list[Line], scores: dict[int, float], kinds: list) -> None:
    """Runs of short lines that end in an e-mail address, a postal code or a telephone number."""
    for i, line in enumerate(lines):
        if kinds[i] is None and is_short_open(line) and not line.mark and STRONG_ADDRESS.search(line.text):
            kinds[i] = ADDRESS
            for k in range(i - 1, max(i - 5, -1), -1):
                if kinds[k] is not None or not _may_lead_address(lines[k], lines[k + 1], scores.get(k, 0.0)):
                    break
                kinds[k] = ADDRESS


def _may_lead_address(line: Line, below: Line, score: float) -> bool:
    if below.n_blank > 0 or line.mark or len(words_of(line.text)) > 6:
        return False
    if _COMPANY_END.search(line.text):
        return True
    if not is_short_open(line):
        return False
    if _ROLE.search(line.text) or STRONG_ADDRESS.search(line.text):
        return True
    named = all(word[0].isupper() for word in words_of(line.text)) and fold_line(line.text) != "contact us"
    return named and score < 2
