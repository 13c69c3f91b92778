"""Checks of arguments that functions share: one clear complaint with what can be said instead."""

from collections.abc import Iterable, Sequence

import pandas as pd


def check_choice(name: str, value: object, choices: Iterable[object]) -> None:
    """Raise a ValueError that lists the choices if `value` is none of them; None is not listed.

    Examples
    --------
    >>> check_choice("measure", "clauses", ["clauses", "share"])
    >>> check_choice("measure", "length", ["clauses", "share"])
    Traceback (most recent call last):
    ValueError: There is no measure 'length'. Choose one of: 'clauses', 'share'.
    """
    choices = list(choices)
    if value not in choices:
        shown = ", ".join(repr(choice) for choice in choices if choice is not None)
        message = f"There is no {name} {value!r}. Choose one of: {shown}."
        raise ValueError(message)


def check_keys(
    frame: pd.DataFrame, by: str | Sequence[str], *, reserved: Iterable[str], further: Sequence[str] = ()
) -> list[str]:
    """The columns that `by` names, each once, or a ValueError that lists what can be named.

    Parameters
    ----------
    frame : pandas.DataFrame
        The frame whose rows are grouped.
    by : str or sequence of str
    reserved : iterable of str
        Columns of the result: a key of the same name would be overwritten.
    further : sequence of str
        Names that are no columns of `frame` but mean something all the same.

    Returns
    -------
    keys : list of str

    Examples
    --------
    >>> check_keys(pd.DataFrame({"kind": []}), "kind", reserved=["score"])
    ['kind']
    >>> check_keys(pd.DataFrame({"kind": []}), "sort", reserved=["score"], further=["label"])
    Traceback (most recent call last):
    ValueError: Cannot group by sort. Choose from: kind, label.
    """
    keys = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    reserved = set(reserved)
    usable = [name for name in dict.fromkeys([*frame.columns, *further]) if name not in reserved]
    unknown = [str(key) for key in keys if key not in usable]
    if unknown or not keys:
        found = f"Cannot group by {', '.join(unknown)}." if unknown else "by is empty."
        message = f"{found} Choose from: {', '.join(usable)}."
        raise ValueError(message)
    return keys


def check_key(frame: pd.DataFrame, by: str, *, reserved: Iterable[str]) -> str:
    """The one column that `by` names, or a ValueError.

    Parameters
    ----------
    frame, by, reserved
        As in `check_keys`.

    Returns
    -------
    key : str

    Examples
    --------
    >>> check_key(pd.DataFrame({"kind": []}), "kind", reserved=[])
    'kind'
    >>> check_key(pd.DataFrame({"kind": []}), ["kind", "kind of"], reserved=[])
    Traceback (most recent call last):
    ValueError: by names one column here, got ['kind', 'kind of']. Put several together in one column first.
    """
    if not isinstance(by, str) and len(list(by)) != 1:
        message = f"by names one column here, got {by!r}. Put several together in one column first."
        raise ValueError(message)
    return check_keys(frame, by, reserved=reserved)[0]
