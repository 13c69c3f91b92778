"""Which lines are headings, and how deep each one stands."""

import csv
from functools import cache
from importlib.resources import files

from policyviz.structure.cues import find_case, find_line_cues, words_of
from policyviz.structure.lines import Line
from policyviz.structure.words import load_words

BASE = "(base)"

# How deep a style stands among the others; open headings of a larger rank are closed first.
RANK_SECTION, RANK_NUMBER, RANK_CAPS, RANK_PLAIN, RANK_COLON, RANK_RESTARTING, RANK_LETTER, RANK_RUN_IN = (
    range(8)
)

# Words a heading in capitals keeps in capitals or in lower case when it becomes part of a path.
_ACRONYMS = load_words("acronym")
_SMALL = load_words("small in a path")


@cache
def load_weights() -> dict[str, float]:
    """What each cue weighs, in log-odds; `BASE` is the sum's starting point.

    Examples
    --------
    >>> load_weights()["ends: full stop"] < 0
    True
    """
    with files("policyviz.structure").joinpath("heading_weights.csv").open(encoding="utf-8") as file:
        return {row["cue"]: float(row["weight"]) for row in csv.DictReader(file)}


def score_headings(lines: list[Line], keys: list[str], open_lines: list[int]) -> dict[int, float]:
    """How much some lines look like headings: above 0 a line is taken for one, higher is surer."""
    weights = load_weights()
    base = weights[BASE]
    cues = find_line_cues(lines, keys, open_lines)
    return {
        i: base + sum(weights.get(cue, 0.0) for cue in own) for i, own in zip(open_lines, cues, strict=True)
    }


def rank_headings(headings: list[tuple[Line, bool]]) -> list[int]:
    """The level of each heading (1 is the highest) from numbering, capitals and order.

    Parameters
    ----------
    headings : list of (Line, bool)
        The heading lines in order; True for a run-in heading.

    Returns
    -------
    levels : list of int

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> lines = split_lines("1. DATA WE COLLECT\\nCookies\\nEmail\\n2. SHARING")
    >>> rank_headings([(line, False) for line in lines])
    [1, 2, 2, 1]
    """
    restarts = _find_restarts([line for line, run_in in headings if not run_in])
    open_ranks: list[float] = []
    levels = []
    for line, run_in in headings:
        rank = RANK_RUN_IN if run_in else _find_rank(line, restarts)
        while open_ranks and open_ranks[-1] >= rank:
            open_ranks.pop()
        open_ranks.append(rank)
        levels.append(len(open_ranks))
    return levels


def _find_restarts(lines: list[Line]) -> bool:
    """Whether numbering begins anew under other headings, so that numbers rank below them."""
    return sum(_number_of(line) == "1" for line in lines) > 1


def _number_of(line: Line) -> str:
    return line.mark.strip("().:").lower()


def _find_rank(line: Line, restarts: bool) -> float:
    number = _number_of(line)
    if number[:1].isdigit():
        depth = number.count(".") / 10
        return (RANK_RESTARTING if restarts else RANK_NUMBER) + depth
    if number.startswith(("section", "article", "part")):
        return RANK_SECTION
    if line.mark:
        return RANK_LETTER
    if find_case(words_of(line.body)) == "caps":
        return RANK_CAPS
    return RANK_COLON if line.last_sign == ":" else RANK_PLAIN


def clean_heading(text: str) -> str:
    """A heading's words as they stand in a section path: no colon, no shouting.

    Examples
    --------
    >>> clean_heading("INFORMATION ABOUT OUR WEBSITE:")
    'Information About Our Website'
    >>> clean_heading("CONTACT US"), clean_heading("US RESIDENTS")
    ('Contact Us', 'US Residents')
    """
    body = " ".join(text.split()).strip().rstrip(":").strip()
    words = words_of(body)
    if find_case(words) == "caps" and (len(words) > 1 or len(body) > 5):
        parts = body.split(" ")
        body = " ".join(_calm(word, first=i == 0, last=i == len(parts) - 1) for i, word in enumerate(parts))
    return body.replace(" > ", " / ")


def _calm(word: str, *, first: bool, last: bool) -> str:
    bare = word.strip("()[],.;:/&’'\"“”")
    # At the end of a heading "US" is who one contacts, not where.
    if bare in _ACRONYMS and not (bare == "US" and last and not first):
        return word
    lower = word.lower()
    if bare.lower() in _SMALL and not first:
        return lower
    start = next((i for i, sign in enumerate(lower) if sign.isalpha()), 0)
    return lower[:start] + lower[start].upper() + lower[start + 1 :] if lower else lower
