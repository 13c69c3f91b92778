"""A collection of files -> records: one file that fails does not stop the others."""

import hashlib
import posixpath
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from policyviz.corpus.archives import list_members
from policyviz.corpus.decoding import Decoded
from policyviz.corpus.languages import describe_foreign, find_language, tidy_language
from policyviz.corpus.metadata import find_company, find_date
from policyviz.corpus.readers import find_format, make_id, read_text, show_name
from policyviz.corpus.register import REGISTER_NAME, read_register
from policyviz.corpus.sources import LINK, Item, leads_out, list_folder, list_matches, make_item
from policyviz.corpus.texts import read_texts

# The id of a row that has none.
NO_ID = "policy"


class Record(NamedTuple):
    """A file that was met: its row (empty if it was not read), and notes, or the reason why not."""

    file: str
    row: dict
    notes: list[str]


class Source(NamedTuple):
    """The files of a collection, and what its register says of them."""

    items: list[Item]
    find: Callable[[str], Item | None]  # the item that a row of the register names
    register: pd.DataFrame | None = None
    register_name: str = REGISTER_NAME
    reads_others: bool = True  # files without a row are read too
    says_lost: bool = True  # rows without a file are said


def list_source(root: Path) -> Source:
    """What is to be read in a folder, an archive, a register or behind a pattern."""
    if root.is_dir():
        return _list_folder(root, find_register(root))
    if not root.exists():
        folder, items = list_matches(str(root))
        places = {item.place: item for item in items}
        register = read_if_there(find_register(folder))
        return Source(items, lambda file: places.get((folder / file).resolve()), register, says_lost=False)
    if root.suffix.lower() == ".zip":
        items, member = list_members(root)
        if member and member.reason:
            message = f"{REGISTER_NAME} in {show_name(root.name)} {member.reason}"
            raise ValueError(message)
        names = {item.name: item for item in items}
        register = read_register(root.parent / REGISTER_NAME, member.read()) if member else None
        return Source(items, lambda file: names.get(posixpath.normpath(file)), register)
    return _list_folder(root.parent, root)


def _list_folder(folder: Path, register_path: Path) -> Source:
    register = read_if_there(register_path)
    # A register opened by name is the whole collection; a folder is everything in it.
    reads_others = register_path.name.lower() == REGISTER_NAME
    items = list_folder(folder) if reads_others else []
    return Source(items, lambda file: _find_file(folder, file), register, register_path.name, reads_others)


def find_register(folder: Path) -> Path:
    """The register of a folder, whatever capitals its name has."""
    own = sorted(file for file in folder.iterdir() if file.name.lower() == REGISTER_NAME)
    if len(own) > 1:
        names = " and ".join(file.name for file in own)
        message = f"{show_name(str(folder))} has more than one register ({names}): keep one of them."
        raise ValueError(message)
    if own and leads_out(own[0], folder):
        message = f"{own[0].name} {LINK}."
        raise ValueError(message)
    return own[0] if own else folder / REGISTER_NAME


def read_if_there(path: Path) -> pd.DataFrame | None:
    """A register, None where there is none."""
    return read_register(path) if path.is_file() else None


def _find_file(folder: Path, file: str) -> Item | None:
    return make_item(folder, file) if (folder / file).is_file() else None


def read_source(source: Source, progress: Callable[[int, int], object] | None = None) -> list[Record]:
    """Read everything, in the order of the register and then of the files' names."""
    jobs = list(list_jobs(source))
    records = []
    for number, (name, item, metadata, notes) in enumerate(jobs, start=1):
        if item is None:
            records.append(Record(show_name(name), {}, [say_lost(source)]))
        else:
            record = read_item(item, metadata)
            records.append(record._replace(notes=(notes if record.row else []) + record.notes))
        if progress:
            progress(number, len(jobs))
    return records


def say_lost(source: Source) -> str:
    """The reason for not reading what a register names and nobody finds."""
    return f"is in {source.register_name} but not in the folder"


def list_jobs(source: Source) -> Iterator[tuple[str, Item | None, dict, list[str]]]:
    """(name, item or None if it is lost, what the register says, notes) of each file."""
    if source.register is None:
        yield from ((item.name, item, {}, []) for item in source.items)
        return
    listed = set()
    for record in source.register.to_dict("records"):
        item = source.find(record["file"])
        if item:
            listed.add(item.place or item.name)
        if item or source.says_lost:
            yield record["file"], item, _clean_metadata(record), []
    said = f"no row in {source.register_name}, so date and company come from the text"
    for item in source.items if source.reads_others else []:
        if (item.place or item.name) not in listed:
            yield item.name, item, {}, [said]


def _clean_metadata(record: dict) -> dict:
    """What a row of the register says; empty cells say nothing."""
    known = {column: value for column, value in record.items() if value and column != "file"}
    if "effective_date" in known:
        known["effective_date"] = pd.Timestamp(known["effective_date"]).as_unit("s")
    return known


def read_item(item: Item, metadata: dict) -> Record:
    """Read one file; the register's word wins over the text's.

    Parameters
    ----------
    item : Item
    metadata : dict
        Columns of the policies frame that are known.

    Returns
    -------
    record : Record
    """
    shown = show_name(item.name)
    suffix = PurePosixPath(item.name).suffix.lower()
    if item.reason:
        return Record(shown, {}, [item.reason])
    try:
        find_format(suffix)
        data = item.read()
        decoded = read_text(data, suffix)
    except OSError as error:
        return Record(shown, {}, [f"cannot be opened ({error.strerror})"])
    except ValueError as error:
        return Record(shown, {}, [str(error)])
    row = _make_row(shown, item.name, decoded) | {"sha256": hashlib.sha256(data).hexdigest()} | metadata
    return Record(shown, row, decoded.notes + _fill_language(row))


def _make_row(shown: str, name: str, decoded: Decoded) -> dict:
    path = PurePosixPath(shown)
    return {
        # From the whole path below the folder: no other file can change it.
        "policy_id": make_file_id(name),
        "company": find_company(decoded.text) or path.stem,
        "sector": "",
        "jurisdiction": "",
        "effective_date": find_date(decoded.text),
        "language": "",
        "source": path.name,
        "license": "",
        "format": find_format(PurePosixPath(name).suffix),
        "encoding": decoded.encoding,
        "text": decoded.text,
    }


def make_file_id(name: str) -> str:
    """The id of a file's policy, from its path below the folder.

    Examples
    --------
    >>> make_file_id("staffing/Wrk.txt")
    'staffing-wrk'
    """
    return make_id(PurePosixPath(name).with_suffix("").as_posix())


def read_table_of_texts(path: Path, progress: Callable[[int, int], object] | None = None) -> list[Record]:
    """The rows of a table of texts, as records."""
    rows = read_texts(path)
    records = []
    for number, row in enumerate(rows, start=1):
        records.append(make_text_record(*row))
        if progress:
            progress(number, len(rows))
    return records


def make_text_record(label: str, row: dict, notes: list[str]) -> Record:
    """A row of a table of texts, as a record."""
    return Record(label, row, notes + (_fill_language(row) if row else []))


def _fill_language(row: dict) -> list[str]:
    """Put the language into a row that has none; what is said of it."""
    notes = []
    row["language"] = tidy_language(row["language"])
    if not row["language"]:
        row["language"], notes = find_language(row["text"])
    return [*filter(None, [describe_foreign(row["language"])]), *notes]


def note_twins(records: list[Record]) -> list[Record]:
    """Records with a note where a file has the same bytes or words as one before it."""
    files: dict[str, str] = {}
    texts: dict[str, str] = {}
    noted = []
    for record in records:
        if record.row:
            words = hashlib.sha256(" ".join(record.row["text"].split()).encode()).hexdigest()
            same_file = files.setdefault(record.row["sha256"], record.file)
            same_text = texts.setdefault(words, record.file)
            if same_file != record.file:
                record = record._replace(notes=[*record.notes, f"has the same bytes as {same_file}"])
            elif same_text != record.file:
                record = record._replace(notes=[*record.notes, f"has the same text as {same_text}"])
        noted.append(record)
    return noted


def tidy_row(row: dict) -> None:
    """Take what no table keeps out of all cells but the text: outer blanks, line ends, unseen signs."""
    for column, value in row.items():
        if isinstance(value, str) and column != "text":
            row[column] = tidy_cell(value)
    row["policy_id"] = row["policy_id"] or NO_ID


def tidy_cell(value: str) -> str:
    """A cell without outer blanks, line ends and unseen signs."""
    return " ".join(show_name(" ".join(value.split())).split())


def separate_ids(rows: list[dict]) -> list[dict]:
    """Files that differ in suffix, signs or case only become name, name-2, name-3 in the order read."""
    for row, policy_id in zip(rows, separate_names([row["policy_id"] for row in rows]), strict=True):
        row["policy_id"] = policy_id
    return rows


def separate_names(names: list[str]) -> list[str]:
    """Names of which none is like another: the second of a name is name-2, if nothing is called so.

    Examples
    --------
    >>> separate_names(["a", "a", "a-2", "a"])
    ['a', 'a-3', 'a-2', 'a-4']
    """
    taken = set(names)
    if len(taken) == len(names):
        return names
    seen: dict[str, int] = {}
    separated = []
    for base in names:
        name = base
        seen[base] = seen.get(base, 0) + 1
        while seen[base] > 1 and name in taken:
            name = f"{base}-{seen[base]}"
            if name not in taken:
                break
            seen[base] += 1
        taken.add(name)
        separated.append(name)
    return separated
