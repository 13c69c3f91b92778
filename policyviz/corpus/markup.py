"""A tree of HTML, or of what trafilatura keeps of it -> blocks of text -> Markdown."""

import re
from typing import NamedTuple

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol", "menu", "dir", "list"}
ITEMS = {"li", "item"}
CELLS = {"td", "th", "cell"}
ROWS = {"tr", "row"}
# Elements that begin a new block; all others run on inside a sentence.
BLOCKS = {
    *HEADINGS,
    *LISTS,
    *ITEMS,
    *CELLS,
    *ROWS,
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "code", "dd", "details"),
    *("dialog", "div", "dl", "doc", "dt", "fieldset", "figcaption", "figure", "footer", "form", "head"),
    *("header", "hgroup", "hr", "html", "legend", "main", "nav", "p", "pre", "quote", "search", "section"),
    *("summary", "table", "tbody", "tfoot", "thead"),
}
BOLD = {"b", "strong"}
BREAKS = {"br", "lb"}
LINKS = {"a", "ref"}
# A row whose cells are longer is layout, not a table: its cells are read one below the other.
MAX_CELL_WORDS = 80
MAX_BOLD_WORDS = 15
# With fewer marked headings than this, lines in bold are the headings.
MIN_HEADINGS = 2

_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"[^\S\n]+")
# What Markdown would take for a heading, a fence or a table, and the page means as text.
_SIGNIFICANT = re.compile(r"(?m)^(?=#{1,6}(?:\s|$)|```|~~~|\|)")


class Block(NamedTuple):
    """A heading (level 1 to 6), a list item (its mark), a row of a table, or a paragraph."""

    kind: str
    text: str
    bold: str = ""  # the words in bold that it begins with
    level: int = 0
    mark: str = ""
    n_words: int = 0
    n_link_words: int = 0


def count_words(text: str) -> int:
    """How many runs of letters and digits."""
    return len(_WORD.findall(text))


def find_blocks(root: object) -> list[Block]:
    """The blocks of a tree in the order of the page; nothing in it is left out.

    Parameters
    ----------
    root : lxml.etree._Element
        Without scripts and the like: `policyviz.corpus.pages` takes them away.

    Returns
    -------
    blocks : list of Block

    Examples
    --------
    >>> from lxml.html import fromstring
    >>> [(block.kind, block.text) for block in find_blocks(fromstring("<h2>Use</h2><p>We <b>do</b>."))]
    [('heading', 'Use'), ('text', 'We do.')]
    """
    from lxml.etree import iterwalk

    walk = _Walk()
    for event, element in iterwalk(root, events=("start", "end")):
        # The parser drops comments; an entity that nobody declared has no text either.
        if isinstance(element.tag, str):
            walk.open(element) if event == "start" else walk.close(element)
        if event == "end" and element is not root:
            walk.add(element.tail)
    walk.flush()
    return walk.blocks


class _Walk:
    """What is open at one place of the tree, and the text since the last block ended."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[tuple[str, bool, bool]] = []
        self._headings: list[int] = []
        self._lists: list[int | None] = []
        self._marks: list[str] = []
        self._row: list | None = None
        self._n_bold = self._n_links = 0

    def open(self, element) -> None:
        tag = element.tag
        if self._row is None and tag in BLOCKS:
            self.flush()
        if tag in LISTS:
            ordered = tag == "ol" or element.get("rend") == "ol"
            self._lists.append(_read_start(element) if ordered else None)
        elif tag in ITEMS:
            self._marks.append(self._make_mark())
        elif tag in ROWS and self._row is None and _is_table_row(element):
            self._row = [element]
        elif level := _find_level(element):
            self._headings.append(level)
        elif tag in BREAKS:
            self._parts.append(("\n", False, False))
        self._n_bold += _is_bold(element)
        self._n_links += tag in LINKS
        self.add(element.text)

    def close(self, element) -> None:
        tag = element.tag
        if self._row is None:
            if tag in BLOCKS:
                self.flush()
        elif element is self._row[0]:
            self._row = None
            self.flush(kind="row")
        elif tag in CELLS:
            self._parts.append((" | ", False, False))
        elif tag in BLOCKS:
            self._parts.append((" ", False, False))
        for tags, opened in ((LISTS, self._lists), (ITEMS, self._marks)):
            if tag in tags and opened:
                opened.pop()
        if _find_level(element) and self._headings:
            self._headings.pop()
        self._n_bold -= _is_bold(element)
        self._n_links -= tag in LINKS

    def add(self, text: str | None) -> None:
        if text:
            # Line ends of the source are blanks; only <br> breaks a line.
            self._parts.append((re.sub(r"\s+", " ", text), self._n_bold > 0, self._n_links > 0))

    def flush(self, kind: str = "") -> None:
        parts, self._parts = self._parts, []
        text = _tidy("".join(part for part, _, _ in parts))
        if not text.strip("| "):
            return
        block = Block(
            kind or self._find_kind(),
            text,
            bold=_find_bold(parts),
            level=self._headings[-1] if self._headings else 0,
            n_words=count_words(text),
            n_link_words=sum(count_words(part) for part, _, is_link in parts if is_link),
        )
        if block.kind == "item":
            block = block._replace(mark=self._marks[-1])
            # What else stands in this item is a paragraph below it.
            self._marks[-1] = ""
        self.blocks.append(block)

    def _find_kind(self) -> str:
        if self._headings:
            return "heading"
        return "item" if self._marks and self._marks[-1] else "text"

    def _make_mark(self) -> str:
        indent = "  " * max(len(self._lists) - 1, 0)
        if not self._lists or self._lists[-1] is None:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{self._lists[-1] - 1}. "


def _read_start(element) -> int:
    start = element.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1


def _find_level(element) -> int:
    """The level of a heading, in HTML or in trafilatura's tree (rend="h2")."""
    tag = element.get("rend") or "h2" if element.tag == "head" else element.tag
    return HEADINGS.get(tag, 2 if element.tag == "head" else 0)


def _is_bold(element) -> bool:
    return element.tag in BOLD or (element.tag == "hi" and "#b" in (element.get("rend") or ""))


def _is_table_row(row) -> bool:
    """Two cells with text and up, none so long or so built that it is a part of the page."""
    cells = [cell for cell in row if cell.tag in CELLS]
    texts = [text for cell in cells if (text := "".join(cell.itertext()).strip())]
    parts = {*HEADINGS, *LISTS, *ROWS, "head"}
    built = any(inner.tag in parts for cell in cells for inner in cell.iter())
    return len(texts) > 1 and not built and all(count_words(text) <= MAX_CELL_WORDS for text in texts)


def _find_bold(parts: list[tuple[str, bool, bool]]) -> str:
    """The words in bold at the beginning of a block, on its first line."""
    bold = ""
    for text, is_bold, _ in parts:
        if text.strip() and not is_bold:
            break
        bold += text
    bold = _tidy(bold)
    return "" if "\n" in bold or "*" in bold else bold


def _tidy(text: str) -> str:
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def write_markdown(blocks: list[Block]) -> str:
    r"""Blocks as Markdown that `split_blocks` reads: headings, items, rows, paragraphs.

    Examples
    --------
    >>> write_markdown([Block("heading", "Use", level=2), Block("item", "We do.", mark="- ")])
    '## Use\n\n- We do.\n'
    """
    marked = sum(block.kind == "heading" for block in blocks) >= MIN_HEADINGS
    lines: list[str] = []
    above = ""
    for block in blocks:
        # Rows of a table and items of a list hold together.
        if lines and not (above == block.kind and block.kind in ("row", "item")):
            lines.append("")
        lines.append(_write_block(block, marked=marked))
        above = block.kind
    return "\n".join(lines) + "\n" if lines else ""


def _write_block(block: Block, *, marked: bool) -> str:
    if block.kind == "heading" or (not marked and _is_bold_line(block)):
        return "#" * (block.level or 3) + " " + block.text.replace("\n", " ")
    if block.kind == "row":
        return "| " + " | ".join(cell.strip() for cell in block.text.strip("| ").split(" | ")) + " |"
    text = block.text
    if marked and block.bold and text.startswith(block.bold):
        text = f"**{block.bold}**{text[len(block.bold) :]}"
    # Two blanks keep a line end that the page has; without them Markdown joins the lines.
    return block.mark + _SIGNIFICANT.sub(r"\\", text).replace("\n", "  \n")


def _is_bold_line(block: Block) -> bool:
    short = 0 < block.n_words <= MAX_BOLD_WORDS and block.text[-1] not in ".!?;,"
    return block.kind == "text" and block.text == block.bold and short
