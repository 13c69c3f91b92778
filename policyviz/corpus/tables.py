"""CSV files written by people -> text columns, with the line of the file that each row stands on."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pandas as pd


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
        message = f"{shown} is empty: it has no line with the names of its columns."
        raise ValueError(message)
    header = [name.strip() for name in rows[0][1]]
    # Spreadsheets write empty columns to the right of the last one that is used.
    while not header[-1]:
        header.pop()
    kept = {place for place, name in enumerate(header) if name in verbatim}
    rows = [(line, [_tidy(cell, place, kept) for place, cell in enumerate(row)]) for line, row in rows]
    rows[0] = (rows[0][0], header)
    _check_widths(rows, shown)
    n = len(header)
    cells = [(row + [""] * n)[:n] for _, row in rows[1:]]
    if missing := [column for column in columns if column not in header]:
        lacks, found = " and no column ".join(missing), ", ".join(name[:40] for name in header[:20])
        # Spreadsheets in parts of Europe write semicolons.
        advice = " Save it with commas between the columns." if len(header) == 1 and ";" in header[0] else ""
        message = f"{shown} has no column {lacks}. Columns found: {found}.{advice}"
        raise ValueError(message)
    return pd.DataFrame(cells, columns=header, index=[line for line, _ in rows[1:]], dtype="str")


def _tidy(cell: str, place: int, kept: set[int]) -> str:
    return cell if place in kept else cell.strip()


def _read_lines(source: Path | bytes, shown: str) -> list[tuple[int, list[str]]]:
    data = source if isinstance(source, bytes) else source.read_bytes()
    # A policy in a cell is longer than the module allows; its limit is one for the whole program.
    limit = csv.field_size_limit(max(len(data), csv.field_size_limit()))
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        return [(reader.line_num, row) for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        message = f"{shown} is not a readable CSV ({error}). Save it as comma-separated UTF-8."
        raise ValueError(message) from error
    finally:
        csv.field_size_limit(limit)


def _check_widths(rows: list[tuple[int, list[str]]], shown: str) -> None:
    header = rows[0][1]
    complaints = []
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        complaints.append(f"columns are repeated: {', '.join(map(repr, repeated))}")
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
