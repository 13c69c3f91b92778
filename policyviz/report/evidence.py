"""Groups of clauses as HTML: where each stands, its text with marks, why it counts, and the way back."""

import re
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import quote

from policyviz.terms.reading import Piece, write_piece

from .groups import write_title

# Classes that the style sheet knows; a mark of any other kind is shown as plain text.
MARKS = {*(f"label-{number}" for number in range(6)), "clearer"}


def name_clause(clause_id: str) -> str:
    """The id of a clause in the text of its policy, safe as an id and in a link.

    Examples
    --------
    >>> name_clause("procom:017"), name_clause('a "b":1'), name_clause("a_b:1")
    ('clause-procom:017', 'clause-a_20_22b_22:1', 'clause-a_5Fb:1')
    """
    return "clause-" + quote(clause_id, safe=":").replace("_", "%5F").replace("%", "_")


def write_group(
    name: str,
    group: Mapping,
    *,
    find_context: Callable[[Mapping], str] = lambda entry: "",
    back: str = "",
) -> str:
    """Write a group: a heading with the way back, and its clauses.

    Parameters
    ----------
    name : str
        Its id.
    group : mapping
        See `policyviz.report.groups`.
    find_context : callable
        Takes an entry and returns the address of the clause in the text of its policy, or "".
    back : str
        Address of the number or mark that leads here; "" stands for the same page.

    Returns
    -------
    html : str
        Everything escaped, also what the notebook says: it may come from a policy.
    """
    title, target = escape(write_title(group)), escape(back or f"#at-{name}")
    note = f'<p class="meta">{escape(str(group["note"]))}</p>' if group["note"] else ""
    articles = "".join(_write_entry(entry, find_context(entry)) for entry in group["entries"])
    rest = int(group["total"]) - len(group["entries"])
    more = f'<p class="meta">And {rest:,} more, in the texts.</p>' if group["total"] and rest > 0 else ""
    return (
        f'<div class="group" id="{escape(name)}"><h3>{title}</h3><p class="back"><a href="{target}">'
        f'Back to the number<span class="unseen"> of {title}</span></a></p>{note}{articles}{more}</div>\n'
    )


def _write_entry(entry: Mapping, context: str) -> str:
    where = [str(entry["clause_id"]), str(entry["section"])]
    where.append(f"characters {int(entry['start']):,} to {int(entry['end']):,}")
    meta = " · ".join(escape(part) for part in where if part)
    if context:
        hidden = f'<span class="unseen">, {escape(str(entry["clause_id"]))}</span>'
        meta += f' · <a href="{escape(context)}">read in context{hidden}</a>'
    marked = "".join(write_piece(_read_piece(piece)) for piece in entry["pieces"])
    notes = "".join(f'<p class="meta">{escape(str(note))}</p>' for note in entry["notes"])
    return f'<article class="clause"><p class="meta">{meta}</p><p>{marked}</p>{notes}</article>'


def _read_piece(piece: list) -> Piece:
    text, mark, title = map(str, piece)
    return Piece(text, mark if mark in MARKS else "", title)


def is_group_name(name: str) -> bool:
    """Whether a name is one that this package gives: only these become ids and links of a page."""
    return bool(re.fullmatch(r"ev-[0-9a-f]{12}", name))
