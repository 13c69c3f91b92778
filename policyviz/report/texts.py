"""The texts of the policies, every clause with an anchor, so that it can be read in its place."""

from collections.abc import Iterator, Mapping
from html import escape

import pandas as pd

from policyviz.frames import check_frame
from policyviz.structure import split_blocks

from .evidence import name_clause
from .tracing import MIME

# More policies than this are not shown below a notebook, and go to pages beside a report.
MOST_INLINE = 12


def show_texts(policies: pd.DataFrame, clauses: pd.DataFrame) -> "PolicyTexts":
    """Show the whole texts of policies: every number of a report can be read back to its place.

    In an exported report the texts stand last on the page, or on pages beside it if there are
    more than a dozen; every clause shown anywhere in the report leads to its place in them.

    Parameters
    ----------
    policies : pandas.DataFrame
        A policies frame: the texts to show.
    clauses : pandas.DataFrame
        Their clauses; clauses of other policies are left aside.

    Returns
    -------
    texts : PolicyTexts
        Shows itself in a notebook, folded.

    Raises
    ------
    ValueError
        If a frame is not what it should be.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> wrk = load_policies(policy_ids=["wrk"])
    >>> show_texts(wrk, split_clauses(wrk))
    The text of wrk.
    """
    check_frame(policies, "policies")
    check_frame(clauses, "clauses")
    own = clauses[clauses["policy_id"].isin(policies["policy_id"])]
    _check_places(policies, own)
    blocks = split_blocks(policies)
    headings = dict(iter(blocks[blocks["kind"] == "heading"].groupby("policy_id")))
    spans = dict(iter(own.groupby("policy_id")))
    texts = []
    for row in policies.itertuples(index=False):
        pieces = _cut(row.text, spans.get(row.policy_id), headings.get(row.policy_id))
        texts.append({"policy_id": row.policy_id, "about": _describe(row), "pieces": list(pieces)})
    return PolicyTexts(texts)


def _check_places(policies: pd.DataFrame, clauses: pd.DataFrame) -> None:
    lengths = clauses["policy_id"].map(policies.set_index("policy_id")["text"].str.len())
    beyond = clauses.loc[clauses["end"] > lengths, "clause_id"]
    if len(beyond):
        message = (
            f"{beyond.iloc[0]} ends behind the end of its policy: policies and clauses are not of one run. "
            "Make the clauses anew: split_clauses(policies)."
        )
        raise ValueError(message)


class PolicyTexts:
    """Texts of policies in pieces; a notebook shows them folded, a report puts them last."""

    def __init__(self, texts: list[dict]) -> None:
        self._texts = texts

    def __repr__(self) -> str:
        names = ", ".join(text["policy_id"] for text in self._texts[:MOST_INLINE])
        more = ", ..." if len(self._texts) > MOST_INLINE else ""
        return f"The text{'s' if len(self._texts) != 1 else ''} of {names}{more}."

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        if len(self._texts) <= MOST_INLINE:
            html = "".join(map(_fold, self._texts))
        else:
            html = f"<p>{len(self._texts)} texts: they come with the exported report.</p>"
        return {"text/html": html, "text/plain": repr(self), MIME: {"texts": self._texts}}


def _fold(text: Mapping) -> str:
    title = escape(f"The text of {text['policy_id']}")
    return f"<details><summary>{title}</summary>{write_text(text)}</details>"


def _describe(row: tuple) -> str:
    """What is known of a policy in one line: company, date, source, and the file's fingerprint."""
    date = "no date in the text" if pd.isna(row.effective_date) else f"dated {row.effective_date.date()}"
    parts = [row.company, date, row.source, f"sha256 {row.sha256[:12]}" if row.sha256 else ""]
    return " · ".join(filter(None, parts))


def _cut(
    text: str, clauses: pd.DataFrame | None, headings: pd.DataFrame | None
) -> Iterator[tuple[str, str, str]]:
    """The text as (piece, kind, clause id); kind is "clause", "heading" or ""; joined they are the text."""
    spans = []
    if clauses is not None:
        spans += [(row.start, row.end, "clause", row.clause_id) for row in clauses.itertuples()]
    if headings is not None:
        spans += [(row.start, row.end, "heading", "") for row in headings.itertuples()]
    done = 0
    for start, end, kind, clause_id in sorted(spans):
        # A place is shown once, whatever spans overlap there.
        if start < done:
            continue
        if start > done:
            yield text[done:start], "", ""
        yield text[start:end], kind, clause_id
        done = end
    if done < len(text):
        yield text[done:], "", ""


def write_text(text: Mapping) -> str:
    """Write a policy's text as HTML: line ends as they are, headings bold, an anchor for each clause.

    Parameters
    ----------
    text : mapping
        ``policy_id``, ``about``, and ``pieces`` ([text, kind, clause id] each).

    Returns
    -------
    html : str
        Escaped.
    """
    pieces = "".join(_write_piece(*map(str, piece)) for piece in text["pieces"])
    return f'<p class="meta">{escape(str(text["about"]))}</p><div class="source">{pieces}</div>\n'


def _write_piece(text: str, kind: str, clause_id: str) -> str:
    if kind == "clause":
        return f'<span id="{name_clause(clause_id)}">{escape(text)}</span>'
    return f"<b>{escape(text)}</b>" if kind == "heading" else escape(text)
