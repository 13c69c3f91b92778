"""CSV files written by people -> text columns, with the line of the file that each row stands on."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pandas as pd

from policyviz.corpus.readers import show_name

# Foreign words in a message: so many signs of each, so many of them.
N_SIGNS, N_SHOWN = 40, 10


def read_table(
    source: Path | bytes, *, shown: str, columns: Sequence[str] = (), verbatim: Sequence[str] = ()
) -> pd.DataFrame:
    """Read a CSV as text: white space around cells dropped, lines without any cell left out.

    pandas' own reader is not used: given a row with one cell too many it takes the first
    column for an index, and every cell slides to the left without a word.

    Parameters
    ----------
    source : pathlib.Path or bytes
        A file, or what is in it.
    shown : str
        What error messages call the file.
    columns : sequence of str, optional
        Columns that it must have.
    verbatim : sequence of str, optional
        Columns whose white space is kept.

    Returns
    -------
    table : pandas.DataFrame
        Columns as in the file, str; the index is the line that each row ends on.

    Raises
    ------
    ValueError
        If the file is no CSV in UTF-8, has no header, lacks a column, or has rows of too
        many cells; one message names all of these rows.
    """
    lines = _read_lines(source, shown)
    rows = [(line, row) for line, row in lines if any(cell.strip() for cell in row)]
    if not rows:
        needed = f" ({','.join(columns)})" if columns else ""
        message = (
            f"{shown} is empty: it has no line with the names of its columns. Write them into its first "
            f"line{needed}, or remove the file."
        )
        raise ValueError(message)
    header = tidy_header(rows[0][1])
    kept = {place for place, name in enumerate(header) if name in verbatim}
    rows = [(line, [_tidy(cell, place, kept) for place, cell in enumerate(row)]) for line, row in rows]
    rows[0] = (rows[0][0], header)
    check_columns(header, columns, shown)
    check_widths(rows, shown)
    n = len(header)
    cells = [(row + [""] * n)[:n] for _, row in rows[1:]]
    return pd.DataFrame(cells, columns=header, index=[line for line, _ in rows[1:]], dtype="str")


def tidy_header(cells: list[str]) -> list[str]:
    """The names of the columns, without those that a spreadsheet wrote to the right of the last one used."""
    header = [name.strip() for name in cells]
    while not header[-1]:
        header.pop()
    return header


def _tidy(cell: str, place: int, kept: set[int]) -> str:
    return cell if place in kept else cell.strip()


def _read_lines(source: Path | bytes, shown: str) -> list[tuple[int, list[str]]]:
    data = source if isinstance(source, bytes) else source.read_bytes()
    # A policy in a cell is longer than the module allows; its limit is one for the whole program.
    limit = csv.field_size_limit(max(len(data), csv.field_size_limit()))
    try:
        text, held = _hold_returns(data.decode("utf-8-sig"))
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        return [(reader.line_num, [cell.replace(held, "\r") for cell in row]) for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        message = f"{shown} is not a readable CSV ({error}). Save it as comma-separated UTF-8."
        raise ValueError(message) from error
    finally:
        csv.field_size_limit(limit)


def _hold_returns(text: str) -> tuple[str, str]:
    r"""The text of a table with a sign of its own for each ``\r`` that belongs to a cell, and that sign.

    pandas puts no quotes around a ``\r`` in a file whose lines end in ``\n``.

    Examples
    --------
    >>> _hold_returns("a,b\n1,x\ry\n")
    ('a,b\n1,x\ue000y\n', '\ue000')
    """
    held = next(sign for sign in map(chr, range(0xE000, 0xF900)) if sign not in text)
    first_end = re.search("[\r\n]", text)
    if first_end is None or first_end[0] == "\r":
        return text, held
    # Behind a quote it ends a line: two tables were put together.
    return re.sub('(?<!")\r', held, text), held


def check_columns(header: list[str], columns: Sequence[str], shown: str) -> None:
    """Complain about columns that a header does not have."""
    missing = [column for column in columns if column not in header]
    if not missing:
        return
    # Spreadsheets in parts of Europe write semicolons.
    advice = " Save it with commas between the columns." if len(header) == 1 and ";" in header[0] else ""
    message = (
        f"{shown} has no column {' and no column '.join(missing)}. "
        f"Columns found: {list_names(header)}.{advice}"
    )
    raise ValueError(message)


def list_names(names: Sequence[str]) -> str:
    r"""Foreign names as a message can repeat them: ten at most, each short and without unseen signs.

    Examples
    --------
    >>> list_names(["a", "b\n"]), list_names(["x" * 50] + ["y"] * 20)[30:]
    ('a, b\\n', 'xxxxxxxxxx..., y, y, y, y, y, y, y, y, y and 11 more')
    """
    shown = [show_name(name[:N_SIGNS]) + ("..." if len(name) > N_SIGNS else "") for name in names[:N_SHOWN]]
    more = f" and {len(names) - N_SHOWN:,} more" if len(names) > N_SHOWN else ""
    return ", ".join(shown) + more


def check_widths(rows: list[tuple[int, list[str]]], shown: str) -> None:
    """Complain about repeated columns and rows of too many cells; the header is the first row."""
    header = rows[0][1]
    complaints = []
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        complaints.append(f"columns are repeated: {list_names([repr(name) for name in repeated])}")
    wide = [line for line, row in rows[1:] if any(row[len(header) :])]
    if wide:
        lines = ", ".join(f"line {line}" for line in wide[:10]) + (" and more" if len(wide) > 10 else "")
        complaints.append(f"more cells than columns (a comma in a cell needs quotes around it): {lines}")
    if complaints:
        refuse_table(shown, complaints)


def refuse_table(shown: str, complaints: list[str], advice: str = "") -> NoReturn:
    """Raise one ValueError with all that is wrong with a file, and what to do next."""
    lines = [f"{shown} cannot be used:", *(f"- {complaint}" for complaint in complaints), advice]
    raise ValueError("\n".join(filter(None, lines)))


def name_rows(rows: pd.DataFrame, column: str) -> str:
    """Lines of a file with what stands in one column, ten at most.

    Examples
    --------
    >>> name_rows(pd.DataFrame({"term": ["may"]}, index=[7]), "term")
    "line 7 ('may')"
    """
    shown = [f"line {line} ({value!r})" for line, value in rows[column].head(10).items()]
    more = f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    return ", ".join(shown) + more
