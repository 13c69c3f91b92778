"""A zip file -> the files in it, read in memory one by one; nothing is unpacked to disk."""

import lzma
import re
import stat
import zipfile
import zlib
from functools import partial
from pathlib import Path, PurePosixPath

from policyviz.corpus import readers
from policyviz.corpus.sources import Item, is_bystander, is_hidden

# Above these an archive is a trap or a mistake, not a collection of policies.
MAX_ENTRIES = 20_000
MAX_TOTAL = 1_000_000_000
# Text is packed to a fifth, pages of much markup to a twentieth; a small file may be packed more tightly.
MAX_RATIO = 200
MIN_SUSPECT = 1_000_000

# What zipfile and the unpackers below it raise when bytes are not what they should be.
DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, MemoryError),
    *(ValueError, NotImplementedError, RuntimeError),
)
_DRIVE = re.compile(r"[A-Za-z]:")
_UTF8_FLAG = 0x800


def list_members(path: Path) -> tuple[list[Item], Item | None]:
    """The files of a zip archive in the order of their names, and its register if it has one.

    A folder that holds everything else is no part of the names. Members that lead out of
    the archive, are links, archives themselves or unpack to too much are listed with their
    reason and cannot be read.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    items : list of Item
    register : Item or None
        ``policies.csv`` at the top.

    Raises
    ------
    ValueError
        If it is no zip archive, damaged, or has more than ``MAX_ENTRIES`` members.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, ValueError) as error:
        message = f"{readers.show_name(path.name)} is a damaged zip archive or none at all ({error})."
        raise ValueError(message) from error
    # Not is_dir(): a damaged archive may hold a file without a name.
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > MAX_ENTRIES:
        shown = readers.show_name(path.name)
        message = f"{shown} holds {len(entries):,} files, more than the {MAX_ENTRIES:,} that are read."
        raise ValueError(message)
    named = sorted(((_read_name(entry), entry) for entry in entries), key=lambda pair: pair[0])
    named = [(name, entry) for name, entry in named if not _is_system(name)]
    top = _find_top([name for name, _ in named])
    items, total = [], 0
    for name, entry in named:
        reason = _find_reason(name, entry, total)
        total += 0 if reason else entry.file_size
        read = partial(_read_member, archive, entry)
        items.append(Item(name.removeprefix(top), read, reason=reason))
    register = next((item for item in items if item.name.lower() == "policies.csv"), None)
    return [item for item in items if not is_bystander(item.name)], register


def _read_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member: archives without the mark for UTF-8 are often in it all the same."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_FLAG:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    return name


def _is_system(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or is_hidden(parts)


def _find_top(names: list[str]) -> str:
    """The one folder that holds all files, with its slash; "" if there is none."""
    tops = {name.partition("/")[0] for name in names}
    top = next(iter(tops), "")
    return (
        f"{top}/" if len(tops) == 1 and top not in ("", "..") and all("/" in name for name in names) else ""
    )


def _find_reason(name: str, entry: zipfile.ZipInfo, total: int) -> str:
    """Why a member is not read; "" if it can be."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or _DRIVE.match(name):
        return "has a name that leads out of the archive; it was not read"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, not a file; it was not read"
    if PurePosixPath(name).suffix.lower() in readers.ARCHIVES:
        return "is an archive inside an archive; it was not opened: unpack it and load it by itself"
    if entry.flag_bits & 0x1:
        return "has a password: unpack the archive and load the folder"
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1) and entry.file_size > MIN_SUSPECT:
        return (
            f"unpacks to {entry.file_size / max(entry.compress_size, 1):,.0f} times its size, which no text "
            "does; it was not read"
        )
    if entry.file_size > readers.MAX_BYTES:
        return readers.say_too_large(entry.file_size)
    if total + entry.file_size > MAX_TOTAL:
        return f"is beyond the {MAX_TOTAL / 1e6:,.0f} MB that are read of one archive: cut the archive in two"
    return ""


def _read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as file:
            # Not more than was announced, whatever the packed bytes unfold to.
            return file.read(entry.file_size)
    except DAMAGES as error:
        message = f"is damaged inside the archive ({error}): pack it again"
        raise ValueError(message) from error
