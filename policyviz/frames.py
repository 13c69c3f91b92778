"""The schema of every frame, and the one check that all functions share.

A frame is an ordinary pandas DataFrame. What makes it a *clauses* or a *mentions*
frame is its columns, listed in `schemas`.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from pandas.api import types

from policyviz.schemas import (
    BOOL,
    CLEAR,
    DATE,
    FLOAT,
    FRAMES,
    INT,
    LABEL,
    MAKERS,
    STR,
    UNIQUE,
    VAGUE,
    VAGUEST,
)

__all__ = [
    "CLEAR",
    "FRAMES",
    "MAKERS",
    "UNIQUE",
    "VAGUE",
    "VAGUEST",
    "check_frame",
    "check_same_run",
    "leave_out",
    "locate_clauses",
    "make_frame",
    "refuse_strangers",
]

_KIND_CHECKS = {
    STR: types.is_string_dtype,
    INT: types.is_integer_dtype,
    FLOAT: types.is_float_dtype,
    BOOL: types.is_bool_dtype,
    DATE: types.is_datetime64_any_dtype,
    LABEL: lambda column: isinstance(column.dtype, pd.CategoricalDtype),
}


def make_frame(rows: Iterable[dict] | Iterable[tuple] | dict, name: str) -> pd.DataFrame:
    """Build the frame `name` with exactly its columns and types, also from no rows.

    Parameters
    ----------
    rows : iterable of dict, iterable of tuple, or dict of columns
        The rows, or the columns. Tuples follow the order of ``FRAMES[name]``.
    name : str
        A key of ``FRAMES``.

    Returns
    -------
    frame : pandas.DataFrame

    Examples
    --------
    >>> make_frame([("wrk", "health")], "gaps").to_dict("list")
    {'policy_id': ['wrk'], 'label': ['health']}
    >>> make_frame([], "top terms").dtypes.astype("str").to_list()
    ['int64', 'int64', 'str', 'float64']
    """
    schema = FRAMES[name]
    data = rows if isinstance(rows, dict) else list(rows)
    if isinstance(data, list) and data and type(data[0]) is tuple:
        # Column by column each value is looked at once, and not once for a guess and once for its type.
        columns = dict(zip(schema, zip(*data, strict=True), strict=True))
        return pd.DataFrame(
            {column: pd.array(columns[column], dtype=kind) for column, kind in schema.items()}
        )
    frame = pd.DataFrame(data, columns=list(schema))
    return frame.astype(schema)


def check_frame(frame: pd.DataFrame, name: str) -> None:
    """Complain once, completely, if `frame` is not a usable `name` frame.

    Further columns are welcome; an empty frame is a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
    name : str
        A key of ``FRAMES``, such as ``"clauses"``.

    Raises
    ------
    TypeError
        If `frame` is not a DataFrame.
    ValueError
        If columns are missing, of the wrong type, or if ids are empty or repeated.
        One message names everything found and the function that makes the frame.

    Examples
    --------
    >>> import pandas as pd
    >>> check_frame(pd.DataFrame({"policy_id": ["a"], "label": ["name"]}), "gaps")
    >>> check_frame(pd.DataFrame({"policy_id": ["a"]}), "gaps")
    Traceback (most recent call last):
    ...
    ValueError: This is not a gaps frame:
    - column missing: label
    A gaps frame comes from find_gaps(coverage).
    """
    advice = f"A {name} frame comes from {MAKERS[name]}."
    if not isinstance(frame, pd.DataFrame):
        message = f"Expected a {name} frame, got {_describe(frame)}. {advice}"
        raise TypeError(message)
    complaints = _find_missing(frame, name) + _find_doubles(frame, name)
    # A column that stands there twice has neither one type nor one set of ids.
    if frame.columns.is_unique:
        complaints += _find_wrong_types(frame, name) + _find_holes(frame, name) + _find_repeats(frame, name)
    if complaints:
        lines = "\n".join(f"- {complaint}" for complaint in complaints)
        message = f"This is not a {name} frame:\n{lines}\n{_guess_swap(frame, name)}{advice}"
        raise ValueError(message)


def check_same_run(clauses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    """Complain if mentions belong to other clauses: no count of the two would mean anything.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and a mentions frame.

    Raises
    ------
    ValueError
        If either is not what it should be, or a mention's clause is not among the clauses.
    """
    check_frame(clauses, "clauses")
    check_frame(mentions, "mentions")
    places = locate_clauses(clauses, mentions)
    fits = places >= 0
    # The same id in another run may be another clause: the mention must lie inside it.
    known = places[fits]
    fits[fits] = (
        (_list_values(clauses["policy_id"])[known] == _list_values(mentions["policy_id"])[fits])
        & (clauses["start"].to_numpy()[known] <= mentions["start"].to_numpy()[fits])
        & (clauses["end"].to_numpy()[known] >= mentions["end"].to_numpy()[fits])
    )
    strangers = mentions.loc[~fits, "clause_id"].unique()
    refuse_strangers(strangers, "mentions")


def locate_clauses(clauses: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Which row of the clauses each mention is in, as its number; -1 where there is none.

    Examples
    --------
    >>> clauses = pd.DataFrame({"clause_id": ["a:1", "a:2"]})
    >>> locate_clauses(clauses, pd.DataFrame({"clause_id": ["a:2", "b:1", "a:2"]})).tolist()
    [1, -1, 1]
    """
    return pd.Index(_list_values(clauses["clause_id"])).get_indexer(_list_values(mentions["clause_id"]))


def _list_values(column: pd.Series) -> np.ndarray:
    """Texts as plain objects, which are compared and looked up several times faster."""
    return column.to_numpy(dtype=object)


def refuse_strangers(clause_ids: Sequence[str], name: str) -> None:
    """Complain about clause ids of the frame `name` that are not among the clauses, if there are any.

    Examples
    --------
    >>> refuse_strangers([], "mentions")
    >>> refuse_strangers(["a:1"], "mentions")
    Traceback (most recent call last):
    ValueError: 1 clause ids of mentions are not in clauses (first: a:1). The two frames come from different
    runs; make mentions again with find_terms(clauses, lexicon).
    """
    if len(clause_ids):
        message = (
            f"{len(clause_ids)} clause ids of {name} are not in clauses (first: {clause_ids[0]}). "
            f"The two frames come from different runs; make {name} again with {MAKERS[name]}."
        )
        raise ValueError(message)


def _describe(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"a {type(value).__name__}"


def _find_missing(frame: pd.DataFrame, name: str) -> list[str]:
    missing = [column for column in FRAMES[name] if column not in frame.columns]
    if not missing:
        return []
    plural = "column" if len(missing) == 1 else "columns"
    return [f"{plural} missing: {', '.join(missing)}"]


def _find_doubles(frame: pd.DataFrame, name: str) -> list[str]:
    if frame.columns.is_unique:
        return []
    doubles = [column for column in FRAMES[name] if (frame.columns == column).sum() > 1]
    return [f"columns stand there twice: {', '.join(doubles)}"] if doubles else []


def _find_wrong_types(frame: pd.DataFrame, name: str) -> list[str]:
    # An empty frame built by hand has no types worth complaining about.
    if frame.empty:
        return []
    return [
        f"column {column} holds {frame[column].dtype}, expected {kind}"
        # pandas forgets categories when frames of different ones are put together.
        + (f' (put together with concat? then .astype({{"{column}": "category"}}))' if kind == LABEL else "")
        for column, kind in FRAMES[name].items()
        if column in frame.columns and not _KIND_CHECKS[kind](frame[column])
    ]


def _find_holes(frame: pd.DataFrame, name: str) -> list[str]:
    """Texts and labels that are missing; ids are looked at with their repeats."""
    kinds = FRAMES[name].items()
    columns = [column for column, kind in kinds if kind in (STR, LABEL) and column in frame.columns]
    holes = {
        column: int(frame[column].isna().sum()) for column in columns if column not in UNIQUE.get(name, [])
    }
    return [f"{column} is missing in {number} rows" for column, number in holes.items() if number]


def _find_repeats(frame: pd.DataFrame, name: str) -> list[str]:
    keys = UNIQUE.get(name, [])
    if not keys or not set(keys) <= set(frame.columns):
        return []
    if len(keys) == 1 and pd.Index(_list_values(frame[keys[0]])).is_unique and not frame[keys[0]].hasnans:
        return []
    title = " + ".join(keys)
    complaints = []
    if n_empty := int(frame[keys].isna().any(axis=1).sum()):
        complaints.append(f"{title} is empty in {n_empty} rows")
    repeated = frame.loc[frame.duplicated(keys), keys].drop_duplicates()
    if len(repeated):
        shown = [" ".join(map(str, row)) for row in repeated.head(3).itertuples(index=False)]
        more = f" and {len(repeated) - 3} more" if len(repeated) > 3 else ""
        complaints.append(f"{title} is repeated: {', '.join(shown)}{more}")
    return complaints


def _guess_swap(frame: pd.DataFrame, name: str) -> str:
    """Recognise the commonest mistake: the right frames in the wrong places."""
    for other in ("policies", "clauses", "mentions", "lexicon", "clusters", "vagueness"):
        if other != name and set(FRAMES[other]) <= set(frame.columns):
            return f"It looks like a {other} frame. "
    return ""


def leave_out(frame: pd.DataFrame, exclude: pd.DataFrame | Iterable[str] | None) -> pd.DataFrame:
    """The rows of a frame that do not belong to some clauses, such as those that companies share.

    Parameters
    ----------
    frame : pandas.DataFrame
        A frame with a column ``clause_id``: clauses, mentions.
    exclude : pandas.DataFrame, iterable of str or None
        Clause ids, or a frame that has them: pairs of `find_boilerplate` (both sides are left
        out), groups of them, clauses. None leaves out nothing.

    Returns
    -------
    rest : pandas.DataFrame

    Raises
    ------
    TypeError
        If `exclude` is a frame without clause ids, or one text.

    Examples
    --------
    >>> leave_out(pd.DataFrame({"clause_id": ["a:1", "a:2"]}), ["a:1"])["clause_id"].tolist()
    ['a:2']
    """
    if exclude is None:
        return frame
    if isinstance(exclude, pd.DataFrame):
        columns = [name for name in ("clause_id", "clause_id_a", "clause_id_b") if name in exclude.columns]
        ids = {clause_id for name in columns for clause_id in exclude[name]}
    else:
        columns, ids = ["given"], set() if isinstance(exclude, str) else set(exclude)
    if not columns or isinstance(exclude, str):
        message = (
            f"exclude is {_describe(exclude)} without clause ids. Give what find_boilerplate returns, "
            "a frame with a column clause_id, or a list of ids."
        )
        raise TypeError(message)
    return frame[~frame["clause_id"].isin(ids)]
