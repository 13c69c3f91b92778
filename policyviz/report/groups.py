"""Groups of clauses: what a number in a table or a mark in a chart leads to.

A group is plain data (texts in pieces, never HTML), so that it can travel from a notebook
to the page: ``title``, ``total`` (clauses), ``note``, and ``entries``, each with ``clause_id``,
``policy_id``, ``section``, ``start``, ``end``, ``pieces`` ([text, mark, title] each) and ``notes``.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from policyviz.checks import check_keys
from policyviz.frames import FRAMES, check_frame
from policyviz.keys import write_key
from policyviz.terms.reading import HighlightedClauses

# A number such as "130 clauses" leads to the first of them; all stand in the policy's text.
N_SHOWN = 25
# Columns of a comparison that name two policies; the evidence has one column for both.
PAIR = ("a", "b")
# Charts of more policies than this draw one mark for all of them.
MANY_COLUMNS = 25


def make_groups(
    table: pd.DataFrame,
    shown: HighlightedClauses,
    evidence: pd.DataFrame,
    *,
    keys: list[str],
    across: str | None = None,
    silences: Mapping[str, dict] | None = None,
) -> dict[str, dict]:
    """Make a group for every row of a table (every cell of a wide one) that has clauses.

    Where a chart of many policies draws one mark for a whole row of a wide table, the row has a
    group too.

    Parameters
    ----------
    table : pandas.DataFrame
        With the columns `keys`.
    shown : HighlightedClauses
        The clauses, with the marks to show.
    evidence : pandas.DataFrame
        What `prepare_evidence` returns.
    keys : list of str
        Columns that say what a row stands for.
    across : str, optional
        What the other columns of a wide table stand for.
    silences : mapping, optional
        Groups for cells without clauses, by key.

    Returns
    -------
    groups : dict of str to dict
        By key, as `policyviz.keys.write_key` writes it; in the order of the table.
    """
    makers = _Maker(shown, evidence)
    groups = {}
    for own, places in _find_places(table, evidence, keys, across):
        key = write_key(**own)
        if places:
            groups[key] = makers.make(", ".join(map(str, own.values())), places)
        elif key in (silences or {}):
            groups[key] = silences[key]
    return groups


class _Maker:
    """Makes groups out of the rows of one evidence frame."""

    def __init__(self, shown: HighlightedClauses, evidence: pd.DataFrame) -> None:
        self._rows = {row.clause_id: row for row in shown.clauses.itertuples(index=False)}
        self._ids = evidence["clause_id"].tolist()
        # Only what was counted is marked, and how it was read stands below.
        self._is_counted = set(FRAMES["mentions"]) <= set(evidence.columns)
        self._shown = (
            HighlightedClauses(shown.clauses, evidence, readings=True) if self._is_counted else shown
        )

    def make(self, title: str, places: list[int]) -> dict:
        ids = list(dict.fromkeys(self._ids[place] for place in places))
        chosen = set(places) if self._is_counted else None
        entries = [_write_entry(self._shown, self._rows[clause_id], chosen) for clause_id in ids[:N_SHOWN]]
        return {"title": title, "total": len(ids), "entries": entries, "note": ""}


def _find_places(
    table: pd.DataFrame, evidence: pd.DataFrame, keys: list[str], across: str | None
) -> Iterator[tuple[dict, list[int]]]:
    """For each row or cell of the table what it stands for, and the places of its rows in the evidence."""
    columns = [column for column in table.columns if column not in keys]
    own = [dict(zip(keys, values, strict=True)) for values in _list_values(table, keys)]
    if across:
        whole = own if len(columns) > MANY_COLUMNS else []
        own = [row | {across: column} for row in own for column in columns] + whole
    indexes = {names: _index_rows(evidence, names) for names in {_keep_known(row, evidence) for row in own}}
    owners = evidence["policy_id"].tolist() if "policy_id" in evidence else []
    for row in own:
        names = _keep_known(row, evidence)
        places = indexes[names].get(tuple(str(row[name]) for name in names), [])
        if "a" in row and "a" not in evidence:
            places = [place for place in places if owners[place] in [row[name] for name in PAIR]]
        yield row, places


def _keep_known(names: Iterable[str], evidence: pd.DataFrame) -> tuple[str, ...]:
    return tuple(name for name in names if name in evidence)


def prepare_evidence(
    evidence: pd.DataFrame | None, clauses: pd.DataFrame, names: Sequence[str]
) -> pd.DataFrame:
    """Rows with ``clause_id`` and all keys; keys that the evidence lacks are taken from its clauses.

    Raises
    ------
    ValueError
        If a key is neither a column of the evidence nor of the clauses.
    """
    rows = clauses if evidence is None else _lengthen(evidence) if "clause_id_a" in evidence else evidence
    check_keys(rows, "clause_id", reserved=[])
    lacking = [name for name in names if name not in rows and name in clauses]
    if lacking:
        rows = rows.merge(
            clauses[["clause_id", *lacking]], on="clause_id", how="left", validate="many_to_one"
        )
    check_keys(rows, [name for name in names if name not in PAIR] or "clause_id", reserved=[])
    return rows[rows["clause_id"].isin(clauses["clause_id"])].reset_index(drop=True)


def _lengthen(pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of clauses, seen from each side: the own clause and the other one after it."""
    check_frame(pairs, "boilerplate")
    ways = [(own, other, side) for own, other in ("ab", "ba") for side in (own, other)]
    sides = [
        pairs[[f"clause_id_{side}", f"policy_id_{own}", f"policy_id_{other}"]].set_axis(
            ["clause_id", "policy_id", "other_id"], axis=1
        )
        for own, other, side in ways
    ]
    return pd.concat(sides).sort_index(kind="stable").reset_index(drop=True)


def _list_values(table: pd.DataFrame, keys: list[str]) -> Iterator[tuple]:
    return table[keys].drop_duplicates().itertuples(index=False, name=None)


def _index_rows(rows: pd.DataFrame, names: Sequence[str]) -> dict[tuple, list[int]]:
    """Values of the named columns, as text, -> places of the rows, in their order."""
    places: dict[tuple, list[int]] = {}
    columns = [rows[name].astype("str").tolist() for name in names]
    for place, values in enumerate(zip(*columns, strict=True) if columns else [()] * len(rows)):
        places.setdefault(values, []).append(place)
    return places


def _write_entry(shown: HighlightedClauses, row: tuple, chosen: set[int] | None = None) -> dict:
    place = {"clause_id": row.clause_id, "policy_id": row.policy_id, "section": row.section}
    span = {"start": int(row.start), "end": int(row.end)}
    pieces = [list(piece) for piece in shown.cut(row, chosen=chosen) if piece.text]
    return place | span | {"pieces": pieces, "notes": shown.list_notes(row, chosen=chosen)}


def make_receipts(
    receipts: pd.DataFrame, clauses: pd.DataFrame, *, names: Collection[str]
) -> dict[str, dict]:
    """Make a group for each silence: what was looked for, and the clauses that come nearest.

    Parameters
    ----------
    receipts, clauses : pandas.DataFrame
    names : collection of str
        The columns that make the keys; of one policy the label alone may do.

    Returns
    -------
    groups : dict of str to dict
        By key.
    """
    check_frame(receipts, "receipts")
    plain, texts = (
        HighlightedClauses(clauses),
        {row.clause_id: row for row in clauses.itertuples(index=False)},
    )
    groups = {}
    for (policy_id, label), rows in receipts.groupby(["policy_id", "label"], sort=False):
        near = [_write_entry(plain, texts[clause_id]) for clause_id in rows["clause_id"] if clause_id]
        said = "The clauses below come nearest in their words." if near else "No clause comes near."
        note = f"Searched for {rows['n_terms'].iloc[0]} terms, none found: {rows['terms'].iloc[0]}. {said}"
        own = {"policy_id": policy_id, "label": label}
        key = write_key(**{name: value for name, value in own.items() if name in names})
        groups[key] = {"title": f"{label}, {policy_id}", "total": 0, "entries": near, "note": note}
    return groups


def name_group(group: dict) -> str:
    """A name made of the content: the same clauses for the same reason are one group on a page."""
    text = json.dumps(group, sort_keys=True)
    return f"ev-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def write_title(group: Mapping) -> str:
    """How a group is called in headings and in the text alternative of a mark.

    Examples
    --------
    >>> write_title({"title": "procom, name", "total": 3})
    'procom, name: 3 clauses'
    """
    n = group["total"]
    said = "nothing found" if not n else f"{n:,} clause" if n == 1 else f"{n:,} clauses"
    return f"{group['title']}: {said}"
