"""What is said on a terminal: lines that no file name can forge, warnings, a bar."""

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

OK, FAILED, WRONG_USE, PARTLY, STOPPED = 0, 1, 2, 3, 130
# So many kinds of notes are told, with so many files each; all of them stand in the reading log.
N_NOTES, N_FILES = 20, 5

Progress = Callable[[str, int, int], None]


def escape_controls(text: object) -> str:
    r"""Text with every sign written out that moves a cursor, colours a line or turns its direction.

    Names of foreign files are printed; a terminal obeys what is in them.

    Parameters
    ----------
    text : object
        Taken as str.

    Returns
    -------
    line : str
        One line of printable characters.

    Examples
    --------
    >>> print(escape_controls("wrk\x1b[2J\n.txt"))
    wrk\x1b[2J\n.txt
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in str(text)
    )


def say(line: str) -> None:
    """Print one line on stderr at once; the lines of a longer message stay lines."""
    # Lines after the first are indented: none of them can pass for a line of its own.
    safe = "\n  ".join(escape_controls(part) for part in line.split("\n"))
    # A bar that is being drawn is wiped away first and drawn again below.
    if "tqdm" in sys.modules:
        from tqdm import tqdm

        tqdm.write(safe, file=sys.stderr)
    else:
        print(safe, file=sys.stderr)
    sys.stderr.flush()


def say_error(message: object) -> None:
    """Say what went wrong, marked so that it can be told from everything else."""
    say(f"policyviz: error: {message}")


def count(number: int, noun: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "file"), count(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@contextmanager
def warnings_as_lines() -> Iterator[None]:
    """Print warnings for users as plain lines, each once, without the place in the code."""
    said: set[str] = set()

    def show(message: Warning, category: type[Warning], *place: object, **options: object) -> None:
        line = f"policyviz: warning: {message}"
        if line not in said:
            said.add(line)
            say(line)

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = show
        yield


@contextmanager
def show_progress(*, quiet: bool, with_rate: bool = False) -> Iterator[Progress]:
    """Give a function ``progress(step, done, total)`` that draws a bar, where somebody watches.

    Parameters
    ----------
    quiet : bool
        True draws nothing. Nothing is drawn either if stderr is not a terminal.
    with_rate : bool
        Whether to say how many are done in a second and how long the others will take.

    Yields
    ------
    progress : callable
    """
    from tqdm import tqdm

    # disable=None: no bar in a file, a pipe or a log.
    rate = ", {remaining} left, {rate_noinv_fmt}" if with_rate else ""
    shape = "{n_fmt}/{total_fmt} |{bar:20}| {elapsed}" + rate + " {desc}"
    with tqdm(
        total=0,
        disable=True if quiet else None,
        file=sys.stderr,
        leave=False,
        bar_format=shape,
        unit=" files",
        dynamic_ncols=True,
    ) as bar:

        def progress(step: str, done: int, total: int) -> None:
            bar.total, bar.n = total, done
            bar.set_description_str(escape_controls(step))

        yield progress


def tell_files(files: "pd.DataFrame", *, quiet: bool) -> int:
    """Name the files that were not read and, unless quiet, those read in an unusual way.

    Parameters
    ----------
    files : pandas.DataFrame
        The reading log: ``file``, ``outcome`` and ``notes`` among its columns.
    quiet : bool

    Returns
    -------
    n_not_read : int
    """
    is_read = files["outcome"] == "read"
    for row in files[~is_read].itertuples():
        say(f"Not read: {escape_controls(row.file)}: {escape_controls(row.notes)}")
    if not quiet:
        _tell_notes(files[is_read & files["notes"].ne("")])
    return int((~is_read).sum())


def _tell_notes(files: "pd.DataFrame") -> None:
    """One line for each note, not one for each file."""
    groups = list(files.groupby("notes", sort=False)["file"])
    for note, names in groups[:N_NOTES]:
        shown = ", ".join(escape_controls(name) for name in names[:N_FILES])
        more = f" and {len(names) - N_FILES:,} more" if len(names) > N_FILES else ""
        say(f"Read with a note: {shown}{more}: {escape_controls(note)}")
    if len(groups) > N_NOTES:
        say(
            f"Read with a note: more files, {count(len(groups) - N_NOTES, 'more note')}; see the reading log."
        )
