"""The page that leads to the reports."""

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import policyviz

from .export import check_output_dir, load_templates, require_extra


def write_index(
    reports: Sequence[str | Path],
    output_dir: str | Path = "reports",
    *,
    title: str = "Privacy policy reports",
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

    Returns
    -------
    index : pathlib.Path
        The file written.

    Raises
    ------
    ValueError
        If there are no reports, or if one of them is called ``index.html`` itself.
    FileNotFoundError
        If a report does not exist.
    """
    require_extra()
    folder = check_output_dir(output_dir)
    entries = [_read_entry(Path(report), folder) for report in reports]
    if not entries:
        message = "There are no reports to lead to: export notebooks first, with export_report()."
        raise ValueError(message)
    page = load_templates().get_template("contents.html.j2")
    html = page.render(title=title, entries=entries, version=policyviz.__version__)
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    index.write_text(html, encoding="utf-8", newline="\n")
    return index


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
