"""When a vague word is made clear on the spot: by a concrete list behind it, or by a definition."""

import re
from functools import cache

from policyviz.lexicons import load_cues
from policyviz.terms.cues import write_alternatives
from policyviz.terms.modals import MODAL

# Behind a word like "certain" its noun comes first: "certain personal information, such as".
GAP = 2
# So many signs, at most, between a term and the quotation marks around it: a quoted sentence defines nothing.
_OPENED = re.compile(r"(?:\"|``)[^\"`]{0,40}$")
_CLOSED = re.compile(r"[^\"`]{0,40}?(?:\"|'')")


def is_clarified(text: str, start: int, end: int) -> bool:
    """Whether a list of examples follows a term, or quotation marks say that it is defined.

    "Including but not limited to" opens a list instead of closing it, and so does a list that
    begins with a vague word: "such as other information". A list counts only right behind the
    term, or behind the noun of a word like "certain". Modal verbs are never made clear this way.

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
    term = text[start:end]
    if term in MODAL:
        return False
    examples = _compile_list(term in load_cues()["example noun"])
    # Few texts hold a quotation mark: looking for one spares them the patterns.
    is_open = '"' in text or "``" in text
    return bool(examples.match(text, end)) or (is_open and _is_quoted(text, start, end))


def may_be_clarified(text: str) -> bool:
    """Whether a folded text holds anything at all that can make a term clear; most do not.

    Examples
    --------
    >>> may_be_clarified("we share it, such as it is"), may_be_clarified("we share it")
    (True, False)
    """
    return '"' in text or "``" in text or any(cue in text for cue in load_cues()["example"])


@cache
def _compile_list(has_noun: bool) -> re.Pattern:
    """What stands between a term and its list, and how the list begins."""
    noun = rf"(?:\s+[\w'-]+){{0,{GAP}}}?" if has_noun else ""
    border = r"[\s,:()-]*"
    examples, opens = write_alternatives("example"), write_alternatives("example open")
    return re.compile(rf"{noun}{border}(?<!\w)(?:{examples})(?!\w){border}(?!(?:{opens})\b)\w")


def _is_quoted(text: str, start: int, end: int) -> bool:
    opened = _OPENED.search(text, max(0, start - 45), start)
    # An even number of straight marks before a term: the last of them closed something else.
    inside = opened and (opened[0][0] == "`" or text.count('"', 0, start) % 2)
    closed = _CLOSED.match(text, end)
    # The title of a section is no definition.
    return bool(inside and closed) and not _compile_places().match(text, closed.end())


@cache
def _compile_places() -> re.Pattern:
    return re.compile(rf"\s+(?:{write_alternatives('quoted place')})\b")
