"""What reaches a terminal: plain lines, and nothing that a file name can command."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

from policyviz.cli import console
from policyviz.cli.places import check_apart

LOG = ["file", "policy_id", "format", "language", "n_words", "outcome", "notes"]


def test_warnings_are_lines(capsys):
    """A warning for users is a line without a place in the code, each once."""

    def warn():
        for _ in range(2):
            warnings.warn("a\x1b[31m.txt: odd", UserWarning, stacklevel=1)

    with console.warnings_as_lines():
        warn()
    assert capsys.readouterr().err == "policyviz: warning: a\\x1b[31m.txt: odd\n"


def test_files_with_one_note_are_one_line(capsys):
    """Five files are named, the others counted; a file that was not read is always named."""
    rows = [(f"{number}.txt", "", "txt", "en", 9, "read", "odd") for number in range(7)]
    rows += [
        ("w.txt", "", "txt", "fr", 9, "read", "French\x07"),
        ("x", "", "", "", 0, "not read", "is a\nfolder"),
    ]
    log = pd.DataFrame([*rows, ("y.txt", "", "txt", "en", 9, "read", "")], columns=LOG)
    assert console.tell_files(log, quiet=False) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Not read: x: is a\\nfolder",
        "Read with a note: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more: odd",
        "Read with a note: w.txt: French\\x07",
    ]
    assert console.tell_files(log, quiet=True) == 1
    assert capsys.readouterr().err.splitlines() == ["Not read: x: is a\\nfolder"]


def test_many_notes_are_counted(capsys):
    """Beyond so many notes the reading log has the rest."""
    n_rows = console.N_NOTES + 2
    rows = [(f"{number}.txt", "", "txt", "en", 9, "read", f"odd {number}") for number in range(n_rows)]
    assert console.tell_files(pd.DataFrame(rows, columns=LOG), quiet=False) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Read with a note: 0.txt: odd 0"
    assert lines[console.N_NOTES :] == ["Read with a note: more files, 2 more notes; see the reading log."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("policies/wrk.txt", "policies/wrk.txt"),
        ("Déclaration – 隐私.html", "Déclaration – 隐私.html"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\u202etxt.exe", "a\\u202etxt.exe"),
        ("a\udcff\u2028", "a\\udcff\\u2028"),
    ],
)
def test_controls_are_written_out(text, line):
    """Letters of all languages stay; what moves the cursor or turns the text does not reach it."""
    assert console.escape_controls(text) == line


@pytest.mark.parametrize(
    ("path", "out", "is_refused"),
    [
        ("p", "p", True),
        ("p", "p/r", True),
        ("p", "r", False),
        ("p/*.html", "p", True),
        ("p/*.html", "p/r", False),
        ("p/*/a.html", "p/r", True),
        ("*.html", ".", True),
        ("*.html", "r", False),
        ("p/a.html", "p", True),
        ("p/a.html", "p/r", False),
        ("p/policies.csv", "p/r", True),
        ("p/mine.csv", "p/r", False),
    ],
)
def test_results_never_go_where_policies_are_read(tmp_path, monkeypatch, path, out, is_refused):
    """No page overwrites a policy, and no later run takes a page for one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p").mkdir()
    for name in ("a.html", "policies.csv", "mine.csv"):
        (tmp_path / "p" / name).touch()
    if is_refused:
        with pytest.raises(ValueError, match="lies where policies are read"):
            check_apart(path, Path(out))
    else:
        check_apart(path, Path(out))
