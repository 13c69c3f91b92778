"""Exporting a notebook as one self-contained HTML file."""

import logging
from collections.abc import Callable, Collection, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import policyviz

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

    from .appendix import Appendix

# The folder of texts beside the reports, and the page that leads to all of them.
TEXTS, INDEX = "texts", "index.html"
# Not a parameter of a notebook, but what stands before its title.
HEADING = "heading"
# The tag of cells that speak to somebody at the notebook.
NOT_SHOWN = "notebook"
EXTRA = ("bs4", "ipykernel", "nbclient", "nbconvert", "nbformat")
TEMPLATES = Path(__file__).parent

# What a page can show, best first. Scripts and widgets are not among them.
SHOWN = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]


class _Look(NamedTuple):
    """How a page is made: with its code folded, among which other pages, with what before its title."""

    hide_code: bool
    site: Collection[str]
    heading: str = ""


def export_report(
    notebook: str | Path,
    output_dir: str | Path = "reports",
    *,
    policies: str | Path | None = None,
    parameters: Mapping[str, object] | None = None,
    hide_code: bool = True,
    site: Collection[str] = (),
) -> Path:
    """Run a notebook and write it as one HTML file that opens offline.

    The page loads nothing, and runs nothing but the one script that draws the maps of
    `explore_clusters` if there are any; the same notebook and policies give the same
    bytes. The notebook itself is not changed. It runs in its own folder, as it
    does in Jupyter.

    Parameters
    ----------
    notebook : str or pathlib.Path
        A Jupyter notebook in Python. Its first heading becomes the title.
    output_dir : str or pathlib.Path
        Where ``<name of the notebook>.html`` goes; made if need be.
    policies : str or pathlib.Path, optional
        A folder or file of policies that ``load_policies()`` reads in the notebook
        instead of the four that ship.
    parameters : mapping, optional
        Names and values to set after the cell tagged "parameters".
    hide_code : bool
        True puts the code of each cell behind a "Code" switch, False shows it.
    site : collection of str
        File names of all pages that will stand beside this one, its own among them: links to other
        notebooks stay links only if their page is there. Empty: all links stay.

    Returns
    -------
    report : pathlib.Path
        The file written. If the clauses behind its numbers are too many for one page, they stand
        beside it, in ``<name of the notebook>_evidence/`` and ``texts/``.

    Raises
    ------
    ImportError
        If the packages of ``policyviz[report]`` are not installed.
    FileNotFoundError, IsADirectoryError, NotADirectoryError
        If a path is missing, or a folder where a file is meant, or the reverse.
    ValueError
        If the file is not a notebook, an image has no text alternative, or no cell takes parameters.
    RuntimeError
        If a cell fails. The message names notebook, cell and the exception.

    Examples
    --------
    >>> export_report("typo.ipynb")
    Traceback (most recent call last):
    ...
    FileNotFoundError: There is no notebook typo.ipynb. Check the spelling; the name ends in .ipynb.
    """
    require_extra()
    from .execution import read_notebook, run_notebook
    from .outputs import tidy_outputs

    path, folder = Path(notebook), check_output_dir(output_dir)
    source = read_notebook(path)
    policies = check_policies(policies)
    executed = run_notebook(source, path, policies=policies, parameters=parameters)
    tidy_outputs(executed, path.absolute().parent, policies=policies)
    return _write_report(executed, path, folder / f"{path.stem}.html", _Look(hide_code, site))


def export_pages(
    notebook: str | Path,
    output_dir: str | Path,
    *,
    runs: Mapping[str, Mapping[str, object]],
    policies: str | Path | None = None,
    hide_code: bool = True,
    site: Collection[str] = (),
    on_run: Callable[[int], None] = lambda number: None,
) -> tuple[list[Path], list[str]]:
    """Run one notebook several times, with other parameters, and write a page for each run.

    All runs share one kernel, and cells tagged "once" run the first time only: so a page for each
    of a hundred companies does not read a hundred policies a hundred times.

    Parameters
    ----------
    notebook, output_dir, policies, hide_code, site
        As in `export_report`.
    runs : mapping
        For each page, by its file name without ``.html``, the parameters to set. What `heading`
        says there, if anything, stands before the notebook's title.
    on_run : callable
        Called with the number of a run, from 0, when it starts.

    Returns
    -------
    pages : list of pathlib.Path
        The files written, in the order of `runs`.
    failures : list of str
        One sentence for each run that failed.
    """
    require_extra()
    from .execution import read_notebook, run_repeatedly
    from .outputs import tidy_outputs

    path, folder = Path(notebook), check_output_dir(output_dir)
    source = read_notebook(path)
    policies = check_policies(policies)
    headings = {name: str(run.get(HEADING, "")) for name, run in runs.items()}
    sets = [{key: value for key, value in run.items() if key != HEADING} for run in runs.values()]
    results = run_repeatedly(source, path, sets, policies=policies, on_run=on_run)
    pages, failures = [], []
    for name, result in zip(runs, results, strict=True):
        if isinstance(result, str):
            failures.append(f"{name}: {result}")
        else:
            tidy_outputs(result, path.absolute().parent, policies=policies)
            page = folder / f"{name}.html"
            look = _Look(hide_code, site, headings[name])
            pages.append(_write_report(result, path, page, look))
    return pages, failures


def _write_report(executed: "NotebookNode", path: Path, report: Path, look: _Look) -> Path:
    from .appendix import take_appendix
    from .page import finish_page

    appendix = take_appendix(executed, report.name)
    html = _convert(executed, path, look)
    html = finish_page(html, path.name, appendix=appendix, heading=look.heading, site=look.site)
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(html, encoding="utf-8", newline="\n")
    _write_beside(report, appendix, look)
    return report


def _write_beside(report: Path, appendix: "Appendix", look: _Look) -> None:
    """Write the pages that a report leads to, if its clauses and texts do not stand in it."""
    template = load_templates().get_template("beside.html.j2")
    for page in appendix.list_pages():
        file = report.parent / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        # The texts belong to all reports of a folder.
        back = INDEX if page.path.startswith(f"{TEXTS}/") and INDEX in look.site else report.name
        about = {"title": page.title, "body": page.body, "version": policyviz.__version__}
        html = template.render(about, back=f"../{quote(back)}")
        file.write_text(html, encoding="utf-8", newline="\n")


def load_templates() -> "Environment":
    """The templates of pages that are not made from notebooks; everything they are given is escaped."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(
        loader=FileSystemLoader(TEMPLATES / "template"), autoescape=True, keep_trailing_newline=True
    )


def require_extra() -> None:
    """Complain once, with the command to type, if reports cannot be made here."""
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        message = f'Reports need more packages ({", ".join(missing)}): pip install "policyviz[report]"'
        raise ImportError(message)


def check_output_dir(output_dir: str | Path) -> Path:
    """Say so before the notebook runs if reports cannot go to `output_dir`."""
    folder = Path(output_dir)
    for place in (folder, *folder.parents):
        if place.exists() and not place.is_dir():
            message = f"Reports cannot go to {folder}: {place} is a file. Name a folder."
            raise NotADirectoryError(message)
    return folder


def check_policies(policies: str | Path | None) -> Path | None:
    """Say so before the notebook runs if there are no such policies."""
    if policies is None:
        return None
    path = Path(policies)
    if not path.exists():
        message = f"There are no policies at {path}. Name a folder or a file that exists."
        raise FileNotFoundError(message)
    return path


def _convert(notebook: "NotebookNode", path: Path, look: _Look) -> str:
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    from .page import clean_fragment

    for number, cell in enumerate(notebook.cells, start=1):
        cell.metadata["policyviz_cell"] = number
    # What is said to somebody who may change a cell says nothing to the reader of a page.
    said = [cell for cell in notebook.cells if NOT_SHOWN not in cell.metadata.get("tags", [])]
    notebook = type(notebook)(notebook | {"cells": said})
    exporter = HTMLExporter(
        config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}),
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="template",
        embed_images=True,
        exclude_anchor_links=True,
        filters={"clean_fragment": clean_fragment},
        log=logging.getLogger("policyviz.report"),
    )
    about = {"version": policyviz.__version__, "notebook": path.name, "hide_code": look.hide_code}
    about["home"] = INDEX if INDEX in look.site else ""
    resources = {"metadata": {"path": str(path.resolve().parent)}, "policyviz": about}
    html, _ = exporter.from_notebook_node(notebook, resources)
    return html
