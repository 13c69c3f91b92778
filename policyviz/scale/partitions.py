"""A source -> partitions: cut so that a new file in the middle changes one of them and not all behind it."""

import hashlib
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple

import policyviz
from policyviz.corpus.loading import find_root, say_nothing_read
from policyviz.corpus.readers import show_name
from policyviz.corpus.register import REGISTER_NAME
from policyviz.corpus.texts import is_text_table, names_texts
from policyviz.scale.addresses import find_local, is_address, list_address
from policyviz.scale.listing import Listing, list_files, list_paths, make_jobs, rename_twins
from policyviz.scale.tables import MAX_BYTES, TableListing, iterate_chunks, list_rows, open_table
from policyviz.scale.tasks import TABLE, Job, Task


class Plan(NamedTuple):
    """What there is to do."""

    n_files: int
    n_partitions: int
    make_tasks: Callable[[], Iterator[Task]]  # one after the other: a million jobs are never held


def make_plan(source: object, *, partition_size: int, out: Path, run: str = "") -> Plan:
    """List a source and cut it into partitions.

    Parameters
    ----------
    source : str, pathlib.Path, sequence of them or None
        As in `policyviz.scale.analyze`.
    partition_size : int
    out : pathlib.Path
        Where the workers write.
    run : str
        Names the temporary folders.

    Returns
    -------
    plan : Plan

    Raises
    ------
    FileNotFoundError, ValueError, TypeError
        If there is nothing to read.
    """
    blank = Task("", "", (), str(out), policyviz.__version__, run)
    source = (find_local(source) or source) if is_address(source) else source
    if is_address(source):
        if _is_remote_table(source):
            return _plan_table(source, blank, partition_size)
        return _plan_files(list_address(source), blank, partition_size, source)
    if isinstance(source, Sequence) and not isinstance(source, str):
        if not source:
            message = "The list of paths is empty: give the paths of some policies."
            raise ValueError(message)
        return _plan_files(list_paths(source), blank, partition_size, "the list of paths")
    root = find_root(source)
    if root.is_file() and root.suffix.lower() in (".csv", ".parquet") and is_text_table(root):
        return _plan_table(str(root.absolute()), blank, partition_size)
    return _plan_files(list_files(root), blank, partition_size, root)


def find_homes(source: object) -> tuple[list[Path], bool]:
    """The folders that a source is read from, and whether all that lies below them is read, too.

    Examples
    --------
    >>> find_homes("texts/*.html"), find_homes("s3://bucket/texts")
    (([PosixPath('texts')], False), ([], False))
    """
    if is_address(source):
        source = find_local(source)
        if source is None:
            return [], False
    if source is None or not isinstance(source, str | Path):
        paths = [] if source is None else [Path(path).parent for path in source]
        return sorted(set(paths)), False
    place = Path(source)
    if place.is_dir():
        return [place], True
    wild = [n for n, part in enumerate(place.parts) if set(part) & set("*?[")]
    if place.exists() or not wild:
        # A register called policies.csv is read with the folder it stands in.
        return [place.parent], place.name.lower() == REGISTER_NAME
    return [Path(*place.parts[: wild[0]])], wild[0] < len(place.parts) - 1


def _is_remote_table(address: str) -> bool:
    suffix = PurePath(address).suffix.lower()
    if suffix != ".csv":
        return suffix == ".parquet"
    if PurePath(address).name.lower() == REGISTER_NAME:
        return False
    try:
        with open_table(address) as file:
            return names_texts(file.readline(10_000))
    except OSError as error:
        message = f"{show_name(address)} cannot be read ({error}). Check the spelling."
        raise FileNotFoundError(message) from error


def _plan_files(listing: Listing, blank: Task, partition_size: int, source: object) -> Plan:
    if not listing.names:
        raise ValueError(say_nothing_read([], Path(str(source))))
    stops = cut_names(listing.names, listing.sizes, partition_size)
    renamed = rename_twins(listing)
    make = partial(_make_file_tasks, listing, renamed, stops, blank)
    return Plan(len(listing.names), len(stops), make)


def _make_file_tasks(
    listing: Listing, renamed: dict[int, str], stops: Sequence[int], blank: Task
) -> Iterator[Task]:
    start = 0
    for stop in stops:
        jobs = tuple(make_jobs(listing, renamed, range(start, stop)))
        yield blank._replace(kind=listing.kind, place=listing.place, jobs=jobs)
        start = stop


def _plan_table(place: str, blank: Task, partition_size: int) -> Plan:
    listing = list_rows(place, partition_size=partition_size)
    if not listing.ids:
        raise ValueError(say_nothing_read([], Path(place)))
    return Plan(len(listing.ids), len(listing.chunks), partial(_make_table_tasks, listing, blank))


def _make_table_tasks(listing: TableListing, blank: Task) -> Iterator[Task]:
    name = show_name(PurePath(listing.place).name)
    word = "row" if PurePath(listing.place).suffix.lower() == ".parquet" else "line"
    start = 0
    for chunk, (_, n_rows) in zip(iterate_chunks(listing), listing.chunks, strict=True):
        jobs = tuple(
            Job(f"{name}, {word} {listing.lines[at]}", listing.ids[at], {}, number=at - start)
            for at in range(start, start + n_rows)
        )
        yield blank._replace(kind=TABLE, place=listing.place, jobs=jobs, chunk=chunk)
        start += n_rows


def cut_names(names: Sequence[str], sizes: Sequence[int], partition_size: int) -> array:
    """Where partitions end: behind names that chance (their hash) has chosen.

    A name is an end or not whatever stands before it. So behind a new file the next end is
    where it was, unless a partition had too few or too many files or bytes.

    Parameters
    ----------
    names : sequence of str
    sizes : sequence of int
        Bytes, 0 where unknown.
    partition_size : int
        Files of a partition on average; it has half as many or more, and at most twice as many.

    Returns
    -------
    stops : array of int
        The number behind the last file of each partition.

    Examples
    --------
    >>> list(cut_names(["a", "b", "c", "d"], [0, 0, 0, 0], 1))
    [1, 2, 3, 4]
    """
    half = (partition_size + 1) // 2
    stops, n_files, n_bytes = array("q"), 0, 0
    for at, (name, size) in enumerate(zip(names, sizes, strict=True)):
        if n_files and n_bytes + size > MAX_BYTES:
            stops.append(at)
            n_files = n_bytes = 0
        n_files, n_bytes = n_files + 1, n_bytes + size
        if n_files >= 2 * partition_size or (n_files >= half and _hash(name) % half == 0):
            stops.append(at + 1)
            n_files = n_bytes = 0
    if n_files:
        stops.append(len(names))
    return stops


def _hash(name: str) -> int:
    # Names of files can have bytes that are no text.
    data = name.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")
