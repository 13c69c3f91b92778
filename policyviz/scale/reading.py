"""On a worker: the jobs of a partition -> records, and what their bytes were."""

import hashlib
import json
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath, PurePosixPath

from policyviz.corpus.archives import list_members
from policyviz.corpus.collecting import Record, make_text_record, read_item, tidy_row
from policyviz.corpus.readers import FORMATS, show_name
from policyviz.corpus.sources import Item, make_item
from policyviz.corpus.texts import fill_rows
from policyviz.scale.addresses import make_remote_item, open_place
from policyviz.scale.tables import read_chunk
from policyviz.scale.tasks import ADDRESS, ARCHIVE, PATHS, TABLE, Job, Task

# A fault of this package, or of the worker: worth another try in the next run.
FAILED = "not analysed"
GONE = "is not there any more: it was taken away or changed while policies were read"


def take_prints(task: Task) -> list[str]:
    """The sha256 of what stands behind each job now, or the reason why it cannot be read.

    Parameters
    ----------
    task : Task

    Returns
    -------
    prints : list of str
        In the order of the jobs.
    """
    if task.kind == TABLE:
        return [text for _, text in _read_rows(task)]
    return [_take_print(item) for item in _make_items(task)]


def read_records(task: Task, *, size: int) -> Iterator[tuple[list[Record], list[str]]]:
    """Read the jobs, some at a time, with the sha256 of the bytes that were read.

    Parameters
    ----------
    task : Task
    size : int
        How many at a time.

    Yields
    ------
    records, prints : list of Record, list of str
    """
    if task.kind == TABLE:
        yield from _cut(list(_read_rows(task)), task.jobs, size)
        return
    items = _make_items(task)
    for start in range(0, len(items), size):
        part = slice(start, start + size)
        pairs = [_read_job(item, job) for item, job in zip(items[part], task.jobs[part], strict=True)]
        yield [record for record, _ in pairs], [text for _, text in pairs]


def _make_items(task: Task) -> list[Item]:
    """The files of a task; what must not be read has its reason."""
    if task.kind == ARCHIVE:
        items = _open_archive(task)
    elif task.kind == ADDRESS:
        system, root = open_place(task.place)
        items = [make_remote_item(system, root, job.name) for job in task.jobs]
    else:
        # Of the folder's files some are links, and those in a list are the user's own word.
        folder, given = Path(task.place), task.kind == PATHS
        items = [make_item(folder, job.name) for job in task.jobs]
        items = [item._replace(reason="") for item in items] if given else items
    pairs = zip(items, task.jobs, strict=True)
    return [item._replace(reason=job.reason or item.reason) for item, job in pairs]


def _open_archive(task: Task) -> list[Item]:
    try:
        members = dict(enumerate(list_members(Path(task.place))[0]))
    except ValueError:
        members = {}
    gone = [Item(job.name, _refuse, reason=GONE) for job in task.jobs]
    found = [members.get(job.number) for job in task.jobs]
    same = [
        item is not None and posixpath.normpath(item.name) == posixpath.normpath(job.name)
        for item, job in zip(found, task.jobs, strict=True)
    ]
    return [item if is_same else lost for item, is_same, lost in zip(found, same, gone, strict=True)]


def _refuse() -> bytes:
    raise ValueError(GONE)


def _watch(item: Item, seen: list[str]) -> Item:
    """The same item, with the sha256 of what is read of it, or the reason, put into a list."""
    return item._replace(read=partial(_read_watched, item, seen))


def _read_watched(item: Item, seen: list[str]) -> bytes:
    try:
        data = item.read()
    except (OSError, ValueError) as error:
        seen.append(f"{type(error).__name__}: {error}")
        raise
    seen.append(hashlib.sha256(data).hexdigest())
    return data


def _take_print(item: Item) -> str:
    if item.reason or PurePosixPath(item.name).suffix.lower() not in FORMATS:
        return item.reason
    seen: list[str] = []
    with suppress(OSError, ValueError):
        _read_watched(item, seen)
    return seen[0]


def _read_job(item: Item, job: Job) -> tuple[Record, str]:
    if item.reason:
        return Record(show_name(item.name), {}, [item.reason]), item.reason
    seen: list[str] = []
    try:
        record = read_item(_watch(item, seen), dict(job.metadata))
    except Exception as error:
        # A fault of a reader is that of one file.
        record = Record(show_name(item.name), {}, [say_failed(error)])
    if record.row:
        record = _finish(record, job)
        record = record._replace(notes=[*job.notes, *record.notes])
    return record, seen[0] if seen else ""


def _finish(record: Record, job: Job) -> Record:
    record.row["policy_id"] = job.policy_id or record.row["policy_id"]
    tidy_row(record.row)
    return record


def say_failed(error: Exception) -> str:
    """The reason for leaving out a policy that a fault of this package stands in the way of."""
    return " ".join(f"{FAILED}: {type(error).__name__}: {error}".split())[:500]


def _read_rows(task: Task) -> Iterator[tuple[tuple | None, str]]:
    """For each job its row of the table, None if it is gone, and the sha256 of its cells."""
    first = task.jobs[0].number
    try:
        table = read_chunk(task.place, task.chunk).iloc[first : first + len(task.jobs)]
    except (OSError, ValueError):
        yield from ((None, job.reason or GONE) for job in task.jobs)
        return
    cells = table.to_dict("records")
    rows = fill_rows(table, PurePath(task.place).name, first=task.chunk.first + first)
    for at, job in enumerate(task.jobs):
        if job.reason or at >= len(rows) or rows[at][0] != job.name:
            yield None, job.reason or GONE
        else:
            text = json.dumps([rows[at][0], cells[at]], sort_keys=True)
            yield rows[at], hashlib.sha256(text.encode()).hexdigest()


def _cut(
    rows: Sequence[tuple[tuple | None, str]], jobs: Sequence[Job], size: int
) -> Iterator[tuple[list[Record], list[str]]]:
    for start in range(0, len(rows), size):
        part = slice(start, start + size)
        records = [
            _make_record(row, text, job) for (row, text), job in zip(rows[part], jobs[part], strict=True)
        ]
        yield records, [text for _, text in rows[part]]


def _make_record(row: tuple | None, text: str, job: Job) -> Record:
    if row is None:
        return Record(job.name, {}, [text])
    try:
        record = make_text_record(*row)
    except Exception as error:
        return Record(job.name, {}, [say_failed(error)])
    return _finish(record, job) if record.row else record
