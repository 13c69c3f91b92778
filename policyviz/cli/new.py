"""``policyviz new``: a folder in which a study of other policies, or a course, can begin."""

import argparse
import shlex
import shutil
from pathlib import Path

from policyviz.cli.console import OK, say
from policyviz.cli.notebooks import find_notebooks, notebooks_dir
from policyviz.cli.places import check_empty

STUDY = Path(__file__).with_name("study.md")
LESSONS = Path(__file__).with_name("lessons.md")


def run(options: argparse.Namespace) -> int:
    """Make the folder and say what comes next."""
    if options.template == "study":
        make_study(options.folder)
        said = _describe_study(options.folder)
    else:
        make_course(options.folder, for_teacher=options.template == "course")
        said = _describe_course(options.folder)
    if not options.quiet:
        for line in said:
            say(line)
    return OK


def _describe_study(folder: Path) -> list[str]:
    policies, reports = folder / "policies", folder / "reports"
    return [
        f"Made {folder}. Put policies into {policies}, then run:",
        f"policyviz report {shlex.quote(str(policies))} --out {shlex.quote(str(reports))}",
        f"More in {folder / 'README.md'}",
    ]


def _describe_course(folder: Path) -> list[str]:
    return [
        f"Made {folder}. Open it in JupyterLab:",
        f"jupyter lab {shlex.quote(str(folder))}",
        f"More in {folder / 'README.md'}",
    ]


def make_study(folder: Path) -> None:
    """Make a folder with an empty register, copies of the notebooks, and a page on what to do.

    Parameters
    ----------
    folder : pathlib.Path
        New or empty.

    Raises
    ------
    FileExistsError, NotADirectoryError
        If there is anything in it, or if it is a file.
    """
    from policyviz.corpus.register import OPTIONAL, REGISTER_NAME, REQUIRED

    check_empty(folder)
    notebooks = find_notebooks(notebooks_dir())
    for name in ("policies", "notebooks"):
        (folder / name).mkdir(parents=True)
    for notebook in notebooks:
        # The bytes only: an installed notebook may be read-only, a copy is there to be changed.
        shutil.copyfile(notebook, folder / "notebooks" / notebook.name)
    register = folder / "policies" / REGISTER_NAME
    register.write_text(",".join(REQUIRED + OPTIONAL) + "\n", encoding="utf-8", newline="\n")
    (folder / "README.md").write_text(STUDY.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


def make_course(folder: Path, *, for_teacher: bool = False) -> None:
    """Make a folder with the lessons as students get them, or with all that their teacher needs.

    Parameters
    ----------
    folder : pathlib.Path
        New or empty.
    for_teacher : bool
        Whether solutions, the teacher's page and the sources of the handouts go along.

    Raises
    ------
    FileExistsError, NotADirectoryError
        If there is anything in it, or if it is a file.
    """
    check_empty(folder)
    course = notebooks_dir() / "classroom"
    patterns = ["*.ipynb", "handouts/*.html"]
    if for_teacher:
        patterns += ["README.md", "nbgrader_config.py", "solutions/*.ipynb", "handouts/*.md"]
    for path in sorted(path for pattern in patterns for path in course.glob(pattern)):
        copy = folder / path.relative_to(course)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if not for_teacher:
        (folder / "README.md").write_text(LESSONS.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
