"""What stands around a term: denied, permitted to the reader, or only the month of May."""

import re
from functools import cache

from policyviz.lexicons import load_cues
from policyviz.terms.matcher import fold_text

MODAL = frozenset({"may", "might", "can", "could"})
# Signs and turns behind which a new statement begins.
_PAUSE = re.compile(r"[;:()]|\s-\s|--|,\s+(?=(?:we|you|they|it|which|who)\b)")
_MONTH_BEHIND = re.compile(r"\s+(?:\d{1,2}(?:st|nd|rd|th)?\b|(?:19|20)\d\d)")
_MONTH_BEFORE = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th)?|\b(?:in|since|until|of))\s+$", re.IGNORECASE)


@cache
def _compile_cues() -> dict[str, re.Pattern]:
    return {kind: re.compile(_join(cues)) for kind, cues in load_cues().items()}


def _join(cues: tuple[str, ...]) -> str:
    longest_first = sorted(cues, key=lambda cue: (-len(cue), cue))
    # "n't" begins inside a word; all other cues are words.
    return "|".join(
        rf"{re.escape(cue)}\b" if cue.startswith("n'") else rf"\b{re.escape(cue)}\b" for cue in longest_first
    )


def is_negated(before: str, term: str = "") -> bool:
    """Whether a denial stands in front of a term, with no pause or new statement between.

    A rule of thumb: it knows phrases that only look like denials ("not limited to",
    "without your consent", "if you do not"), but not who denies what. Its accuracy is
    not measured yet.

    Parameters
    ----------
    before : str
        The clause's text in front of the term.
    term : str
        The term itself, since a phrase such as "no longer necessary" may end with it.

    Returns
    -------
    negated : bool

    Examples
    --------
    >>> is_negated("We do not sell your ")
    True
    >>> is_negated("We do not sell, but we share your ")
    False
    >>> is_negated("If you do not agree, we may share your ")
    False
    """
    cues = _compile_cues()
    text = fold_text(before)[0]
    # Exceptions are looked for with the term, denials only before it.
    whole = cues["exception"].sub(lambda found: "." * len(found[0]), text + fold_text(term)[0])
    text = whole[: len(text)]
    ends = (found.end() for pattern in (_PAUSE, cues["scope end"]) for found in pattern.finditer(text))
    return bool(cues["negation"].search(text, max(ends, default=0)))


def is_permission(term: str, before: str, behind: str) -> bool:
    """Whether a modal verb gives the reader a right ("you may opt out") instead of hedging.

    Examples
    --------
    >>> is_permission("may", "you ", " opt out")
    True
    >>> is_permission("may", "we ", " share it"), is_permission("may", "you ", " be asked")
    (False, False)
    """
    if term not in MODAL:
        return False
    cues = _compile_cues()
    words_before = " " + " ".join(fold_text(before[-40:])[0].split())
    addressed = words_before.endswith(tuple(f" {cue}" for cue in load_cues()["reader"]))
    return addressed and not cues["passive"].match(fold_text(behind)[0].lstrip())


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
