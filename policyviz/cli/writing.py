"""Tables -> a folder of CSV and Parquet files with a manifest, the same bytes every time."""

import csv
import hashlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pandas as pd

import policyviz
from policyviz.cli.console import escape_controls
from policyviz.cli.places import check_empty
from policyviz.cli.recipes import Table

MANIFEST, README = "manifest.csv", "README.md"
COLUMNS = ["table", "file", "rows", "columns", "sha256", "about", "note"]
SUFFIXES = {"csv": ".csv", "parquet": ".parquet"}
# A cell that opens with one of these is a formula to a spreadsheet, the last four in Asian writing. See
# OWASP, "CSV Injection".
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

HEAD = Path(__file__).with_name("tables.md")


def check_target(folder: Path) -> None:
    """Refuse a folder with anything in it that was not written by an earlier run.

    Raises
    ------
    NotADirectoryError, FileExistsError
    """
    manifest = folder / MANIFEST
    if manifest.is_file():
        with manifest.open(encoding="utf-8", errors="replace", newline="") as file:
            if next(csv.reader(file), []) == COLUMNS:
                return
    check_empty(folder)


def write_tables(tables: Sequence[Table], folder: Path, *, formats: Sequence[str]) -> Path:
    """Write the tables that there are, a manifest and a page on what they are.

    Files of an earlier run with the names of tables are removed first: a table that cannot
    be made today must not be found from yesterday.

    Parameters
    ----------
    tables : sequence of Table
    folder : pathlib.Path
        See `check_target`.
    formats : sequence of str
        "csv", "parquet" or both.

    Returns
    -------
    readme : pathlib.Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for table in tables:
        for suffix in SUFFIXES.values():
            (folder / f"{table.name}{suffix}").unlink(missing_ok=True)
        rows += _write_table(table, folder, formats)
    manifest = pd.DataFrame(rows, columns=COLUMNS)
    (folder / MANIFEST).write_bytes(make_csv(manifest))
    readme = folder / README
    readme.write_text(_describe(tables), encoding="utf-8", newline="\n")
    return readme


def _write_table(table: Table, folder: Path, formats: Sequence[str]) -> list[tuple]:
    """Write one table in each format; its rows of the manifest."""
    if table.frame is None:
        return [(table.name, "", 0, 0, "", table.about, f"Left out. {table.note}")]
    # The index of a coverage frame names the policies; no other index says anything.
    frame = table.frame if table.frame.index.name is None else table.frame.reset_index()
    rows = []
    for kind, suffix in SUFFIXES.items():
        if kind in formats:
            data = make_csv(frame) if kind == "csv" else _make_parquet(frame)
            file = f"{table.name}{suffix}"
            (folder / file).write_bytes(data)
            digest = hashlib.sha256(data).hexdigest()
            rows.append((table.name, file, *frame.shape, digest, table.about, table.note))
    return rows


def make_csv(frame: pd.DataFrame) -> bytes:
    r"""A frame as CSV that is safe to open in a spreadsheet.

    Parameters
    ----------
    frame : pandas.DataFrame

    Returns
    -------
    data : bytes
        UTF-8, every text in quotes, so that line ends in it do no harm.

    Examples
    --------
    >>> print(make_csv(pd.DataFrame({"text": ["=1+1", "a, b"], "n": [-1, 2]})).decode().rstrip())
    "text","n"
    "'=1+1",-1
    "a, b",2
    """
    texts = frame.select_dtypes(exclude=["number", "bool", "datetime"]).columns
    safe = frame.assign(**{name: frame[name].astype("object").map(_disarm) for name in texts})
    safe = safe.rename(columns=_disarm)
    text = safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return text.encode("utf-8", errors="backslashreplace")


def _disarm(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _make_parquet(frame: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def _describe(tables: Sequence[Table]) -> str:
    made = [table for table in tables if table.frame is not None]
    lines = [
        f"| `{table.name}` | {len(table.frame):,} | {_count_columns(table.frame)} | {table.about} |\n"
        for table in made
    ]
    parts = [HEAD.read_text(encoding="utf-8").format(version=policyviz.__version__) + "".join(lines)]
    parts += _list_notes("Left out", [table for table in tables if table.frame is None])
    parts += _list_notes("Notes", [table for table in made if table.note])
    return "\n".join(parts)


def _list_notes(title: str, tables: Sequence[Table]) -> list[str]:
    if not tables:
        return []
    # A note can name policies, whose ids are foreign text: as code it is neither markup nor link.
    notes = [escape_controls(table.note).replace("`", "'") for table in tables]
    lines = [f"- {table.name}: `{note}`\n" for table, note in zip(tables, notes, strict=True)]
    return [f"## {title}\n\n" + "".join(lines)]


def _count_columns(frame: pd.DataFrame) -> int:
    return frame.shape[1] + (frame.index.name is not None)
