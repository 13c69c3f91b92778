"""Labels of a class: each student's file in, one annotations frame and a report out."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from policyviz.classroom.answers import tidy_words
from policyviz.corpus import data_dir
from policyviz.corpus.decoding import decode_policy
from policyviz.corpus.readers import show_name
from policyviz.corpus.sources import LINK, is_bystander, leads_out
from policyviz.corpus.tables import read_table

VAGUE, CLEAR = "vague", "clear"
MOST_LETTERS = 1000
# Rows that do not count: one of them, several.
NOTES = (
    ("row of a clause that is not in the sample", "rows of clauses that are not in the sample"),
    ("label that is neither vague nor clear", "labels that are neither vague nor clear"),
    ("label given again: the last one counts", "labels given again: the last ones count"),
)
_BETWEEN = re.compile(r"[\s,;|/.'\"\[\]()]")
# Windows gives these names to devices.
_RESERVED = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]", re.IGNORECASE)
# What students write for the two labels.
WRITTEN = {"v": VAGUE, "vague": VAGUE, "c": CLEAR, "clear": CLEAR}
COLUMNS = {"clause_id": "str", "annotator": "str", "label": "str"}
REPORT = {
    "file": "str",
    "annotator": "str",
    "n_labels": "int64",
    "n_vague": "int64",
    "n_missing": "int64",
    "outcome": "str",
    "notes": "str",
}


class ClassLabels(NamedTuple):
    """The labels of all who labelled, and who labelled what."""

    labels: pd.DataFrame
    report: pd.DataFrame


def load_sample() -> pd.DataFrame:
    """Load the twenty clauses of the classroom policies that a class labels, in the order of the sheet.

    Returns
    -------
    sample : pandas.DataFrame
        ``number`` (1 to 20), ``clause_id``, ``text``.

    Examples
    --------
    >>> load_sample()["number"].to_list() == list(range(1, 21))
    True
    """
    from policyviz.classroom.materials import load_clauses

    found = load_clauses().set_index("clause_id")["text"].loc[list(list_sample())]
    columns = {"number": range(1, len(found) + 1), "clause_id": found.index, "text": found.to_numpy()}
    return pd.DataFrame(columns).astype({"number": "int64", "clause_id": "str", "text": "str"})


@cache
def list_sample() -> tuple[str, ...]:
    """The ids of the twenty clauses, in the order of the sheet."""
    return tuple(read_table(data_dir() / "classroom" / "to_label.csv", shown="to_label.csv")["clause_id"])


def save_labels(letters: str, annotator: str, folder: str | Path = "labels") -> Path:
    """Write one student's labels of the sample to a file of their own.

    Parameters
    ----------
    letters : str
        One letter for each clause, in order: v for vague, c for clear, - for no label; see
        `read_letters`.
    annotator : str
        Who labelled, a name or a number. In lower case it becomes the name of the file.
    folder : str or pathlib.Path
        Made if it is not there.

    Returns
    -------
    path : pathlib.Path
        A CSV file with the columns ``clause_id``, ``annotator``, ``label``. One of the same
        annotator is replaced.

    Raises
    ------
    ValueError
        If there are other letters or not as many as clauses, or if the annotator has no name.
    """
    given, stem = read_letters(letters), _name_file(annotator)
    pairs = zip(list_sample(), given, strict=True)
    rows = [(clause_id, stem, WRITTEN[letter]) for clause_id, letter in pairs if letter != "-"]
    # Systems that know no capitals in names of files see one file in Anna.csv and anna.csv.
    path = Path(folder) / f"{stem.casefold()}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return path


def read_letters(letters: object) -> str:
    """Read one letter for each clause of the sample, however they are written down.

    Parameters
    ----------
    letters : str or list-like
        v or "vague", c or "clear", - for no label; in a text blanks, commas and the like between them.

    Returns
    -------
    letters : str
        As many of "v", "c", "-" as there are clauses.

    Raises
    ------
    ValueError
        If there are other letters, or not as many as clauses.

    Examples
    --------
    >>> read_letters(["vague", "C"] * 10)
    'vcvcvcvcvcvcvcvcvcvc'
    """
    given = tidy_letters(letters)
    strange = sorted(set(given) - set("vc-"))
    if strange or len(given) != len(list_sample()):
        other = f", and other letters: {' '.join(strange)[:40]}" if strange else ""
        message = (
            f"There are {len(given)} letters for {len(list_sample())} clauses{other}. "
            "Write v (vague), c (clear) or - (no label) for each."
        )
        raise ValueError(message)
    return given


def tidy_letters(letters: object) -> str:
    """Letters in order, without what stands between them; words become their letters.

    Examples
    --------
    >>> tidy_letters("V, c c -"), tidy_letters({"wrk:001": "vague", "wrk:002": "clear"})
    ('vcc-', 'vc')
    """
    if isinstance(letters, pd.DataFrame) and "label" in letters:
        letters = letters["label"]
    if isinstance(letters, Mapping):
        letters = letters.values()
    # What is longer is no answer, and may have no end.
    text = letters if isinstance(letters, str) else " ".join(map(str, islice(letters, MOST_LETTERS)))
    return _BETWEEN.sub("", re.sub("vague|clear", lambda word: word[0][0], text.lower()))


def _name_file(annotator: str) -> str:
    """A name for the file of an annotator: letters of any script with their marks, digits, blanks.

    Examples
    --------
    >>> [_name_file(name) for name in (" Anna B. ", "../../etc/passwd", "अनिला", "con")]
    ['Anna B', 'etc-passwd', 'अनिला', '_con']
    """
    signs = unicodedata.normalize("NFC", str(annotator))
    kept = [sign if unicodedata.category(sign)[0] in "LMN" or sign in " _" else "-" for sign in signs]
    stem = re.sub("-+", "-", " ".join("".join(kept).split()))[:60].strip("-_ ")
    if not stem:
        message = 'The name of the annotator has no letter and no digit. Give one, such as "anna".'
        raise ValueError(message)
    return f"_{stem}" if _RESERVED.fullmatch(stem) else stem


def merge_labels(folder: str | Path) -> ClassLabels:
    """Put the label files of a class together, with a report of who labelled what.

    A file that cannot be read is reported by name, and the others go on. Of a clause that one
    file labels twice the last label counts. Two files of the same annotator stay two annotators.

    Parameters
    ----------
    folder : str or pathlib.Path
        Holds one CSV file for each student, as `save_labels` writes them; a spreadsheet's CSV
        with semicolons will do as well. If there is no column ``annotator``, the file's name
        says who it was.

    Returns
    -------
    merged : ClassLabels
        ``labels``: one row per annotator and clause, sorted by both: ``clause_id``, ``annotator``,
        ``label`` ("vague" or "clear"). ``report``: one row per file in order of name: ``file``,
        ``annotator``, ``n_labels``, ``n_vague``, ``n_missing`` (clauses of the sample without a
        label), ``outcome`` ("read" or "not read"), ``notes``.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If there is no such folder.
    ValueError
        If no file in it has labels; the message names each.
    """
    place = Path(folder)
    if place.is_file():
        message = f"{place} is a file. Give the folder that holds the files of the class."
        raise NotADirectoryError(message)
    if not place.is_dir():
        message = f"There is no folder {place}. Collect the files of the class there, one for each student."
        raise FileNotFoundError(message)
    files = sorted((path for path in place.iterdir() if _may_be_labels(path)), key=lambda path: path.name)
    read = [_read_file(path) for path in files]
    _tell_apart([row for row, _ in read if row["outcome"] == "read"])
    tables = [table.assign(annotator=row["annotator"]) for row, table in read if len(table)]
    report = pd.DataFrame([row for row, _ in read], columns=list(REPORT)).astype(REPORT)
    if not tables:
        said = "".join(f"\n- {row['file']} {row['notes']}" for row, _ in read[:10])
        message = f"No file in {place} has labels.{said or ' It holds no CSV file.'}"
        raise ValueError(message)
    labels = pd.concat(tables)[list(COLUMNS)].astype(COLUMNS)
    return ClassLabels(labels.sort_values(["annotator", "clause_id"], ignore_index=True), report)


def _may_be_labels(path: Path) -> bool:
    return path.is_file() and not path.name.startswith((".", "~$")) and not is_bystander(path.name)


def _read_file(path: Path) -> tuple[dict, pd.DataFrame]:
    """What the report says of a file, and its labels (none if it was not read)."""
    row = dict.fromkeys(REPORT, "") | {
        "file": show_name(path.name),
        "n_labels": 0,
        "n_vague": 0,
        "n_missing": 0,
    }
    try:
        table = _read_table(path)
    except (ValueError, OSError, csv.Error) as error:
        return row | {"outcome": "not read", "notes": _say(error)}, pd.DataFrame(columns=list(COLUMNS))
    labels, notes = _keep_labels(table)
    return row | {
        "annotator": _find_annotator(table, path),
        "n_labels": len(labels),
        "n_vague": int((labels["label"] == VAGUE).sum()),
        "n_missing": len(list_sample()) - len(labels),
        "outcome": "read" if len(labels) else "not read",
        "notes": "; ".join(notes) or ("" if len(labels) else "has no labels"),
    }, labels


def _read_table(path: Path) -> pd.DataFrame:
    if leads_out(path, path.parent):
        raise ValueError(LINK)
    if path.suffix.lower() != ".csv":
        message = "is no CSV file: save it as CSV"
        raise ValueError(message)
    table = read_table(_read_commas(path), shown="it").rename(columns=lambda name: tidy_words(str(name)))
    missing = [column for column in ("clause_id", "label") if column not in table]
    if missing:
        message = f"has no column {' and no '.join(missing)}"
        raise ValueError(message)
    return table


def _read_commas(path: Path) -> bytes:
    """The file as a table with commas in UTF-8: spreadsheets write semicolons or tabs in many countries."""
    text = decode_policy(path.read_bytes()).text
    first = text.partition("\n")[0]
    # Some spreadsheets say in a first line which sign they use.
    if said := re.fullmatch("sep=(.)", first.strip('" ')):
        sign, text = said[1], text.partition("\n")[2]
    else:
        sign = next((sign for sign in ";\t" if sign in first and "," not in first), ",")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8")


def _say(error: Exception) -> str:
    """The first of what is wrong, in one line."""
    return " ".join(str(error).replace("\n- ", " ").split())[:200]


def _keep_labels(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The labels that count, and notes on rows that do not."""
    given = table.assign(
        clause_id=table["clause_id"].map(tidy_words), label=table["label"].map(tidy_words).map(WRITTEN)
    )
    blank = table["label"].str.strip().isin(["", "-"])
    strange = ~given["clause_id"].isin(list_sample())
    unread = given["label"].isna() & ~blank & ~strange
    kept = given[~strange & given["label"].notna()]
    labels = kept.drop_duplicates("clause_id", keep="last")
    counts = (int(strange.sum()), int(unread.sum()), len(kept) - len(labels))
    said = [f"{n} {one if n == 1 else many}" for n, (one, many) in zip(counts, NOTES, strict=True) if n]
    return labels, said


def _find_annotator(table: pd.DataFrame, path: Path) -> str:
    """The name that stands most often in the column, else the file's."""
    names = [name for name in table.get("annotator", pd.Series(dtype="str")).str.strip() if name]
    return show_name(Counter(names).most_common(1)[0][0] if names else path.stem)


def _tell_apart(rows: list[dict]) -> None:
    """Annotators of one name get the name of their file beside it."""
    counts = Counter(row["annotator"] for row in rows)
    for row in rows:
        if counts[row["annotator"]] > 1:
            note = f"{row['annotator']} has more than one file"
            row["notes"] = "; ".join(filter(None, [row["notes"], note]))
            row["annotator"] = f"{row['annotator']} ({row['file']})"
