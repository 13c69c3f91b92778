"""What can be typed, and what ``--help`` says about it."""

import argparse
from pathlib import Path
from typing import NoReturn

import policyviz
from policyviz.cli.console import WRONG_USE, say_error

COMMANDS = {
    "report": "run notebooks on policies and write HTML pages that open offline",
    "analyze": "write every table as CSV and Parquet",
    "new": "make a folder for a study of your own, or for a course",
    "verify": "check the files of a data folder against their hashes",
}

POLICIES = (
    "a folder, a file, a pattern in quotes, a zip, or a CSV or Parquet table of policies; "
    "left out: the four that ship"
)

CODES = """\
exit codes:
  0  all well
  1  nothing could be done; the error says why
  2  the command was not understood
  3  done in part: a file was not read, or a notebook or table failed; the rest was written
"""

EXAMPLES = {
    "report": """\
examples:
  policyviz report                                  the four policies that ship
  policyviz report my/policies --out my/reports     all files of a folder
  policyviz report "policies/*.html" --only 03 04   two notebooks
  policyviz report texts.csv --only my/own.ipynb    a notebook of your own
""",
    "analyze": """\
examples:
  policyviz analyze my/policies --out my/tables
  policyviz analyze policies.zip --out tables --format csv
  policyviz analyze a/million --out results --workers 8
  policyviz analyze a/million --out results --scheduler tcp://127.0.0.1:8786

An analysis that needs more than is there (clusters of one clause, comparisons of one policy)
is left out and named; that is no failure.

With --scheduler, --workers or --partition-size the work is done by a Dask cluster and written
in partitions of Parquet (docs/scale.md). A run that was stopped goes on when it is typed again.
""",
    "new": """\
examples:
  policyviz new study                        makes study/policies, study/notebooks and study/README.md
  policyviz new lessons --template lessons   the six lessons, as students get them
  policyviz new course --template course     the lessons with solutions and the teacher's page
""",
    "verify": """\
examples:
  policyviz verify           the data that ship
  policyviz verify my/data   a folder with a registry.txt
""",
}

OVERVIEW = """\
examples:
  policyviz report                          pages on the four policies that ship
  policyviz new study                       a folder for policies of your own
  policyviz report study/policies           pages on them
  policyviz analyze study/policies --out t  the same as tables
  policyviz report --help                   all options of a command
"""


class Parser(argparse.ArgumentParser):
    """argparse, with mistakes told in one line."""

    def error(self, message: str) -> NoReturn:
        """Say the mistake and where help is; exit with 2."""
        # The shell has put the names of files in the place of the pattern.
        if message.startswith("unrecognized arguments: ") and not message.split(": ")[1].startswith("-"):
            message += " (a pattern such as *.txt needs quotes)"
        say_error(f"{message} (see: {self.prog} --help)")
        raise SystemExit(WRONG_USE)


def build_parser() -> Parser:
    """The parser of ``policyviz`` and of its commands.

    Examples
    --------
    >>> options = build_parser().parse_args(["report", "texts", "--only", "03", "04"])
    >>> options.path, str(options.out), options.only
    ('texts', 'reports', ['03', '04'])
    """
    parser = Parser(
        prog="policyviz",
        description="Privacy policies as tables, charts and HTML reports. Nothing leaves this machine.",
        epilog=OVERVIEW + "\n" + CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"policyviz {policyviz.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    for add in (_add_report, _add_analyze, _add_new, _add_verify):
        add(commands)
    return parser


def _add_command(commands: argparse._SubParsersAction, name: str) -> Parser:
    command = commands.add_parser(
        name,
        help=COMMANDS[name],
        description=COMMANDS[name].capitalize() + ".",
        epilog=EXAMPLES[name] + "\n" + CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("--quiet", action="store_true", help="say only what went wrong")
    command.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return command


def _add_report(commands: argparse._SubParsersAction) -> None:
    command = _add_command(commands, "report")
    command.add_argument("path", nargs="?", metavar="PATH", help=POLICIES)
    command.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help="folder for the pages (reports)"
    )
    command.add_argument(
        "--title", default="Privacy policy reports", metavar="TEXT", help="of the first page"
    )
    command.add_argument(
        "--only",
        nargs="+",
        action="extend",
        default=[],
        metavar="NOTEBOOK",
        help="numbers, names or paths of notebooks to run; left out: all",
    )
    command.add_argument(
        "--notebooks", type=Path, metavar="FOLDER", help="notebooks to run instead of those that ship"
    )
    command.add_argument("--show-code", action="store_true", help="show the code instead of hiding it")


def _add_analyze(commands: argparse._SubParsersAction) -> None:
    command = _add_command(commands, "analyze")
    command.add_argument("path", nargs="?", metavar="PATH", help=POLICIES)
    command.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="folder for the tables: new, empty, or of a run before",
    )
    command.add_argument(
        "--format",
        nargs="+",
        choices=["parquet", "csv"],
        default=["parquet", "csv"],
        help="kinds of files to write (both)",
    )
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="run on this Dask cluster, such as tcp://127.0.0.1:8786"
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="run on a cluster of N processes on this machine"
    )
    command.add_argument(
        "--partition-size", type=int, metavar="N", help="policies in one partition of a cluster's run (500)"
    )


def _add_new(commands: argparse._SubParsersAction) -> None:
    command = _add_command(commands, "new")
    command.add_argument("folder", type=Path, metavar="DIR", help="a new or an empty folder")
    command.add_argument(
        "--template",
        choices=["study", "lessons", "course"],
        default="study",
        help="what goes into it: a study (default), lessons for students, or a course for its teacher",
    )


def _add_verify(commands: argparse._SubParsersAction) -> None:
    command = _add_command(commands, "verify")
    command.add_argument(
        "folder", type=Path, nargs="?", metavar="DIR", help="holds registry.txt; left out: the data that ship"
    )
