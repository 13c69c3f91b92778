"""What is said about a mention: denied or not, which practice, by whom.

Rules of thumb over the words of `lexicons/cues.csv`, within a bounded reach. How often they
err is measured in docs/benchmarks.md.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from policyviz.lexicons import load_cues
from policyviz.terms.matcher import Matcher

PRACTICES = ("collect", "use", "share", "retain", "protect", "access", "other")
ACTORS = ("company", "third party", "reader")
# How many characters around a mention are read: more than a sentence usually has, and a bound for
# texts that have no sentences.
REACH = 400
# How far a "no" reaches without a verb: "not your name, address or telephone number".
DIRECT = 60
# How far a pause looks ahead for its new subject and verb.
AHEAD = 80

# A full stop, but not that of an abbreviation.
# The dot comes first: a look behind at every letter would be slow.
_STOP = (
    r"\.(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bincl\.)(?<!\binc\.)(?<!\bltd\.)(?<!\bco\.)(?<!\betc\.)(?<!\bno\.)\s"
)
# Signs and turns behind which a new statement begins. A list in brackets or behind a colon goes on
# with the old one, and so does what a comma or "or" ties to the closing bracket.
_PAUSE = re.compile(
    rf";|{_STOP}|\s-\s|--|\)(?!\s*(?:,|/|or\b|and\b|nor\b))"
    r"|\((?!such as|including|e\.g|i\.e|for example|like|\"?\w+\"?\))"
    r"|[,:]\s+(?=(?:we|you|they|it|which|who)\b)"
    # A new subject: "if we write to you, your name is kept".
    r"|[,:]\s+(?=(?:your|the|this|these|such|any|no|an?|users?|visitors?|customers?)\b"
    r"[^,.;:]{1,60}?\s(?:is|are|will|may|can|does|do)\b)"
)
# A verb governs a list behind a colon or in brackets, but nothing behind these.
_HARD_PAUSE = re.compile(rf";|{_STOP}")
# "Your name is not shared": who suffers the verb stands before it with a form of "be".
_SUFFERS = re.compile(r"\b(?:is|are|was|were|be|been|being)\b")
_RELATIVE = re.compile(r"\b(?:that|which|who|is|are|to|of|for|in|by|with)\b")
_BY = re.compile(r"\bby(?: the| our| an?| other)?\s+$")
_NOT = re.compile(r"(?:not|never|cannot|\w+n't)\b")
# "Please do not send us ...": who is told to do something is the reader.
_TOLD = re.compile(r"(?:^|[.;:,]\s|\bplease)\W*(?:do\s+not\s+|don't\s+|never\s+)?$")
_TO_US = re.compile(r"\s+(?:to\s+)?us\b")
# A sentence that goes on with what the one before it was about.
_GOES_ON = re.compile(
    r"(?:for example, |additionally, |in addition, |also, )?(?:this|these|such|it|they|examples?)\b"
)


class Cue(NamedTuple):
    """A word that says something about the mentions around it."""

    start: int
    end: int
    kind: str

    @property
    def is_practice(self) -> bool:
        """Whether it is a verb of handling data."""
        return self.kind.startswith("practice")

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with a place."""
        return self.start < end and start < self.end


class Context(NamedTuple):
    """What is said about a mention."""

    negated: bool
    practice: str
    actor: str


@cache
def _load_matcher() -> tuple[Matcher, dict[str, list[str]]]:
    kinds: dict[str, list[str]] = {}
    for kind, cues in load_cues().items():
        if kind not in ("reader", "passive"):  # these are about permissions
            for cue in cues:
                kinds.setdefault(cue, []).append(kind)
    return Matcher(kinds), kinds


def find_cues(text: str) -> list[Cue]:
    """Every cue of a text in order; the longest at each place, so that "not only" is no "not".

    Examples
    --------
    >>> [cue.kind for cue in find_cues("We do not sell it.")]
    ['actor company', 'negation', 'practice share']
    >>> [cue.kind for cue in find_cues("Not only now")]
    ['exception']
    """
    matcher, kinds = _load_matcher()
    return [Cue(start, end, kind) for start, end, cue in matcher.find(text) for kind in kinds[cue]]


def read_context(
    text: str, cues: Sequence[Cue], start: int, end: int, *, background: Context | None = None
) -> Context:
    """Whether a mention is denied, in which practice it stands, and who acts.

    The practice is that of the nearest verb before the mention, else of the first one behind
    it ("your address is kept"), else that of the `background`: the stem of a list, the
    sentence before or the heading. Somebody acts who stands nearest before that verb.

    Parameters
    ----------
    text : str
        The clause, folded.
    cues : sequence of Cue
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
    verb = _find_verb(text, cues, start, end)
    if verb is None:
        known = background or Context(False, "other", "company")
        return known._replace(negated=known.negated or _is_denied(text, cues, start, end, None))
    actor = _find_actor(text, cues, verb, behind=verb.start >= end)
    practice = verb.kind.removeprefix("practice ")
    if practice == "provide":
        # Who gives something to "us" is not the company.
        actor = "reader" if actor == "company" and _TO_US.match(text, verb.end) else actor
        practice = "collect" if actor == "reader" else "share"
    return Context(_is_denied(text, cues, start, end, verb), practice, actor)


def _find_verb(text: str, cues: Sequence[Cue], start: int, end: int) -> Cue | None:
    verbs = [cue for cue in cues if cue.is_practice]
    before = [cue for cue in verbs if cue.end <= start]
    behind = [cue for cue in verbs if cue.start >= end]
    if behind and _suffers(text, cues, end, behind[0]):
        begins = not before or before[-1].end <= _find_border(text, cues, start)
        return behind[0] if begins else before[-1]
    if before and not _HARD_PAUSE.search(text, before[-1].end, start):
        return before[-1]
    # The last resort is a verb inside the term: "information we collect".
    inside = [cue for cue in verbs if cue.overlaps(start, end)]
    return next(iter([*behind[:1], *before[-1:], *inside[:1]]), None)


def _suffers(text: str, cues: Sequence[Cue], end: int, verb: Cue) -> bool:
    """Whether a mention is the subject of a passive verb in the same statement."""
    return verb.end <= _find_end(text, cues, end) and bool(_SUFFERS.search(text, end, verb.start))


def _find_actor(text: str, cues: Sequence[Cue], verb: Cue, *, behind: bool) -> str:
    actors = [cue for cue in cues if cue.kind.startswith("actor")]
    agents = {cue for cue in actors if _BY.search(text, max(0, cue.start - 11), cue.start)}
    named = [
        cue
        for cue in actors
        if cue in agents and cue.start >= verb.end and not _PAUSE.search(text, verb.end, cue.start)
    ]
    before = [cue for cue in actors if cue.end <= verb.start and cue not in agents]
    chosen = named[:1] or ([] if behind else before[-1:])
    if not chosen and not behind and _TOLD.search(text, max(0, verb.start - 20), verb.start):
        return "reader"
    return chosen[0].kind.removeprefix("actor ") if chosen else "company"


def _is_denied(text: str, cues: Sequence[Cue], start: int, end: int, verb: Cue | None) -> bool:
    low, high = _find_border(text, cues, start), _find_end(text, cues, end)
    if any(cue.kind == "condition" and _is_near(text, cue, start, end) for cue in cues):
        return False
    for cue in cues:
        if cue.kind != "negation" or cue.overlaps(start, end) or _is_choice(text, cues, cue, low):
            continue
        if low <= cue.start and cue.end <= start and _reaches(text, cue, start, verb):
            return True
        if verb is not None and end <= cue.start <= verb.start and cue.end <= high:
            return bool(_SUFFERS.search(text, end, verb.start))
    return False


def _is_near(text: str, cue: Cue, start: int, end: int) -> bool:
    """Whether a cue stands in the same sentence as a mention, before it or behind it."""
    first, second = sorted([(cue.start, cue.end), (start, end)])
    return not _HARD_PAUSE.search(text, first[1], second[0])


def _is_choice(text: str, cues: Sequence[Cue], negation: Cue, low: int) -> bool:
    """Whether the reader is who does not: no denial of the company.

    "You will not be asked" denies all the same: there the reader suffers the verb. And "please do
    not send us ..." denies: these data must not be given.
    """
    if not _NOT.match(text, negation.start) or _SUFFERS.match(text, negation.end + 1):
        return False
    subjects = [
        cue.kind
        for cue in cues
        if cue.kind.startswith("actor") and low <= cue.start and cue.end <= negation.start
    ]
    return bool(subjects) and subjects[-1] == "actor reader"


def _reaches(text: str, negation: Cue, start: int, verb: Cue | None) -> bool:
    """Whether a "not" before a mention denies it: through a verb, or because nothing else lies between."""
    if verb is not None and negation.end <= verb.start < start:
        return True
    return start - negation.end <= DIRECT and not _RELATIVE.search(text, negation.end, start)


def _find_border(text: str, cues: Sequence[Cue], start: int) -> int:
    """Where the statement begins in which a mention stands."""
    # A pause is told by what stands behind it, which may be the mention: the search goes a little further.
    pauses = _PAUSE.finditer(text, max(0, start - REACH), start + AHEAD)
    pauses = takewhile(lambda found: found.end() <= start, pauses)
    ends = [found.end() for found in pauses]
    ends += [cue.end for cue in cues if cue.kind == "scope end" and cue.end <= start]
    return max(ends, default=max(0, start - REACH))


def _find_end(text: str, cues: Sequence[Cue], end: int) -> int:
    """Where it ends."""
    pause = _PAUSE.search(text, end, end + REACH)
    starts = [pause.start()] if pause else []
    starts += [cue.start for cue in cues if cue.kind == "scope end" and cue.start >= end]
    return min(starts, default=end + REACH)


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
        cues = find_cues(text) if text else []
        if any(cue.is_practice for cue in cues):
            found = read_context(text, cues, len(text), len(text))
            # Only the items of a list are denied by what introduces them.
            return found._replace(negated=found.negated and place == 0)
    return None
