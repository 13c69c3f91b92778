"""From the words typed to the exit code. Whatever goes wrong is said in a line, not in a traceback."""

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from policyviz.cli.console import FAILED, OK, STOPPED, escape_controls, say, say_error, warnings_as_lines
from policyviz.cli.parser import COMMANDS, Parser, build_parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``policyviz`` with these words.

    Parameters
    ----------
    argv : sequence of str, optional
        Default: the words of the command line.

    Returns
    -------
    code : int
        0 all well, 1 nothing could be done, 3 done in part, 130 stopped by Ctrl-C.

    Raises
    ------
    SystemExit
        With 2 if the words cannot be understood, with 0 after ``--help`` and ``--version``.

    Examples
    --------
    >>> main(["verify"])  # doctest: +ELLIPSIS
    ok       ...
    0
    """
    words = sys.argv[1:] if argv is None else list(argv)
    parser = build_parser()
    if not words:
        parser.print_help()
        return OK
    _check_command(words[0], parser)
    options = parser.parse_args(words)
    try:
        with warnings_as_lines():
            code = _run(options)
        # Here, and not when Python ends: a reader that hung up is noticed when lines are sent.
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our lines has heard enough (`policyviz verify | head -1`); Python would
        # complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        say("policyviz: stopped.")
        return STOPPED
    except Exception as error:
        if options.debug:
            raise
        say_error(_describe(error))
        return FAILED


def _run(options: argparse.Namespace) -> int:
    # A console of another encoding gets \u2014 where it has no dash, and no crash.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return import_module(f"policyviz.cli.{options.command}").run(options)


def _describe(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        place = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror}{place}. Run again with --debug to see where."
    if isinstance(error, ImportError | OSError | ValueError | RuntimeError) and str(error):
        return str(error)
    named = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"unexpected {named}. This should not happen: please report it with what --debug shows."


def _check_command(word: str, parser: Parser) -> None:
    """Say which command is near; argparse only lists them all."""
    if word.startswith("-") or word in COMMANDS:
        return
    unknown = f"there is no command '{escape_controls(word)}'."
    near = get_close_matches(word, COMMANDS, n=1)
    if near:
        parser.error(f"{unknown} Did you mean {near[0]!r}?")
    if Path(word).exists():
        parser.error(f"{unknown} Did you mean: policyviz report {escape_controls(word)}")
    parser.error(f"{unknown} There are: {', '.join(COMMANDS)}.")
