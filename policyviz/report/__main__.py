"""Export notebooks from the command line: ``python -m policyviz.report notebooks``."""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .export import check_output_dir, check_policies, export_report, require_extra
from .index import write_index


def main(argv: Sequence[str] | None = None) -> int:
    """Export the notebooks named in `argv` and write the index; 0 if all went well."""
    options = _parse(argv)
    try:
        require_extra()
        check_output_dir(options.output)
        check_policies(options.policies)
        notebooks = find_notebooks(options.notebooks)
    except (ImportError, OSError, ValueError) as error:
        _say(f"error: {error}")
        return 1
    reports = [report for notebook in notebooks if (report := _export(notebook, options))]
    if reports:
        index = write_index(reports, options.output)
        _say(f"{index.name} leads to {_count(len(reports), 'report')}: {index}")
    n_failed = len(notebooks) - len(reports)
    if n_failed:
        _say(f"{_count(n_failed, 'notebook')} of {len(notebooks)} failed; see above.")
    return 1 if n_failed else 0


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m policyviz.report",
        description="Run notebooks and write each as one HTML file that opens offline, with an index.",
    )
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK_OR_FOLDER")
    parser.add_argument("--output", type=Path, default=Path("reports"), help="folder for the pages (reports)")
    parser.add_argument("--policies", type=Path, help="folder or file of policies to read instead of ours")
    parser.add_argument("--show-code", action="store_true", help="show the code instead of hiding it")
    return parser.parse_args(argv)


def find_notebooks(places: Sequence[Path]) -> list[Path]:
    """List the notebooks meant, those of a folder in order of name.

    Raises
    ------
    ValueError
        If a folder has no notebooks, or if two would write the same report.
    """
    notebooks: list[Path] = []
    for place in places:
        found = sorted(place.glob("*.ipynb")) if place.is_dir() else [place]
        if not found:
            message = f"There are no notebooks (.ipynb) in {place}."
            raise ValueError(message)
        notebooks += [notebook for notebook in found if notebook not in notebooks]
    counts = Counter(notebook.stem.lower() for notebook in notebooks)
    for notebook in notebooks:
        if counts[notebook.stem.lower()] > 1 or notebook.stem.lower() == "index":
            message = f"{notebook} would overwrite another page, {notebook.stem}.html. Rename it."
            raise ValueError(message)
    return notebooks


def _export(notebook: Path, options: argparse.Namespace) -> Path | None:
    start = time.monotonic()
    try:
        report = export_report(
            notebook, options.output, policies=options.policies, hide_code=not options.show_code
        )
    except (OSError, ValueError, RuntimeError) as error:
        _say(f"error: {error}")
        return None
    kilobytes, seconds = report.stat().st_size / 1000, time.monotonic() - start
    _say(f"{report.name}  {kilobytes:.0f} KB  {seconds:.0f} s")
    return report


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
