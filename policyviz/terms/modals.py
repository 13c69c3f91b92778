"""Modal verbs: when "may" is a right of the reader, and when it is a month."""

import re
from functools import cache

from policyviz.lexicons import load_cues
from policyviz.terms.cues import write_alternatives
from policyviz.terms.matcher import fold_text

MODAL = frozenset({"may", "might", "can", "could"})
_MONTH_BEHIND = re.compile(r"\s+(?:\d{1,2}(?:st|nd|rd|th)?\b|(?:19|20)\d\d)")
_MONTH_BEFORE = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)?|\b(?:in|since|until|of))\s+$", re.IGNORECASE)


def is_permission(term: str, before: str, behind: str) -> bool:
    """Whether a modal verb tells the reader what is allowed instead of hedging.

    "You may opt out" gives a right, "you may not copy it" forbids: neither leaves open what the
    company does. "You may be asked" and "you may not be able to" do.

    Examples
    --------
    >>> is_permission("may", "you ", " opt out")
    True
    >>> is_permission("may", "we ", " share it"), is_permission("may", "you ", " be asked")
    (False, False)
    >>> is_permission("may", "you ", " not copy it"), is_permission("may", "you ", " not be able to")
    (True, False)
    """
    # "We may", by far the commonest, is told at once.
    if term not in MODAL or before.endswith(("we ", "We ")):
        return False
    words_before = " " + " ".join(fold_text(before[-40:])[0].split())
    addressed = words_before.endswith(_list_readers())
    return addressed and not _compile_passive().match(fold_text(behind)[0].lstrip())


@cache
def _list_readers() -> tuple[str, ...]:
    return tuple(f" {cue}" for cue in load_cues()["reader"])


@cache
def _compile_passive() -> re.Pattern:
    between, cues = write_alternatives("passive before"), write_alternatives("passive")
    return re.compile(rf"(?:(?:{between})\b[\s,]*|,\s*)*(?:{cues})\b")


def is_month(word: str, before: str, behind: str) -> bool:
    """Whether "May" is the month: written large, a day or a year beside it.

    Examples
    --------
    >>> is_month("May", "on ", " 25, 2018"), is_month("may", "we ", " 25 times")
    (True, False)
    """
    if word not in ("May", "MAY"):
        return False
    return bool(_MONTH_BEHIND.match(behind) or _MONTH_BEFORE.search(before))
