"""Partitions on disk: written aside, then put in place in one step; a manifest says which count."""

import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pandas as pd

from policyviz.scale.tasks import FORMAT, Answer, Task, WriteError

if TYPE_CHECKING:
    import pyarrow as pa

PARTITIONS, MANIFEST, ERRORS, SUMMARY = "partitions", "manifest.json", "errors.parquet", "summary.json"
WRITING = ".writing-"
# Older than this the run that was writing is dead.
MAX_AGE = 86_400
# Where the types of a table's columns stand in its file.
TYPES = b"policyviz"
INDEX = {"coverage": "policy_id"}


def find_partition(out: str, key: str) -> Answer | None:
    """What a finished partition says of itself; None if it is not there, or not whole.

    Parameters
    ----------
    out : str
    key : str

    Returns
    -------
    answer : Answer or None
    """
    folder = Path(out) / PARTITIONS / key
    try:
        summary = json.loads((folder / SUMMARY).read_bytes())
        sizes = {name: (folder / name).stat().st_size for name in summary["bytes"]}
    except (OSError, ValueError, KeyError):
        return None
    if sizes != summary["bytes"]:
        return None
    return Answer(key, True, summary["counts"], summary["rows"])


def write_partition(task: Task, key: str, tables: dict[str, pd.DataFrame], counts: dict[str, int]) -> Answer:
    """Write all tables of a partition; they are there together or not at all.

    Parameters
    ----------
    task : Task
        Says where to.
    key : str
    tables : dict of str to pandas.DataFrame
    counts : dict of str to int

    Returns
    -------
    answer : Answer

    Raises
    ------
    WriteError
        If there is no room, or anything else is wrong with the folder.
    """
    rows = {name: len(frame) for name, frame in tables.items()}
    parent = Path(task.out) / PARTITIONS
    aside = parent / f"{WRITING}{task.run}-{uuid.uuid4().hex}"
    try:
        aside.mkdir(parents=True)
        for name, frame in tables.items():
            write_frame(aside / f"{name}.parquet", name, frame)
        sizes = {file.name: file.stat().st_size for file in sorted(aside.iterdir())}
        summary = {"counts": counts, "rows": rows, "bytes": sizes}
        _write_file(aside / SUMMARY, lambda file: file.write(_make_json(summary)))
        _sync_folder(aside)
        _put_in_place(aside, parent / key)
        _sync_folder(parent)
    except OSError as error:
        raise WriteError(error.strerror or str(error)) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return Answer(key, False, counts, rows)


def _put_in_place(aside: Path, folder: Path) -> None:
    """Rename a folder; if another run was faster, its partition is as good."""
    if folder.exists() and find_partition(str(folder.parent.parent), folder.name) is None:
        # What is there was damaged after it was written.
        shutil.rmtree(folder, ignore_errors=True)
    try:
        aside.rename(folder)
    except OSError:
        if find_partition(str(folder.parent.parent), folder.name) is None:
            raise


def _make_json(value: object) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True) + "\n").encode()


def _write_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    with path.open("wb") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(place)
    finally:
        os.close(place)


def write_frame(path: Path, name: str, frame: pd.DataFrame) -> None:
    """Write a table with the types of its columns, so that `restore_frame` gives it back as it was."""
    import pyarrow as pa
    from pyarrow import parquet

    flat = frame.reset_index() if name in INDEX else frame
    # Under an index of columns with a name, Arrow would write that name down for all readers.
    table = pa.Table.from_pandas(flat.rename_axis(columns=None), preserve_index=False)
    types = {column: _describe_type(flat[column].dtype) for column in flat.columns}
    about = {"types": types, "axis": frame.columns.name}
    table = table.replace_schema_metadata(table.schema.metadata | {TYPES: json.dumps(about).encode()})
    _write_file(
        path, lambda file: parquet.write_table(table, file, compression="zstd", write_page_checksum=True)
    )


def _describe_type(kind: object) -> object:
    if isinstance(kind, pd.CategoricalDtype):
        return [list(kind.categories), bool(kind.ordered)]
    return str(kind)


def restore_frame(table: "pa.Table", name: str) -> pd.DataFrame:
    """A table of Parquet as the frame that was written: levels, units and index included.

    Parameters
    ----------
    table : pyarrow.Table
        One that `write_frame` wrote, or several put together, or some of its columns.
    name : str

    Returns
    -------
    frame : pandas.DataFrame
    """
    import pyarrow as pa

    about = json.loads(table.schema.metadata[TYPES])
    # In one piece, as columns made in memory are: otherwise the same frame has other bytes as Parquet.
    table = table.combine_chunks()
    columns = {}
    for column in table.column_names:
        kind = about["types"][column]
        values = table[column]
        if isinstance(kind, list):
            levels = pd.Index(kind[0], dtype="str")
            texts = values.cast(pa.large_string()).to_pandas()
            columns[column] = pd.Categorical(texts, dtype=pd.CategoricalDtype(levels, ordered=kind[1]))
        else:
            columns[column] = values.to_pandas().astype(kind).array
    frame = pd.DataFrame(columns, index=pd.RangeIndex(table.num_rows))
    if INDEX.get(name) in columns:
        frame = frame.set_index(INDEX[name])
        frame.columns = pd.Index(frame.columns, dtype="str", name=about["axis"])
    return frame


def write_manifest(out: Path, settings: dict, answers: Sequence[Answer]) -> None:
    """Write which partitions are the result, in their order, once all of them are there."""
    partitions = [{"key": answer.key, "counts": answer.counts, "rows": answer.rows} for answer in answers]
    manifest = settings | {"partitions": partitions}
    replace_file(out / MANIFEST, lambda file: file.write(_make_json(manifest)))


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file aside and put it in the place of the one there was."""
    aside = path.with_name(f"{WRITING}{uuid.uuid4().hex}")
    try:
        _write_file(aside, write)
        aside.replace(path)
        _sync_folder(path.parent)
    finally:
        aside.unlink(missing_ok=True)


def read_manifest(out: Path) -> dict:
    """Read which partitions are the result.

    Raises
    ------
    FileNotFoundError
        If no run into this folder has ended.
    ValueError
        If the manifest is damaged, or from another version of the layout.
    """
    path = out / MANIFEST
    if not path.is_file():
        message = f"There are no results in {out}: it has no {MANIFEST}. Check the spelling."
        if (out / PARTITIONS).is_dir():
            message = (
                f"The run into {out} has not ended: it has no {MANIFEST}. Run analyze into it again; "
                "finished partitions are kept."
            )
        raise FileNotFoundError(message)
    try:
        manifest = json.loads(path.read_bytes())
        found = manifest["format"], manifest["partitions"]
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} is damaged ({error}). Run policyviz.scale.analyze into this folder again."
        raise ValueError(message) from error
    if found[0] != FORMAT:
        message = f"{path} has format {found[0]}, this policyviz reads {FORMAT}. Run the analysis again."
        raise ValueError(message)
    return manifest


def sweep(out: Path, run: str = "") -> None:
    """Remove what dead runs, and a run that has ended, left half-written."""
    now = time.time()
    for folder in (out / PARTITIONS).glob(f"{WRITING}*"):
        try:
            is_old = now - folder.stat().st_mtime > MAX_AGE
        except OSError:
            continue
        if is_old or (run and folder.name.startswith(f"{WRITING}{run}-")):
            shutil.rmtree(folder, ignore_errors=True)
