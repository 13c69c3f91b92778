"""Rows with sentences in them, set so that they can be read: JupyterLab sets all cells to the right."""

from html import escape

import pandas as pd

LEFT, RIGHT = "text-align:left;vertical-align:top", "text-align:right;vertical-align:top"
WHOLE = ";white-space:nowrap"


class Rows:
    """What `show_rows` returns; it shows itself in a notebook."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __repr__(self) -> str:
        return self.frame.to_string(index=False)

    def _repr_html_(self) -> str:
        styles = [_find_style(self.frame.iloc[:, place]) for place in range(self.frame.shape[1])]
        head = _write_row(map(str, self.frame.columns), styles, "th scope='col'")
        rows = [_write_row(map(_write, row), styles, "td") for row in self.frame.itertuples(index=False)]
        return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def show_rows(frame: pd.DataFrame) -> Rows:
    """Show a frame in a notebook with its words on the left, in full, and without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its words are escaped: they may come from a policy.

    Returns
    -------
    rows : Rows

    Examples
    --------
    >>> show_rows(pd.DataFrame({"clause_id": ["wrk:001"], "n_words": [9]}))
    clause_id  n_words
      wrk:001        9
    """
    return Rows(frame)


def _find_style(column: pd.Series) -> str:
    """Numbers on the right; what has no blanks, such as an id, is not broken at its hyphens."""
    side = RIGHT if pd.api.types.is_numeric_dtype(column) else LEFT
    return side + WHOLE if not column.map(_write).str.contains(" ").any() else side


def _write(value: object) -> str:
    return "" if value is None or value is pd.NaT or value != value else str(value)


def _write_row(cells: object, styles: list[str], tag: str) -> str:
    written = [
        f"<{tag} style='{style}'>{escape(cell)}</{tag[:2]}>"
        for cell, style in zip(cells, styles, strict=True)
    ]
    return f"<tr>{''.join(written)}</tr>"
