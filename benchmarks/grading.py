"""The course under nbgrader, for real: release, submit right and wrong answers, autograde, read the scores.

    python -m benchmarks.grading [FOLDER]

Needs ``pip install "policyviz[teach]"``. The course is made in a scratch folder, or in FOLDER, new or
empty, where it can be looked at afterwards.
"""

import os
import re
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import nbformat

from benchmarks.tables import format_table
from policyviz.classroom.releasing import cut_solutions, read_lesson

COURSE = Path(__file__).parent.parent / "notebooks" / "classroom"
REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION\n?", re.DOTALL)
RIGHT, WRONG, BLANK = "right", "wrong", "blank"


def lay_out(folder: Path) -> list[str]:
    """Make the folder of a course: settings, and the solutions as its source; the names of the lessons."""
    shutil.copy(COURSE / "nbgrader_config.py", folder)
    lessons = []
    for solution in sorted((COURSE / "solutions").glob("*.ipynb")):
        lesson = solution.stem.split("_")[0]
        (folder / "source" / lesson).mkdir(parents=True)
        shutil.copy(solution, folder / "source" / lesson / solution.name)
        lessons.append(lesson)
    return lessons


def answer(released: nbformat.NotebookNode, solution: nbformat.NotebookNode, student: str) -> None:
    """Fill the blanks of a released notebook in: as in the solution, or with something that is wrong."""
    solved = {
        cell.metadata.nbgrader.grade_id: cell.source for cell in solution.cells if "nbgrader" in cell.metadata
    }
    for cell in released.cells:
        grading = cell.metadata.get("nbgrader", {})
        if not grading.get("solution") or student == BLANK:
            continue
        source = solved[grading["grade_id"]]
        cell.source = (
            REGION.sub(r"\1", source) if student == RIGHT else cell.source.replace("____", "'no idea'")
        )


def submit(folder: Path, lesson: str) -> None:
    """Hand the lesson in for three students."""
    [release] = (folder / "release" / lesson).glob("*.ipynb")
    solution = read_lesson(folder / "source" / lesson / release.name)
    for student in (RIGHT, WRONG, BLANK):
        target = folder / "submitted" / student / lesson
        target.mkdir(parents=True)
        notebook = read_lesson(release)
        answer(notebook, solution, student)
        nbformat.write(notebook, target / release.name)


def compare_release(folder: Path, lesson: str) -> bool:
    """Whether nbgrader's release has the sources of the students' notebook that `make classroom` writes."""
    [release] = (folder / "release" / lesson).glob("*.ipynb")
    own = cut_solutions(read_lesson(COURSE / "solutions" / release.name))
    pairs = zip(read_lesson(release).cells, own.cells, strict=True)
    return all(theirs.source.rstrip() == ours.source.rstrip() for theirs, ours in pairs)


def grade(folder: Path, lessons: list[str]) -> list[list[str]]:
    """Release, submit and grade; a row per lesson."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    config = Config()
    config.CourseDirectory.root = str(folder)
    exec((COURSE / "nbgrader_config.py").read_text(encoding="utf-8"), {"get_config": lambda: config})  # noqa: S102
    api = NbGraderAPI(config=config)
    rows = []
    for lesson in lessons:
        _must(api.generate_assignment(lesson), f"release of {lesson}")
        submit(folder, lesson)
        scores = {}
        for student in (RIGHT, WRONG, BLANK):
            _must(api.autograde(lesson, student), f"grading of {lesson}, {student}")
            scores[student] = _read_score(api, lesson, student)
        same = "yes" if compare_release(folder, lesson) else "no"
        rows.append([lesson, same, *(scores[student] for student in (RIGHT, WRONG, BLANK))])
    return rows


def _read_score(api, lesson: str, student: str) -> str:
    """Points of the checked cells, and how many points wait for the teacher."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{api.coursedir.root}/gradebook.db") as book:
        submission = book.find_submission(lesson, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        checked = [grade for grade in grades if grade.auto_score is not None and not grade.needs_manual_grade]
        waiting = sum(grade.max_score for grade in grades if grade.needs_manual_grade)
        points = (
            f"{sum(grade.auto_score for grade in checked):g} of {sum(grade.max_score for grade in checked):g}"
        )
    return f"{points}, {waiting:g} by hand" if waiting else points


def _must(result: dict, what: str) -> None:
    if not result["success"]:
        message = f"The {what} failed: {result.get('log') or result.get('error')}"
        raise RuntimeError(message)


def main(arguments: list[str]) -> None:
    """Print the scores."""
    os.environ["NLTK_DATA"] = os.devnull
    # nbgrader calls alembic by its bare name, which only an activated environment has on its path.
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(arguments[0] if arguments else scratch).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        rows = grade(folder, lay_out(folder))
    header = ["lesson", "released as by make classroom", "right answers", "wrong answers", "blanks left"]
    print(format_table(header, rows))


if __name__ == "__main__":
    main(sys.argv[1:])
