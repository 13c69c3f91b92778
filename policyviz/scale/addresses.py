"""Files at an address ("s3://bucket/folder", "zip://::policies.zip"), through fsspec."""

import posixpath
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from policyviz.corpus import readers
from policyviz.corpus.collecting import Source
from policyviz.corpus.register import REGISTER_NAME, read_register
from policyviz.corpus.sources import Item, is_bystander, is_hidden
from policyviz.scale.listing import Listing, pack_jobs
from policyviz.scale.tasks import ADDRESS


def is_address(source: object) -> bool:
    """Whether a source is an address and not a path.

    Examples
    --------
    >>> is_address("s3://bucket/policies"), is_address("policies/*.html")
    (True, False)
    """
    return isinstance(source, str) and ("://" in source or "::" in source)


def find_local(address: str) -> Path | None:
    """The path behind a ``file://`` address; None for all others.

    Examples
    --------
    >>> find_local("file:///a/b%20c").as_posix(), find_local("s3://bucket/a")
    ('/a/b c', None)
    """
    if not address.startswith("file://") or "::" in address:
        return None
    parts = urlsplit(address)
    plain = address.removeprefix("file://")
    # A path that a program put behind file:// without escaping it.
    if parts.query or parts.fragment or unquote(parts.path) == parts.path:
        return Path(plain)
    return Path(url2pathname(parts.path))


def open_place(address: str) -> tuple[object, str]:
    """The file system of an address and the path in it.

    Raises
    ------
    ValueError
        If there is no such kind of address.
    ImportError
        If the package for it is not installed; the message says which.
    """
    from fsspec.core import url_to_fs

    try:
        return url_to_fs(address)
    except ValueError as error:
        message = f"{readers.show_name(address)} is no address that can be read: {error}."
        raise ValueError(message) from error


def list_address(address: str) -> Listing:
    """The files below an address in the order of their names, as `list_files` lists those of a folder.

    Raises
    ------
    FileNotFoundError
        If there is nothing there.
    ValueError, ImportError
        If it cannot be read, or its register cannot be used.
    """
    system, root = open_place(address)
    sizes = _find_sizes(system, root, address)
    is_single = list(sizes) == [""]
    if is_single:
        sizes = {posixpath.basename(root): sizes[""]}
    names = sorted(name for name in sizes if not is_hidden(tuple(name.split("/"))))
    items = {name: Item(name, None) for name in names if not is_bystander(name)}
    own = [name for name in names if name.lower() == REGISTER_NAME]
    if len(own) > 1:
        message = f"{readers.show_name(address)} has more than one register ({' and '.join(own)}): keep one."
        raise ValueError(message)
    register = None
    if own and not is_single:
        data = _read(system, _join(root, own[0]))
        register = read_register(Path(REGISTER_NAME), data)
    source = Source(list(items.values()), lambda file: items.get(posixpath.normpath(file)), register)
    place = posixpath.dirname(address) if is_single else address
    return pack_jobs(ADDRESS, place, source, sizes=sizes)


def _find_sizes(system: object, root: str, address: str) -> dict[str, int]:
    """The bytes of every file by its name below the root; of a single file by ""."""
    try:
        found = system.find(root, detail=True)
    except Exception as error:
        # Each kind of address has errors of its own.
        message = f"{readers.show_name(address)} cannot be read ({type(error).__name__}: {error})."
        raise ValueError(message) from error
    if not found:
        message = f"There is nothing at {readers.show_name(address)}. Check the spelling."
        raise FileNotFoundError(message)
    n_root = len(root.rstrip("/"))
    return {path[n_root:].lstrip("/"): int(info.get("size") or 0) for path, info in found.items()}


def _join(root: str, name: str) -> str:
    return f"{root.rstrip('/')}/{name}" if root else name


def make_remote_item(system: object, root: str, name: str) -> Item:
    """A file at an address; what goes wrong there is a reason for not reading it."""
    return Item(name, partial(_read, system, _join(root, name)))


def _read(system: object, path: str) -> bytes:
    try:
        size = system.size(path) or 0
        if size <= readers.MAX_BYTES:
            return system.cat_file(path)
    except Exception as error:
        message = f"cannot be opened ({type(error).__name__}: {' '.join(str(error).split())[:200]})"
        raise ValueError(message) from error
    raise ValueError(readers.say_too_large(size))
