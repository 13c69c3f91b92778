"""The register of a collection (policies.csv), its hashes, and where the shipped data lie."""

import hashlib
import re
from pathlib import Path

import pandas as pd

from policyviz.corpus.tables import list_names, read_table, refuse_table

REGISTER_NAME = "policies.csv"
HASHES_NAME = "registry.txt"
REQUIRED = ["policy_id", "file"]
OPTIONAL = ["company", "sector", "jurisdiction", "effective_date", "language", "source", "license"]


def data_dir() -> Path:
    """The folder of the data set that ships: four policies, register, hashes, data card.

    Returns
    -------
    folder : pathlib.Path

    Examples
    --------
    >>> (data_dir() / "policies.csv").exists()
    True
    """
    package = Path(__file__).resolve().parent.parent
    # In a wheel the data lie inside the package, in a clone beside it.
    inside, beside = package / "data", package.parent / "data"
    return inside if inside.exists() else beside


def read_register(path: Path, data: bytes | None = None) -> pd.DataFrame:
    """Read a register, one row per policy, all columns as text, empty where unknown.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file with at least the columns ``policy_id`` and ``file``.
    data : bytes, optional
        What is in it, if it stands in an archive.

    Returns
    -------
    register : pandas.DataFrame
        Columns ``REQUIRED + OPTIONAL``, str, sorted by ``policy_id``.

    Raises
    ------
    ValueError
        If columns are missing, ids empty or repeated, dates unreadable, or a file
        lies outside the register's folder; one message names every row.
    """
    register = read_table(path if data is None else data, shown=path.name, columns=REQUIRED)
    register = register.reindex(columns=REQUIRED + OPTIONAL, fill_value="")
    complaints = _find_bad_ids(register) + _find_bad_dates(register) + _find_bad_files(register, path.parent)
    if complaints:
        refuse_table(path.name, complaints, "Mend these rows and load again.")
    return register.sort_values("policy_id", ignore_index=True)


def _row_names(rows: pd.DataFrame) -> str:
    return list_names([f"line {line} ({row.policy_id or 'no id'})" for line, row in rows.iterrows()])


def _find_bad_ids(register: pd.DataFrame) -> list[str]:
    complaints = []
    empty = register[register["policy_id"].eq("") | register["file"].eq("")]
    if len(empty):
        complaints.append(f"policy_id or file is empty: {_row_names(empty)}")
    repeated = register[register.duplicated("policy_id", keep=False) & register["policy_id"].ne("")]
    if len(repeated):
        complaints.append(f"policy_id is repeated: {_row_names(repeated)}")
    return complaints


def _find_bad_dates(register: pd.DataFrame) -> list[str]:
    dates = pd.to_datetime(register["effective_date"], format="%Y-%m-%d", errors="coerce")
    bad = register[dates.isna() & register["effective_date"].ne("")]
    return [f"effective_date is not like 2023-02-28: {_row_names(bad)}"] if len(bad) else []


def _is_impossible(file: str) -> bool:
    # 255 bytes for each part and 4,096 for the whole: more is an OSError, not a file that is not there.
    parts = [len(part.encode()) for part in file.split("/")]
    return "\0" in file or max(parts) > 255 or sum(parts) > 3000


def _find_bad_files(register: pd.DataFrame, folder: Path) -> list[str]:
    root = folder.resolve()
    # What no file system takes for a name cannot be looked for either.
    odd = register["file"].map(_is_impossible).astype("bool")
    # Resolved, because "a.txt" and "./a.txt" are one file.
    places = register["file"].mask(odd, "").map(lambda file: (root / file).resolve())
    checks = {
        "file is no name that a file can have": odd,
        "file is repeated": places.duplicated(keep=False) & register["file"].ne("") & ~odd,
        "file lies outside the register's folder": ~places.map(lambda place: place.is_relative_to(root)),
    }
    bad = {text: register[rows.astype("bool")] for text, rows in checks.items()}
    return [f"{text}: {_row_names(rows)}" for text, rows in bad.items() if len(rows)]


def hash_file(path: Path) -> str:
    """The sha256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify_data(path: str | Path | None = None) -> pd.DataFrame:
    """Check every file of a data folder against the hashes in its ``registry.txt``.

    A result that is not ``ok`` means that figures computed here may differ from
    published ones; it says nothing about which of the two files is right.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        The folder that holds ``registry.txt``; the data that ship if left out.

    Returns
    -------
    checks : pandas.DataFrame
        ``file`` (str), ``expected`` (str, sha256), ``actual`` (str, "" if the file is
        missing), ``ok`` (bool); in the order of the registry.

    Raises
    ------
    FileNotFoundError
        If the folder has no ``registry.txt``.
    ValueError
        If a line of it is no hash with a name, or names a file outside the folder.

    Examples
    --------
    >>> bool(verify_data()["ok"].all())
    True
    """
    folder = Path(path) if path is not None else data_dir()
    registry = folder / HASHES_NAME
    if not registry.is_file():
        advice = "Give the folder that holds it, or nothing for the shipped data."
        message = f"There is no {HASHES_NAME} in {folder}. {advice}"
        raise FileNotFoundError(message)
    pairs = _read_hashes(registry)
    rows = [(file, expected, _hash_or_nothing(folder / file)) for expected, file in pairs]
    checks = pd.DataFrame(rows, columns=["file", "expected", "actual"], dtype="str")
    return checks.assign(ok=checks["expected"] == checks["actual"])


def _read_hashes(registry: Path) -> list[tuple[str, str]]:
    """(sha256, file) of each line; a line that is no such pair, or leaves the folder, is refused."""
    pairs, complaints = [], []
    root = registry.parent.resolve()
    for number, line in enumerate(registry.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        expected, _, file = line.partition(" ")
        file = file.strip()
        if not re.fullmatch(r"[0-9a-f]{64}", expected) or not file:
            complaints.append(f"line {number} is not a sha256 and a file's name")
        elif not (root / file).resolve().is_relative_to(root):
            complaints.append(f"line {number} names a file outside its folder")
        pairs.append((expected, file))
    if complaints:
        refuse_table(registry.name, complaints, "Write it anew with sha256sum.")
    return pairs


def _hash_or_nothing(path: Path) -> str:
    return hash_file(path) if path.is_file() else ""
