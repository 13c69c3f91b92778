"""A table of texts (CSV or Parquet) -> rows of the policies frame, one per line of the table."""

import hashlib
from pathlib import Path

import pandas as pd

from policyviz.corpus import readers
from policyviz.corpus.metadata import find_company, find_date
from policyviz.corpus.readers import make_id, say_missing_packages, say_too_large, show_name
from policyviz.corpus.tables import list_names, read_table
from policyviz.schemas import FRAMES

TEXT, FILE = "text", "file"
# Whole tables are larger than policies; above this a computer for lessons runs out of memory.
MAX_BYTES = 500_000_000
COLUMNS = list(FRAMES["policies"])


def is_text_table(path: Path) -> bool:
    """Whether a file is Parquet, or a CSV whose rows hold texts and not the names of files.

    Examples
    --------
    >>> from policyviz.corpus.register import data_dir
    >>> is_text_table(data_dir() / "policies.csv")
    False
    """
    if path.suffix.lower() != ".csv":
        return path.suffix.lower() == ".parquet"
    with path.open("rb") as file:
        head = file.readline(10_000).decode("utf-8-sig", errors="replace")
    names = [name.strip().strip('"').strip() for name in head.split(",")]
    return TEXT in names and FILE not in names


def read_texts(path: Path) -> list[tuple[str, dict, list[str]]]:
    """The rows of a table of texts, each with what the log calls it and notes.

    Columns of a policies frame are taken as they are; a table that has all of them comes
    back unchanged. Of the others what is missing or empty comes from the text, or stays empty.

    Parameters
    ----------
    path : pathlib.Path
        A CSV in UTF-8 or a Parquet file with a column ``text``.

    Returns
    -------
    rows : list of (label, row, notes)
        The row is empty, and the notes say why, if there is no text in it.

    Raises
    ------
    ValueError
        If the table cannot be read, is too large, or has no column ``text``.
    """
    shown = show_name(path.name)
    if path.stat().st_size > MAX_BYTES:
        message = f"{shown} is larger than {MAX_BYTES / 1e6:,.0f} MB: cut the table in two."
        raise ValueError(message)
    if path.suffix.lower() == ".parquet":
        table, word = _read_parquet(path, shown), "row"
    else:
        table, word = read_table(path, shown=shown, columns=[TEXT], verbatim=[TEXT]), "line"
    has_all = set(COLUMNS) <= set(table.columns)
    rows = []
    for place, (line, values) in enumerate(zip(table.index, table.to_dict("records"), strict=True), start=1):
        label = f"{shown}, {word} {line}"
        known = {column: values[column] for column in COLUMNS if column in values}
        notes = _clean(known)
        if not known[TEXT].strip():
            rows.append((label, {}, ["is empty: there is no text in it"]))
        elif len(known[TEXT]) > readers.MAX_BYTES:
            rows.append((label, {}, [say_too_large(len(known[TEXT]))]))
        else:
            rows.append((label, known if has_all else _fill(known, label, f"{path.stem}-{place:04}"), notes))
    return rows


def _clean(known: dict) -> list[str]:
    """Dates as dates, ids that can be printed; what was no date is said."""
    notes = []
    if "policy_id" in known:
        known["policy_id"] = show_name(known["policy_id"])
    if given := known.get("effective_date"):
        known["effective_date"] = pd.to_datetime(given, format="ISO8601", errors="coerce")
        if pd.isna(known["effective_date"]):
            notes.append("its effective_date is not like 2023-02-28 and was left empty")
    elif "effective_date" in known:
        known["effective_date"] = pd.NaT
    return notes


def _fill(known: dict, label: str, policy_id: str) -> dict:
    """A whole row: what the table says, and from the text what it does not say."""
    text = known[TEXT]
    row = {
        "policy_id": make_id(policy_id),
        "company": find_company(text) or known.get("policy_id") or policy_id,
        "sector": "",
        "jurisdiction": "",
        "effective_date": find_date(text),
        "language": "",
        "source": label,
        "license": "",
        "format": "table",
        "encoding": "utf-8",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        TEXT: text,
    }
    return row | {column: value for column, value in known.items() if value != "" and not pd.isna(value)}


def _read_parquet(path: Path, shown: str) -> pd.DataFrame:
    """The columns of a policies frame in a Parquet file, all as text, rows counted from 1."""
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        message = f"{shown}: {say_missing_packages('Parquet files')}"
        raise ValueError(message) from error
    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            size = sum(file.metadata.row_group(place).total_byte_size for place in range(file.num_row_groups))
            if TEXT in names and size <= 2 * MAX_BYTES:
                columns = file.read([name for name in COLUMNS if name in names]).to_pydict()
    except (ArrowException, OSError, ValueError) as error:
        message = f"{shown} is a damaged Parquet file or none at all ({str(error).splitlines()[0][:200]})."
        raise ValueError(message) from error
    if TEXT not in names:
        message = f"{shown} has no column text. Columns found: {list_names(names)}."
        raise ValueError(message)
    if size > 2 * MAX_BYTES:
        message = f"{shown} unpacks to {size / 1e6:,.0f} MB, which is too much: cut the table in two."
        raise ValueError(message)
    cells = {
        name: ["" if value is None else str(value) for value in values] for name, values in columns.items()
    }
    return pd.DataFrame(cells, index=range(1, len(columns[TEXT]) + 1), dtype="str")
