"""A folder of policies in, a folder of pages out: all notebooks, a page for each company, and the index."""

import csv
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pandas as pd

from policyviz.corpus import data_dir, read_collection
from policyviz.structure import split_clauses

from .appendix import name_file
from .execution import read_notebook
from .export import HEADING, INDEX, TEXTS, check_output_dir, export_pages, export_report, require_extra
from .index import write_index
from .summary import summarise_policies

# In the metadata of a notebook: the parameter that takes one company after the other.
PER_COMPANY = "page_per"
# What stands at the foot of every page of this package, and of no other.
MADE_BY = '<footer><p class="meta">Made with policyviz '

Progress = Callable[[str, int, int], None]


class Site(NamedTuple):
    """The pages that were written, what failed, and what was read."""

    index: Path
    reports: list[Path]
    failures: list[str]
    files: pd.DataFrame


def build_site(
    path: str | Path | None,
    output_dir: str | Path,
    *,
    notebooks: Sequence[Path],
    title: str = "Privacy policy reports",
    hide_code: bool = True,
    progress: Progress | None = None,
) -> Site:
    """Read policies, run notebooks on them, and write their pages with an index.

    The policies are read once: the notebooks get them as a table. A notebook that fails is
    named in `failures`, and the others go on.

    Parameters
    ----------
    path : str, pathlib.Path or None
        What `load_policies` takes: a folder, a file, a zip, a table. None: the policies that ship.
    output_dir : str or pathlib.Path
        Where the pages go; made if need be.
    notebooks : sequence of pathlib.Path
        A notebook whose metadata name a parameter (``policyviz.page_per``) gives a page for each
        policy, with that parameter set to its id.
    title : str
        Of the index.
    hide_code : bool
        As in `export_report`.
    progress : callable, optional
        Called with a step's name, the number of steps done and of all steps, before each step
        and at the end.

    Returns
    -------
    site : Site

    Raises
    ------
    ImportError
        If the packages of ``policyviz[report]`` are not installed.
    OSError, ValueError
        If there is no such path, nothing in it can be read or analysed, or pages cannot go
        to `output_dir`.
    """
    require_extra()
    folder = check_output_dir(output_dir)
    _check_index(folder)
    sources = {notebook: read_notebook(notebook) for notebook in notebooks}
    say = progress or (lambda step, done, total: None)
    say("reading", 0, len(notebooks) + 2)
    policies, files = read_collection(data_dir() if path is None else path)
    with tempfile.TemporaryDirectory(prefix="policyviz-", ignore_cleanup_errors=True) as scratch:
        table = Path(scratch) / "policies-read.csv"
        # Quoted, because a lone carriage return in a text would end its line.
        policies.to_csv(table, index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
        # What the notebooks will read is what the index speaks of.
        policies, _ = read_collection(table)
        clauses = split_clauses(policies)
        files = _note_empty(files, policies, clauses)
        summary = summarise_policies(policies, clauses)
        plan = _Plan(folder, summary, hide_code, say)
        plan.add(sources)
        _remove_old(folder, plan.list_pages())
        reports, failures = plan.run(table)
    say("index", plan.done, plan.total)
    main, companies = plan.sort_pages(reports)
    index = write_index(main, folder, title=title, files=files, summary=summary, pages=companies)
    say("done", plan.total, plan.total)
    return Site(index, reports, failures, files)


def _check_index(folder: Path) -> None:
    index = folder / INDEX
    if index.is_file() and MADE_BY not in index.read_text(encoding="utf-8", errors="replace"):
        message = f"{index} is not of policyviz, and is not overwritten. Name another folder."
        raise ValueError(message)


def _note_empty(files: pd.DataFrame, policies: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    """The log, with a note beside every policy in which no clause was found."""
    english = policies.loc[policies["language"].str.match(r"en\b|und$"), "policy_id"]
    empty = set(english) - set(clauses["policy_id"])
    said = "no sentence was found in it: it is in no result"
    notes = [
        "; ".join(filter(None, [notes, said if policy_id in empty else ""]))
        for policy_id, notes in zip(files["policy_id"], files["notes"], strict=True)
    ]
    return files.assign(notes=notes)


def _remove_old(folder: Path, kept: set[str]) -> None:
    """Remove pages of an earlier run that this one does not write; what others wrote stays."""
    if not folder.is_dir():
        return
    for pattern in ("*.html", f"{TEXTS}/*.html", "*_evidence/*.html"):
        for page in sorted(folder.glob(pattern)):
            is_kept = page.parent == folder and page.name in kept
            if not is_kept and MADE_BY in page.read_text(encoding="utf-8", errors="replace"):
                page.unlink()
    for place in sorted(folder.glob("*_evidence")):
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def _drop_links(report: Path, failed: set[str]) -> None:
    """Take the links to pages out that could not be made; a page that has none stays as it is."""
    html = report.read_text(encoding="utf-8")
    mended = html
    for name in sorted(failed):
        mended = re.sub(rf'<a href="{re.escape(quote(name))}(#[^"]*)?">(.*?)</a>', r"\2", mended)
    if mended != html:
        report.write_text(mended, encoding="utf-8", newline="\n")


class _Plan:
    """The pages to write, in order, and how far the work has come."""

    def __init__(self, folder: Path, summary: pd.DataFrame, hide_code: bool, say: Progress) -> None:
        self._folder, self._summary, self._hide_code, self._say = folder, summary, hide_code, say
        self._notebooks: list[tuple[Path, dict[str, dict]]] = []
        self.companies: dict[str, str] = {}
        self.done, self.total = 1, 2

    def add(self, sources: Mapping[Path, Mapping]) -> None:
        for notebook, source in sources.items():
            parameter = source["metadata"].get("policyviz", {}).get(PER_COMPANY)
            runs = self._plan_runs(parameter) if parameter else {}
            self._notebooks.append((notebook, runs))
            self.total += len(runs) or 1

    def _plan_runs(self, parameter: str) -> dict[str, dict]:
        runs = {}
        for row in self._summary.itertuples():
            name = f"company-{name_file(row.policy_id)}"
            runs[name] = {parameter: row.policy_id, HEADING: row.company or row.policy_id}
            self.companies[row.policy_id] = f"{name}.html"
        return runs

    def list_pages(self) -> set[str]:
        pages = {f"{notebook.stem}.html" for notebook, runs in self._notebooks if not runs}
        return pages | set(self.companies.values())

    def sort_pages(self, reports: list[Path]) -> tuple[list[Path], dict[str, str]]:
        """The pages of notebooks, and the page of each policy that has one; links to none are taken out."""
        written = {page.name for page in reports}
        for report in reports:
            _drop_links(report, self.list_pages() - written)
        companies = {policy_id: page for policy_id, page in self.companies.items() if page in written}
        return [page for page in reports if page.name not in self.companies.values()], companies

    def run(self, table: Path) -> tuple[list[Path], list[str]]:
        options = {"policies": table, "hide_code": self._hide_code}
        options["site"] = {INDEX, *self.list_pages()}
        reports, failures = [], []
        for notebook, runs in self._notebooks:
            try:
                if runs:
                    made, failed = export_pages(
                        notebook, self._folder, runs=runs, on_run=self._tell(list(runs)), **options
                    )
                else:
                    self._tell([notebook.stem])(0)
                    made, failed = [export_report(notebook, self._folder, **options)], []
            except (OSError, ValueError, RuntimeError) as error:
                made, failed = [], [str(error)]
            reports, failures = reports + made, failures + failed
            self.done += len(runs) or 1
        return reports, failures

    def _tell(self, names: list[str]) -> Callable[[int], None]:
        start = self.done
        return lambda number: self._say(names[number], start + number, self.total)
