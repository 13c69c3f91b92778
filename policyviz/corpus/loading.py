"""Files and folders -> the policies frame. Nothing is lost in silence."""

import hashlib
import os
import re
import warnings
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policyviz.corpus.decoding import Decoded, decode_policy
from policyviz.corpus.metadata import find_company, find_date
from policyviz.corpus.register import HASHES_NAME, REGISTER_NAME, data_dir, read_register
from policyviz.frames import make_frame

FORMATS = {".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md"}
# The variable through which a report hands its notebooks a folder other than the shipped one.
DATA_VARIABLE = "POLICYVIZ_DATA"
# Folders of the data that ship which hold no policies.
SHIPPED_BESIDE = {"gold", "measured"}
# Files that stand beside policies but are none.
BYSTANDERS = {REGISTER_NAME, HASHES_NAME, "license", "license.txt", "readme", "readme.md", "readme.txt"}


class PolicyWarning(UserWarning):
    """A file that was not read, or was read in an unusual way; the rest went on."""


class _Problem(NamedTuple):
    file: str
    reason: str


def load_policies(path: str | Path | None = None, *, policy_ids: list[str] | None = None) -> pd.DataFrame:
    """Load policies from a folder, a file or a register; without a path, the four that ship.

    A folder is read with all its sub-folders. A ``policies.csv`` in it gives the
    metadata; without one, date and company come from each text and the id from the
    file's path below the folder ("staffing/Wrk.txt" is "staffing-wrk"). Files that
    cannot be read are named in a `PolicyWarning` each, counted in a last one, and the
    others are loaded.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A folder, a ``.txt`` or ``.md`` file, or a register (CSV with the columns
        ``policy_id`` and ``file``). If left out: the folder named by the environment
        variable ``POLICYVIZ_DATA``, else the shipped data.
    policy_ids : list of str, optional
        Keep only these.

    Returns
    -------
    policies : pandas.DataFrame
        One row per policy, sorted by ``policy_id``: ``policy_id``, ``company``,
        ``sector``, ``jurisdiction``, ``effective_date`` (datetime, NaT if unknown),
        ``language`` (ISO 639, "und" if unknown), ``source``, ``license``, ``format``
        ("txt" or "md"), ``encoding``, ``sha256`` (of the file), ``text``.

    Raises
    ------
    FileNotFoundError
        If the path does not exist.
    ValueError
        If nothing in it can be read, if a register is not usable, or if an id is unknown.

    Examples
    --------
    >>> load_policies()["policy_id"].to_list()
    ['personnel-technology', 'procom', 'worksearchnow', 'wrk']
    """
    root = _find_root(path)
    is_one = root.is_file() and root.suffix.lower() != ".csv"
    policies = _read_one(root, {}) if is_one else _load_collection(root)
    return _select_ids(policies, policy_ids)


def read_policy(
    path: str | Path, *, policy_id: str | None = None, company: str | None = None
) -> pd.DataFrame:
    r"""Read one ``.txt`` or ``.md`` file as a policies frame of one row.

    For plain text and Markdown ``text`` is the decoded file itself (byte-order mark
    dropped, line ends made ``\n``), so that every span leads back into the file.

    Parameters
    ----------
    path : str or pathlib.Path
    policy_id : str, optional
        Default: the file's stem in lower case, other signs than letters and digits and "_" as "-".
    company : str, optional
        Default: the company that the title names, else the file's stem.

    Returns
    -------
    policies : pandas.DataFrame
        One row, columns as in `load_policies`.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    IsADirectoryError
        If it is a folder: use `load_policies`.
    ValueError
        If it is empty, binary or of another format.

    Examples
    --------
    >>> wrk = read_policy(data_dir() / "policies" / "wrk.txt")
    >>> str(wrk["effective_date"][0].date())
    '2023-02-02'
    """
    file = Path(path)
    if file.is_dir():
        message = f"{file} is a folder, not a file: use load_policies({str(path)!r}) to load what is in it."
        raise IsADirectoryError(message)
    if not file.is_file():
        raise FileNotFoundError(_say_missing(file))
    given = {"policy_id": policy_id, "company": company}
    return _read_one(file, {key: value for key, value in given.items() if value is not None})


def _read_one(file: Path, given: dict) -> pd.DataFrame:
    """A policies frame of one row; what is given wins over what the text says."""
    row, notes = _read_row(file)
    _warn_notes([_Problem(file.name, note) for note in notes])
    return make_frame([row | given], "policies")


def _find_root(path: str | Path | None) -> Path:
    if path is not None and not isinstance(path, str | Path):
        message = f"path must be the path of a file or folder, got {type(path).__name__}: {str(path)[:60]}."
        raise TypeError(message)
    if path is not None:
        root, hint = Path(path), ""
    elif named := os.environ.get(DATA_VARIABLE):
        root, hint = Path(named), f" The path comes from the environment variable {DATA_VARIABLE}."
    else:
        root, hint = data_dir(), ""
    if not root.exists():
        raise FileNotFoundError(_say_missing(root) + hint)
    return root


def _say_missing(path: Path) -> str:
    parent = path.parent
    if not parent.is_dir():
        return f"There is no {path}: its folder {parent} does not exist either. Check the spelling."
    near = sorted(entry.name for entry in parent.iterdir())
    shown = ", ".join(near[:5]) + (", ..." if len(near) > 5 else "")
    return f"There is no {path}. " + (f"In {parent} there are: {shown}." if near else f"{parent} is empty.")


def _load_collection(root: Path) -> pd.DataFrame:
    folder = root if root.is_dir() else root.parent
    register_path = root if root.is_file() else root / REGISTER_NAME
    problems: list[_Problem] = []
    notes: list[_Problem] = []
    jobs = _list_jobs(folder, register_path, problems, notes)
    rows = _read_jobs(jobs, folder, problems, notes)
    if not rows:
        raise ValueError(_say_nothing_read(problems, folder))
    _warn_notes(notes)
    _warn_problems(problems, n_read=len(rows))
    policies = make_frame(_separate_ids(rows), "policies")
    return policies.sort_values("policy_id", ignore_index=True)


def _read_jobs(
    jobs: list[tuple[Path, dict]], folder: Path, problems: list[_Problem], notes: list[_Problem]
) -> list[dict]:
    """The rows of the files that can be read; what is amiss goes to the two lists."""
    rows = []
    for file, metadata in jobs:
        name = file.relative_to(folder).as_posix()
        try:
            row, said = _read_row(file)
        except OSError as error:
            problems.append(_Problem(name, f"cannot be opened ({error.strerror})"))
            continue
        except ValueError as error:
            problems.append(_Problem(name, str(error).removeprefix(f"{file.name} ")))
            continue
        notes += [_Problem(name, note) for note in said]
        # From the whole path below the folder: no other file can change it.
        row["policy_id"] = _make_id(Path(name).with_suffix("").as_posix())
        row.update({key: value for key, value in metadata.items() if value and key in row})
        rows.append(row)
    return rows


def _list_jobs(
    folder: Path, register_path: Path, problems: list[_Problem], notes: list[_Problem]
) -> list[tuple[Path, dict]]:
    """The files to read, each with what the register says of it; what is amiss goes to the two lists."""
    files = [file for file in _list_files(folder) if not _is_bystander(file)]
    if folder.resolve() == data_dir().resolve():
        # Beside the policies that ship stand labels and figures, in folders of their own.
        files = [file for file in files if file.relative_to(folder).parts[0] not in SHIPPED_BESIDE]
    if not register_path.is_file():
        return [(file, {}) for file in files]
    jobs = _list_registered(folder, register_path, problems)
    # A register opened by name is the whole collection; a folder is everything in it.
    if register_path.name != REGISTER_NAME:
        return jobs
    listed = {file.resolve() for file, _ in jobs}
    others = [file for file in files if file.resolve() not in listed]
    said = f"no row in {register_path.name}, so date and company come from the text"
    notes += [_Problem(file.relative_to(folder).as_posix(), said) for file in others]
    return jobs + [(file, {}) for file in others]


def _list_registered(folder: Path, register_path: Path, problems: list[_Problem]) -> list[tuple[Path, dict]]:
    register = read_register(register_path)
    register["effective_date"] = pd.to_datetime(register["effective_date"])
    jobs = []
    for record in register.to_dict("records"):
        file = folder / record["file"]
        if file.is_file():
            jobs.append((file, record | {"effective_date": _date_or_none(record)}))
        else:
            problems.append(_Problem(record["file"], f"is in {register_path.name} but not in the folder"))
    return jobs


def _date_or_none(record: dict) -> pd.Timestamp | None:
    return None if pd.isna(record["effective_date"]) else record["effective_date"].as_unit("s")


def _list_files(folder: Path) -> list[Path]:
    """All files below a folder in one fixed order, hidden ones left out."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    visible = [
        file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]
    return sorted(visible, key=lambda file: file.relative_to(folder).as_posix())


def _is_bystander(file: Path) -> bool:
    return file.name.lower() in BYSTANDERS


def _read_row(file: Path) -> tuple[dict, list[str]]:
    """One row of the policies frame as a dict, with notes on how the file was read."""
    if file.suffix.lower() not in FORMATS:
        kinds = ", ".join(sorted(FORMATS))
        message = f"{file.name} is not in a format policyviz reads ({kinds}): save it as plain text."
        raise ValueError(message)
    data = file.read_bytes()
    decoded = _decode(data, file)
    text = decoded.text
    row = {
        "policy_id": _make_id(file.stem),
        "company": find_company(text) or file.stem,
        "sector": "",
        "jurisdiction": "",
        "effective_date": find_date(text),
        "language": "und",
        "source": file.name,
        "license": "",
        "format": FORMATS[file.suffix.lower()],
        "encoding": decoded.encoding,
        "sha256": hashlib.sha256(data).hexdigest(),
        "text": text,
    }
    return row, decoded.notes


def _decode(data: bytes, file: Path) -> Decoded:
    try:
        return decode_policy(data)
    except ValueError as error:
        message = f"{file.name} {error}"
        raise ValueError(message) from error


def _make_id(stem: str) -> str:
    return re.sub(r"[^\w]+", "-", stem.lower()).strip("-_") or "policy"


def _separate_ids(rows: list[dict]) -> list[dict]:
    """Files that differ in suffix, signs or case only become name, name-2, name-3 in the order read."""
    seen: dict[str, int] = {}
    taken = {row["policy_id"] for row in rows}
    for row in rows:
        base = row["policy_id"]
        seen[base] = seen.get(base, 0) + 1
        while seen[base] > 1 and row["policy_id"] in taken:
            row["policy_id"] = f"{base}-{seen[base]}"
            if row["policy_id"] not in taken:
                break
            seen[base] += 1
        taken.add(row["policy_id"])
    return rows


def _select_ids(policies: pd.DataFrame, policy_ids: list[str] | None) -> pd.DataFrame:
    if policy_ids is None:
        return policies
    if isinstance(policy_ids, str):
        message = f"policy_ids must be a list: policy_ids=[{policy_ids!r}]."
        raise TypeError(message)
    unknown = [policy_id for policy_id in policy_ids if policy_id not in set(policies["policy_id"])]
    if unknown:
        known = ", ".join(policies["policy_id"].head(20))
        message = f"No policy {', '.join(map(repr, unknown))}. There are: {known}."
        raise ValueError(message)
    return policies[policies["policy_id"].isin(policy_ids)].reset_index(drop=True)


def _warn(message: str) -> None:
    # The level points at the user's own line: _warn, helper, _load_collection or _read_one,
    # load_policies or read_policy, user.
    warnings.warn(message, PolicyWarning, stacklevel=5)


def _say_nothing_read(problems: list[_Problem], folder: Path) -> str:
    reasons = "".join(f"\n- {problem.file} {problem.reason}" for problem in problems[:10])
    more = f"\n- and {len(problems) - 10} more files" if len(problems) > 10 else ""
    return f"No policy could be loaded from {folder}: it has no readable .txt or .md file.{reasons}{more}"


def _warn_problems(problems: list[_Problem], *, n_read: int) -> None:
    for problem in problems:
        _warn(f"{problem.file} was not loaded: it {problem.reason}")
    if problems:
        _warn(f"{len(problems)} of {n_read + len(problems)} files were not loaded, {n_read} were.")


def _warn_notes(notes: list[_Problem]) -> None:
    """Say what was decoded unusually: one warning for each kind, not one for each file."""
    kinds: dict[str, list[str]] = {}
    for note in notes:
        # Files with 3 and with 5 control characters have one thing in common.
        kind = re.sub(r"^\d+", "some", note.reason) if len(notes) > 1 else note.reason
        kinds.setdefault(kind, []).append(note.file)
    for kind, files in kinds.items():
        more = f" and {len(files) - 5} more" if len(files) > 5 else ""
        _warn(f"{', '.join(files[:5])}{more}: {kind}.")
