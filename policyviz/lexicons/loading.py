"""CSV files of terms -> lexicon frames; one complete complaint about a bad file."""

import csv
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from policyviz.corpus.tables import name_rows, read_table, refuse_table
from policyviz.frames import FRAMES, check_frame

MAX_TERM = 200
ADVICE = "Mend these rows and load it again."
SHIPPED = ("data_categories", "practices", "vagueness")
# What the optional column `context` may ask for: anything goes, or company in an enumeration.
LISTED = "listed"
CONTEXTS = ("", LISTED)
# Optional columns with numbers: what a term weighs in "you may", and how sure its weight is.
PERMISSION, SPREAD = "permission_weight", "weight_se"
OPTIONAL = ("context", PERMISSION, SPREAD)
# Columns of numbers, and what an empty field stands for.
NUMBERS = {"weight": "1", PERMISSION: "0", SPREAD: "0"}
# Signs that mean something in a regular expression and nothing in a phrase.
_REGEX = re.compile(r"[\\^|*{}\[\]]|\(\?|[.)]\+|[\w-]\?|\.\?|\$$")


def load_lexicon(name_or_path: str | Path, *, taxonomy: pd.DataFrame | None = None) -> pd.DataFrame:
    """Load a lexicon: the terms to look for, each with its label, weight and source.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        ``"vagueness"`` (words that people call vague in six classes, and concrete ones, with
        fitted weights), ``"data_categories"`` (what policies call 45 kinds of data, see
        `load_taxonomy`), ``"practices"`` (what they call twelve practices, as seeds of
        `cluster_clauses`), or the path of a CSV with the columns ``term`` and ``label``;
        ``weight`` (default 1; below 0 makes a clause clearer), ``source`` and others may
        follow. ``context`` is empty, or "listed" for an ambiguous term that counts only in
        an enumeration: "name" in "name, e-mail address and age". ``permission_weight``
        (default 0) is what a modal verb weighs in "you may", ``weight_se`` the standard
        error of ``weight``.
    taxonomy : pandas.DataFrame, optional
        A taxonomy frame: labels that it lacks are refused, and so is a lexicon that has
        no term for one of its labels.

    Returns
    -------
    lexicon : pandas.DataFrame
        One row per term, in the order of the file: ``term`` (lower case), ``label``,
        ``weight`` (float), ``source``, and of ``context``, ``permission_weight`` and
        ``weight_se`` those that the file has.

    Raises
    ------
    FileNotFoundError
        If there is no such lexicon.
    ValueError
        If terms or labels are empty, terms repeated or regular expressions, weights no
        numbers, contexts unknown, or labels not those of the taxonomy; one message names
        all rows.

    See Also
    --------
    find_terms : Looks for the terms.

    Examples
    --------
    >>> lexicon = load_lexicon("vagueness")
    >>> lexicon["label"].unique().tolist()
    ['condition', 'generalization', 'modality', 'numeric quantifier', 'unspecified', 'necessity', 'concrete']
    >>> weights = lexicon.set_index("term")["weight"]
    >>> weights[["some", "many", "name"]].round(1).tolist()
    [0.4, 0.2, -0.1]
    """
    if taxonomy is None and isinstance(name_or_path, str) and name_or_path in SHIPPED:
        return _load_shipped(name_or_path).copy()
    return _load_file(name_or_path, taxonomy)


@cache
def _load_shipped(name: str) -> pd.DataFrame:
    return _load_file(name, None)


def _load_file(name_or_path: str | Path, taxonomy: pd.DataFrame | None) -> pd.DataFrame:
    path, shown = _find_file(name_or_path)
    table = _read_table(path, shown)
    complaints = _find_complaints(table) + _find_strange_labels(table, taxonomy)
    if complaints:
        refuse_table(f"The lexicon {shown}", complaints, ADVICE)
    numbers = {name: pd.to_numeric(table[name]).astype("float64") for name in NUMBERS if name in table}
    lexicon = table.assign(term=table["term"].map(_fold_term).astype("str"), **numbers)
    kept = [name for name in (*FRAMES["lexicon"], *OPTIONAL) if name in lexicon]
    lexicon = lexicon[kept].reset_index(drop=True)
    check_frame(lexicon, "lexicon")
    return lexicon


def _find_file(name_or_path: str | Path) -> tuple[Path, str]:
    name = str(name_or_path)
    if name in SHIPPED:
        return Path(str(files("policyviz.lexicons").joinpath(f"{name}.csv"))), name
    path = Path(name_or_path)
    if path.is_file():
        return path, path.name
    advice = "For your own give the path of a CSV with the columns term and label."
    message = f"There is no lexicon {name!r}. Shipped: {', '.join(SHIPPED)}. {advice}"
    raise FileNotFoundError(message)


def _read_table(path: Path, shown: str) -> pd.DataFrame:
    table = read_table(path, shown=f"The lexicon {shown}", columns=("term", "label"))
    table = table.assign(weight=table.get("weight", "1"), source=table.get("source", shown))
    filled = {name: table[name].replace("", empty) for name, empty in NUMBERS.items() if name in table}
    return table.assign(**filled)


def _fold_term(term: str) -> str:
    return " ".join(term.lower().split())


def _find_complaints(table: pd.DataFrame) -> list[str]:
    terms = table["term"].map(_fold_term)
    found = [name for name in NUMBERS if name in table]
    checks = {
        "term is empty": terms.eq(""),
        "label is empty": table["label"].eq(""),
        "term is repeated": terms.duplicated(keep=False) & terms.ne(""),
        **{f"{name} is no number": ~np.isfinite(_read_numbers(table[name])) for name in found},
        **{f"{name} is below 0": _read_numbers(table[name]) < 0 for name in found if name == SPREAD},
        "term is a regular expression; write each phrase in a row of its own": terms.map(
            lambda term: bool(_REGEX.search(term))
        ).astype("bool"),
        f"context is none of {', '.join(map(repr, CONTEXTS))}": ~_read_contexts(table).isin(CONTEXTS),
        # An unclosed quotation mark swallows the rows behind it.
        f"term is longer than {MAX_TERM} characters (an unclosed quotation mark?)": terms.str.len()
        > MAX_TERM,
    }
    if table.empty:
        return ["it has no rows"]
    return [f"{text}: {name_rows(table[bad], 'term')}" for text, bad in checks.items() if bad.any()]


def _read_numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column, errors="coerce").astype("float64")


def _read_contexts(table: pd.DataFrame) -> pd.Series:
    return table["context"] if "context" in table else pd.Series("", index=table.index, dtype="str")


def _find_strange_labels(table: pd.DataFrame, taxonomy: pd.DataFrame | None) -> list[str]:
    """Labels that a taxonomy does not have, and labels of it for which there is no term."""
    if taxonomy is None:
        return []
    check_frame(taxonomy, "taxonomy")
    strange = table[~table["label"].isin(taxonomy["label"]) & table["label"].ne("")]
    missing = [label for label in taxonomy["label"] if label not in set(table["label"])]
    complaints = [f"label is not in the taxonomy: {name_rows(strange, 'label')}"] if len(strange) else []
    return complaints + ([f"the taxonomy's label has no term: {', '.join(missing)}"] if missing else [])


@cache
def load_scale() -> dict[str, float]:
    """The numbers that turn weights into a score from 1 (clear) to 5 (extremely vague).

    ``base`` is the score of a clause without any term, ``clarified`` the part of its weight
    that a vague term keeps when a list or a definition makes it clear.

    Examples
    --------
    >>> 1 < load_scale()["base"] < 2, 0 < load_scale()["clarified"] < 1
    (True, True)
    """
    with files("policyviz.lexicons").joinpath("vagueness_scale.csv").open(encoding="utf-8") as file:
        return {row["name"]: float(row["value"]) for row in csv.DictReader(file)}


@cache
def load_cues() -> dict[str, tuple[str, ...]]:
    """The words that turn a mention's meaning, by kind.

    What denies and what only seems to: ``negation``, ``exception``, ``condition``,
    ``scope end``; verbs: ``practice collect`` and the other practices, ``practice provide``,
    ``practice request`` and ``practice reach`` where it depends on who acts; who acts: ``actor
    company``, ``actor third party``, ``actor reader``; for permissions: ``reader``, ``passive``,
    ``passive before``; for what makes a vague word clear: ``example``, ``example noun``, ``example
    open``, ``quoted place``.

    Examples
    --------
    >>> "never" in load_cues()["negation"]
    True
    """
    with files("policyviz.lexicons").joinpath("cues.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = sorted({row["kind"] for row in rows})
    return {kind: tuple(row["cue"] for row in rows if row["kind"] == kind) for kind in kinds}
