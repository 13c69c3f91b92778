"""Students' notebooks out of the solutions: what is marked as solution is cut, ``____`` is left.

The marks are nbgrader's, so a course that runs nbgrader can release the same notebooks, grade
them and export the scores: a code cell with a region between ``### BEGIN SOLUTION`` and
``### END SOLUTION`` loses it, one between ``### BEGIN HIDDEN TESTS`` and ``### END HIDDEN TESTS``
as well, and a text cell that is to be answered in words becomes ``____``.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

STUB = "____"
_REGIONS = [
    re.compile(rf"^[ \t]*### BEGIN {name}\n.*?^[ \t]*### END {name}(?:\n|\Z)", re.MULTILINE | re.DOTALL)
    for name in ("SOLUTION", "HIDDEN TESTS")
]
_MARK = re.compile(r"### *(?:BEGIN|END) *(?:SOLUTION|HIDDEN TESTS)", re.IGNORECASE)


def write_lessons(source: str | Path, target: str | Path) -> list[Path]:
    """Write the students' notebook of every solution.

    Parameters
    ----------
    source : str or pathlib.Path
        The folder of the solutions.
    target : str or pathlib.Path
        Where the notebooks for students go, under the same names.

    Returns
    -------
    written : list of pathlib.Path
        In order of name.

    Raises
    ------
    FileNotFoundError
        If there is no notebook in `source`.
    ValueError
        If both folders are the same, if a mark has no partner, or if a cell has marks but nbgrader's
        metadata do not say what it is. Nothing is written then.
    """
    if Path(source).resolve() == Path(target).resolve():
        message = f"The students' notebooks would overwrite the solutions in {source}. Name another folder."
        raise ValueError(message)
    solutions = sorted(Path(source).glob("*.ipynb"))
    if not solutions:
        message = f"There are no solutions (.ipynb) in {source}. Name the folder that holds them."
        raise FileNotFoundError(message)
    # All of them are cut before the first is written: a slip in one leaves no half of a course.
    lessons = [(path.name, cut_solutions(read_lesson(path), path.name)) for path in solutions]
    Path(target).mkdir(parents=True, exist_ok=True)
    return [_write(lesson, Path(target) / name) for name, lesson in lessons]


def read_lesson(path: Path) -> NotebookNode:
    """Read a notebook in the current format."""
    return nbformat.read(path, as_version=4)


def _write(notebook: NotebookNode, path: Path) -> Path:
    # Windows would write other line ends, and other bytes would be out of step.
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
    return path


def cut_solutions(notebook: NotebookNode, name: str = "the notebook") -> NotebookNode:
    """Make the notebook that students get.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        A solution. It is not changed.
    name : str
        What an error calls it.

    Returns
    -------
    lesson : nbformat.NotebookNode
        Without solutions, hidden tests, outputs and counts.

    Raises
    ------
    ValueError
        As in `write_lessons`.
    """
    lesson = deepcopy(notebook)
    for number, cell in enumerate(lesson.cells):
        cell.source = _cut(cell, f"{name}, cell {number}")
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        elif cell.source == STUB:
            # A picture that was pasted into the solution.
            cell.pop("attachments", None)
    return lesson


def _cut(cell: NotebookNode, place: str) -> str:
    _check_marks(cell, place)
    source = cell.source
    for region in _REGIONS:
        # Words that are cut leave a blank behind; code has its blank in the line before.
        source = region.sub("" if cell.cell_type == "code" else f"{STUB}\n", source)
    if _MARK.search(source):
        message = f"{place}: a mark ### BEGIN or ### END has no partner, or is not spelt in full."
        raise ValueError(message)
    if cell.metadata.get("nbgrader", {}).get("solution") and source == cell.source:
        return STUB
    return source.rstrip() if cell.cell_type == "code" else source.strip("\n")


def _check_marks(cell: NotebookNode, place: str) -> None:
    """nbgrader loses what stands in a cell that its metadata do not name."""
    grading = cell.metadata.get("nbgrader", {})
    for word, kind in (("SOLUTION", "solution"), ("HIDDEN TESTS", "grade")):
        if f"### BEGIN {word}" in cell.source and not grading.get(kind):
            message = (
                f'{place} has a region {word}, but its metadata do not say "nbgrader": {{"{kind}": true}}.'
            )
            raise ValueError(message)


def find_out_of_step(source: str | Path, target: str | Path) -> list[str]:
    """Name the students' notebooks that differ from what their solutions give, are missing or are left over.

    Returns
    -------
    names : list of str
        File names, sorted; none if all are in step.
    """
    expected = {
        path.name: cut_solutions(read_lesson(path), path.name) for path in Path(source).glob("*.ipynb")
    }
    found = {path.name: path.read_bytes() for path in Path(target).glob("*.ipynb")}
    written = {name: f"{nbformat.writes(lesson)}\n".encode() for name, lesson in expected.items()}
    return sorted(_differ(written, found))


def _differ(written: dict[str, bytes], found: dict[str, bytes]) -> Iterable[str]:
    return (name for name in written.keys() | found.keys() if written.get(name) != found.get(name))
