"""What the client tells a worker, and what the worker answers: names and numbers, no frames."""

from typing import NamedTuple

# Changes with anything in the layout of a partition: those of before are not taken for new ones.
FORMAT = 1
# Kinds of places: how a worker gets the bytes behind a name.
FOLDER, PATHS, ARCHIVE, ADDRESS, TABLE = "folder", "paths", "archive", "address", "table"
DIES = "kills its worker (out of memory?): read it by itself, or cut it into its policies"


class Job(NamedTuple):
    """A file or a row of a table."""

    name: str  # below its place, as the log shows it
    policy_id: str  # "" if it cannot be read, whatever is in it
    metadata: dict
    notes: tuple[str, ...] = ()
    number: int = -1  # which member of an archive, or which row of the chunk
    reason: str = ""  # why it must not be read


class Chunk(NamedTuple):
    """Some rows of a table of texts: where they stand in a CSV, or the rows themselves."""

    first: int  # the place of the first row in the table, from 1
    header: tuple[int, int] = (0, 0)  # bytes of the header
    span: tuple[int, int] = (0, 0)  # bytes of the rows
    shift: int = 0  # lines between the header and the rows
    rows: bytes = b""  # an Arrow stream


class Task(NamedTuple):
    """One partition."""

    kind: str
    place: str
    jobs: tuple[Job, ...]
    out: str
    version: str
    run: str  # names the temporary folders of this run
    chunk: Chunk | None = None


class Answer(NamedTuple):
    """What became of a partition."""

    key: str
    reused: bool
    counts: dict[str, int]  # files, read, without clauses
    rows: dict[str, int]  # of each table


class WriteError(Exception):
    """A partition could not be written: no fault of a file, and the same for the next one."""


class VersionError(Exception):
    """A worker has another policyviz than the client."""


def halve(task: Task) -> list[Task]:
    """The two halves of a partition; of a single job one that is not read, since reading it kills."""
    if len(task.jobs) == 1:
        if task.jobs[0].reason == DIES:
            message = f"Workers die whatever they do (last: {task.jobs[0].name}): look at their memory limit."
            raise RuntimeError(message)
        return [task._replace(jobs=(task.jobs[0]._replace(reason=DIES, policy_id=""),))]
    middle = len(task.jobs) // 2
    return [task._replace(jobs=task.jobs[:middle]), task._replace(jobs=task.jobs[middle:])]
