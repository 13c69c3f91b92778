"""Two clauses side by side, the words that differ marked."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

import pandas as pd

from policyviz.checks import check_choice
from policyviz.frames import check_frame
from policyviz.structure.tokens import locate_tokens
from policyviz.terms.matcher import fold_text


def find_common_words(a: str, b: str) -> tuple[list[int], list[int]]:
    """Which words of two texts stand in both, in the same order (the numbers of the words).

    Parameters
    ----------
    a, b : str

    Returns
    -------
    in_a, in_b : list of int
        As many in the one as in the other; case and the shape of quotes make no difference.

    Examples
    --------
    >>> find_common_words("We keep your name.", "We never keep a NAME!")
    ([0, 1, 3], [0, 2, 4])
    """
    words = [[fold_text(text[start:end])[0] for start, end in locate_tokens(text)] for text in (a, b)]
    blocks = SequenceMatcher(None, *words, autojunk=False).get_matching_blocks()
    in_a = [block.a + step for block in blocks for step in range(block.size)]
    in_b = [block.b + step for block in blocks for step in range(block.size)]
    return in_a, in_b


class AlignedClauses:
    """Two clauses side by side; a notebook shows them, `str` gives plain text with {braces}."""

    def __init__(self, first: tuple, second: tuple) -> None:
        self._rows = (first, second)
        common = find_common_words(first.text, second.text)
        self._spans = [
            _join_spans(row.text, set(words)) for row, words in zip(self._rows, common, strict=True)
        ]

    def __str__(self) -> str:
        lines = zip(self._rows, self._spans, strict=True)
        return "\n".join(f"{row.clause_id}  {_mark(row.text, spans, '{', '}', str)}" for row, spans in lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        # JupyterLab sets the cells of a table to the right, which is no way to read a sentence.
        cells = [
            f"<td style='text-align:left'>{_mark(row.text, spans, '<mark>', '</mark>', escape)}</td>"
            for row, spans in zip(self._rows, self._spans, strict=True)
        ]
        heads = [f'<th scope="col">{escape(_name_place(row))}</th>' for row in self._rows]
        return (
            '<table class="aligned"><thead><tr>'
            f"{''.join(heads)}</tr></thead><tbody><tr>{''.join(cells)}</tr></tbody></table>"
        )


def _name_place(row: tuple) -> str:
    return " · ".join(filter(None, [row.clause_id, row.section]))


def _join_spans(text: str, common: set[int]) -> list[tuple[int, int]]:
    """Where the words stand that the other clause lacks; neighbours together."""
    spans: list[tuple[int, int]] = []
    last = None
    for number, (start, end) in enumerate(locate_tokens(text)):
        if number in common:
            continue
        if spans and last == number - 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = number
    return spans


def _mark(text: str, spans: Sequence[tuple[int, int]], opening: str, closing: str, write) -> str:
    parts, done = [], 0
    for start, end in spans:
        parts += [write(text[done:start]), opening, write(text[start:end]), closing]
        done = end
    return "".join([*parts, write(text[done:])])


def align_clauses(clauses: pd.DataFrame, clause_id_a: str, clause_id_b: str) -> AlignedClauses:
    """Show two clauses side by side with the words marked that the other lacks.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    clause_id_a, clause_id_b : str
        The two clauses.

    Returns
    -------
    aligned : AlignedClauses
        Shows itself in a notebook; ``str()`` gives plain text with {braces} around what differs.

    Raises
    ------
    ValueError
        If there is no such clause, or `clauses` is not a clauses frame.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> print(align_clauses(clauses, "procom:072", "wrk:070"))
    procom:072  These links are not intended as an endorsement of or referral to the websites.
    wrk:070  These links are not intended as an endorsement of or referral to the {linked} websites.
    """
    check_frame(clauses, "clauses")
    rows = {row.clause_id: row for row in clauses.itertuples(index=False)}
    for clause_id in (clause_id_a, clause_id_b):
        if clause_id not in rows:
            check_choice("clause", clause_id, sorted(rows)[:8])
    return AlignedClauses(rows[clause_id_a], rows[clause_id_b])
