"""The page that leads to the reports."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import pandas as pd

import policyviz

from .export import check_output_dir, load_templates, require_extra


def write_index(
    reports: Sequence[str | Path],
    output_dir: str | Path = "reports",
    *,
    title: str = "Privacy policy reports",
    files: pd.DataFrame | None = None,
    summary: pd.DataFrame | None = None,
    pages: Mapping[str, str] | None = None,
) -> Path:
    """Write ``index.html``: title and first paragraph of each report, in the given order.

    Parameters
    ----------
    reports : sequence of str or pathlib.Path
        Files that `export_report` wrote.
    output_dir : str or pathlib.Path
        Where ``index.html`` goes. Links are relative to it.
    title : str
        The page's title and heading.
    files : pandas.DataFrame, optional
        What was read and what was not, as `policyviz.corpus.read_collection` tells.
    summary : pandas.DataFrame, optional
        What `summarise_policies` returns.
    pages : mapping, optional
        For the policies that have one, their page, relative to the index.

    Returns
    -------
    index : pathlib.Path
        The file written.

    Raises
    ------
    ValueError
        If there is nothing to lead to, or if one of the reports is called ``index.html`` itself.
    FileNotFoundError
        If a report does not exist.
    """
    require_extra()
    folder = check_output_dir(output_dir)
    entries = [_read_entry(Path(report), folder) for report in reports]
    if not entries and files is None:
        message = "There are no reports to lead to: export notebooks first, with export_report()."
        raise ValueError(message)
    about = {"title": title, "entries": entries, "version": policyviz.__version__}
    about["companies"] = _list_companies(summary, pages or {}) if summary is not None else []
    about |= _describe_files(files) if files is not None else {}
    html = load_templates().get_template("contents.html.j2").render(about)
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8", newline="\n")
    return index


def _list_companies(summary: pd.DataFrame, pages: Mapping[str, str]) -> list[dict]:
    rows = summary.to_dict("records")
    return [row | {"href": quote(pages.get(row["policy_id"], ""))} for row in rows]


def _describe_files(files: pd.DataFrame) -> dict:
    """What was read in one sentence, and a row for each file: first those that were not."""
    n_read, rows = int((files["outcome"] == "read").sum()), files.to_dict("records")
    said = f"{n_read:,} of {len(files):,} files were read" if len(files) != 1 else "The file was read"
    n_not = len(files) - n_read
    verb = "was" if n_not == 1 else "were"
    said += f"; {n_not:,} {verb} not, and the list says why." if n_not else "."
    # A stable sort: within each outcome the files stay in their order.
    return {"reading": said, "files": sorted(rows, key=lambda row: row["outcome"] == "read")}


def _read_entry(report: Path, folder: Path) -> dict[str, str]:
    from .page import read_opening

    if not report.is_file():
        message = f"There is no report {report}. Export its notebook first, with export_report()."
        raise FileNotFoundError(message)
    if report.resolve() == (folder / "index.html").resolve():
        message = f"{report} is where the index goes. Give that notebook another name than index.ipynb."
        raise ValueError(message)
    title, summary = read_opening(report.read_text(encoding="utf-8"))
    way = Path(os.path.relpath(report, folder)).as_posix()
    return {"href": quote(way), "title": title or report.stem, "summary": summary}
