"""Mentions in their place: lines of context, highlighted clauses."""

from collections.abc import Container
from html import escape
from typing import NamedTuple

import pandas as pd

from policyviz.frames import check_frame, check_same_run, make_frame
from policyviz.terms.matcher import Matcher
from policyviz.terms.status import STATUSES, find_status, list_labels

# A label keeps its colour by its place in the lexicon; further labels share the last one.
N_MARK_CLASSES = 6


class Piece(NamedTuple):
    """A stretch of a clause's text; `mark` is "" or a class of the style sheet, `title` how it was read."""

    text: str
    mark: str = ""
    title: str = ""


def concordance(clauses: pd.DataFrame, term: str, *, width: int = 40) -> pd.DataFrame:
    """Every place where a word or phrase stands, with what is left and right of it.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    term : str
        A word or phrase, found as `find_terms` finds it.
    width : int, default 40
        Characters of context on each side, at most.

    Returns
    -------
    lines : pandas.DataFrame
        ``clause_id``, ``policy_id``, ``left``, ``term`` (as it is written there),
        ``right``, ``start``, ``end`` (characters of the policy's text, half-open).

    Raises
    ------
    ValueError
        If `term` is empty, `width` negative, or `clauses` not a clauses frame.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["personnel-technology"]))
    >>> concordance(clauses, "calendar data", width=12)[["left", "term"]].values.tolist()
    [['data and/or', 'calendar data'], ['book and or', 'calendar data']]
    """
    check_frame(clauses, "clauses")
    if not term.strip() or width < 0:
        message = f"A concordance needs a term and a width of 0 or more, got {term!r} and {width}."
        raise ValueError(message)
    matcher = Matcher([term])
    rows = []
    for clause_id, policy_id, offset, text in zip(
        *(clauses[name] for name in ("clause_id", "policy_id", "start", "text")), strict=True
    ):
        for start, end, _ in matcher.find(text):
            left, right = _one_line(text[max(0, start - width) : start]), _one_line(text[end : end + width])
            rows.append((clause_id, policy_id, left, text[start:end], right, offset + start, offset + end))
    lines = pd.DataFrame(rows, columns=["clause_id", "policy_id", "left", "term", "right", "start", "end"])
    texts = dict.fromkeys(["clause_id", "policy_id", "left", "term", "right"], "str")
    return lines.astype(texts | {"start": "int64", "end": "int64"})


def _one_line(text: str) -> str:
    return " ".join(text.split())


class HighlightedClauses:
    """Clauses with their mentions marked; a notebook shows them, `str` gives plain text."""

    def __init__(
        self,
        clauses: pd.DataFrame,
        mentions: pd.DataFrame | None = None,
        *,
        readings: bool = False,
        sums: dict[str, str] | None = None,
    ) -> None:
        mentions = make_frame([], "mentions") if mentions is None else mentions
        self.clauses = clauses
        self._sums = sums or {}
        self._statuses = find_status(mentions) if readings else None
        self._labels = list(mentions["label"].cat.categories) if len(mentions) else []
        self._mentions: dict[str, list] = {}
        for mention in mentions.sort_values("start", kind="stable").itertuples():
            self._mentions.setdefault(mention.clause_id, []).append(mention)

    def __len__(self) -> int:
        return len(self.clauses)

    def __str__(self) -> str:
        return "\n".join(map(self._write_lines, self.clauses.itertuples(index=False)))

    def _write_lines(self, row: tuple) -> str:
        marked = "".join(f"[{piece.text}]" if piece.mark else piece.text for piece in self.cut(row))
        return f"{row.clause_id}  {marked}" + (
            f"\n  {self._sums[row.clause_id]}" if row.clause_id in self._sums else ""
        )

    __repr__ = __str__

    def _repr_html_(self) -> str:
        articles = "".join(self._write_article(row) for row in self.clauses.itertuples(index=False))
        return articles or '<p class="meta">No clause.</p>'

    def _write_article(self, row: tuple) -> str:
        place = [row.clause_id, row.section, f"characters {row.start:,} to {row.end:,}"]
        meta = " · ".join(escape(part) for part in place if part)
        marked = "".join(map(write_piece, self.cut(row)))
        read = "".join(f'<p class="meta">{escape(note)}</p>' for note in self.list_notes(row))
        # A report leads from here to the clause's place in the text of its policy.
        opening = f'<article class="clause" data-clause="{escape(row.clause_id)}">'
        return f'{opening}<p class="meta">{meta}</p><p>{marked}</p>{read}</article>'

    def list_notes(self, row: tuple, *, chosen: Container[int] | None = None) -> list[str]:
        """What stands below a clause: how its mentions were read, how its score comes about."""
        notes = [self._say_reading(row, chosen)] if self._statuses is not None else []
        return notes + ([self._sums[row.clause_id]] if row.clause_id in self._sums else [])

    def _list_mentions(self, row: tuple, chosen: Container[int] | None) -> list:
        mentions = self._mentions.get(row.clause_id, [])
        return mentions if chosen is None else [mention for mention in mentions if mention.Index in chosen]

    def _say_reading(self, row: tuple, chosen: Container[int] | None) -> str:
        """How the clause's mentions were read, each reading once: shown, so that it can be disputed."""
        said = [
            f"{self._statuses[mention.Index]} ({mention.practice}, by {mention.actor})"
            for mention in self._list_mentions(row, chosen)
        ]
        return "read as " + ", ".join(dict.fromkeys(said))

    def cut(self, row: tuple, *, chosen: Container[int] | None = None) -> list[Piece]:
        """The clause's text in pieces, marked and unmarked by turns; joined they are the text.

        Only mentions whose row of the frame is in `chosen` are marked; None marks all.
        """
        pieces, done = [], 0
        for mention in self._list_mentions(row, chosen):
            start, end = mention.start - row.start, mention.end - row.start
            # Mentions of two lexicons may overlap; a place can be marked once.
            if start >= done:
                marked = _read_mark(row.text[start:end], mention, self._labels)
                pieces += [Piece(row.text[done:start]), marked]
                done = end
        return [*pieces, Piece(row.text[done:])]


def _read_mark(text: str, mention: tuple, labels: list[str]) -> Piece:
    place = min(labels.index(mention.label), N_MARK_CLASSES - 1)
    denied = ", denied" if mention.negated else ""
    said = f"{mention.label}{denied}{', permission' if mention.permission else ''}"
    # Which practice and whose is a reading of the sentence: shown, so that it can be disputed.
    said += "" if mention.practice == "other" else f"; {mention.practice}, by {mention.actor}"
    # What makes a clause clearer must not look like what makes it vaguer.
    return Piece(text, f"label-{place}" if mention.weight >= 0 else "clearer", said)


def write_piece(piece: Piece) -> str:
    """Write a piece as HTML, escaped.

    Examples
    --------
    >>> write_piece(Piece("<b>", "label-0", "name")), write_piece(Piece("a & b"))
    ('<mark class="label-0" title="name">&lt;b&gt;</mark>', 'a &amp; b')
    """
    text = escape(piece.text)
    if not piece.mark:
        return text
    return f'<mark class="{escape(piece.mark)}" title="{escape(piece.title)}">{text}</mark>'


def highlight_terms(
    clauses: pd.DataFrame, mentions: pd.DataFrame, *, contributions: pd.DataFrame | None = None
) -> HighlightedClauses:
    """Show clauses with their mentions marked, as a lawyer would with a pen.

    Everything that comes from a policy is escaped: it can be read, never executed.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses to show, in this order; all mentions of other clauses are left aside.
    mentions : pandas.DataFrame
        A mentions frame.
    contributions : pandas.DataFrame, optional
        What `explain_scores` returns: below each clause stands then how its score comes about.

    Returns
    -------
    highlighted : HighlightedClauses
        Shows itself in a notebook; ``str()`` gives plain text with [brackets].

    Raises
    ------
    ValueError
        If a frame is not what it should be.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["worksearchnow"]))
    >>> links = clauses[clauses["text"].str.contains("contain links")]
    >>> print(highlight_terms(links, find_terms(clauses, load_lexicon("vagueness"))))
    worksearchnow:052  Our services [may] contain links to [third-party] websites.
    """
    check_frame(clauses, "clauses")
    check_frame(mentions, "mentions")
    sums = _write_sums(clauses, contributions) if contributions is not None else None
    shown = mentions[mentions["clause_id"].isin(clauses["clause_id"])]
    check_same_run(clauses, shown)
    return HighlightedClauses(clauses, shown, sums=sums)


def _write_sums(clauses: pd.DataFrame, contributions: pd.DataFrame) -> dict[str, str]:
    """For each clause "score 2.33 = 1.83 (base) + 0.50 may"."""
    check_frame(contributions, "contributions")
    own = contributions[contributions["clause_id"].isin(clauses["clause_id"])]
    return {clause_id: _write_sum(rows) for clause_id, rows in own.groupby("clause_id", sort=False)}


def _write_sum(rows: pd.DataFrame) -> str:
    parts = [(row.term, row.contribution) for row in rows.itertuples() if row.contribution]
    said = [f"{'+' if value >= 0 else '−'} {abs(value):.2f} {term}" for term, value in parts]
    total = round(rows["contribution"].sum(), 6)
    return f"score {total:.2f} = {' '.join(said).removeprefix('+ ')}"


def evidence(
    mentions: pd.DataFrame,
    clauses: pd.DataFrame,
    *,
    policy_id: str,
    label: str,
    status: str | None = None,
) -> HighlightedClauses:
    """Show the clauses behind one cell of a coverage table, the terms that count marked.

    Parameters
    ----------
    mentions, clauses : pandas.DataFrame
        The frames that the coverage was measured from.
    policy_id, label : str
        Row and column of the cell.
    status : {"affirmed", "denied", "mentioned"}, optional
        Keep only mentions that say this; see `find_status`.

    Returns
    -------
    highlighted : HighlightedClauses
        Policy, section path, characters and text of each clause, and how it was read (status,
        practice, actor); shows itself in a notebook, ``str()`` gives plain text with
        [brackets], ``len()`` the number of clauses. Empty where the policy is silent.

    Raises
    ------
    ValueError
        If there is no such policy, label or status, or the frames are not of one run.

    Examples
    --------
    >>> from policyviz import find_terms, load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["wrk"]))
    >>> mentions = find_terms(clauses, load_lexicon("data_categories"))
    >>> print(evidence(mentions, clauses, policy_id="wrk", label="sensitive information"))
    ... # doctest: +ELLIPSIS
    wrk:006  We require our customers to ... not provide us with any [sensitive personal information], ...
    """
    check_same_run(clauses, mentions)
    _check_choice("policy", policy_id, sorted(set(clauses["policy_id"])))
    _check_choice("label", label, list_labels(mentions))
    chosen = mentions[(mentions["policy_id"] == policy_id) & (mentions["label"] == label)]
    if status is not None:
        _check_choice("status", status, list(STATUSES[:-1]))
        chosen = chosen[find_status(chosen) == status]
    chosen = chosen.reset_index(drop=True)
    return HighlightedClauses(clauses[clauses["clause_id"].isin(chosen["clause_id"])], chosen, readings=True)


def _check_choice(kind: str, value: str, known: list[str]) -> None:
    if value not in known:
        more = ", ..." if len(known) > 12 else ""
        hint = (
            " Codes of another vocabulary: translate_labels(mentions, ...) first." if kind == "label" else ""
        )
        message = f"There is no {kind} {value!r} here. There are: {', '.join(known[:12])}{more}.{hint}"
        raise ValueError(message)
