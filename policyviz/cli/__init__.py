"""The command line: ``policyviz report | analyze | new | verify``.

Each command is a module with one function `run`, imported only when it is called, so that
``policyviz --help`` answers at once.
"""

from policyviz.cli.notebooks import notebooks_dir
from policyviz.cli.running import main

__all__ = ["main", "notebooks_dir"]
