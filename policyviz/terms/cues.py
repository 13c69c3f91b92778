"""Words that say something about the mentions around them, and where a statement begins and ends."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from policyviz.lexicons import load_cues
from policyviz.terms.matcher import Matcher

# How many characters around a mention are read: more than a sentence usually has, and a bound for
# texts that have no sentences.
REACH = 400
# Kinds about permissions and examples, which are read in other modules.
ELSEWHERE = frozenset(
    {"reader", "passive", "passive before", "example", "example noun", "example open", "quoted place"}
)
# How far a pause looks ahead for its new subject and verb.
AHEAD = 80

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

    @property
    def is_practice(self) -> bool:
        """Whether it is a verb of handling data."""
        return self.kind.startswith("practice")

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares a character with a place."""
        return self.start < end and start < self.end


@cache
def _load_matcher() -> tuple[Matcher, dict[str, list[str]]]:
    kinds: dict[str, list[str]] = {}
    for kind, cues in load_cues().items():
        if kind not in ELSEWHERE:
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


def find_border(text: str, cues: Sequence[Cue], start: int) -> int:
    """Where the statement begins in which a mention stands."""
    # A pause is told by what stands behind it, which may be the mention: the search goes a little further.
    pauses = PAUSE.finditer(text, max(0, start - REACH), start + AHEAD)
    pauses = takewhile(lambda found: found.end() <= start, pauses)
    ends = [found.end() for found in pauses]
    ends += [cue.end for cue in cues if cue.kind == "scope end" and cue.end <= start]
    return max(ends, default=max(0, start - REACH))


def find_end(text: str, cues: Sequence[Cue], end: int) -> int:
    """Where it ends."""
    pause = PAUSE.search(text, end, end + REACH)
    starts = [pause.start()] if pause else []
    starts += [cue.start for cue in cues if cue.kind == "scope end" and cue.start >= end]
    return min(starts, default=end + REACH)


def is_near(text: str, cue: Cue, start: int, end: int) -> bool:
    """Whether a cue stands in the same sentence as a mention, before it or behind it."""
    first, second = sorted([(cue.start, cue.end), (start, end)])
    return not HARD_PAUSE.search(text, first[1], second[0])
