"""A table of texts (CSV or Parquet) -> rows of the policies frame, one per line of the table."""

import hashlib
from pathlib import Path, PurePath

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
        return names_texts(file.readline(10_000))


def names_texts(header: bytes) -> bool:
    """Whether the first line of a CSV names a column of texts and none of files."""
    head = header.decode("utf-8-sig", errors="replace")
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
        table = _read_parquet(path, shown)
    else:
        table = read_table(path, shown=shown, columns=[TEXT], verbatim=[TEXT])
    return fill_rows(table, path.name)


def fill_rows(table: pd.DataFrame, name: str, *, first: int = 1) -> list[tuple[str, dict, list[str]]]:
    """The rows of a table, or of a part of it, as `read_texts` returns them.

    Parameters
    ----------
    table : pandas.DataFrame
        All columns as text; the index is the line or row of the file.
    name : str
        Of the file.
    first : int
        The place of the first of these rows in the whole table.
    """
    path, shown = PurePath(name), show_name(name)
    word = "row" if path.suffix.lower() == ".parquet" else "line"
    has_all = set(COLUMNS) <= set(table.columns)
    rows = []
    places = enumerate(zip(table.index, table.to_dict("records"), strict=True), start=first)
    for place, (line, values) in places:
        label = f"{shown}, {word} {line}"
        known = {column: values[column] for column in COLUMNS if column in values}
        notes = _clean(known)
        if reason := find_text_reason(known[TEXT]):
            rows.append((label, {}, [reason]))
        else:
            rows.append((label, known if has_all else _fill(known, label, name_row(path.stem, place)), notes))
    return rows


def find_text_reason(text: str) -> str:
    """Why a text is no policy; "" if it can be one."""
    if not text.strip():
        return "is empty: there is no text in it"
    return say_too_large(len(text)) if len(text) > readers.MAX_BYTES else ""


def name_row(stem: str, place: int) -> str:
    """What the policy in a row is called that has no id.

    Examples
    --------
    >>> name_row("texts", 3)
    'texts-0003'
    """
    return f"{stem}-{place:04}"


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
    return make_cells(columns)


def make_cells(columns: dict[str, list], *, first: int = 1) -> pd.DataFrame:
    """Columns of any kind as text, "" for what is missing, rows counted from `first`."""
    cells = {
        name: ["" if value is None else str(value) for value in values] for name, values in columns.items()
    }
    return pd.DataFrame(cells, index=range(first, first + len(columns[TEXT])), dtype="str")
