"""PDF files -> plain text: lines to paragraphs, without what repeats on every page."""

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from policyviz.corpus.decoding import Decoded, describe_oddities

# Limits, not seconds: what is read may not depend on the speed of the machine.
MAX_PAGES = 500
MAX_CHARACTERS = 5_000_000
# Fewer words in a whole file are a scan's file name or stamp.
MIN_WORDS = 20
# How many lines at the top and at the bottom of a page may be its furniture.
EDGE = 3
# A line that stands there on this share of the pages, digits aside, is a header or footer.
MIN_REPEATED = 0.5
# Lines further apart than this, in units of the usual distance, belong to two paragraphs.
MAX_LEADING = 1.25
# Letters differ in width: room for this many times the next word is room for it.
ROOM = 1.2
MAX_SIZE_CHANGE = 0.08
ADVICE = "save its text as .txt and try again"

_MARK = re.compile(
    r"(?:[•●▪◦‣·o§]\s|[-–—*]\s|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s)"
)
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.)?\s*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|von|/|\|)\s*\d{1,4})?\W*", re.I
)
_WORD = re.compile(r"\w+(?:-\w+)*")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
# pdfium writes a hyphen at the end of a line as one of these.
_LINE_HYPHENS = {0x02, 0xFFFE}


class PdfLine(NamedTuple):
    """A line of a page: its text, where it stands (points, from the bottom left) and how large."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int


def read_pdf(data: bytes) -> Decoded:
    """The text of a PDF: paragraphs on one line each, a blank line between them.

    Words that a line end cut are mended; lines that repeat at the top or bottom of the
    pages, and page numbers, are left out. Nothing in the file is executed.

    Parameters
    ----------
    data : bytes
        A whole ``.pdf`` file.

    Returns
    -------
    decoded : Decoded
        ``text``, ``encoding`` ("", a PDF has none) and ``notes``.

    Raises
    ------
    ValueError
        If it is damaged, has a password, is a scan without text, or is longer than
        ``MAX_PAGES`` pages.

    Examples
    --------
    >>> read_pdf(b"%PDF-1.4 and no more")
    Traceback (most recent call last):
    ValueError: is a damaged PDF, cut short or no PDF at all: download it again, or save its text as .txt
    """
    pages = _read_lines(data)
    n_words = sum(len(_WORD.findall(line.text)) for page in pages for line in page)
    if n_words < MIN_WORDS:
        message = (
            f"has next to no text in it ({len(pages)} pages, {n_words} words): it is probably a scan, "
            "pictures of pages. Run it through text recognition (OCR), then try again"
        )
        raise ValueError(message)
    notes = []
    if n_empty := sum(not page for page in pages):
        notes.append(f"{n_empty} of {len(pages)} pages have no text (pictures of pages?)")
    kept, n_furniture = drop_furniture(pages)
    if n_furniture:
        notes.append(f"{n_furniture} lines that repeat on the pages or number them were left out")
    text = "\n\n".join(join_lines([line for page in kept for line in page])) + "\n"
    return Decoded(text, "", notes + describe_oddities(text))


def _read_lines(data: bytes) -> list[list[PdfLine]]:
    """The lines of each page, in the order in which they were written."""
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise ValueError(_explain(error)) from error
    try:
        if len(document) > MAX_PAGES:
            message = f"has {len(document)} pages, more than the {MAX_PAGES} that are read: {ADVICE}"
            raise ValueError(message)
        return _read_pages(document)
    except pdfium.PdfiumError as error:
        raise ValueError(_explain(error)) from error
    finally:
        document.close()


def _explain(error: Exception) -> str:
    if "password" in str(error).lower():
        return f"is a PDF with a password: open it, {ADVICE}"
    return "is a damaged PDF, cut short or no PDF at all: download it again, or save its text as .txt"


def _read_pages(document) -> list[list[PdfLine]]:
    pages, n_characters = [], 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        try:
            n_characters += text_page.count_chars()
            if n_characters > MAX_CHARACTERS:
                message = f"has more than {MAX_CHARACTERS:,} characters: {ADVICE}"
                raise ValueError(message)
            pages.append(_find_lines(text_page, number))
        finally:
            text_page.close()
            page.close()
    return pages


def _find_lines(text_page, number: int) -> list[PdfLine]:
    """Characters to lines, at the line ends that pdfium puts where the writing jumps."""
    from pypdfium2 import raw

    lines, characters = [], []
    for place in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, place)
        if code in (10, 13):
            lines += _make_line(characters, number)
            characters = []
        elif code:
            size = raw.FPDFText_GetFontSize(text_page, place)
            characters.append((code, size, text_page.get_charbox(place, loose=True)))
        # Behind such a hyphen pdfium goes on with the next line.
        if code in _LINE_HYPHENS:
            lines += _make_line(characters, number)
            characters = []
    return lines + _make_line(characters, number)


def _make_line(characters: list[tuple], number: int) -> list[PdfLine]:
    text = "".join("-" if code in _LINE_HYPHENS else chr(code) for code, _, _ in characters)
    # Beyond the first plane pdfium may hand out two halves of a character.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").translate(_LIGATURES)
    text = " ".join(text.split())
    if not text:
        return []
    seen = [(size, box) for code, size, box in characters if not chr(code).isspace()]
    boxes = [box for _, box in seen]
    return [
        PdfLine(
            text,
            left=min(box[0] for box in boxes),
            right=max(box[2] for box in boxes),
            top=max(box[3] for box in boxes),
            bottom=min(box[1] for box in boxes),
            size=median(size for size, _ in seen),
            page=number,
        )
    ]


def drop_furniture(pages: list[list[PdfLine]]) -> tuple[list[list[PdfLine]], int]:
    """Pages without running headers, footers and page numbers; how many lines were dropped.

    Examples
    --------
    >>> line = PdfLine("Acme Inc., page 1", 0, 90, 800, 790, 10, 0)
    >>> text = [line._replace(text=word, top=500, bottom=490) for word in ("We do.", "We may.")]
    >>> pages, n = drop_furniture([[line, text[0]], [line._replace(text="Acme Inc., page 2"), text[1]]])
    >>> [[line.text for line in page] for page in pages], n
    ([['We do.'], ['We may.']], 2)
    """
    edges = [_find_edges(page) for page in pages]
    counts = Counter(kind for own in edges for kind in {_find_kind(line) for line in own})
    needed = max(2, MIN_REPEATED * len(pages))
    kept = [
        [
            line
            for line in page
            if line not in own
            or not (counts[_find_kind(line)] >= needed or _PAGE_NUMBER.fullmatch(line.text))
        ]
        for page, own in zip(pages, edges, strict=True)
    ]
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _find_edges(page: list[PdfLine]) -> set[PdfLine]:
    """The lines nearest to the top and bottom of a page, wherever they stand in the file."""
    by_place = sorted(page, key=lambda line: -line.top)
    # Of a page of few lines not all can be furniture.
    n = min(EDGE, max(1, len(page) // 3))
    return {*by_place[:n], *by_place[-n:]}


def _find_kind(line: PdfLine) -> str:
    """What two lines have in common that differ in a number; a place is none: pages turn."""
    return re.sub(r"\d+", "0", line.text.casefold())


def join_lines(lines: list[PdfLine]) -> list[str]:
    """Lines to paragraphs, by distance, size of letters, marks of lists and lines that end early.

    Examples
    --------
    >>> line = PdfLine("We keep per-", 50, 500, 700, 690, 10, 0)
    >>> join_lines([line, line._replace(text="sonal data.", right=110, top=688, bottom=678)])
    ['We keep personal data.']
    """
    if not lines:
        return []
    # Without the halves that line ends made.
    known = Counter(word for line in lines for word in _split(re.sub(r"\w+-$|^[a-z]+", "", line.text)))
    leading = _find_leading(lines)
    right = {
        page: max(line.right for line in lines if line.page == page) for page in {line.page for line in lines}
    }
    paragraphs = [lines[0].text]
    for above, line in pairwise(lines):
        if _begins(above, line, leading, right[above.page]):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _join(paragraphs[-1], line.text, known)
    return paragraphs


def _split(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _find_leading(lines: list[PdfLine]) -> float:
    """The usual distance of two lines of one page, from top to top; 0 if there are no two."""
    steps = [
        round(above.top - line.top, 1)
        for above, line in pairwise(lines)
        if above.page == line.page and above.top - line.top > 0.5 * line.size
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 0.0


def _begins(above: PdfLine, line: PdfLine, leading: float, right: float) -> bool:
    """Whether a line begins a paragraph."""
    if _MARK.match(line.text) or abs(line.size - above.size) > MAX_SIZE_CHANGE * max(line.size, above.size):
        return True
    ends = above.text[-1] in ".!?:;"
    stops = _has_room(above, line, right)
    if line.page != above.page:
        return stops and (ends or not line.text[0].islower())
    if above.top - line.top > MAX_LEADING * max(leading, line.size):
        return True
    return stops and (ends or line.text[0].isupper())


def _has_room(above: PdfLine, line: PdfLine, right: float) -> bool:
    """Whether the next word would have gone on the line above: then somebody ended it on purpose."""
    width = (above.right - above.left) / len(above.text)
    word = line.text.split(maxsplit=1)[0]
    return right - above.right > ROOM * width * (len(word) + 1)


def _join(above: str, below: str, known: Counter) -> str:
    """Two lines of one paragraph; the hyphen goes if the word is known without it, or its half is no word."""
    if not above.endswith("-") or not below[0].isalpha():
        return f"{above} {below}"
    first, second = _split(above[:-1])[-1:], _split(below)[:1]
    if not first or above.endswith(" -"):
        return f"{above} {below}"
    one, two = first[0], second[0]
    if known[one + two] or (not known[f"{one}-{two}"] and not known[one] and below[0].islower()):
        return above[:-1] + below
    return above + below
