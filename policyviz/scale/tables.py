"""A table of texts of any size -> chunks of rows: it is gone through once, and never held."""

import csv
import io
import re
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

import pandas as pd

from policyviz.corpus.collecting import NO_ID, separate_names, tidy_cell
from policyviz.corpus.readers import make_id, show_name
from policyviz.corpus.tables import check_columns, check_widths, read_table, tidy_header
from policyviz.corpus.texts import COLUMNS, TEXT, find_text_reason, make_cells, name_row
from policyviz.scale.addresses import is_address, open_place
from policyviz.scale.tasks import Chunk

ID = "policy_id"
# Bytes of one partition: what a worker holds besides the frames it makes.
MAX_BYTES = 64_000_000
# So many rows with too many cells are named before the table is refused.
N_WIDE = 11
# Stands for a return in a cell while the lines are told apart; see `policyviz.corpus.tables`.
_HELD = "\ue000"


class TableListing(NamedTuple):
    """The rows of a table: an id ("" without text) and a line for each, and how many each chunk has."""

    place: str
    ids: list[str]
    lines: array
    chunks: list[tuple[Chunk, int]]


def open_table(place: str) -> BinaryIO:
    """Open a file or what is at an address, for reading bytes."""
    if is_address(place):
        system, path = open_place(place)
        return system.open(path, "rb")
    return open(place, "rb")  # noqa: PTH123


def list_rows(place: str, *, partition_size: int) -> TableListing:
    """Go through a table once and say where to cut it.

    Parameters
    ----------
    place : str
        The path or the address of a CSV or Parquet file with a column ``text``.
    partition_size : int
        Rows of a chunk; fewer if they are long.

    Returns
    -------
    listing : TableListing

    Raises
    ------
    ValueError
        If it is no such table; the message is that of `load_policies`.
    """
    if PurePath(place).suffix.lower() == ".parquet":
        listing = _list_parquet(place, partition_size)
    else:
        listing = _list_csv(place, partition_size)
    # A row without text is no policy, and takes no name away.
    places = [at for at, policy_id in enumerate(listing.ids) if policy_id]
    names = separate_names([listing.ids[at] for at in places])
    for at, policy_id in zip(places, names, strict=True):
        listing.ids[at] = policy_id
    return listing


def _find_id(values: dict[str, str], place: int, stem: str, *, has_all: bool) -> str:
    if find_text_reason(values[TEXT]):
        return ""
    given = values.get(ID, "")
    if not given and not has_all:
        given = make_id(name_row(stem, place))
    return tidy_cell(given) or NO_ID


class _Lines:
    """The lines of a CSV as its reader wants them, and how many bytes they had."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.n_bytes, self.waiting, self.holds = file, 0, [], None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.waiting:
            raw = self.file.readline()
            if not raw:
                raise StopIteration
            text = raw.decode("utf-8" if self.n_bytes else "utf-8-sig")
            self.n_bytes += len(raw)
            if self.holds is None:
                self.holds = not re.search("\r", text)
            if "\r" not in text:
                return text
            text = re.sub('(?<!")\r', _HELD, text) if self.holds else text
            self.waiting = list(io.StringIO(text, newline=""))[::-1]
        return self.waiting.pop()


class _Cutter:
    """Where the chunks of a table begin and end."""

    def __init__(self, partition_size: int) -> None:
        self.size, self.chunks, self.n_rows, self.n_done = partition_size, [], 0, 0

    def is_full(self, n_bytes: int) -> bool:
        return self.n_rows >= self.size or (self.n_rows > 0 and n_bytes >= MAX_BYTES)

    def cut(self, **where: object) -> None:
        self.chunks.append((Chunk(self.n_done + 1, **where), self.n_rows))
        self.n_done += self.n_rows
        self.n_rows = 0


@contextmanager
def _read_long_cells() -> Iterator[None]:
    # A policy in a cell is longer than the module allows; its limit is one for the whole program.
    limit = csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _list_csv(place: str, partition_size: int) -> TableListing:
    shown = show_name(PurePath(place).name)
    with open_table(place) as file, _read_long_cells():
        lines = _Lines(file)
        reader = csv.reader(lines, strict=True)
        try:
            return _cut_rows(place, lines, reader, partition_size)
        except (csv.Error, UnicodeDecodeError) as error:
            message = f"{shown} is not a readable CSV ({error}). Save it as comma-separated UTF-8."
            raise ValueError(message) from error


def _cut_rows(place: str, lines: _Lines, reader: Iterator, partition_size: int) -> TableListing:
    shown, stem = show_name(PurePath(place).name), PurePath(place).stem
    header = _read_header(reader, shown)
    has_all = set(COLUMNS) <= set(header)
    head, head_line = lines.n_bytes, reader.line_num
    # Lines that end in returns only are one to the file: such a table is one chunk.
    can_cut = not lines.waiting
    start, first_line = (head, head_line) if can_cut else (0, head_line)
    listing, cutter, wide = TableListing(place, [], array("q"), []), _Cutter(partition_size), []

    def cut() -> None:
        span = {"header": (0, head if can_cut else 0), "span": (start, lines.n_bytes)}
        cutter.cut(shift=first_line - head_line, **span)

    for row in reader:
        if any(cell.strip() for cell in row):
            cutter.n_rows += 1
            if any(row[len(header) :]) and len(wide) < N_WIDE:
                wide.append((reader.line_num, row))
            values = dict(zip(header, row + [""] * len(header), strict=False))
            values[TEXT] = values[TEXT].replace(_HELD, "\r")
            values[ID] = values.get(ID, "").strip()
            listing.ids.append(_find_id(values, len(listing.ids) + 1, stem, has_all=has_all))
            listing.lines.append(reader.line_num)
        if can_cut and not lines.waiting and cutter.is_full(lines.n_bytes - start):
            cut()
            start, first_line = lines.n_bytes, reader.line_num
    check_widths([(head_line, header), *wide], shown)
    if cutter.n_rows:
        cut()
    return listing._replace(chunks=cutter.chunks)


def _read_header(reader: Iterator, shown: str) -> list[str]:
    for row in reader:
        if any(cell.strip() for cell in row):
            header = tidy_header(row)
            check_columns(header, [TEXT], shown)
            return header
    # Says what is wrong with an empty table in the words it has for all of them.
    read_table(b"", shown=shown, columns=[TEXT])
    return []


@contextmanager
def _open_parquet(place: str) -> Iterator:
    from pyarrow import ArrowException, parquet

    shown = show_name(PurePath(place).name)
    with open_table(place) as file:
        try:
            with parquet.ParquetFile(file, buffer_size=1_000_000) as table:
                names = table.schema_arrow.names
                check_columns(list(names), [TEXT], shown)
                yield table, [name for name in COLUMNS if name in names]
        except ArrowException as error:
            message = (
                f"{shown} is a damaged Parquet file or none at all ({str(error).splitlines()[0][:200]})."
            )
            raise ValueError(message) from error


def _list_parquet(place: str, partition_size: int) -> TableListing:
    listing, cutter = TableListing(place, [], array("q"), []), _Cutter(partition_size)
    n_bytes = 0
    with _open_parquet(place) as (table, names):
        has_all = set(COLUMNS) <= set(names)
        wanted = [name for name in (ID, TEXT) if name in names]
        for batch in table.iter_batches(batch_size=min(partition_size, 1000), columns=wanted):
            cells = make_cells(batch.to_pydict(), first=len(listing.ids) + 1)
            for place_in_table, values in zip(cells.index, cells.to_dict("records"), strict=True):
                cutter.n_rows, n_bytes = cutter.n_rows + 1, n_bytes + len(values[TEXT])
                values[ID] = show_name(values.get(ID, ""))
                stem = PurePath(place).stem
                listing.ids.append(_find_id(values, place_in_table, stem, has_all=has_all))
                listing.lines.append(place_in_table)
                if cutter.is_full(n_bytes):
                    cutter.cut()
                    n_bytes = 0
    if cutter.n_rows:
        cutter.cut()
    return listing._replace(chunks=cutter.chunks)


def iterate_chunks(listing: TableListing) -> Iterator[Chunk]:
    """The chunks one after the other; those of a Parquet file with their rows, read as they are asked for."""
    if PurePath(listing.place).suffix.lower() != ".parquet":
        yield from (chunk for chunk, _ in listing.chunks)
        return
    import pyarrow as pa

    with _open_parquet(listing.place) as (table, names):
        batches = table.iter_batches(batch_size=1000, columns=names)
        held = pa.table({})
        for chunk, n_rows in listing.chunks:
            while held.num_rows < n_rows and (batch := next(batches, None)) is not None:
                more = pa.Table.from_batches([batch])
                held = pa.concat_tables([held, more]) if held.num_rows else more
            yield chunk._replace(rows=_pack(held.slice(0, n_rows)))
            held = held.slice(n_rows)


def _pack(rows: object) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue().to_pybytes()


def read_chunk(place: str, chunk: Chunk) -> pd.DataFrame:
    """The rows of a chunk, as the whole table would have them.

    Raises
    ------
    ValueError, OSError
        If the table has changed since it was cut, and cannot be read any more.
    """
    if chunk.rows:
        import pyarrow as pa

        with pa.ipc.open_stream(chunk.rows) as stream:
            return make_cells(stream.read_all().to_pydict(), first=chunk.first)
    with open_table(place) as file:
        data = file.read(chunk.header[1])
        file.seek(chunk.span[0])
        data += file.read(chunk.span[1] - chunk.span[0])
    table = read_table(data, shown=show_name(PurePath(place).name), columns=[TEXT], verbatim=[TEXT])
    return table.set_index(table.index + chunk.shift)
