"""Small parts of sentences that are made from numbers, true of one policy and of a hundred."""

from collections.abc import Sequence

import pandas as pd


def count(number: int, one: str, many: str) -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "policy", "policies"), count(1200, "policy", "policies")
    ('1 policy', '1,200 policies')
    """
    return f"{number:,} {one if number == 1 else many}"


def some(names: Sequence[str], most: int = 3) -> str:
    """The first names of a list, and whether there are others.

    Examples
    --------
    >>> some(["a", "b"]), some(["a", "b", "c", "d"])
    ('a, b', 'a, b, c and others')
    """
    return ", ".join(names[:most]) + " and others" * (len(names) > most)


def span(values: pd.Series, form: str = "{:,}") -> str:
    """The lowest and the highest value with what they belong to; one value if all are written alike.

    Examples
    --------
    >>> span(pd.Series([2.16, 2.27], index=["procom", "wrk"]), "{:.2f}")
    '2.16 (procom) to 2.27 (wrk)'
    >>> span(pd.Series([3, 3], index=["procom", "wrk"]))
    '3'
    """
    shown = values.map(form.format)
    low, high = shown[values.idxmin()], shown[values.idxmax()]
    who = {end: some(shown.index[shown == end].to_list(), 2) for end in (low, high)}
    return f"{low} ({who[low]}) to {high} ({who[high]})" if low != high else low
