"""A table as HTML, escaped, with links where numbers lead somewhere."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

# Decimals beyond these say nothing about texts of a few hundred clauses.
MOST_DECIMALS = 3
MISSING = "–"
# Signs of what a policy says of a kind of data; a blank cell is silence.
SIGNS = {"●": "affirmed", "✕": "denied", "○": "mentioned", "": "silent"}

Find = Callable[[Mapping[str, object], str], str]


def write_grid(
    table: pd.DataFrame,
    keys: Sequence[str],
    *,
    across: str | None = None,
    find: Find | None = None,
    caption: str = "",
) -> str:
    """Write a table with a header cell for each key and a link in each cell that leads somewhere.

    Numbers are links; so are all cells of a wide table. Clause ids are marked, so that a report
    can lead from them to their place in the text.

    Parameters
    ----------
    table : pandas.DataFrame
        Its index is not shown.
    keys : sequence of str
        Columns that say what a row is.
    across : str, optional
        What the other columns of a wide table stand for.
    find : callable, optional
        Takes a row and a column's name, returns the id of what the cell leads to, or "".
    caption : str

    Returns
    -------
    html : str

    Examples
    --------
    >>> write_grid(pd.DataFrame({"policy_id": ["<a>"], "n": [1234]}), ["policy_id"]).split("<tbody>")[1]
    '<tr><th scope="row">&lt;a&gt;</th><td class="n">1,234</td></tr></tbody></table>'
    """
    columns = {name: _format_column(table[name]) for name in table.columns}
    heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in columns)
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    cell = _Cell(keys, across, find)
    body = []
    for texts, row in zip(zip(*columns.values(), strict=True), table.to_dict("records"), strict=True):
        cells = "".join(cell.write(name, text, row) for name, text in zip(columns, texts, strict=True))
        body.append(f"<tr>{cells}</tr>")
    kind = ' class="wide-grid"' if across else ""
    return f"<table{kind}>{title}<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _format_column(column: pd.Series) -> list[str]:
    if is_bool_dtype(column):
        return ["yes" if value else "no" for value in column]
    if is_float_dtype(column):
        n = _count_decimals(column)
        return [MISSING if pd.isna(value) else f"{value:,.{n}f}" for value in column]
    if is_numeric_dtype(column):
        return [MISSING if pd.isna(value) else f"{value:,}" for value in column]
    return [MISSING if pd.isna(value) else _write_value(value) for value in column]


def _write_value(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


def _count_decimals(column: pd.Series) -> int:
    """As many decimals as the numbers of a column have, three at most."""
    rest = column.dropna().round(MOST_DECIMALS).map(lambda value: f"{value:.{MOST_DECIMALS}f}".rstrip("0"))
    return max((len(text.partition(".")[2]) for text in rest), default=0)


class _Cell:
    """Writes the cells of one table, and remembers which groups a link leads to already."""

    def __init__(self, keys: Sequence[str], across: str | None, find: Find | None) -> None:
        self._keys, self._across, self._find = set(keys), across, find
        self._seen: set[str] = set()

    def write(self, name: str, text: str, row: Mapping[str, object]) -> str:
        if name in self._keys:
            return f'<th scope="row"{_mark_clause(str(name), text)}>{escape(text)}</th>'
        is_number = isinstance(row[name], (int, float)) and not isinstance(row[name], bool)
        leads = self._find is not None and (bool(self._across) or is_number) and text != MISSING
        target = self._find(row, str(name)) if leads else ""
        return f"<td{self._describe(str(name), text, is_number)}>{self._write_link(text, target)}</td>"

    def _describe(self, name: str, text: str, is_number: bool) -> str:
        kind = "n" if is_number else SIGNS.get(text[:1], "") if self._across else ""
        return (f' class="{kind}"' if kind else "") + _mark_clause(name, text)

    def _write_link(self, text: str, target: str) -> str:
        shown = escape(text) or '<span class="unseen">not mentioned</span>'
        if not target:
            return shown if self._across else escape(text)
        # The first number that leads to a group is where the group leads back to.
        own = "" if target in self._seen else f' id="at-{target}"'
        self._seen.add(target)
        return f'<a class="trace"{own} href="#{target}">{shown}</a>'


def _mark_clause(name: str, text: str) -> str:
    """What lets a report lead from the id of a clause to its place in the text."""
    return f' data-clause="{escape(text)}"' if name.startswith("clause_id") and text else ""
