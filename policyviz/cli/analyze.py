"""``policyviz analyze``: every table of a collection, as files."""

import argparse
from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from policyviz.cli.console import OK, PARTLY, count, say, say_error, show_progress, tell_files
from policyviz.cli.places import check_apart

if TYPE_CHECKING:
    from policyviz.cli.recipes import Table


def run(options: argparse.Namespace) -> int:
    """Read, analyse, write, and say what was left out; the exit code."""
    if any(value is not None for value in (options.scheduler, options.workers, options.partition_size)):
        from policyviz.cli.scaling import run_scaled

        return run_scaled(options)
    check_apart(options.path, options.out)
    require_parquet(options.format)
    from policyviz.cli.recipes import make_tables
    from policyviz.cli.writing import check_target, write_tables
    from policyviz.corpus import data_dir, read_collection

    check_target(options.out)
    with show_progress(quiet=options.quiet) as progress:
        read = read_collection(
            data_dir() if options.path is None else options.path,
            progress=lambda done, total: progress("reading", done, total),
        )
        tables = make_tables(read.policies, read.files, progress=progress, debug=options.debug)
    readme = write_tables(tables, options.out, formats=options.format)
    n_not_read = tell_files(read.files, quiet=options.quiet)
    is_whole = not n_not_read and not any(table.is_bug for table in tables)
    _tell_tables(tables, quiet=options.quiet)
    if not options.quiet:
        n_made = sum(table.frame is not None for table in tables)
        n_read = len(read.files) - n_not_read
        say(f"{count(n_made, 'table')} from {n_read:,} of {count(len(read.files), 'file')}.")
        say(f"Open {readme}")
    return OK if is_whole else PARTLY


def _tell_tables(tables: "Sequence[Table]", *, quiet: bool) -> None:
    for table in tables:
        if table.is_bug:
            say_error(f"{table.name}: {table.note}. Please report it with what --debug shows.")
        elif table.note and not quiet:
            say(f"{'Left out' if table.frame is None else 'Note'}: {table.name}: {table.note}")


def require_parquet(formats: Sequence[str]) -> None:
    """Say before anything is read what it takes to write Parquet.

    Raises
    ------
    ImportError
        If Parquet is asked for and pyarrow is not installed.
    """
    if "parquet" in formats and find_spec("pyarrow") is None:
        message = (
            'Parquet needs one more package (pyarrow): pip install "policyviz[import]". '
            "Without it: --format csv"
        )
        raise ImportError(message)
