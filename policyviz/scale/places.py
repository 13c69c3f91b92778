"""Where results may go: never among the policies, never into what somebody else wrote."""

import json
from pathlib import Path

from policyviz.scale.partitions import find_homes
from policyviz.scale.storage import MANIFEST, PARTITIONS


def check_out(out: Path, source: object) -> None:
    """Refuse a folder that must not be written into.

    Parameters
    ----------
    out : pathlib.Path
    source : object
        As in `policyviz.scale.analyze`.

    Raises
    ------
    ValueError
        If one of the two lies in the other.
    FileExistsError, NotADirectoryError
        If there is anything else in it, or it is a file.
    """
    homes, is_deep = find_homes(source)
    target = out.resolve()
    for home in homes:
        place = home.resolve()
        if target == place or place.is_relative_to(target) or (is_deep and target.is_relative_to(place)):
            message = (
                f"The results ({out}) and the policies ({home}) lie in each other: the next run would take "
                "results for policies. Name another folder for the results."
            )
            raise ValueError(message)
    if out.exists() and not out.is_dir():
        message = f"{out} is a file. Name a new folder for the results."
        raise NotADirectoryError(message)
    if out.is_dir() and any(out.iterdir()) and not _is_own(out):
        message = (
            f"{out} holds other things, and nothing is written among them. Name a new or an empty folder."
        )
        raise FileExistsError(message)


def _is_own(out: Path) -> bool:
    manifest = out / MANIFEST
    if not manifest.is_file():
        return (out / PARTITIONS).is_dir()
    try:
        return "partitions" in json.loads(manifest.read_bytes())
    except (ValueError, TypeError):
        # One that is damaged stands beside partitions.
        return (out / PARTITIONS).is_dir()
