"""What is to be read: for a million files little more than their names."""

import os
import posixpath
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from policyviz.corpus.collecting import (
    NO_ID,
    Source,
    find_register,
    list_jobs,
    list_source,
    make_file_id,
    read_if_there,
    say_lost,
    separate_names,
    tidy_cell,
)
from policyviz.corpus.readers import FORMATS
from policyviz.corpus.register import REGISTER_NAME
from policyviz.corpus.sources import Item, make_item, match_names, scan_folder
from policyviz.scale.tasks import ARCHIVE, FOLDER, PATHS, Job


class Listing(NamedTuple):
    """Files in the order of reading; what most of them do not have stands by their number."""

    kind: str
    place: str
    names: list[str]
    sizes: array  # bytes, 0 where unknown
    metadata: dict[int, dict]
    notes: dict[int, tuple[str, ...]]
    reasons: dict[int, str]  # why a file must not be read
    numbers: dict[int, int]  # which member of an archive


def list_files(root: Path) -> Listing:
    """The files of a folder, an archive, a register or behind a pattern, in the order of `load_policies`.

    Parameters
    ----------
    root : pathlib.Path
        As in `load_policies`.

    Returns
    -------
    listing : Listing

    Raises
    ------
    FileNotFoundError, ValueError
        As in `load_policies`.
    """
    if root.is_dir():
        return _list_folder(root, find_register(root))
    if not root.exists():
        return _list_matches(root)
    if root.suffix.lower() == ".zip":
        source = list_source(root)
        numbers = {id(item): number for number, item in enumerate(source.items)}
        return pack_jobs(ARCHIVE, root, source, numbers=numbers)
    if root.suffix.lower() == ".csv":
        if root.name.lower() == REGISTER_NAME:
            return _list_folder(root.parent, root)
        return pack_jobs(FOLDER, root.parent, list_source(root))
    return list_paths([root])


def list_paths(paths: Sequence[str | Path]) -> Listing:
    """Files by their paths, each once, named from the folder that holds them all, sorted by name.

    Examples
    --------
    >>> list_paths(["texts/b.txt", "texts/sub/a.txt"]).names
    ['b.txt', 'sub/a.txt']
    """
    files = sorted({os.path.abspath(path) for path in paths})  # noqa: PTH100, a million of them
    folder = os.path.commonpath([os.path.dirname(file) for file in files])  # noqa: PTH120
    names = sorted(os.path.relpath(file, folder).replace(os.sep, "/") for file in files)
    return _list_names(PATHS, Path(folder), names)


def _list_names(kind: str, folder: Path, names: list[str]) -> Listing:
    sizes = array("q", (_find_size(folder, name) for name in names))
    return Listing(kind, str(folder.absolute()), names, sizes, {}, {}, {}, {})


def _find_size(folder: Path, name: str) -> int:
    try:
        return os.stat(f"{folder}/{name}").st_size  # noqa: PTH116
    except OSError:
        return 0


def _list_matches(root: Path) -> Listing:
    folder, names = match_names(str(root))
    if read_if_there(find_register(folder)) is not None:
        return pack_jobs(FOLDER, folder, list_source(root))
    return _list_names(FOLDER, Path(os.path.abspath(folder)), names)  # noqa: PTH100


def _list_folder(folder: Path, register_path: Path) -> Listing:
    register = read_if_there(register_path)
    found = sorted(scan_folder(folder))
    if register is None:
        names, sizes = [name for name, _, _ in found], array("q", (size for _, size, _ in found))
        links = {
            number: make_item(folder, name) for number, (name, _, is_link) in enumerate(found) if is_link
        }
        reasons = {number: item.reason for number, item in links.items() if item.reason}
        return Listing(FOLDER, str(folder.absolute()), names, sizes, {}, {}, reasons, {})
    items = {name: _make_lean(folder, name) if is_link else Item(name, None) for name, _, is_link in found}
    source = Source(
        list(items.values()), lambda file: _find(folder, items, file), register, register_path.name
    )
    return pack_jobs(FOLDER, folder, source, sizes={name: size for name, size, _ in found})


def _make_lean(folder: Path, name: str) -> Item:
    """An item whose place is a name below the folder, as that of plain files is."""
    item = make_item(folder, name)
    root = os.path.realpath(folder)
    place = os.path.relpath(item.place, root).replace(os.sep, "/")
    return Item(name, None, place, item.reason)


def _find(folder: Path, items: dict[str, Item], file: str) -> Item | None:
    """What a row of the register names; a file system need only be asked where links may be."""
    plain = items.get(posixpath.normpath(file))
    if plain is not None and plain.place is None and ".." not in PurePosixPath(file).parts:
        return plain
    return _make_lean(folder, file) if (folder / file).is_file() else None


def pack_jobs(
    kind: str,
    place: str | Path,
    source: Source,
    *,
    sizes: dict[str, int] | None = None,
    numbers: dict[int, int] | None = None,
) -> Listing:
    """The files of a source with its register's word on them.

    Parameters
    ----------
    kind : str
    place : str or pathlib.Path
        A path is made absolute: workers stand in other folders.
    source : Source
    sizes : dict of str to int, optional
        Bytes of the files, by the names of items.
    numbers : dict of int to int, optional
        Which member of an archive an item is, by its `id`.
    """
    sizes, numbers = sizes or {}, numbers or {}
    where = str(place.absolute()) if isinstance(place, Path) else place
    listing = Listing(kind, where, [], array("q"), {}, {}, {}, {})
    shared: dict[tuple, tuple] = {}
    for at, (name, item, known, said) in enumerate(list_jobs(source)):
        listing.names.append(name)
        listing.sizes.append(sizes.get(item.name, 0) if item else 0)
        if known:
            listing.metadata[at] = known
        if said:
            listing.notes[at] = shared.setdefault(tuple(said), tuple(said))
        if item is None or item.reason:
            listing.reasons[at] = say_lost(source) if item is None else item.reason
        elif id(item) in numbers:
            listing.numbers[at] = numbers[id(item)]
    return listing


def rename_twins(listing: Listing) -> dict[int, str]:
    """The ids of files whose own id another file has, too: name-2, name-3, by number."""
    places = [at for at in range(len(listing.names)) if _is_readable(listing, at)]
    bases = [_find_base(listing, at) for at in places]
    separated = separate_names(bases)
    if separated is bases:
        return {}
    pairs = zip(places, bases, separated, strict=True)
    return {at: policy_id for at, base, policy_id in pairs if policy_id != base}


def _is_readable(listing: Listing, at: int) -> bool:
    suffix = posixpath.splitext(listing.names[at])[1].lower()
    return at not in listing.reasons and suffix in FORMATS


def _find_base(listing: Listing, at: int) -> str:
    given = listing.metadata.get(at, {}).get("policy_id")
    return tidy_cell(given or make_file_id(listing.names[at])) or NO_ID


def make_jobs(listing: Listing, renamed: dict[int, str], places: Iterable[int]) -> Iterator[Job]:
    """The jobs of some files, with the ids that they have among all."""
    for at in places:
        is_readable = _is_readable(listing, at)
        yield Job(
            listing.names[at],
            (renamed.get(at) or _find_base(listing, at)) if is_readable else "",
            listing.metadata.get(at, {}),
            listing.notes.get(at, ()),
            listing.numbers.get(at, -1),
            listing.reasons.get(at, ""),
        )
