"""Where results may go: never among the policies, never over what somebody else wrote."""

from pathlib import Path

WILDCARDS = "*?["


def check_apart(path: str | None, out: Path) -> None:
    """Refuse to write below the folder that is read: the next run would read the results as policies.

    Parameters
    ----------
    path : str or None
        What is read: a folder, a file, a pattern, or None for the policies that ship.
    out : pathlib.Path
        Where results go.

    Raises
    ------
    ValueError

    Examples
    --------
    >>> check_apart("texts", Path("reports"))
    >>> check_apart("**/*.html", Path("reports"))
    Traceback (most recent call last):
    ...
    ValueError: --out reports lies where policies are read (**/*.html): the next run would take the
    results for policies. Name another folder.
    """
    if path is None:
        return
    folder = _find_folder(path)
    if folder is not None and out.resolve().is_relative_to(folder.resolve()):
        message = (
            f"--out {out} lies where policies are read ({path}): the next run would take the results for "
            "policies. Name another folder."
        )
        raise ValueError(message)


def _find_folder(path: str) -> Path | None:
    """The folder of which everything below is read, if there is one."""
    place = Path(path)
    if place.is_dir():
        return place
    if "**" not in path or place.exists():
        return None
    n_fixed = next(n for n, part in enumerate(place.parts) if set(part) & set(WILDCARDS))
    return Path(*place.parts[:n_fixed])


def check_empty(folder: Path) -> None:
    """Refuse a folder that is a file or that holds anything.

    Raises
    ------
    NotADirectoryError, FileExistsError
    """
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file. Name a new folder."
        raise NotADirectoryError(message)
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder} is not empty, and nothing in it is overwritten. Name a new or an empty folder."
        raise FileExistsError(message)
