"""Partitions -> the frames of `load_policies`, `split_clauses` and the others, whole or in part."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import numpy as np
import pandas as pd

from policyviz.corpus.collecting import Record, note_twins
from policyviz.corpus.loading import NOT_READ
from policyviz.corpus.tables import list_names
from policyviz.scale.clusters import require_packages
from policyviz.scale.storage import ERRORS, PARTITIONS, read_manifest, replace_file, restore_frame

if TYPE_CHECKING:
    import pyarrow as pa

ID = "policy_id"


class Results(NamedTuple):
    """The tables of some policies or of all, in the order that they have in memory."""

    policies: pd.DataFrame
    clauses: pd.DataFrame
    data_mentions: pd.DataFrame
    vague_mentions: pd.DataFrame
    coverage: pd.DataFrame
    vagueness: pd.DataFrame
    files: pd.DataFrame


def load_results(
    out: str | Path,
    *,
    policy_ids: Sequence[str] | None = None,
    sample: int | None = None,
    random_state: int = 0,
) -> Results:
    """Load the tables of all policies, of some, or of a random sample, as if they had been made in memory.

    Parameters
    ----------
    out : str or pathlib.Path
        What `analyze` wrote into.
    policy_ids : sequence of str, optional
        Keep only these.
    sample : int, optional
        Keep so many, drawn at random; all, if there are fewer. The draw depends on nothing but
        the ids and `random_state`.
    random_state : int, default 0

    Returns
    -------
    results : Results
        ``policies`` (as from `load_policies`), ``clauses`` (`split_clauses`),
        ``data_mentions``, ``vague_mentions`` (`find_terms` with the two lexicons),
        ``coverage`` (`measure_coverage`), ``vagueness`` (`measure_vagueness`), ``files`` (as
        from `read_collection`, with ``n_clauses``; of a selection only its own files, and
        notes of the same text only on each other).

    Raises
    ------
    FileNotFoundError
        If no run into `out` has ended.
    ValueError
        If an id is unknown, or a partition is missing or damaged; the message names it.

    Examples
    --------
    >>> load_results("results", sample=200).clauses  # doctest: +SKIP
    """
    require_packages()
    folder = Path(out)
    manifest = read_manifest(folder)
    wanted = (
        None
        if policy_ids is None and sample is None
        else _choose(folder, manifest, policy_ids, sample, random_state)
    )
    tables = {name: _load_part(folder, manifest, name, wanted) for name in Results._fields}
    for name in Results._fields[:-1]:
        if name == "coverage":
            tables[name] = tables[name].sort_index()
        else:
            tables[name] = tables[name].sort_values(ID, kind="stable", ignore_index=True)
    tables["files"] = _note_twins(tables["files"], tables["policies"])
    return Results(**tables)


def load_table(
    out: str | Path,
    name: str,
    *,
    columns: Sequence[str] | None = None,
    filters: list | None = None,
) -> pd.DataFrame:
    """Load one table of all partitions, or what is asked for of it.

    Rows are chosen and columns left out while the files are read: the clauses of a million
    policies need not fit into memory to look at some of them.

    Parameters
    ----------
    out : str or pathlib.Path
        What `analyze` wrote into.
    name : str
        policies, clauses, data_mentions, vague_mentions, coverage, vagueness or files.
    columns : sequence of str, optional
        Keep only these.
    filters : list of tuple, optional
        Which rows, as in `pyarrow.parquet.read_table`: ``[("score", ">", 3.0)]``.

    Returns
    -------
    table : pandas.DataFrame
        In the order of the partitions, and in them by ``policy_id``.

    Raises
    ------
    FileNotFoundError, ValueError
        As in `load_results`; and if table or column is unknown.

    Examples
    --------
    >>> load_table("results", "vagueness", columns=["policy_id", "score"])  # doctest: +SKIP
    """
    require_packages()
    if name not in Results._fields:
        message = f"There is no table {name!r}. There are: {', '.join(Results._fields)}."
        raise ValueError(message)
    folder = Path(out)
    manifest = read_manifest(folder)
    tables = [
        _read(folder, partition, name, columns=columns, filters=filters)
        for partition in manifest["partitions"]
    ]
    return _join(tables, name)


def _choose(
    folder: Path, manifest: dict, policy_ids: Sequence[str] | None, sample: int | None, random_state: int
) -> dict[str, list[str]]:
    """For each partition that has any of them, the ids that are wanted."""
    if isinstance(policy_ids, str):
        message = f"policy_ids must be a list: policy_ids=[{policy_ids!r}]."
        raise TypeError(message)
    if sample is not None and sample < 1:
        message = f"sample must be 1 or more, got {sample}."
        raise ValueError(message)
    own = {
        partition["key"]: _read(folder, partition, "policies", columns=[ID])[ID].to_pylist()
        for partition in manifest["partitions"]
    }
    chosen = set().union(*own.values())
    if policy_ids is not None:
        unknown = [repr(policy_id) for policy_id in policy_ids if policy_id not in chosen]
        if unknown:
            message = f"No policy {list_names(unknown)}. There are: {list_names(sorted(chosen))}."
            raise ValueError(message)
        chosen = set(policy_ids)
    if sample is not None and sample < len(chosen):
        drawn = np.random.default_rng(random_state).choice(len(chosen), sample, replace=False)
        ordered = sorted(chosen)
        chosen = {ordered[at] for at in drawn}
    wanted = {key: [policy_id for policy_id in ids if policy_id in chosen] for key, ids in own.items()}
    return {key: ids for key, ids in wanted.items() if ids}


def _load_part(folder: Path, manifest: dict, name: str, wanted: dict[str, list[str]] | None) -> pd.DataFrame:
    if wanted is None:
        return _join([_read(folder, partition, name) for partition in manifest["partitions"]], name)
    used = [partition for partition in manifest["partitions"] if partition["key"] in wanted]
    tables = [
        _read(folder, partition, name, filters=[(ID, "in", wanted[partition["key"]])]) for partition in used
    ]
    # Nothing chosen still has columns and types.
    return _join(tables or [_read(folder, manifest["partitions"][0], name).slice(0, 0)], name)


def _join(tables: list["pa.Table"], name: str) -> pd.DataFrame:
    import pyarrow as pa

    about = tables[0].schema.metadata
    whole = pa.concat_tables([table.replace_schema_metadata(about) for table in tables])
    return restore_frame(whole, name)


def _read(
    folder: Path,
    partition: dict,
    name: str,
    *,
    columns: Sequence[str] | None = None,
    filters: list | None = None,
) -> "pa.Table":
    """One table of one partition."""
    import pyarrow as pa
    from pyarrow import parquet

    file = folder / PARTITIONS / partition["key"] / f"{name}.parquet"
    try:
        schema = parquet.read_schema(file)
        _check_columns(name, schema.names, columns, filters)
        table = parquet.read_table(
            file, columns=columns, filters=filters, partitioning=None, page_checksum_verification=True
        )
    except (pa.ArrowException, OSError) as error:
        _refuse(folder, partition["key"], f"{name}.parquet: {str(error).splitlines()[0][:200]}")
    if filters is None and table.num_rows != partition["rows"][name]:
        _refuse(folder, partition["key"], f"{name}.parquet has {table.num_rows:,} rows")
    return table.replace_schema_metadata(schema.metadata)


def _refuse(folder: Path, key: str, what: str) -> NoReturn:
    message = (
        f"Partition {key} of {folder} is missing or damaged ({what}). Remove the folder "
        f"{Path(PARTITIONS) / key} if it is there, and run analyze again: the others are kept."
    )
    raise ValueError(message)


def _check_columns(name: str, known: list[str], columns: Sequence[str] | None, filters: list | None) -> None:
    flat = [part for part in filters or [] if isinstance(part, tuple)]
    nested = [part for group in filters or [] if isinstance(group, list) for part in group]
    asked = [*(columns or []), *(part[0] for part in [*flat, *nested])]
    unknown = [column for column in asked if column not in known]
    if unknown:
        message = f"The table {name} has no column {list_names(unknown)}. Columns: {', '.join(known)}."
        raise ValueError(message)


def _note_twins(files: pd.DataFrame, policies: pd.DataFrame) -> pd.DataFrame:
    """Notes on files with the same bytes or words; a partition knows its own files only."""
    own = policies.set_index(ID)[["sha256", "text"]].to_dict("index")
    records = [
        Record(row.file, own.get(row.policy_id, {}), [row.notes] if row.notes else [])
        for row in files.itertuples()
    ]
    notes = ["; ".join(record.notes) for record in note_twins(records)]
    return files.assign(notes=pd.Series(notes, index=files.index, dtype="str"))


def write_errors(folder: Path, keys: Sequence[str]) -> None:
    """Write one table of all files that were not read, with the reason, also if there are none."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([("file", pa.large_string()), ("reason", pa.large_string())])

    def write(file: object) -> None:
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for table in _iterate_errors(folder, keys):
                if table.num_rows:
                    writer.write_table(table.cast(schema))

    replace_file(folder / ERRORS, write)


def _iterate_errors(folder: Path, keys: Sequence[str]) -> Iterator["pa.Table"]:
    from pyarrow import parquet

    for key in keys:
        file = folder / PARTITIONS / key / "files.parquet"
        table = parquet.read_table(
            file, columns=["file", "notes"], filters=[("outcome", "=", NOT_READ)], partitioning=None
        )
        yield table.rename_columns(["file", "reason"]).replace_schema_metadata(None)
