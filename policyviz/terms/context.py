"""What is said about a mention: denied or not, which practice, by whom.

Rules of thumb over the words of `lexicons/cues.csv`, within a bounded reach. How often they
err is measured in docs/benchmarks.md.
"""

import re
from typing import NamedTuple

from policyviz.terms.cues import (
    ACTOR,
    PRACTICE,
    PROVIDE,
    SUFFERS,
    Cue,
    Cues,
    find_border,
    find_cues,
    find_end,
    is_near,
)
from policyviz.terms.practices import find_actor, find_practice, find_verb

# How far a "no" reaches without a verb: "not your name, address or telephone number".
DIRECT = 60
_RELATIVE = re.compile(r"\b(?:that|which|who|is|are|to|of|for|in|by|with)\b")
_NOT = re.compile(r"(?:not|never|cannot|\w+n't)\b")
# A sentence that goes on with what the one before it was about.
_GOES_ON = re.compile(
    r"(?:for example, |additionally, |in addition, |also, )?(?:this|these|such|it|they|examples?)\b"
)


class Context(NamedTuple):
    """What is said about a mention."""

    negated: bool
    practice: str
    actor: str


NOTHING = Context(False, "other", "company")


def read_context(
    text: str, cues: Cues, start: int, end: int, *, background: Context | None = None
) -> Context:
    """Whether a mention is denied, in which practice it stands, and who acts.

    The practice is that of the nearest verb before the mention that does not only describe
    ("we share data you give"), else of the first one behind it ("your address is kept"), else
    that of the `background`: the stem of a list, the sentence before or the heading. Somebody
    acts who stands nearest before that verb.

    Parameters
    ----------
    text : str
        The clause, folded.
    cues : Cues
        What `find_cues` found in it, within `REACH` of the mention.
    start, end : int
        The mention's place in it.
    background : Context, optional
        What holds where the clause itself has no verb.

    Returns
    -------
    context : Context
        ``negated``, ``practice`` (one of `PRACTICES`), ``actor`` (one of `ACTORS`).

    Examples
    --------
    >>> def read(text, term):
    ...     return read_context(text, find_cues(text), text.index(term), text.index(term) + len(term))
    >>> read("we never share your e-mail", "e-mail")
    Context(negated=True, practice='share', actor='company')
    >>> read("your e-mail is kept by google", "e-mail")
    Context(negated=False, practice='retain', actor='third party')
    """
    verb = find_verb(cues, text, start, end)
    if verb is not None and verb.end <= start and cues.is_plain and verb.kind != PROVIDE:
        # All mentions behind such a verb are read alike: once.
        if verb not in cues.readings:
            cues.readings[verb] = _read_verb(text, cues, (start, end), verb, denied=False)
        return cues.readings[verb]
    denied = bool(cues.of("negation")) and _is_denied(text, cues, start, end, verb)
    if verb is not None:
        return _read_verb(text, cues, (start, end), verb, denied=denied)
    known = background or NOTHING
    return known._replace(negated=True) if denied else known


def _read_verb(text: str, cues: Cues, place: tuple[int, int], verb: Cue, *, denied: bool) -> Context:
    actor = find_actor(cues, text, verb, place[1])
    return Context(denied, *find_practice(cues, text, place, verb, actor))


def _is_denied(text: str, cues: Cues, start: int, end: int, verb: Cue | None) -> bool:
    low, high = find_border(cues, start), find_end(cues, end)
    if any(is_near(text, cue, start, end) for cue in cues.of("condition")):
        return False
    for cue in cues.of("negation"):
        if cue.overlaps(start, end) or _is_choice(text, cues, cue, low):
            continue
        if low <= cue.start and cue.end <= start and _reaches(text, cue, start, verb):
            return True
        if verb is not None and end <= cue.start <= verb.start and cue.end <= high:
            return bool(SUFFERS.search(text, end, verb.start))
    return False


def _is_choice(text: str, cues: Cues, negation: Cue, low: int) -> bool:
    """Whether the reader is who does not: no denial of the company.

    "You will not be asked" denies all the same: there the reader suffers the verb. And "please do
    not send us ..." denies: these data must not be given.
    """
    if not _NOT.match(text, negation.start) or SUFFERS.match(text, negation.end + 1):
        return False
    subjects = [cue.kind for cue in cues.of(ACTOR) if low <= cue.start and cue.end <= negation.start]
    return bool(subjects) and subjects[-1] == "actor reader"


def _reaches(text: str, negation: Cue, start: int, verb: Cue | None) -> bool:
    """Whether a "not" before a mention denies it: through a verb, or because nothing else lies between."""
    if verb is not None and negation.end <= verb.start < start:
        return True
    return start - negation.end <= DIRECT and not _RELATIVE.search(text, negation.end, start)


def read_background(stem: str, before: str, heading: str, own: str) -> Context | None:
    """What a clause takes over from around it: its stem, the sentence it goes on from, its heading.

    Parameters
    ----------
    stem, before, heading, own : str
        The clause that introduces a list, the one before, the heading, and the clause itself;
        folded, empty where there is none.

    Returns
    -------
    context : Context or None

    Examples
    --------
    >>> read_background("we share:", "", "cookies", "your name").practice
    'share'
    >>> read_background("", "we keep it.", "", "it includes your name").practice
    'retain'
    >>> read_background("", "we keep it.", "", "names") is None
    True
    """
    sources = (stem, before if _GOES_ON.match(own) else "", heading)
    for place, source in enumerate(sources):
        # The colon of "we do not share:" ends nothing: the list goes on.
        text = source.rstrip(" \t\n:;,-")
        cues = find_cues(text)
        if cues.of(PRACTICE):
            found = read_context(text, cues, len(text), len(text))
            # Only the items of a list are denied by what introduces them.
            return found._replace(negated=found.negated and place == 0)
    return None
