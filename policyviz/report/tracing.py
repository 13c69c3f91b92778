"""Tables whose numbers lead to the clauses behind them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from policyviz.checks import check_keys
from policyviz.keys import write_key
from policyviz.terms.reading import HighlightedClauses

from .evidence import write_group
from .grid import write_grid
from .groups import make_groups, make_receipts, name_group, prepare_evidence, write_title

# What a notebook hands to `export_report` besides the HTML that Jupyter shows.
MIME = "application/vnd.policyviz.evidence+json"
# More clauses than this below one table make a notebook slow to open: they come with the report only.
N_INLINE = 2000
# What stands for all columns of a table.
EVERY = ""


def link_table(
    table: pd.DataFrame,
    clauses: pd.DataFrame | HighlightedClauses,
    evidence: pd.DataFrame | Mapping[str, pd.DataFrame] | None = None,
    *,
    by: str | Sequence[str] = "policy_id",
    across: str | None = None,
    receipts: pd.DataFrame | None = None,
    caption: str = "",
) -> "LinkedTable":
    """Show a table whose numbers lead to the clauses they were counted from.

    A number leads to the rows of `evidence` that have the same values in the columns `by`
    (and, in a wide table, in the column `across` that its own column stands for); a count of 0
    leads nowhere. The numbers themselves are not checked: give the frame that they were counted
    from, and where columns were counted from different ones, a frame for each.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table, with the columns or the index levels `by`.
    clauses : pandas.DataFrame or HighlightedClauses
        A clauses frame, or what `highlight_terms` returns: its marks and sums are shown then.
    evidence : pandas.DataFrame or mapping, optional
        A frame with ``clause_id`` and the columns `by` (those of the clauses may be lacking), in the
        order in which clauses are to be read: mentions, clause scores, clusters, or pairs of
        clauses. None: the clauses themselves. A number shows 25 clauses at most. A mapping has a
        frame for each column whose numbers are to lead somewhere; the first is also for marks of a chart.
    by : str or sequence of str
        Columns that say what a row stands for. ``a`` and ``b`` are the policies of a comparison.
    across : str, optional
        In a wide table: what its other columns stand for, such as ``"policy_id"``.
    receipts : pandas.DataFrame, optional
        What `search_gaps` returns: a cell without clauses leads to what was searched for.
    caption : str
        Stands above the table.

    Returns
    -------
    linked : LinkedTable
        Shows itself in a notebook; ``str()`` is plain text. In an exported report the clauses
        stand at the end of the page or, if there are many, on pages beside it.

    Raises
    ------
    ValueError
        If a column is missing, or a frame is not what it should be.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> clause = ("a:001", "a", "", "sentence", "", 0.0, 0, 15, "We use cookies.", 3)
    >>> counts = pd.DataFrame({"policy_id": ["a", "b"], "n_clauses": [1, 0]})
    >>> linked = link_table(counts, make_frame([clause], "clauses"))
    >>> linked.find_target("policy_id=a")[1], linked.find_target("policy_id=b")[1]
    ('a: 1 clause', '')
    """
    shown = clauses if isinstance(clauses, HighlightedClauses) else HighlightedClauses(clauses)
    keys = [by] if isinstance(by, str) else list(by)
    flat = table if set(keys) <= set(table.columns) else table.reset_index()
    check_keys(flat, keys, reserved=[])
    names = [*keys, *([across] if across else [])]
    silences = make_receipts(receipts, shown.clauses, names=names) if receipts is not None else {}
    frames = evidence if isinstance(evidence, Mapping) else {EVERY: evidence}
    check_keys(flat, [column for column in frames if column != EVERY] or keys, reserved=[])
    groups = {}
    for column, frame in frames.items():
        rows = prepare_evidence(frame, shown.clauses, names)
        groups[column] = make_groups(flat, shown, rows, keys=keys, across=across, silences=silences)
    return LinkedTable(flat, keys, across=across, groups=groups, caption=caption)


class LinkedTable:
    """A table and the clauses behind its numbers: a notebook shows both, a report moves the clauses away."""

    def __init__(
        self,
        table: pd.DataFrame,
        keys: Sequence[str] = (),
        *,
        across: str | None = None,
        groups: Mapping[str, Mapping[str, dict]] | None = None,
        caption: str = "",
    ) -> None:
        self._table = table
        self._keys = list(keys)
        self._across = across
        self._caption = caption
        # Column -> key -> name of the group; what belongs to no column in particular belongs to all.
        self._names = {
            column: {key: name_group(group) for key, group in own.items()}
            for column, own in (groups or {}).items()
        }
        self._groups = {
            self._names[column][key]: group
            for column, own in (groups or {}).items()
            for key, group in own.items()
        }

    def __str__(self) -> str:
        return self._table.to_string(index=False)

    __repr__ = __str__

    def find_target(self, key: str) -> tuple[str, str]:
        """Id and title of the clauses that a key stands for; two empty texts if there are none.

        Parameters
        ----------
        key : str
            What `policyviz.keys.write_key` wrote.

        Returns
        -------
        target : tuple of str
        """
        first = next(iter(self._names.values()), {})
        name = first.get(key, "")
        return (name, write_title(self._groups[name])) if name else ("", "")

    def write_bundle(self, *, fold: bool = False) -> dict:
        """What Jupyter gets: HTML to show, and for the report the parts of which it is made.

        Parameters
        ----------
        fold : bool
            Whether the table stands behind a switch, as it does below a chart.

        Returns
        -------
        bundle : dict
            By media type; everything that comes from a policy is escaped.
        """
        inline = sum(len(group["entries"]) for group in self._groups.values()) <= N_INLINE
        html = _fold(self._write_table(linked=inline)) if fold else self._write_table(linked=inline)
        if inline and self._groups:
            groups = "".join(write_group(name, group) for name, group in self._groups.items())
            html += f"<details><summary>The clauses behind these numbers</summary>{groups}</details>"
        table = _fold(self._write_table()) if fold else self._write_table()
        return {
            "text/html": html,
            "text/plain": str(self),
            MIME: {"table": table, "groups": self._groups},
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return self.write_bundle()

    def _write_table(self, *, linked: bool = True) -> str:
        find = self._find_cell if linked else None
        return write_grid(self._table, self._keys, across=self._across, find=find, caption=self._caption)

    def _find_cell(self, row: Mapping[str, object], column: str) -> str:
        own = {key: row[key] for key in self._keys} | ({self._across: column} if self._across else {})
        name = self._names.get(column, self._names.get(EVERY, {})).get(write_key(**own), "")
        is_zero = isinstance(row[column], int) and row[column] == 0
        # None of something has no clauses behind it, only what was searched for.
        return "" if name and is_zero and self._groups[name]["total"] else name


def _fold(html: str) -> str:
    return f'<details class="numbers"><summary>The numbers as a table</summary>{html}</details>'
