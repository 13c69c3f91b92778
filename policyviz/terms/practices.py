"""Which practice a mention stands in, and who acts: the verb that governs it, and its subject."""

import re
from bisect import bisect_left, bisect_right

from policyviz.terms.cues import (
    HARD_PAUSE,
    PAUSE,
    PRACTICE,
    SAFE,
    SUFFERS,
    Cue,
    Cues,
    find_border,
    find_end,
    is_near,
)

PRACTICES = ("collect", "use", "share", "retain", "protect", "access", "other")
ACTORS = ("company", "third party", "reader")

# "We share information you provide", "data that is collected": such a verb says which data are meant.
_DESCRIBES = re.compile(
    r"\b(?:information|data|details|content|materials?|pii)\s+"
    r"(?:(?:that|which)\s+)?(?:(?:we|you|it|they|is|are|was|were|has|have|had|been|may|might|will|can|be"
    r"|also|automatically|otherwise|directly|voluntarily)\s+){0,4}$"
)
# "Your name that you may give is kept": so does a verb with only this between it and the mention.
_WHO = re.compile(
    r"\s+(?:that\s+|which\s+)?(?:you|we|they|users|visitors|customers|members)\s+"
    r"(?:(?:may|might|can|have|voluntarily|choose\s+to)\s+)?"
)

# "Please do not send us ...": who is told to do something is the reader.
_TOLD = re.compile(r"(?:^|[.;:,]\s|\bplease)\W*(?:do\s+not\s+|don't\s+|never\s+)?$")

# "Send us your name", "provided to us".
_TO_US = re.compile(r"\s+(?:to\s+)?us\b")
# "We ask you to enter it": what may stand between the two verbs.
_ASKED = re.compile(r"\s+(?:to\s+)?")
_ASKING = ("practice collect", "practice request")
# "Provided to our partners".
_TO = re.compile(r"\bto(?: the| our| any| an?| other| such| these)?\s+$")
# "We send cookies to your browser".
_TO_DEVICE = re.compile(
    r"[^.;]{0,80}?\b(?:to|on|onto|in)\s+(?:your|an?|the|their|his|users?'?s?)\s+(?:[\w'-]+\s+){0,2}?"
    r"(?:browsers?|computers?|devices?|hard\s+dri|hard\s+dis|phones?)"
)
# "We keep your name confidential", "your name is kept secure".
_KEPT_SAFE = re.compile(rf"[^,.;:]{{0,40}}\b(?:{'|'.join(SAFE)})\b")
_IS_SAFE = re.compile(rf"\s+(?:\w+\s+)?(?:is|are|remains?|stays?)\s+(?:\w+\s+){{0,2}}(?:{'|'.join(SAFE)})\b")
# Practices that protection goes before.
_GUARDED = ("collect", "use", "retain")
# "We make your name available to others".
# So far before a mention the verb of "make your name available" is looked for.
AHEAD = 80
_MAKES = re.compile(r"\b(?:make|makes|making|made)\s+[^.;:]*$")
_AVAILABLE = re.compile(r"[^.;]{0,60}\bavailable\s+to\b")
# Verbs whose practice depends on who acts.
_BY_ACTOR = {
    "provide": {"company": "share", "third party": "share", "reader": "collect"},
    "request": {"company": "collect", "third party": "collect", "reader": "access"},
    "reach": {"company": "use", "third party": "share", "reader": "access"},
}


def find_verb(cues: Cues, text: str, start: int, end: int) -> Cue | None:
    """The verb of handling data that governs a mention: the nearest before it, else the first behind."""
    verbs = cues.verbs
    if len(verbs) < 2:
        return verbs[0] if verbs else None
    before = _find_governing(cues, text, bisect_right(cues.verb_ends, start))
    behind = verbs[bisect_left(cues.verb_starts, end) :]
    passive = _find_passive(text, cues, behind, end) if behind else None
    if passive:
        begins = before is None or before.end <= find_border(cues, start)
        return passive if begins else before
    if before is not None and not HARD_PAUSE.search(text, before.end, start):
        return before
    # The last resort is a verb inside the term: "information we collect".
    inside = (cue for cue in verbs if cue.overlaps(start, end))
    return behind[0] if behind else before or next(inside, None)


def _find_governing(cues: Cues, text: str, count: int) -> Cue | None:
    """The last of the first `count` verbs that does not only describe the object of another one."""
    if count not in cues.governing:
        cues.governing[count] = _skip_describing(text, cues.verbs[:count])
    return cues.governing[count]


def _skip_describing(text: str, before: list[Cue]) -> Cue | None:
    for other, last in zip(reversed(before[:-1]), reversed(before), strict=False):
        describes = _DESCRIBES.search(text, max(0, last.start - 60), last.start)
        if not describes or PAUSE.search(text, other.end, last.start):
            return last
    return before[0] if before else None


def _find_passive(text: str, cues: Cues, behind: list[Cue], end: int) -> Cue | None:
    """The first verb behind a mention, if the mention suffers it: "your name that you give is kept"."""
    if len(behind) > 1 and _WHO.fullmatch(text, end, behind[0].start):
        behind = behind[1:]
    suffers = SUFFERS.search(text, end, behind[0].start)
    return behind[0] if suffers and behind[0].end <= find_end(cues, end) else None


def find_actor(cues: Cues, text: str, verb: Cue, end: int) -> str:
    """Who does it: who is named with "by", else who stands nearest before the verb, else the company.

    Before a verb that stands behind the mention only who stands between them: "the name you give".
    """
    is_behind = verb.start >= end
    actors = cues.actors
    for actor in actors:
        if actor.is_agent and actor.cue.start >= verb.end:
            if PAUSE.search(text, verb.end, actor.cue.start):
                break
            return actor.cue.kind.removeprefix("actor ")
    before = [actor for actor in actors if actor.cue.end <= verb.start and not actor.is_agent]
    before = [actor.cue for actor in before if not actor.stands_aside] or [actor.cue for actor in before]
    if is_behind:
        before = [cue for cue in before if cue.start >= end and not SUFFERS.search(text, cue.end, verb.start)]
    if before:
        return before[-1].kind.removeprefix("actor ")
    is_told = not is_behind and _TOLD.search(text, max(0, verb.start - 20), verb.start)
    return "reader" if is_told else "company"


def find_practice(cues: Cues, text: str, place: tuple[int, int], verb: Cue, actor: str) -> tuple[str, str]:
    """The practice of a verb, which can depend on who acts and on the rest of the sentence; and who acts."""
    practice = verb.kind.removeprefix("practice ")
    if practice == "provide":
        practice, actor = _find_provided(cues, text, place[1], verb, actor)
    practice = _BY_ACTOR.get(practice, {}).get(actor, practice)
    if cues.is_plain:
        return practice, actor
    if _is_guarded(text, cues, place, practice, actor):
        practice = "protect"
    elif cues.says_available and _is_made_available(text, *place):
        practice = "share"
    return practice, actor


def _find_provided(cues: Cues, text: str, end: int, verb: Cue, actor: str) -> tuple[str, str]:
    """What "provide" means: who is given what by whom."""
    if _is_given_away(text, cues, end):
        return "share", actor
    if actor == "third party" and _TO_US.match(text, verb.end):
        return "collect", "company"  # who is given data by others collects them
    if actor == "company" and (_TO_US.match(text, verb.end) or _is_asked(text, cues, verb)):
        return "provide", "reader"
    if actor == "company" and _is_handed_out(text, end, verb):
        return "use", actor
    return "provide", actor


def _is_asked(text: str, cues: Cues, verb: Cue) -> bool:
    """Whether somebody is asked to do it: "we ask you to enter"."""
    return any(
        cue.kind in _ASKING and _ASKED.fullmatch(text, cue.end, verb.start) for cue in cues.of(PRACTICE)
    )


def _is_made_available(text: str, start: int, end: int) -> bool:
    return bool(_AVAILABLE.match(text, end) and _MAKES.search(text, max(0, start - AHEAD), start))


def _is_given_away(text: str, cues: Cues, end: int) -> bool:
    """Whether a mention goes on with "to our partners"."""
    kinds = ("actor company", "actor third party", "actor reader", "practice share")
    following = next((cue for cue in cues if cue.start >= end and cue.kind in kinds), None)
    if following is None or following.start >= find_end(cues, end):
        return False
    # "To third parties" is a cue of its own.
    is_named = following.kind == "actor third party" and bool(_TO.search(text, end, following.start))
    return is_named or text.startswith("to ", following.start)


def _is_handed_out(text: str, end: int, verb: Cue) -> bool:
    """Whether nothing of the reader is given: "we send cookies to your browser", "cookies tell us"."""
    is_active = verb.start >= end and not SUFFERS.search(text, end, verb.start)
    return is_active or bool(_TO_DEVICE.match(text, verb.end))


def _is_guarded(text: str, cues: Cues, place: tuple[int, int], practice: str, actor: str) -> bool:
    """Whether the sentence is about protection: it says so before a mention, or of what the reader gives.

    Behind a mention it is mostly a purpose: "we collect your address for security".
    """
    start, end = place
    if cues.says_safe and (
        _IS_SAFE.match(text, end) or (practice == "retain" and _KEPT_SAFE.match(text, end))
    ):
        return True
    if practice not in _GUARDED:
        return False
    return any(
        (cue.end <= start or (cue.start >= end and actor == "reader")) and is_near(text, cue, start, end)
        for cue in cues.guards
    )
