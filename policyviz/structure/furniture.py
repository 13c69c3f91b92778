"""What belongs to the website and not to the policy: forms, menus, buttons, contents, advertising."""

import csv
import re
from functools import cache
from importlib.resources import files

from policyviz.structure.kinds import CONTENTS, FURNITURE, STRONG_ADDRESS, is_short_open, is_title
from policyviz.structure.lines import STOPS, Line

MIN_CONTENTS = 3
# Longer tables of contents there are none; without a limit long lists would take quadratic time.
MAX_CONTENTS = 200
MIN_ECHO_SHARE = 0.6
MAX_FORM_TAIL = 12

_COPYRIGHT = re.compile(r"©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)


@cache
def load_furniture() -> dict[str, frozenset[str]]:
    """The phrases of ``furniture.csv`` by place: "anywhere", "contents", "form"."""
    with files("policyviz.structure").joinpath("furniture.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        place: frozenset(row["phrase"] for row in rows if row["place"] == place)
        for place in ("anywhere", "contents", "form")
    }


def mark_invisible(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Rules of dashes, stray bullets, zero-width signs: nothing to read."""
    for i, line in enumerate(lines):
        if not keys[i] and not any(sign.isalnum() for sign in line.text):
            kinds[i] = FURNITURE


def mark_form(lines: list[Line], keys: list[str], kinds: list) -> None:
    """A form at the end: from its first field on, with the title above it and the small print below."""
    fields = load_furniture()["form"]
    found = [i for i, line in enumerate(lines) if keys[i] in fields and not line.is_prose and not line.mark]
    starred = [i for i in found if lines[i].text.endswith("*")]
    if len(found) < 3 and len(starred) < 2:
        return
    first = _start_of_run(found)
    if len(lines) - found[-1] - 1 > MAX_FORM_TAIL:
        return
    while first and is_short_open(lines[first - 1]) and not lines[first - 1].mark:
        if STRONG_ADDRESS.search(lines[first - 1].text):
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


def mark_navigation(lines: list[Line], keys: list[str], kinds: list) -> None:
    phrases = load_furniture()["anywhere"]
    for i, line in enumerate(lines):
        short = not line.is_prose and line.n_words <= 15
        if kinds[i] is None and short and (keys[i] in phrases or _COPYRIGHT.search(line.text)):
            kinds[i] = FURNITURE


def mark_contents(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Runs of short lines that announce headings; with or without "Table of contents" above."""
    markers = load_furniture()["contents"]
    last_seen = {key: i for i, (key, line) in enumerate(zip(keys, lines, strict=True)) if not line.is_prose}
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
    return not line.is_prose and line.last_sign not in frozenset(".;!:") and line.n_words <= 20


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
    if first < end < len(lines) and lines[end].is_prose and last_place.get(keys[end - 1], -1) < end:
        return end - 1
    return end


def mark_trailing(lines: list[Line], keys: list[str], kinds: list) -> None:
    """Unfinished short lines after the last sentence or address: advertising, links, buttons."""
    i = len(lines) - 1
    while i >= 0 and (
        kinds[i] == FURNITURE or (kinds[i] is None and is_short_open(lines[i]) and not lines[i].mark)
    ):
        i -= 1
    # A text that holds nothing but such lines is a text of headings, not of furniture.
    if i >= 0 and any(line.is_prose or line.last_sign in STOPS for line in lines[: i + 1]):
        for k in range(i + 1, len(lines)):
            kinds[k] = kinds[k] or FURNITURE
