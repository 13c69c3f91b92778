"""The labels of data, what they mean, and what other vocabularies call them."""

from importlib.resources import files
from pathlib import Path

import pandas as pd

from policyviz.corpus.tables import name_rows, read_table, refuse_table
from policyviz.frames import FRAMES, check_frame
from policyviz.lexicons.loading import ADVICE

VOCABULARIES = ("opp115", "dpv", "ccpa", "apple", "google")


def load_taxonomy(path: str | Path | None = None) -> pd.DataFrame:
    """Load the taxonomy of data: every label with its group and a definition.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A CSV with the columns ``label``, ``group`` and ``definition``; without it, the
        45 labels in 12 groups that ship.

    Returns
    -------
    taxonomy : pandas.DataFrame
        One row per label, in the order of the file: ``label``, ``group``, ``definition``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a cell is empty or a label is repeated; one message names all rows.

    Examples
    --------
    >>> taxonomy = load_taxonomy()
    >>> taxonomy.loc[taxonomy["group"] == "location", "label"].to_list()
    ['precise location', 'general location']
    """
    table, shown = _read_rows(path, "taxonomy")
    complaints = _find_empty(table) + _find_repeated(table, ["label"])
    return _make_or_refuse(table, "taxonomy", shown, complaints)


def load_crosswalk(path: str | Path | None = None, *, taxonomy: pd.DataFrame | None = None) -> pd.DataFrame:
    """Load the crosswalk: what other vocabularies call the labels of the taxonomy.

    It is our reading of these vocabularies, not a ruling: a label can have several
    counterparts or none, and a counterpart is rarely as wide as the label.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A CSV with the columns ``label``, ``vocabulary``, ``code``, ``name`` and
        ``source``; without it, the crosswalk that ships.
    taxonomy : pandas.DataFrame, optional
        The taxonomy whose labels may be named; without it, the one that ships.

    Returns
    -------
    crosswalk : pandas.DataFrame
        One row per label and counterpart: ``label``; ``vocabulary`` ("opp115", the personal
        information types of OPP-115; "dpv", IRIs of the W3C Data Privacy Vocabulary 2.0;
        "ccpa", letters of California Civil Code 1798.140(v)(1); "apple", app privacy
        details; "google", Data safety form); ``code``; ``name``, the code in words;
        ``source``.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a cell is empty, a row is repeated, or a label is not in the taxonomy; one
        message names all rows.

    Examples
    --------
    >>> crosswalk = load_crosswalk()
    >>> health = crosswalk[crosswalk["label"] == "health"]
    >>> health.loc[health["vocabulary"] == "apple", "code"].to_list()
    ['Health & Fitness']
    """
    table, shown = _read_rows(path, "crosswalk")
    taxonomy = load_taxonomy() if taxonomy is None else taxonomy
    check_frame(taxonomy, "taxonomy")
    labels = taxonomy["label"]
    unknown = table[~table["label"].isin(labels) & table["label"].ne("")]
    complaints = _find_empty(table) + _find_repeated(table, ["label", "vocabulary", "code"])
    complaints += [f"label is not in the taxonomy: {name_rows(unknown, 'label')}"] if len(unknown) else []
    return _make_or_refuse(table, "crosswalk", shown, complaints)


def _read_rows(path: str | Path | None, name: str) -> tuple[pd.DataFrame, str]:
    file = Path(str(files("policyviz.lexicons").joinpath(f"{name}.csv"))) if path is None else Path(path)
    shown = f"The {name} {file.name}"
    if not file.is_file():
        message = (
            f"There is no {name} {str(path)!r}. Give the path of a CSV, or nothing for the one that ships."
        )
        raise FileNotFoundError(message)
    columns = list(FRAMES[name])
    return read_table(file, shown=shown, columns=columns)[columns], shown


def _find_empty(table: pd.DataFrame) -> list[str]:
    empty = {column: table[table[column].eq("")] for column in table.columns}
    return [f"{column} is empty: {name_rows(rows, 'label')}" for column, rows in empty.items() if len(rows)]


def _find_repeated(table: pd.DataFrame, keys: list[str]) -> list[str]:
    repeated = table[table.duplicated(keys, keep=False) & table["label"].ne("")]
    return [f"{' + '.join(keys)} is repeated: {name_rows(repeated, 'label')}"] if len(repeated) else []


def _make_or_refuse(table: pd.DataFrame, name: str, shown: str, complaints: list[str]) -> pd.DataFrame:
    complaints = ["it has no rows"] if table.empty else complaints
    if complaints:
        refuse_table(shown, complaints, ADVICE)
    frame = table.reset_index(drop=True)
    check_frame(frame, name)
    return frame
