"""``policyviz analyze`` over a Dask cluster: partitions instead of one file per table."""

import argparse
from pathlib import Path

from policyviz.cli.console import FAILED, OK, PARTLY, count, escape_controls, say, say_error, show_progress

# So many files that were not read are named; all of them stand in errors.parquet.
N_NAMED = 20
PARTITION_SIZE = 500


def run_scaled(options: argparse.Namespace) -> int:
    """Analyse on a cluster and say what came of it; the exit code."""
    if "parquet" not in options.format:
        message = "A cluster writes Parquet only: leave out --format."
        raise ValueError(message)
    from policyviz import scale

    with show_progress(quiet=options.quiet, with_rate=True) as progress:
        summary = scale.analyze(
            options.path,
            options.out,
            scheduler=options.scheduler,
            partition_size=PARTITION_SIZE if options.partition_size is None else options.partition_size,
            n_workers=options.workers,
            progress=lambda done, total: progress("analysing", done, total),
        )
    _tell_errors(options.out, summary.n_not_read)
    if not options.quiet:
        for line in _describe(summary):
            say(line)
    if not summary.n_read:
        say_error("no policy could be read; the reasons are above.")
        return FAILED
    return PARTLY if summary.n_not_read else OK


def _tell_errors(out: Path, n_not_read: int) -> None:
    if not n_not_read:
        return
    from pyarrow import parquet

    path = out / "errors.parquet"
    with parquet.ParquetFile(path) as file:
        # A million of them need not be read to name twenty.
        first = next(file.iter_batches(batch_size=N_NAMED)).to_pylist()
    for row in first:
        say(f"Not read: {escape_controls(row['file'])}: {escape_controls(row['reason'])}")
    if n_not_read > len(first):
        say(f"Not read: {count(n_not_read - len(first), 'more file')}; see {path}.")


def _describe(summary: tuple) -> list[str]:
    lines = []
    if summary.n_without_clauses:
        lines.append(
            f"Without clauses: {count(summary.n_without_clauses, 'file')} (no English, or no running text)."
        )
    reused = f", {summary.n_reused:,} of them from a run before" if summary.n_reused else ""
    lines.append(
        f"{count(summary.n_clauses, 'clause')} from {summary.n_read:,} of {count(summary.n_files, 'file')} "
        f"in {count(summary.n_partitions, 'partition')}{reused}."
    )
    return [*lines, f"Read them with policyviz.scale.load_results({str(summary.out)!r})"]
