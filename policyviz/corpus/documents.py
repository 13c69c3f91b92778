"""Word documents (.docx) -> Markdown: headings, list items, tables, paragraphs."""

import io
import re
import zipfile

from policyviz.corpus.archives import DAMAGES
from policyviz.corpus.decoding import Decoded, describe_oddities
from policyviz.corpus.markup import MAX_CELL_WORDS, Block, count_words, write_markdown

# A document that unpacks to more bytes, or to so many times its own size, is a trap and no policy.
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
# Small parts are often packed tightly; only large ones are dangerous.
MIN_SUSPECT = 5_000_000
MAX_LEVEL = 6
ADVICE = "open it in a word processor, save it as .docx or .txt and try again"

_DAMAGED = f"is a damaged Word document, cut short or none at all: {ADVICE}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Text that stands in the file and not in the document: moved away, or there a second time for old readers.
_GONE = {f"{_W}moveFrom", _FALLBACK}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_OFF = {"0", "false", "off", "none"}
_OUTLINE = re.compile(r"[0-8]")


def read_docx(data: bytes) -> Decoded:
    """The text of a Word document as Markdown, in the order of the document.

    Tracked insertions are read, deletions and hidden text are not; headers, footers,
    comments and footnotes are left out. Macros are never run, links never followed.

    Parameters
    ----------
    data : bytes
        A whole ``.docx`` file.

    Returns
    -------
    decoded : Decoded
        ``text`` (Markdown), ``encoding`` ("", the file has none of its own) and ``notes``.

    Raises
    ------
    ValueError
        If it is damaged, has a password, is no Word document, or unpacks to more than
        ``MAX_UNPACKED`` bytes.

    Examples
    --------
    >>> read_docx(b"PK cut short")
    Traceback (most recent call last):
    ValueError: is a damaged Word document, cut short or none at all: open it in a word processor, save it
    as .docx or .txt and try again
    """
    n_footnotes = _check_archive(data)
    body, styles, numbers = _open(data)
    blocks = _find_blocks(body, styles, numbers)
    if not blocks:
        message = "is empty: there is no text in it"
        raise ValueError(message)
    text = write_markdown(blocks)
    notes = [f"{n_footnotes} footnotes were left out"] if n_footnotes else []
    return Decoded(text, "", notes + describe_oddities(text))


def _check_archive(data: bytes) -> int:
    """Refuse what no word processor writes, before any of it is parsed; the number of footnotes."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        message = f"is a Word document with a password, or an old .doc: {ADVICE}"
        raise ValueError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            bomb = _describe_bomb(archive.infolist())
            parts = {
                entry.filename: archive.read(entry)
                for entry in archive.infolist()
                if not bomb and entry.filename.endswith((".xml", ".rels"))
            }
    except DAMAGES as error:
        raise ValueError(_DAMAGED) from error
    if bomb:
        raise ValueError(bomb)
    # Entities are how a few lines unfold to gigabytes; word processors write none.
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        message = f"declares XML entities, which no word processor does; it was not read: {ADVICE}"
        raise ValueError(message)
    footnotes = parts.get("word/footnotes.xml", b"").split(b"</w:footnote>")
    return sum(bool(re.search(rb"<w:t[ >]", part)) for part in footnotes)


def _describe_bomb(entries: list[zipfile.ZipInfo]) -> str:
    """Why an archive is a trap; "" if it is none."""
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if total > MAX_UNPACKED or (total > MIN_SUSPECT and total > MAX_RATIO * packed):
        return f"unpacks to {total / 1e6:,.0f} MB, which no policy does; it was not read: {ADVICE}"
    return ""


def _open(data: bytes) -> tuple:
    """The body of a document, its styles by id, and how its lists are numbered."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(data))
        styles = {style.get(f"{_W}styleId"): style for style in document.styles.element.iter(f"{_W}style")}
        has_lists = any(part.partname == "/word/numbering.xml" for part in document.part.package.iter_parts())
        numbering = document.part.numbering_part.element if has_lists else None
        return document.element.body, styles, _read_numbering(numbering)
    except (
        PackageNotFoundError,
        XMLSyntaxError,
        LookupError,
        ValueError,
        AttributeError,
        TypeError,
    ) as error:
        raise ValueError(_DAMAGED) from error


def _read_numbering(numbering) -> dict[tuple[str, int], str]:
    """How the levels of each list are marked: "bullet", "decimal", "lowerLetter" ..."""
    if numbering is None:
        return {}
    formats = {
        (definition.get(f"{_W}abstractNumId"), level.get(f"{_W}ilvl")): _read_value(level, "numFmt")
        or "decimal"
        for definition in numbering.iter(f"{_W}abstractNum")
        for level in definition.iter(f"{_W}lvl")
    }
    lists = {num.get(f"{_W}numId"): _read_value(num, "abstractNumId") for num in numbering.iter(f"{_W}num")}
    return {
        (number, int(level)): form
        for number, definition in lists.items()
        for (own, level), form in formats.items()
        if own == definition
    }


def _find_blocks(body, styles: dict, formats: dict) -> list[Block]:
    blocks: list[Block] = []
    counts: dict[tuple[str, int], int] = {}
    in_rows: set = set()
    for element in body.iter(f"{_W}p", f"{_W}tr"):
        if _is_gone(element):
            continue
        if element.tag == f"{_W}tr":
            if cells := _read_row(element):
                in_rows.update(element.iter(f"{_W}p"))
                blocks.append(Block("row", " | ".join(cells), n_words=count_words(" ".join(cells))))
        elif element not in in_rows and (text := _read_text(element)):
            blocks.append(_make_block(element, text, styles, formats, counts))
    return blocks


def _is_gone(element) -> bool:
    return any(above.tag in _GONE for above in element.iterancestors())


def _read_row(row) -> list[str]:
    """The cells of a row of a table; none if it is layout, whose paragraphs are read one by one."""
    cells = [
        " ".join(filter(None, (_read_text(paragraph) for paragraph in cell.iter(f"{_W}p"))))
        for cell in row.findall(f"{_W}tc")
    ]
    short = all(count_words(cell) <= MAX_CELL_WORDS for cell in cells)
    return [cell.replace("\n", " ") for cell in cells] if short and sum(map(bool, cells)) > 1 else []


def _read_text(paragraph, *, only_bold: bool = False) -> str:
    """The words of a paragraph, without those of boxes in it; if asked, only the bold ones it begins with."""
    parts = []
    for run in paragraph.iter(f"{_W}r"):
        if next(run.iterancestors(f"{_W}p")) is not paragraph or _is_gone(run) or _is_on(run, "vanish"):
            continue
        words = "".join(
            inner.text or "" if inner.tag == f"{_W}t" else _BREAKS[inner.tag]
            for inner in run.iterchildren(f"{_W}t", *_BREAKS)
        )
        if only_bold and words.strip() and not _is_on(run, "b"):
            break
        parts.append(words)
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return "\n".join(filter(None, lines))


def _is_on(run, name: str) -> bool:
    switch = run.find(f"{_W}rPr/{_W}{name}")
    return switch is not None and switch.get(f"{_W}val", "1") not in _OFF


def _make_block(paragraph, text: str, styles: dict, formats: dict, counts: dict) -> Block:
    properties = _list_properties(paragraph, styles)
    if level := _find_level(properties, styles):
        return Block("heading", text, level=level, n_words=count_words(text))
    bold = _read_text(paragraph, only_bold=True)
    bold = "" if "\n" in bold or "*" in bold else bold
    mark = _find_mark(properties, formats, counts)
    return Block("item" if mark else "text", text, bold=bold, mark=mark, n_words=count_words(text))


def _list_properties(paragraph, styles: dict) -> list:
    """What says how a paragraph looks: its own properties, then those of its style and the style's base."""
    properties = [paragraph.find(f"{_W}pPr")]
    name, seen = _read_value(properties[0], "pStyle"), set()
    while name in styles and name not in seen:
        seen.add(name)
        properties.append(styles[name].find(f"{_W}pPr"))
        name = _read_value(styles[name], "basedOn")
    return [own for own in properties if own is not None]


def _read_value(element, path: str) -> str:
    """The value of a property of an element, "" if it has none."""
    found = None if element is None else element.find("/".join(_W + step for step in path.split("/")))
    return "" if found is None else found.get(f"{_W}val", "")


def _find_level(properties: list, styles: dict) -> int:
    """The level of a heading; the title stands above them, what is none is 0."""
    if properties and _read_value(styles.get(_read_value(properties[0], "pStyle")), "name") == "Title":
        return 1
    levels = [found for own in properties if _OUTLINE.fullmatch(found := _read_value(own, "outlineLvl"))]
    return min(int(levels[0]) + 2, MAX_LEVEL) if levels else 0


def _find_mark(properties: list, formats: dict, counts: dict) -> str:
    """The mark of a list item, "" for other paragraphs."""
    numbers = [found for own in properties if (found := _read_value(own, "numPr/numId"))]
    if not numbers or numbers[0] == "0":
        return ""
    depth = next((found for own in properties if (found := _read_value(own, "numPr/ilvl"))), "0")
    level = int(depth) if _OUTLINE.fullmatch(depth) else 0
    form = formats.get((numbers[0], level), "bullet")
    if form in ("bullet", "none"):
        return "  " * level + "- "
    key = (numbers[0], level)
    counts[key] = counts.get(key, 0) + 1
    # A list inside the item begins anew.
    for other in [other for other in counts if other[0] == numbers[0] and other[1] > level]:
        del counts[other]
    is_letter = form in ("lowerLetter", "upperLetter") and counts[key] <= 26
    number = chr(96 + counts[key]) if is_letter else str(counts[key])
    return "  " * level + number + ". "
