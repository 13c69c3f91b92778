"""Words that say something about the mentions around them, and where a statement begins and ends."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from policyviz.lazy import worked_out_once
from policyviz.lexicons import load_cues
from policyviz.terms.matcher import Matcher

# How many characters around a mention are read: more than a sentence usually has, and a bound for
# texts that have no sentences.
REACH = 400
# Kinds about permissions and examples, which are read in other modules.
ELSEWHERE = frozenset(
    {"reader", "passive", "passive before", "example", "example noun", "example open", "quoted place"}
)

# A full stop, but not that of an abbreviation.
# The dot comes first: a look behind at every letter would be slow.
_STOP = (
    r"\.(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bincl\.)(?<!\binc\.)(?<!\bltd\.)(?<!\bco\.)(?<!\betc\.)(?<!\bno\.)\s"
)
# Signs and turns behind which a new statement begins. A list in brackets or behind a colon goes on
# with the old one, and so does what a comma or "or" ties to the closing bracket.
PAUSE = re.compile(
    rf";|{_STOP}|\s-\s|--|\)(?!\s*(?:,|/|or\b|and\b|nor\b))"
    r"|\((?!such as|including|e\.g|i\.e|for example|like|\"?\w+\"?\))"
    r"|[,:]\s+(?=(?:we|you|they|it|which|who)\b)"
    # A new subject: "if we write to you, your name is kept".
    r"|[,:]\s+(?=(?:your|the|this|these|such|any|no|an?|users?|visitors?|customers?)\b"
    r"[^,.;:]{1,60}?\s(?:is|are|will|may|can|does|do)\b)"
)
# A verb governs a list behind a colon or in brackets, but nothing behind these.
HARD_PAUSE = re.compile(rf";|{_STOP}")
# "Your name is not shared": who suffers the verb stands before it with a form of "be".
SUFFERS = re.compile(r"\b(?:is|are|was|were|be|been|being)\b")


def write_alternatives(kind: str) -> str:
    """The cues of a kind as a part of a regular expression, longer ones first.

    Examples
    --------
    >>> write_alternatives("reader").split("|")[-1]
    'you'
    """
    return "|".join(re.escape(cue) for cue in sorted(load_cues()[kind], key=lambda cue: (-len(cue), cue)))


class Cue(NamedTuple):
    """A word that says something about the mentions around it."""

    start: int
    end: int
    kind: str

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with a place."""
        return self.start < end and start < self.end


# Quicker than calling the class, which a text does for each of its cues.
_make_cue = partial(tuple.__new__, Cue)


class Actor(NamedTuple):
    """Somebody who may be the one that acts."""

    cue: Cue
    is_agent: bool  # named with "by"
    stands_aside: bool  # only tells where or for whom


# What stands behind one of these does nothing: "advertisers on our site may collect".
_ASIDE = re.compile(r"\b(?:on|in|to|of|from|with|for|through|via|about|at|into)(?: the| all| any| some)?\s+$")
_GOES_ON_AS_SUBJECT = re.compile(r",?\s+(?:that|which|who|to(?! our| the| this| your| us))\b")
# "Is collected by our partners".
_BY = re.compile(r"\bby(?: the| our| an?| other)?\s+$")
_YOU = re.compile(r"\s+you\b")
# What is said of data that are protected.
SAFE = ("confidential", "private", "secret", "secure", "safe", "accurate")
PRACTICE, ACTOR = "practice", "actor"
PROVIDE, PROTECT = "practice provide", "practice protect"
_NONE: list[Cue] = []
# The kinds of cues that are asked for together.
_GROUPS = {
    f"{lead} {own}": lead
    for lead, names in {
        PRACTICE: ("collect", "use", "share", "retain", "protect", "access", "provide", "request", "reach"),
        ACTOR: ("company", "third party", "reader"),
    }.items()
    for own in names
} | {kind: kind for kind in ("negation", "condition", "scope end")}


def _serves(text: str, verb: Cue) -> bool:
    """Whether the reader is given something, mostly a service: "to provide you with the best offers"."""
    return bool(_YOU.match(text, verb.end))


def _is_agent(text: str, actor: Cue) -> bool:
    low = max(0, actor.start - 11)
    return text.find("by", low, actor.start) >= 0 and bool(_BY.search(text, low, actor.start))


def _stands_aside(text: str, actor: Cue) -> bool:
    """Whether an actor only tells where or for whom: "on our site", "send us"; but not "to partners who"."""
    is_object = text[actor.start : actor.end] == "us"
    aside = is_object or _ASIDE.search(text, max(0, actor.start - 15), actor.start)
    return bool(aside) and not _GOES_ON_AS_SUBJECT.match(text, actor.end)


class Cues:
    """The cues of one text in order, and sorted by what they tell.

    Worked out once for a text, and asked for every mention in it.
    """

    def __init__(self, text: str, found: list[Cue], *, whole: "Cues | None" = None) -> None:
        self._text, self._found, self._whole = text, found, whole
        self._own: dict[str, list[Cue]] = {}
        for cue in found:
            self._own.setdefault(_GROUPS[cue.kind], []).append(cue)
        practices = self.of(PRACTICE)
        # The verbs of handling data that can govern a mention, and those of protecting data.
        kinds = {cue.kind for cue in practices}
        self.verbs = practices
        if PROVIDE in kinds:
            self.verbs = [cue for cue in practices if cue.kind != PROVIDE or not _serves(text, cue)]
        self.guards = [cue for cue in practices if cue.kind == PROTECT] if PROTECT in kinds else _NONE
        # Whether the text says at all that something is kept safe, or made available.
        self.says_safe = any(word in text for word in SAFE)
        self.says_available = "available" in text
        # Whether nothing turns what a verb says.
        self.is_plain = not (self.says_safe or self.says_available or self.guards or self.of("negation"))
        # What was asked before: how mentions behind a verb are read, and which of the first verbs governs.
        self.readings: dict[Cue, tuple] = {}
        self.governing: dict[int, Cue | None] = {}

    def __iter__(self) -> Iterator[Cue]:
        return iter(self._found)

    def of(self, group: str) -> list[Cue]:
        """The cues of one kind; "practice" and "actor" are all kinds that begin so."""
        return self._own.get(group, _NONE)

    @worked_out_once
    def pauses(self) -> tuple[list[int], list[int]]:
        """Where the pauses of the text begin, and where they end."""
        if self._whole is not None:
            return self._whole.pauses
        spans = [found.span() for found in PAUSE.finditer(self._text)]
        return [start for start, _ in spans], [end for _, end in spans]

    @worked_out_once
    def actors(self) -> list[Actor]:
        """Everybody who is named, in order."""
        text = self._text
        return [Actor(cue, _is_agent(text, cue), _stands_aside(text, cue)) for cue in self.of(ACTOR)]

    @worked_out_once
    def verb_starts(self) -> list[int]:
        return [verb.start for verb in self.verbs]

    @worked_out_once
    def verb_ends(self) -> list[int]:
        return [verb.end for verb in self.verbs]

    @worked_out_once
    def _starts(self) -> list[int]:
        return [cue.start for cue in self._found]

    def near(self, start: int, end: int) -> "Cues":
        """The cues within `REACH` of a mention: all of them, unless the text is long."""
        if start <= REACH and end + REACH >= len(self._text):
            return self
        low, high = bisect_left(self._starts, start - REACH), bisect_left(self._starts, end + REACH)
        return Cues(self._text, self._found[low:high], whole=self) if high - low < len(self._found) else self


@cache
def _load_matcher() -> tuple[Matcher, dict[str, list[str]]]:
    kinds: dict[str, list[str]] = {}
    for kind, cues in load_cues().items():
        if kind not in ELSEWHERE:
            for cue in cues:
                # An exception ("not only") says nothing; that it is found keeps its parts from being cues.
                kinds.setdefault(cue, []).extend([kind] if kind in _GROUPS else [])
    return Matcher(kinds), kinds


def find_cues(text: str) -> Cues:
    """Every cue of a text in order; the longest at each place, so that "not only" is no "not".

    Examples
    --------
    >>> [cue.kind for cue in find_cues("we do not sell it.")]
    ['actor company', 'negation', 'practice share']
    >>> list(find_cues("not only now"))
    []
    """
    matcher, kinds = _load_matcher()
    found = matcher.find_folded(text)
    return Cues(text, [_make_cue((start, end, kind)) for start, end, cue in found for kind in kinds[cue]])


def find_border(cues: Cues, start: int) -> int:
    """Where the statement begins in which a mention stands."""
    starts, ends = cues.pauses
    place = bisect_right(ends, start) - 1
    border = ends[place] if place >= 0 and starts[place] >= start - REACH else max(0, start - REACH)
    return max([border, *[cue.end for cue in cues.of("scope end") if cue.end <= start]])


def find_end(cues: Cues, end: int) -> int:
    """Where it ends."""
    starts, _ = cues.pauses
    place = bisect_left(starts, end)
    border = starts[place] if place < len(starts) and starts[place] < end + REACH else end + REACH
    return min([border, *[cue.start for cue in cues.of("scope end") if cue.start >= end]])


def is_near(text: str, cue: Cue, start: int, end: int) -> bool:
    """Whether a cue stands in the same sentence as a mention, before it or behind it."""
    first, second = sorted([(cue.start, cue.end), (start, end)])
    return not HARD_PAUSE.search(text, first[1], second[0])
