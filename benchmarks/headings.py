"""Headings found again where marks were taken away.

Markdown policies say which lines are headings. Their marks are stripped, the plain text
goes through `split_blocks`, and the lines it calls headings are compared with the marked
ones. Lines that are only bold and table rows are ignored (some pages mark sub-headings
that way, some do not); a line that is a heading only in part (a run-in heading) counts
as text.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from policyviz.structure.blocks import find_blocks

MIN_HEADINGS = 5

# Headings may stand inside list items, hence any indentation; a lone dash there is a bullet.
_ATX = re.compile(r"^\s*(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^(?:\s{0,3}(?:=+|-+)|\s+(?:=|-){3,})\s*$")
_BULLET = re.compile(r"^(\s*)[*+-]\s+(.*)$")
_TABLE = re.compile(r"^\s*\|")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_STRONG = re.compile(r"(\*\*|__)(.+?)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?![\s*_])([^*_\n]+?)(?<!\s)\1(?![\w*_])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_ONLY_BOLD = re.compile(r"^\s*(?:[*_]{2,5})(?![\s*_])[^*\n]+?[*_]{2,5}\s*:?\s*$")


class Page(NamedTuple):
    """A policy without its marks: plain text, and per line "heading", "text" or "ignored"."""

    name: str
    folder: str
    text: str
    gold: list[str]


def strip_marks(markdown: str) -> tuple[str, list[str]]:
    """Plain text of a Markdown page and what each of its lines was."""
    lines = markdown.replace("\r\n", "\n").split("\n")
    plain, gold = [], []
    for i, line in enumerate(lines):
        if _UNDERLINE.match(line) and i and lines[i - 1].strip() and not _TABLE.match(lines[i - 1]):
            # The paragraph above an underline is the heading, over all its lines.
            k = len(gold) - 1
            while k >= 0 and plain[k].strip() and gold[k] != "heading" and not plain[k].startswith("•"):
                gold[k] = "heading"
                k -= 1
            continue
        kind = "text"
        if found := _ATX.match(line):
            line, kind = found[2], "heading"
        elif _TABLE.match(line) or _ONLY_BOLD.match(_LINK.sub(r"\1", line)):
            kind = "ignored"
        elif found := _BULLET.match(line):
            line = f"{found[1]}• {found[2]}"
        plain.append(_strip_inline(line))
        gold.append(kind)
    gold = [
        "text" if kind == "heading" and not text.strip() else kind
        for kind, text in zip(gold, plain, strict=True)
    ]
    return "\n".join(plain), gold


def _strip_inline(line: str) -> str:
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", line)
    for _ in range(2):
        line = _STRONG.sub(r"\2", line)
    line = _EMPHASIS.sub(r"\2", line)
    line = line.replace("<br>", " ").replace("**", "")
    return _ESCAPE.sub(r"\1", line).rstrip()


def read_pages(folders: list[Path]) -> Iterator[Page]:
    """The Markdown policies with at least `MIN_HEADINGS` headings, in order of name."""
    for folder in folders:
        for file in sorted(folder.glob("*.md")):
            text, gold = strip_marks(file.read_text(encoding="utf-8", errors="replace"))
            if gold.count("heading") >= MIN_HEADINGS:
                yield Page(file.stem, folder.name, text, gold)


def find_predicted(text: str) -> set[int]:
    """The numbers of the lines that `find_blocks` takes for headings or titles, as wholes."""
    predicted = set()
    for kind, _, _, start, end, _ in find_blocks(text):
        line_end = text.find("\n", end)
        rest = text[end : line_end if line_end >= 0 else len(text)]
        if kind in ("heading", "title") and not rest.strip():
            predicted.update(range(text.count("\n", 0, start), text.count("\n", 0, end) + 1))
    return predicted


def find_by_rule(text: str) -> set[int]:
    """The rule of thumb to beat: a line of at most 80 characters without a stop at its end is a heading."""
    lines = [line.strip() for line in text.split("\n")]
    return {
        number
        for number, line in enumerate(lines)
        if 0 < len(line) <= 80 and not line.startswith("•") and line[-1] not in ".;,:"
    }


def count_page(page: Page, find: Callable[[str], set[int]]) -> tuple[int, int, int]:
    """Headings found, lines wrongly taken for headings, headings missed."""
    predicted = find(page.text)
    gold = {number for number, kind in enumerate(page.gold) if kind == "heading"}
    ignored = {number for number, kind in enumerate(page.gold) if kind == "ignored"}
    predicted -= ignored
    return len(gold & predicted), len(predicted - gold), len(gold - predicted)


def measure_headings(
    pages: list[Page], *, find: Callable[[str], set[int]] = find_predicted
) -> dict[str, float]:
    """Micro-F1 over all lines and mean F1 over documents, with precision and recall."""
    counts = [count_page(page, find) for page in pages]
    found, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
    by_page = [2 * a / (2 * a + b + c) for a, b, c in counts]
    return {
        "pages": len(pages),
        "headings": found + missed,
        "precision": found / (found + wrong),
        "recall": found / (found + missed),
        "micro F1": 2 * found / (2 * found + wrong + missed),
        "mean F1": sum(by_page) / len(by_page),
    }
