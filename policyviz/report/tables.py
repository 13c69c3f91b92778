"""Repairing tables: headers that a screen reader can use, numbers that line up."""

import re

from bs4 import BeautifulSoup, Tag

_NUMBER = re.compile(r"[-+−]?\d[\d,  ]*(\.\d+)?([eE][-+]?\d+)?\s?%?")
_MISSING = {"", "nan", "NaN", "NaT", "None", "<NA>", "–", "—"}

# Cells up to this many characters stay on one line; longer text gets room and wraps.
_SHORT, _LONG = 24, 60
_MANY_COLUMNS = 8


def repair_tables(soup: BeautifulSoup) -> None:
    """Make every table of a page readable for all, in place.

    pandas leaves empty header cells, a border and a style of its own. Here header
    cells say what they are the header of, empty ones become plain cells, a header of
    two rows that only names the index becomes one, columns of numbers are marked for
    alignment, and each table scrolls sideways in its own box, reachable by keyboard.
    """
    for style in soup.select("style[scoped]"):
        style.decompose()
    tables = [table for table in soup.find_all("table") if table.find_parent("table") is None]
    for number, table in enumerate(tables, start=1):
        del table["border"]
        _merge_header_rows(table)
        _mark_headers(table)
        _mark_cells(table)
        _wrap_table(soup, table, number)


def _read_cells(row: Tag) -> list[Tag]:
    return row.find_all(["th", "td"], recursive=False)


def _read_text(cell: Tag) -> str:
    return cell.get_text().strip()


def _is_plain(cells: list[Tag]) -> bool:
    return not any(cell.has_attr("colspan") or cell.has_attr("rowspan") for cell in cells)


def _merge_header_rows(table: Tag) -> None:
    """Put the names of the index beside the names of the columns.

    pandas writes two rows, the first with empty cells above the index and the second
    with empty cells below the columns. They merge where no two names collide.
    """
    rows = table.select("thead > tr")
    if len(rows) != 2:
        return
    upper, lower = (_read_cells(row) for row in rows)
    if len(upper) != len(lower) or not _is_plain(upper + lower):
        return
    pairs = list(zip(upper, lower, strict=True))
    if any(_read_text(above) and _read_text(below) for above, below in pairs):
        return
    for above, below in pairs:
        if _read_text(below):
            above.replace_with(below)
    rows[1].decompose()


def _mark_headers(table: Tag) -> None:
    for header in table.find_all("th"):
        if not _read_text(header) and header.find("img") is None:
            header.name = "td"
            del header["scope"]
            continue
        if not header.has_attr("scope"):
            header["scope"] = _find_scope(header)
        if header.find_parent("thead") is None and _read_text(header).isdigit():
            _add_class(header, "row-number")


def _find_scope(header: Tag) -> str:
    if header.find_parent("thead"):
        return "colgroup" if _read_span(header, "colspan") > 1 else "col"
    return "rowgroup" if _read_span(header, "rowspan") > 1 else "row"


def _read_span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return int(value) if value.isdigit() else 1


def _mark_cells(table: Tag) -> None:
    for row in table.select("thead tr[style]"):
        del row["style"]
    body = [_read_cells(row) for row in table.select("tr") if row.find_parent("thead") is None]
    for column in _find_number_columns(body):
        for row in table.select("tr"):
            cells = _read_cells(row)
            if column <= len(cells) and _is_plain([cells[-column]]):
                _add_class(cells[-column], "n")
    for cell in (cell for row in body for cell in row):
        length = len(_read_text(cell))
        if length > _LONG:
            _add_class(cell, "long")
        elif length <= _SHORT:
            _add_class(cell, "short")


def _find_number_columns(body: list[list[Tag]]) -> list[int]:
    """Find the columns of numbers, counted from the right.

    An index of several levels leaves out repeated cells on the left, so that only the
    right side of a table lines up.
    """
    n_columns = max((len(row) for row in body), default=0)
    found = []
    for column in range(1, n_columns + 1):
        cells = [row[-column] for row in body if len(row) >= column]
        texts = [_read_text(cell) for cell in cells if cell.name == "td" and _is_plain([cell])]
        texts = [text for text in texts if text not in _MISSING]
        if texts and all(_NUMBER.fullmatch(text) for text in texts):
            found.append(column)
    return found


def _add_class(cell: Tag, name: str) -> None:
    classes = cell.get_attribute_list("class")
    cell["class"] = [*filter(None, classes), name]


def _wrap_table(soup: BeautifulSoup, table: Tag, number: int) -> None:
    heading = table.find("caption") or table.find_previous(["h1", "h2", "h3", "h4"])
    title = f": {' '.join(heading.get_text().split())}" if heading else ""
    box = soup.new_tag(
        "div",
        attrs={"class": "scroll", "role": "region", "tabindex": "0", "aria-label": f"Table {number}{title}"},
    )
    n_columns = max((len(_read_cells(row)) for row in table.select("tr")), default=0)
    if n_columns >= _MANY_COLUMNS:
        _add_class(box, "wide")
    table.wrap(box)
