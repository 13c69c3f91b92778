"""Files and folders -> the policies frame. Nothing is lost in silence."""

import glob
import os
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policyviz.corpus.collecting import (
    Record,
    list_source,
    note_twins,
    read_item,
    read_source,
    read_table_of_texts,
    separate_ids,
    tidy_row,
)
from policyviz.corpus.readers import FORMATS, show_name
from policyviz.corpus.register import data_dir
from policyviz.corpus.sources import make_item
from policyviz.corpus.tables import list_names
from policyviz.corpus.texts import is_text_table
from policyviz.frames import make_frame

# The variable through which a report hands its notebooks a folder other than the shipped one.
DATA_VARIABLE = "POLICYVIZ_DATA"
# The policies of the course have a name: they are not loaded by default.
CLASSROOM = "classroom"
READ, NOT_READ = "read", "not read"
FILES = {
    "file": "str",
    "policy_id": "str",
    "format": "str",
    "language": "str",
    "n_words": "int64",
    "outcome": "str",
    "notes": "str",
}


class PolicyWarning(UserWarning):
    """A file that was not read, or was read in an unusual way; the rest went on."""


class Collection(NamedTuple):
    """Policies, and what became of every file that was met."""

    policies: pd.DataFrame
    files: pd.DataFrame


def load_policies(path: str | Path | None = None, *, policy_ids: list[str] | None = None) -> pd.DataFrame:
    """Load policies from a folder, a file, an archive or a table; without a path, the four that ship.

    A folder is read with all its sub-folders. A ``policies.csv`` in it gives the
    metadata; without one, date, company and language come from each text and the id from
    the file's path below the folder ("staffing/Wrk.txt" is "staffing-wrk"). Files that
    cannot be read are named in a `PolicyWarning` each, counted in a last one, and the
    others are loaded; so are, in one warning for each kind, files that were read in an
    unusual way, are not in English, or say the same as another. `read_collection` gives
    all of that as a frame.

    Text, Markdown and CSV are read by the core; web pages, PDF, Word, Parquet and the
    recognition of languages need the extra ``policyviz[import]``.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A folder, a pattern ("policies/*.html"), a ``.zip`` archive, a single file
        (``.txt``, ``.md``, ``.html``, ``.pdf``, ``.docx``), a register (CSV with the
        columns ``policy_id`` and ``file``) or a table of texts (CSV or Parquet with a
        column ``text``). ``"classroom"`` means the invented policies of the course (a folder
        of your own that is called so is ``"./classroom"``). If left out: what the environment
        variable ``POLICYVIZ_DATA`` names, else the shipped data.
    policy_ids : list of str, optional
        Keep only these.

    Returns
    -------
    policies : pandas.DataFrame
        One row per policy, sorted by ``policy_id``: ``policy_id``, ``company``,
        ``sector``, ``jurisdiction``, ``effective_date`` (datetime, NaT if unknown),
        ``language`` (ISO 639-1, "und" if unknown), ``source``, ``license``, ``format``
        (txt, md, html, pdf, docx, table), ``encoding`` ("" for PDF and Word), ``sha256``
        (of the file; in a table, of the text), ``text`` (of web pages and Word as Markdown).

    Raises
    ------
    FileNotFoundError
        If the path does not exist.
    ValueError
        If nothing in it can be read, if a register is not usable, or if an id is unknown.

    Examples
    --------
    >>> load_policies()["policy_id"].to_list()
    ['personnel-technology', 'procom', 'worksearchnow', 'wrk']
    """
    policies, records = _collect(path)
    policies = _select_ids(policies, policy_ids)
    for message in _describe_notes(records) + _describe_unread(records):
        warnings.warn(message, PolicyWarning, stacklevel=2)
    return policies


def read_collection(
    path: str | Path | None = None, *, progress: Callable[[int, int], object] | None = None
) -> Collection:
    """Load policies as `load_policies` does, with a log of all files instead of warnings.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        As in `load_policies`.
    progress : callable, optional
        Called after each file with how many are done and how many there are.

    Returns
    -------
    collection : Collection
        ``policies``, and ``files``: one row per file met (in a table: per text), in the
        order of reading, with ``file`` (path below the folder), ``policy_id`` ("" if not
        read), ``format``, ``language``, ``n_words``, ``outcome`` ("read", "not read") and
        ``notes`` (joined with "; "). A register, hashes, licences and read-me files are
        no rows.

    Raises
    ------
    FileNotFoundError, ValueError
        As in `load_policies`.

    Examples
    --------
    >>> policies, files = read_collection(data_dir() / "policies")
    >>> files[["file", "outcome"]].iloc[0].to_list()
    ['personnel-technology.txt', 'read']
    """
    policies, records = _collect(path, progress)
    rows = [describe_record(record) for record in records]
    return Collection(policies, pd.DataFrame(rows, columns=list(FILES)).astype(FILES))


def describe_record(record: Record) -> dict:
    """A row of the log of files."""
    return {
        "file": record.file,
        "policy_id": record.row.get("policy_id", ""),
        "format": record.row.get("format") or FORMATS.get(Path(record.file).suffix.lower(), ""),
        "language": record.row.get("language", ""),
        "n_words": len(record.row.get("text", "").split()),
        "outcome": READ if record.row else NOT_READ,
        "notes": "; ".join(record.notes),
    }


def read_policy(
    path: str | Path, *, policy_id: str | None = None, company: str | None = None
) -> pd.DataFrame:
    r"""Read one file as a policies frame of one row.

    For plain text and Markdown ``text`` is the decoded file itself (byte-order mark
    dropped, line ends made ``\n``), so that every span leads back into the file. For web
    pages, PDF and Word documents it is the text found in them, and spans lead into that.

    Parameters
    ----------
    path : str or pathlib.Path
        A ``.txt``, ``.md``, ``.html``, ``.pdf`` or ``.docx`` file.
    policy_id : str, optional
        Default: the file's stem in lower case, other signs than letters and digits and "_" as "-".
    company : str, optional
        Default: the company that the title names, else the file's stem.

    Returns
    -------
    policies : pandas.DataFrame
        One row, columns as in `load_policies`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    IsADirectoryError
        If it is a folder: use `load_policies`.
    ValueError
        If there is no policy in it, or it cannot be read; the message says why.

    Examples
    --------
    >>> wrk = read_policy(data_dir() / "policies" / "wrk.txt")
    >>> str(wrk["effective_date"][0].date())
    '2023-02-02'
    """
    file = Path(path)
    if file.is_dir():
        message = f"{file} is a folder, not a file: use load_policies({str(path)!r}) to load what is in it."
        raise IsADirectoryError(message)
    if not file.is_file():
        raise FileNotFoundError(say_missing(file))
    given = {"policy_id": policy_id, "company": company}
    record = _read_one(file, {key: value for key, value in given.items() if value is not None})
    tidy_row(record.row)
    for message in _describe_notes([record]):
        warnings.warn(message, PolicyWarning, stacklevel=2)
    return make_frame([record.row], "policies")


def _collect(
    path: str | Path | None, progress: Callable[[int, int], object] | None = None
) -> tuple[pd.DataFrame, list[Record]]:
    """The policies, and a record of every file met."""
    root = find_root(path)
    if root.is_file() and root.suffix.lower() in (".csv", ".parquet") and is_text_table(root):
        records = read_table_of_texts(root, progress)
    elif root.is_file() and root.suffix.lower() not in (".csv", ".zip"):
        records = [_read_one(root, {})]
        if progress:
            progress(1, 1)
    else:
        records = read_source(list_source(root), progress)
    for record in records:
        if record.row:
            tidy_row(record.row)
    rows = separate_ids([record.row for record in records if record.row])
    if not rows:
        raise ValueError(say_nothing_read(records, root))
    policies = make_frame(rows, "policies").sort_values("policy_id", ignore_index=True)
    return policies, note_twins(records)


def _read_one(file: Path, given: dict) -> Record:
    """A single file; what is given wins over what the text says."""
    # Named by the user, so a link may lead wherever it does.
    record = read_item(make_item(file.parent, file.name)._replace(reason=""), given)
    if not record.row:
        message = f"{record.file} {record.notes[0]}"
        raise ValueError(message)
    return record


def find_root(path: str | Path | None) -> Path:
    """The place that a path means: itself, the course, or what is read if there is none.

    Raises
    ------
    FileNotFoundError
        If it is not there and no pattern.
    """
    if path is not None and not isinstance(path, str | Path):
        message = f"path must be the path of a file or folder, got {type(path).__name__}: {str(path)[:60]}."
        raise TypeError(message)
    if path == CLASSROOM:
        root, hint = data_dir() / CLASSROOM / "policies", ""
    elif path is not None:
        root, hint = Path(path), ""
    elif named := os.environ.get(DATA_VARIABLE):
        root, hint = Path(named), f" The path comes from the environment variable {DATA_VARIABLE}."
    else:
        root, hint = data_dir(), ""
    if not root.exists() and not glob.has_magic(str(root)):
        raise FileNotFoundError(say_missing(root) + hint)
    return root


def say_missing(path: Path) -> str:
    """That a file is not there, and what is."""
    parent = path.parent
    if not parent.is_dir():
        return f"There is no {path}: its folder {parent} does not exist either. Check the spelling."
    near = sorted(show_name(entry.name) for entry in parent.iterdir())
    shown = ", ".join(near[:5]) + (", ..." if len(near) > 5 else "")
    return f"There is no {path}. " + (f"In {parent} there are: {shown}." if near else f"{parent} is empty.")


def _select_ids(policies: pd.DataFrame, policy_ids: list[str] | None) -> pd.DataFrame:
    if policy_ids is None:
        return policies
    if isinstance(policy_ids, str):
        message = f"policy_ids must be a list: policy_ids=[{policy_ids!r}]."
        raise TypeError(message)
    unknown = [policy_id for policy_id in policy_ids if policy_id not in set(policies["policy_id"])]
    if unknown:
        known = list_names(policies["policy_id"].to_list())
        message = f"No policy {list_names([repr(policy_id) for policy_id in unknown])}. There are: {known}."
        raise ValueError(message)
    return policies[policies["policy_id"].isin(policy_ids)].reset_index(drop=True)


def say_nothing_read(records: list[Record], root: Path) -> str:
    """That there is no policy in a place, and what became of the files in it."""
    if root.suffix.lower() in (".csv", ".parquet") and not records:
        shown = show_name(str(root))
        return f"No policy could be loaded from {shown}: it has no rows. Write one for each policy."
    reasons = "".join(f"\n- {record.file} {record.notes[0]}" for record in records[:10])
    more = f"\n- and {len(records) - 10} more files" if len(records) > 10 else ""
    kinds = "it has no readable .txt, .md, .html, .pdf or .docx file."
    advice = "" if records else " Put .html, .pdf, .docx, .md or .txt files into it."
    return f"No policy could be loaded from {show_name(str(root))}: {kinds}{advice}{reasons}{more}"


def _describe_unread(records: list[Record]) -> list[str]:
    unread = [record for record in records if not record.row]
    said = [f"{record.file} was not loaded: {_begin(record.notes[0])}" for record in unread]
    if unread:
        n_read = len(records) - len(unread)
        said.append(f"{len(unread)} of {len(records)} files were not loaded, {n_read} were.")
    return said


def _begin(reason: str) -> str:
    """A reason as a clause of its own ("is empty" is said of the file)."""
    return reason if reason.startswith("reading ") else f"it {reason}"


def _describe_notes(records: list[Record]) -> list[str]:
    """What was read unusually: one sentence for each kind, not one for each file."""
    notes = [(record.file, note) for record in records if record.row for note in record.notes]
    kinds: dict[str, list[str]] = {}
    for file, note in notes:
        # Files with 3 and with 5 control characters have one thing in common.
        kind = re.sub(r"^\d+", "some", note) if len(notes) > 1 else note
        kinds.setdefault(kind, []).append(file)
    said = []
    for kind, files in kinds.items():
        more = f" and {len(files) - 5} more" if len(files) > 5 else ""
        said.append(f"{', '.join(files[:5])}{more}: {kind}.")
    return said
