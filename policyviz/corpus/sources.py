"""Where files come from: a folder, a pattern ("policies/*.html"), a single file."""

import glob
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from policyviz.corpus import readers
from policyviz.corpus.register import HASHES_NAME, REGISTER_NAME, data_dir

# Folders of the data that ship which hold no policies, or those of the course, which are asked for by name.
SHIPPED_BESIDE = {"classroom", "gold", "measured"}
# Files that stand beside policies but are none.
BYSTANDERS = {REGISTER_NAME, HASHES_NAME, "license", "license.txt", "readme", "readme.md", "readme.txt"}

LINK = "is a link that leads out of its folder: copy the file itself into it"


class Item(NamedTuple):
    """A file: its path below the folder, and how to get its bytes."""

    name: str
    read: Callable[[], bytes]
    place: object = None  # what makes two paths one file, where a file system knows
    reason: str = ""  # why it must not be read


def list_folder(folder: Path) -> list[Item]:
    """All files below a folder in one fixed order, hidden ones and bystanders left out."""
    return [make_item(folder, name) for name in sorted(name for name, _, _ in scan_folder(folder))]


def scan_folder(folder: Path) -> Iterator[tuple[str, int, bool]]:
    """(name, size, whether it is a link) of all files below a folder, in no order.

    The same files as `list_folder`, for collections so large that a name is all that can be
    kept of each.
    """
    # Beside the policies that ship stand labels and figures, in folders of their own.
    beside = SHIPPED_BESIDE if folder.resolve() == data_dir().resolve() else set()
    waiting = [""]
    while waiting:
        above = waiting.pop()
        for entry in _scan(folder / above):
            name = above + entry.name
            if is_hidden((entry.name,)) or name.partition("/")[0] in beside:
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")
            elif not is_bystander(name) and _is_listed(entry, folder / name, folder):
                yield name, _find_size(entry), entry.is_symlink()


def _scan(folder: Path) -> list[os.DirEntry]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, PermissionError):
        return []


def _is_listed(entry: os.DirEntry, file: Path, folder: Path) -> bool:
    """Whether something that is no folder is a file, or a link of which must be said why it is not read."""
    if entry.is_symlink():
        return file.is_file() or _is_lost_link(file, folder)
    return entry.is_file()


def _find_size(entry: os.DirEntry) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def list_matches(pattern: str) -> tuple[Path, list[Item]]:
    """The folder in front of the first sign of a pattern, and the files below it that match.

    Raises
    ------
    FileNotFoundError
        If nothing matches.
    """
    folder, names = match_names(pattern)
    return folder, [make_item(folder, name) for name in names]


def match_names(pattern: str) -> tuple[Path, list[str]]:
    """The folder in front of the first sign of a pattern, and the names below it of files that match.

    Raises
    ------
    FileNotFoundError
        If nothing matches.
    """
    parts = Path(pattern).parts
    n_plain = next(place for place, part in enumerate(parts) if glob.has_magic(part))
    folder = Path(*parts[:n_plain]) if n_plain else Path()
    files = glob.iglob(pattern, recursive=True)  # noqa: PTH207, a str with "**"
    names = {Path(file).relative_to(folder) for file in files if os.path.isfile(file)}  # noqa: PTH113
    names = [name.as_posix() for name in names if not is_hidden(name.parts)]
    names = sorted(name for name in names if not is_bystander(name))
    if not names:
        message = f"No file matches {pattern}. Check the spelling, or give the folder.{_advise(parts)}"
        raise FileNotFoundError(message)
    return folder, names


def make_item(folder: Path, name: str) -> Item:
    """A file below a folder, whether it exists or not; a link that leads out of the folder is not read."""
    file = folder / name
    # A pattern with ".." leaves its folder by the user's word.
    reason = LINK if ".." not in file.relative_to(folder).parts and leads_out(file, folder) else ""
    return Item(name, partial(_read_file, file), _find_place(file), reason)


def leads_out(file: Path, folder: Path) -> bool:
    """Whether a file of a folder lies elsewhere, because it or a folder above it is a link."""
    return not _find_place(file).is_relative_to(_find_place(folder))


def _find_place(file: Path) -> Path:
    # Path.resolve raises for links that lead to each other.
    return Path(os.path.realpath(file))


def _is_lost_link(file: Path, folder: Path) -> bool:
    """Whether a link is no file, and no folder that is read at its own place."""
    return file.is_symlink() and not file.is_file() and not (file.is_dir() and not leads_out(file, folder))


def _advise(parts: tuple[str, ...]) -> str:
    """How to write a pattern below a folder whose own name has the signs of patterns."""
    folders = [Path(*parts[: n + 1]) for n, part in enumerate(parts) if glob.has_magic(part)]
    meant = next((folder for folder in reversed(folders) if folder.is_dir()), None)
    if meant is None:
        return ""
    pattern = Path(glob.escape(str(meant)), *parts[len(meant.parts) :])
    return f" For the folder that is called {meant} write {pattern}"


def is_hidden(parts: tuple[str, ...]) -> bool:
    """Whether a file or a folder above it has a name that begins with a dot."""
    return any(part.startswith(".") and part != ".." for part in parts)


def is_bystander(name: str) -> bool:
    """Whether a file is one of those that stand beside policies.

    Examples
    --------
    >>> is_bystander("sub/README.md"), is_bystander("sub/a.md")
    (True, False)
    """
    return PurePosixPath(name).name.lower() in BYSTANDERS


def _read_file(file: Path) -> bytes:
    size = file.stat().st_size
    if size > readers.MAX_BYTES:
        raise ValueError(readers.say_too_large(size))
    return file.read_bytes()
