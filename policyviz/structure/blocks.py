"""Policies -> blocks: every character that is not white space has exactly one home."""

from typing import NamedTuple

import pandas as pd

from policyviz.corpus.readers import MARKED
from policyviz.frames import check_frame, make_frame
from policyviz.structure.headings import clean_heading, rank_headings
from policyviz.structure.kinds import ADDRESS, FURNITURE, HEADING, PARAGRAPH, TITLE
from policyviz.structure.layout import find_kinds
from policyviz.structure.lines import Line, join_wrapped, make_line, split_lines
from policyviz.structure.markdown import split_markdown, strip_marks
from policyviz.structure.run_in import find_run_in


class Piece(NamedTuple):
    """A stretch of lines of one kind, before it becomes a row."""

    kind: str
    line: Line
    run_in: bool = False
    level: int = 0  # given by marks in Markdown; 0: to be found from style


def split_blocks(policies: pd.DataFrame) -> pd.DataFrame:
    """Cut each policy into blocks of layout: titles, headings, paragraphs, list items, furniture.

    Nothing is lost: blocks do not overlap, and every character that is not white space
    lies in exactly one. In Markdown the marks decide what is a heading; in plain text
    numbering, capitals, length and place do, with weights fitted on pages whose marks
    were taken away (``docs/benchmarks.md`` tells how often that errs on unseen
    pages: 10 to 15 of 100 headings found are none by the marks, about 10 of 100 are missed).

    Parameters
    ----------
    policies : pandas.DataFrame
        A policies frame.

    Returns
    -------
    blocks : pandas.DataFrame
        One row per block in order: ``policy_id``, ``block`` (int, from 0), ``kind``
        (title, date, heading, paragraph, list_item, contents, furniture), ``level``
        (int, 1 is the highest heading, 0 for all else), ``section`` (path of headings,
        parts joined by " > "), ``start``, ``end`` (characters of the policy's text,
        half-open), ``text``.

    Raises
    ------
    ValueError
        If `policies` is not a policies frame.

    Examples
    --------
    >>> from policyviz import load_policies
    >>> blocks = split_blocks(load_policies(policy_ids=["wrk"]))
    >>> blocks.loc[blocks["kind"] == "heading", "text"].iloc[0]
    'COLLECTION AND USE OF PERSONAL INFORMATION'
    """
    check_frame(policies, "policies")
    rows = []
    columns = (policies[name].to_list() for name in ("policy_id", "format", "text"))
    for policy_id, form, text in zip(*columns, strict=True):
        for number, block in enumerate(find_blocks(text, form=form)):
            rows.append((policy_id, number, *block))
    return make_frame(rows, "blocks")


def find_blocks(text: str, *, form: str = "txt") -> list[tuple]:
    """The blocks of one text as (kind, level, section, start, end, text)."""
    pieces = split_markdown(text) if form in MARKED else None
    pieces = [Piece(*piece) for piece in pieces] if pieces is not None else _split_plain(text)
    levels = _find_levels(pieces)
    blocks, path, run_in = [], [], None
    for piece, level in zip(pieces, levels, strict=True):
        if piece.kind == HEADING:
            body = strip_marks(piece.line.body) if form in MARKED else piece.line.body
            path = [*path[: level - 1], clean_heading(body)]
            run_in = piece.line if piece.run_in else None
        elif run_in and piece.line.indent < run_in.indent:
            # Running text further to the left than "  1. Direct interaction: ..." has left that item.
            path, run_in = path[:-1], None
        section = "" if piece.kind in (TITLE, FURNITURE) else " > ".join(path)
        blocks.append((piece.kind, level, section, piece.line.start, piece.line.end, piece.line.text))
    return blocks


def _find_levels(pieces: list[Piece]) -> list[int]:
    headings = [(piece.line, piece.run_in) for piece in pieces if piece.kind == HEADING]
    given = [piece.level for piece in pieces if piece.kind == HEADING]
    ranks = iter(close_gaps(given) if any(given) else rank_headings(headings))
    return [next(ranks) if piece.kind == HEADING else 0 for piece in pieces]


def close_gaps(levels: list[int]) -> list[int]:
    """Levels as they nest, without jumps: [2, 4, 4, 2, 3] becomes [1, 2, 2, 1, 2].

    Examples
    --------
    >>> close_gaps([2, 4, 4, 2, 3])
    [1, 2, 2, 1, 2]
    """
    opened: list[int] = []
    closed = []
    for level in levels:
        while opened and opened[-1] >= level:
            opened.pop()
        opened.append(level)
        closed.append(len(opened))
    return closed


def _split_plain(text: str) -> list[Piece]:
    lines = join_wrapped(split_lines(text), text)
    pieces: list[Piece] = []
    for line, kind in zip(lines, find_kinds(lines), strict=True):
        if kind == ADDRESS:
            _add_address(pieces, line, text)
        elif kind in (PARAGRAPH, "list_item") and (cut := find_run_in(line)):
            pieces += _cut_run_in(line, cut)
        else:
            pieces.append(Piece(kind, line))
    return [piece._replace(kind=PARAGRAPH) if piece.kind == ADDRESS else piece for piece in pieces]


def _add_address(pieces: list[Piece], line: Line, text: str) -> None:
    """Lines of one address become one block."""
    if pieces and pieces[-1].kind == ADDRESS and line.n_blank == 0:
        above = pieces[-1].line
        whole = make_line(
            text[above.start : line.end], above.start, indent=above.indent, n_blank=above.n_blank
        )
        pieces[-1] = Piece(ADDRESS, whole._replace(mark="", body=whole.text))
    else:
        pieces.append(Piece(ADDRESS, line))


def _cut_run_in(line: Line, cut: int) -> list[Piece]:
    label = line.text[:cut].rstrip()
    head = make_line(label, line.start, indent=line.indent, n_blank=line.n_blank)
    rest = line.text[cut:]
    tail = make_line(rest, line.start + cut, indent=line.indent, n_blank=0)
    return [Piece(HEADING, head, run_in=True), Piece(PARAGRAPH, tail)]
