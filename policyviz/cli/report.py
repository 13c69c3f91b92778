"""``policyviz report``: notebooks run on policies, as pages with an index."""

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from policyviz.cli.console import FAILED, OK, PARTLY, count, say, say_error, show_progress, tell_files
from policyviz.cli.notebooks import notebooks_dir, pick_notebooks
from policyviz.cli.places import check_apart

if TYPE_CHECKING:
    from policyviz.report.site import Site


def run(options: argparse.Namespace) -> int:
    """Write the pages and say what became of every notebook and file; the exit code."""
    check_apart(options.path, options.out)
    notebooks = pick_notebooks(options.notebooks or notebooks_dir(), options.only)
    from policyviz import report

    try:
        with show_progress(quiet=options.quiet) as progress:
            site = report.build_site(
                options.path,
                options.out,
                notebooks=notebooks,
                title=options.title,
                hide_code=not options.show_code,
                progress=progress,
            )
    except asyncio.CancelledError:
        # So Ctrl-C arrives when it strikes while a cell is awaited.
        raise KeyboardInterrupt from None
    return _tell(site, options)


def _tell(site: "Site", options: argparse.Namespace) -> int:
    if not options.quiet:
        for page in site.reports:
            say(f"{_shorten(page, options.out)}  {page.stat().st_size / 1000:,.0f} KB")
    n_not_read = tell_files(site.files, quiet=options.quiet)
    for failure in site.failures:
        say_error(failure)
    if not options.quiet:
        say(_sum_up(site, n_not_read))
    if not site.reports:
        return FAILED
    if not options.quiet:
        say(f"Open {site.index}")
    return PARTLY if n_not_read or site.failures else OK


def _sum_up(site: "Site", n_not_read: int) -> str:
    pages, n_files = count(len(site.reports), "page"), len(site.files)
    failed = f"; {count(len(site.failures), 'page')} failed" if site.failures else ""
    return f"{pages} from {n_files - n_not_read:,} of {count(n_files, 'file')}{failed}."


def _shorten(page: Path, folder: Path) -> str:
    """A page as it is called below the folder of the reports."""
    inside = page.is_relative_to(folder)
    return page.relative_to(folder).as_posix() if inside else page.name
