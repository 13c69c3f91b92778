"""The six lessons: what a student gets is made from what a teacher has, and both run without a network."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from pypdfium2 import PdfDocument

import policyviz as pv
from policyviz.classroom.exercises import load_exercises
from policyviz.classroom.handouts import make_handout
from policyviz.classroom.releasing import find_out_of_step, read_lesson
from policyviz.report.execution import run_notebook

COURSE = Path(__file__).parent.parent / "notebooks" / "classroom"
SOLUTIONS = sorted((COURSE / "solutions").glob("*.ipynb"))
LESSONS = sorted(COURSE.glob("*.ipynb"))
REGION = re.compile(r"^### BEGIN SOLUTION\n(.*?)### END SOLUTION\n?", re.DOTALL | re.MULTILINE)
BLANK = "There is still a ____ here: what would you put in its place?"
# Runs before a lesson: whatever would leave this machine fails, and NLTK finds no data.
GUARD = """
import os, socket

def _refuse(*args, **kwargs):
    raise RuntimeError("the lesson reached for the network")

def _guard(self, address, connect=socket.socket.connect):
    is_here = self.family == socket.AF_UNIX or str(address[0]).startswith("127.")
    return connect(self, address) if is_here else _refuse()

socket.socket.connect = _guard
socket.getaddrinfo = _refuse
assert os.listdir(os.environ["NLTK_DATA"]) == []
"""


def read_code(path):
    return [cell for cell in read_lesson(path).cells if cell.cell_type == "code"]


def read_prose(path):
    return "\n".join(cell.source for cell in read_lesson(path).cells if cell.cell_type == "markdown")


def find_grading(cell):
    return cell.metadata.get("nbgrader", {})


def run(notebook, folder):
    """Run the cells in order, offline; the notebook with its outputs."""
    notebook.cells.insert(0, new_code_cell(GUARD))
    return run_notebook(notebook, folder / "lesson.ipynb")


def read_feedback(notebook):
    """What each check said, in order: (exercise, whether it was praise, words)."""
    said = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/plain", "")
            if found := re.match(r"(L\d\.\d) (✓|…) (.*)", text, re.DOTALL):
                said.append((found[1], found[2] == "✓", found[3]))
    return said


def list_exercises(path):
    number = path.stem.split("_")[0]
    return [name for name in load_exercises() if name.startswith(f"{number}.")]


def test_there_are_six():
    """One solution and one student's notebook for each lesson, under the same names."""
    assert [path.stem for path in SOLUTIONS] == [
        "L1_a_policy_is_a_table",
        "L2_words_that_vanish",
        "L3_what_counts_as_vague",
        "L4_reading_silence",
        "L5_clusters_are_choices",
        "L6_write_the_finding",
    ]
    assert [path.name for path in LESSONS] == [path.name for path in SOLUTIONS]


def test_students_notebooks_are_in_step():
    """They are what `make classroom` makes of the solutions."""
    assert find_out_of_step(COURSE / "solutions", COURSE) == []


def test_handouts_are_in_step():
    """Each page is what `make classroom` makes of its Markdown."""
    texts = sorted((COURSE / "handouts").glob("*.md"))
    assert [text.stem for text in texts] == [f"L{number}" for number in range(1, 7)]
    stale = [
        text.stem for text in texts if text.with_suffix(".html").read_text("utf-8") != make_handout(text)
    ]
    assert stale == []


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_handouts_are_one_page_each(browser, tmp_path, paper):
    """Printed on either paper, each fits one sheet."""
    pages = {}
    page = browser.new_page()
    for path in sorted((COURSE / "handouts").glob("*.html")):
        page.goto(path.as_uri())
        page.pdf(path=tmp_path / "out.pdf", format=paper)
        with PdfDocument(tmp_path / "out.pdf") as document:
            pages[path.stem] = len(document)
    page.close()
    assert pages == {f"L{number}": 1 for number in range(1, 7)}


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_lesson_has_its_parts(path):
    """A question, goals first, 50 to 75 minutes, 600 to 1,200 words, limits, a summary, a discussion."""
    prose = read_prose(path)
    title = prose.splitlines()[0]
    minutes = int(re.search(r"\*\*Time:\*\* (\d+) minutes", prose)[1])
    assert re.fullmatch(rf"# {path.stem[:2]}\. .*\?", title)
    assert prose.index("You will be able to") < prose.index("## ")
    assert 50 <= minutes <= 75
    assert 600 <= len(prose.split()) <= 1200
    for part in ("**What this does not show.**", "## Summary", "## To discuss"):
        assert part in prose


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_minutes_add_up(path):
    """The time plan is the sum of its parts."""
    plan = re.search(r"\*\*Time:\*\* (\d+) minutes\.(.*)", read_prose(path))
    assert sum(map(int, re.findall(r"\b(\d+)\b", plan[2]))) == int(plan[1])


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_cells_are_short(path):
    """One to six lines outside exercises, which are as long as their answer."""
    assert max(len(cell.source.splitlines()) for cell in read_code(path) if not find_grading(cell)) <= 6


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_exercises_are_numbered_and_graded(path):
    """Four to seven, each with a heading, a blank and a check of its own; the last one waits for a person."""
    names = list_exercises(path)
    grading = [find_grading(cell) for cell in read_code(path) if find_grading(cell)]
    ids = [cell["grade_id"] for cell in grading]
    closed = [f"{name.replace('.', '-')}-{part}" for name in names[:-1] for part in ("answer", "check")]
    last = names[-1].replace(".", "-")
    assert 4 <= len(names) <= 7
    assert re.findall(r"^#{2,3} Exercise (L\d\.\d)", read_prose(path), re.MULTILINE) == names
    assert ids == [*closed, f"{last}-answer", f"{last}-look"]
    assert [cell["grade"] for cell in grading] == [
        cell.endswith("-check") or cell == f"{last}-answer" for cell in ids
    ]
    assert [cell["solution"] for cell in grading] == [cell.endswith("-answer") for cell in ids]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_students_get_blanks_and_no_solution(path):
    """A blank for each exercise, no hidden test, no output."""
    cells = read_code(path)
    blanks = [cell.source for cell in cells if find_grading(cell).get("solution")]
    assert [source for source in blanks if "____" not in source] == []
    assert [
        cell.source for cell in cells if "### " in cell.source or cell.outputs or cell.execution_count
    ] == []


@pytest.mark.parametrize(
    "path", [*LESSONS, *SOLUTIONS], ids=lambda path: f"{path.parent.name}-{path.stem[:2]}"
)
def test_names_no_company_that_exists(path):
    """The lessons speak of invented companies only."""
    shipped = pv.load_policies(pv.data_dir())["company"]
    words = read_prose(path) + "\n".join(cell.source for cell in read_code(path))
    assert [name for name in shipped if re.search(rf"\b{re.escape(name)}\b", words)] == []


@pytest.mark.notebooks
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_runs_with_blanks(path, tmp_path):
    """Nothing fails where nothing is filled in; every check says what is missing."""
    said = read_feedback(run(read_lesson(path), tmp_path))
    assert said == [(name, False, BLANK) for name in list_exercises(path)]


@pytest.mark.notebooks
@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_wrong_answers_get_a_question_and_right_ones_praise(path, tmp_path):
    """Each exercise once with a wrong answer and once with the solution, hidden tests and all."""
    notebook, cells = read_lesson(path), []
    for cell in notebook.cells:
        if cell.cell_type == "code" and find_grading(cell).get("solution"):
            wrong = REGION.sub("", cell.source).replace("____", "'no idea'")
            name = find_grading(cell)["grade_id"].removesuffix("-answer").replace("-", ".")
            variable = wrong.split("=")[0].strip()
            cells += [new_code_cell(wrong), new_code_cell(f'check("{name}", {variable})')]
        cells.append(cell)
    notebook.cells = cells
    said = read_feedback(run(notebook, tmp_path))
    assert [(name, right) for name, right, _ in said] == [
        (name, right) for name in list_exercises(path) for right in (False, True)
    ]
    assert [words for _, right, words in said if not right and not words.endswith("?")] == []


@pytest.mark.notebooks
@pytest.mark.parametrize("address", ["('192.0.2.1', 80)", "('example.org', 80)"])
def test_the_guard_stops_what_leaves_the_machine(address, tmp_path):
    """The lessons above ran offline: what would reach out fails."""
    notebook = nbformat.v4.new_notebook(
        cells=[new_code_cell(f"socket.create_connection({address}, timeout=1)")]
    )
    with pytest.raises(RuntimeError, match="the lesson reached for the network"):
        run(notebook, tmp_path)
