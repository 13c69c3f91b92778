"""When a vague word is made clear on the spot: by a concrete list behind it, or by a definition."""

import re
from functools import cache

from policyviz.lexicons import load_cues

# How far from a term its list may begin: "certain | information, such as". One word.
GAP = 1
# So many signs, at most, between a term and the quotation marks around it: a quoted sentence defines nothing.
_OPENED = re.compile(r"(?:\"|``)[^\"`]{0,40}$")
_CLOSED = re.compile(r"[^\"`]{0,40}?(?:\"|'')")


def is_clarified(text: str, start: int, end: int) -> bool:
    """Whether a list of examples follows a term, or quotation marks say that it is defined.

    "Including but not limited to" opens a list instead of closing it, and so does a list that
    begins with a vague word: "such as other information". A list counts only right behind the
    term, or behind the one noun that it goes with ("certain information, such as").

    Parameters
    ----------
    text : str
        The clause, folded.
    start, end : int
        The term's place in it.

    Returns
    -------
    clarified : bool

    Examples
    --------
    >>> def read(text, term):
    ...     return is_clarified(text, text.index(term), text.index(term) + len(term))
    >>> read("we share personal data, such as your name.", "personal data")
    True
    >>> read("we share personal data, including but not limited to your name.", "personal data")
    False
    >>> read('"personal data" means your name.', "personal data")
    True
    """
    return bool(_compile_list().match(text, end)) or _is_quoted(text, start, end)


@cache
def _compile_list() -> re.Pattern:
    cues = load_cues()
    examples, opens = (
        "|".join(re.escape(cue) for cue in sorted(cues[kind], key=lambda cue: (-len(cue), cue)))
        for kind in ("example", "example open")
    )
    border = r"[\s,:()-]*"
    noun = rf"(?:\s+[\w'-]+){{0,{GAP}}}?"
    return re.compile(rf"{noun}{border}(?<!\w)(?:{examples})(?!\w){border}(?!(?:{opens})\b)\w")


def _is_quoted(text: str, start: int, end: int) -> bool:
    opened = _OPENED.search(text, max(0, start - 45), start)
    # An even number of straight marks before a term: the last of them closed something else.
    inside = opened and (opened[0][0] == "`" or text.count('"', 0, start) % 2)
    return bool(inside) and bool(_CLOSED.match(text, end))
