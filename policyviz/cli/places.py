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
    folder, is_deep = _find_folder(path)
    target, place = out.resolve(), folder.resolve()
    if target == place or (is_deep and target.is_relative_to(place)):
        message = (
            f"--out {out} lies where policies are read ({path}): the next run would take the results for "
            "policies. Name another folder."
        )
        raise ValueError(message)


def _find_folder(path: str) -> tuple[Path, bool]:
    """The folder that is read, and whether all that lies below it is read too."""
    place = Path(path)
    if place.is_dir():
        return place, True
    wild = [n for n, part in enumerate(place.parts) if set(part) & set(WILDCARDS)]
    if place.exists() or not wild:
        # A register called policies.csv is read with the folder it stands in.
        return place.parent, place.name.lower() == "policies.csv"
    return Path(*place.parts[: wild[0]]), wild[0] < len(place.parts) - 1


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
