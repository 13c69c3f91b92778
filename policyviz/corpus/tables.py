"""CSV files written by people -> text columns, with the line of the file that each row stands on."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pandas as pd


def read_table(path: Path, *, shown: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Read a CSV as text: white space around cells dropped, lines without any cell left out.

    pandas' own reader is not used: given a row with one cell too many it takes the first
    column for an index, and every cell slides to the left without a word.

    Parameters
    ----------
    path : pathlib.Path
    shown : str
        What error messages call the file.
    columns : sequence of str, optional
        Columns that it must have.

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
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            lines = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        message = f"{shown} is not a readable CSV ({error}). Save it as comma-separated UTF-8."
        raise ValueError(message) from error
    rows = [(line, row) for line, row in lines if any(row)]
    if not rows:
        message = f"{shown} is empty: it has no line with the names of its columns."
        raise ValueError(message)
    header = rows[0][1]
    # Spreadsheets write empty columns to the right of the last one that is used.
    while not header[-1]:
        header.pop()
    _check_widths(rows, shown)
    n = len(header)
    cells = [(row + [""] * n)[:n] for _, row in rows[1:]]
    if missing := [column for column in columns if column not in header]:
        lacks, found = " and no column ".join(missing), ", ".join(header)
        message = f"{shown} has no column {lacks}. Columns found: {found}."
        raise ValueError(message)
    return pd.DataFrame(cells, columns=header, index=[line for line, _ in rows[1:]], dtype="str")


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
