"""Results against labels made by reading."""

from pathlib import Path

import pandas as pd
from sklearn.metrics import precision_recall_fscore_support

from policyviz.corpus import data_dir
from policyviz.corpus.tables import read_table, refuse_table
from policyviz.frames import FRAMES, check_frame, make_frame
from policyviz.terms.status import STATUSES


def load_gold(path: str | Path | None = None) -> pd.DataFrame:
    """Load labels made by reading: what each policy says about each kind of data.

    The gold that ships was read twice, by language models under a code book, before
    the lexicon was run on the texts (data/gold/README.md). It is good for finding errors
    and no substitute for the labels of lawyers.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A CSV with the columns ``policy_id``, ``label``, ``status`` and ``clause_id``; without it,
        the gold of the four policies that ship.

    Returns
    -------
    gold : pandas.DataFrame
        One row per policy and label: ``policy_id``, ``label``, ``status`` ("affirmed", "denied",
        "mentioned" or "silent"), ``clause_id`` (the clause that proves it, "" for "silent");
        further columns of the file as text.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a column is missing, a cell empty, a status unknown, a policy and label repeated, or no
        clause given; one message names all lines.

    Examples
    --------
    >>> gold = load_gold()
    >>> gold.loc[gold["status"] == "denied", ["policy_id", "label"]].values.tolist()
    [['personnel-technology', "children's data"], ['wrk', 'sensitive information']]
    """
    file = data_dir() / "gold" / "data_categories.csv" if path is None else Path(path)
    if not file.is_file():
        message = f"There is no {file}. Give the path of a CSV with columns {', '.join(FRAMES['gold'])}."
        raise FileNotFoundError(message)
    table = read_table(file, shown=file.name)
    missing = [column for column in FRAMES["gold"] if column not in table.columns]
    complaints = [f"it has no column {column}" for column in missing] or _find_faults(table)
    if complaints:
        refuse_table(f"The gold {file.name}", complaints, "Mend it and load it again.")
    gold = table.reset_index(drop=True)
    check_frame(gold, "gold")
    return gold


def _find_faults(table: pd.DataFrame) -> list[str]:
    checks = {
        "policy_id or label is empty": table["policy_id"].eq("") | table["label"].eq(""),
        "policy_id and label are repeated": table.duplicated(["policy_id", "label"], keep=False),
        f"status is none of {', '.join(STATUSES)}": ~table["status"].isin(STATUSES),
        "no clause_id proves it": table["status"].ne("silent") & table["clause_id"].eq(""),
    }
    return [
        f"{text}: {', '.join(f'line {line}' for line in table.index[bad][:10])}"
        for text, bad in checks.items()
        if bad.any()
    ]


def evaluate_coverage(coverage: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """Count how often statuses agree with labels made by reading.

    Few cells make wide errors: with two denied cells in the gold, one mistake halves the
    recall. The number of cells stands beside each figure for that reason.

    Parameters
    ----------
    coverage : pandas.DataFrame
        What ``measure_coverage(..., measure="status")`` returns.
    gold : pandas.DataFrame
        What `load_gold` returns. Cells that the coverage lacks are an error.

    Returns
    -------
    errors : pandas.DataFrame
        One row per status and a last one, "all", for the cells as a whole: ``status``, ``n_gold``
        (cells that have it by reading), ``n_found`` (that got it here), ``n_right`` (both),
        ``precision``, ``recall``, ``f1`` (0 to 1, higher is better, 0 where undefined). In the
        row "all" the three are equal: the share of right cells.

    Raises
    ------
    ValueError
        If `coverage` holds no statuses, has a row or column twice, or lacks policies or labels of
        the gold, or if the gold has no rows or unknown statuses.

    Examples
    --------
    >>> index = pd.Index(["a", "b"], name="policy_id")
    >>> coverage = pd.DataFrame({"name": ["affirmed", "silent"]}, index=index)
    >>> gold = make_frame([("a", "name", "affirmed", "a:001"), ("b", "name", "denied", "b:001")], "gold")
    >>> evaluate_coverage(coverage, gold)[["status", "n_gold", "n_found", "n_right", "recall"]]
          status  n_gold  n_found  n_right  recall
    0   affirmed       1        1        1     1.0
    1     denied       1        0        0     0.0
    2  mentioned       0        0        0     0.0
    3     silent       0        1        0     0.0
    4        all       2        2        1     0.5
    """
    cells = _pair_cells(coverage, gold)
    if cells.empty:
        message = "The gold has no rows, so nothing can be evaluated. Load it with load_gold()."
        raise ValueError(message)
    is_right = cells["status"] == cells["found"]
    scores = precision_recall_fscore_support(
        cells["status"], cells["found"], labels=list(STATUSES), zero_division=0
    )
    rows = []
    for name, *figures in zip(STATUSES, *scores[:3], strict=True):
        by_reading, found = cells["status"] == name, cells["found"] == name
        rows.append((name, by_reading.sum(), found.sum(), (is_right & found).sum(), *figures))
    rows.append(("all", len(cells), len(cells), is_right.sum(), *[is_right.mean()] * 3))
    return make_frame(rows, "errors")


def find_disagreements(coverage: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    """List the cells whose status is not the one made by reading.

    Parameters
    ----------
    coverage, gold : pandas.DataFrame
        As for `evaluate_coverage`.

    Returns
    -------
    disagreements : pandas.DataFrame
        ``policy_id``, ``label``, ``status`` (by reading), ``found`` (here), ``clause_id`` (the clause
        that proves the reading); in the order of the gold.

    Raises
    ------
    ValueError
        As `evaluate_coverage`.

    Examples
    --------
    >>> index = pd.Index(["a"], name="policy_id")
    >>> gold = make_frame([("a", "name", "denied", "a:001")], "gold")
    >>> find_disagreements(pd.DataFrame({"name": ["silent"]}, index=index), gold).values.tolist()
    [['a', 'name', 'denied', 'silent', 'a:001']]
    """
    cells = _pair_cells(coverage, gold)
    wrong = cells[cells["status"] != cells["found"]]
    return wrong[["policy_id", "label", "status", "found", "clause_id"]].reset_index(drop=True)


def _pair_cells(coverage: pd.DataFrame, gold: pd.DataFrame) -> pd.DataFrame:
    check_frame(gold, "gold")
    if not isinstance(coverage, pd.DataFrame) or not coverage.isin(STATUSES).all(axis=None):
        message = 'Only statuses can be evaluated: measure_coverage(clauses, mentions, measure="status").'
        raise ValueError(message)
    if not (coverage.index.is_unique and coverage.columns.is_unique):
        message = "A policy or label stands twice in the coverage. Measure all policies together, once."
        raise ValueError(message)
    strange = gold.loc[~gold["status"].isin(STATUSES), "status"]
    if len(strange):
        message = f"The gold has the status {strange.iloc[0]!r}; there are: {', '.join(STATUSES)}."
        raise ValueError(message)
    for column, known in (("policy_id", coverage.index), ("label", coverage.columns)):
        missing = [value for value in dict.fromkeys(gold[column]) if value not in known]
        if missing:
            message = (
                f"The coverage lacks {column} {', '.join(missing[:5])}, which the gold has. "
                "Measure the coverage of all its policies with the lexicon it was made for."
            )
            raise ValueError(message)
    found = [
        str(coverage.loc[policy, label])
        for policy, label in zip(gold["policy_id"], gold["label"], strict=True)
    ]
    return gold.assign(found=pd.Series(found, index=gold.index, dtype="str"))
