"""``policyviz new``: a folder in which a study of other policies can begin."""

import argparse
import shlex
import shutil
from pathlib import Path

from policyviz.cli.console import OK, say
from policyviz.cli.notebooks import find_notebooks, notebooks_dir
from policyviz.cli.places import check_empty

STUDY = Path(__file__).with_name("study.md")


def run(options: argparse.Namespace) -> int:
    """Make the folder and say what comes next."""
    make_study(options.folder)
    if not options.quiet:
        policies, reports = options.folder / "policies", options.folder / "reports"
        say(f"Made {options.folder}. Put policies into {policies}, then run:")
        say(f"policyviz report {shlex.quote(str(policies))} --out {shlex.quote(str(reports))}")
        say(f"More in {options.folder / 'README.md'}")
    return OK


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
