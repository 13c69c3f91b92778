"""What the tests of the command line share: short policies, and words in, lines out."""

import csv
import os

from policyviz.cli import main

TEXTS = {
    "acme": "We collect your name and e-mail address. We may share your name with some partners.\n",
    "bolt": "=cmd() is what we say. We never sell your personal information. We use cookies as needed.\n",
    "core": "We collect your name and e-mail address. You can ask us to delete it at any time.\n",
}


def write_texts(folder):
    """Write three short policies into a new folder."""
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def run_words(capsys, *words):
    """Run a command: its code, the lines on stdout, the lines on stderr."""
    capsys.readouterr()
    try:
        code = main([os.fspath(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    said = capsys.readouterr()
    return code, said.out.splitlines(), said.err.splitlines()


def read_rows(path):
    """The cells of a CSV file, its header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
