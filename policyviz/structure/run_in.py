"""Run-in headings: a label, a colon, and the text on the same line."""

import re

from policyviz.structure.cues import words_of
from policyviz.structure.kinds import HEADING, MAX_TRAILING_WORDS, PARAGRAPH
from policyviz.structure.lines import STOPS, Line
from policyviz.structure.words import load_words

_NOT_A_LABEL = load_words("not a label")
_RUN_IN = re.compile(r"(?P<label>[^\n.:;!?]{2,80}?)\s?:\s+(?=[\"“'‘(]?[A-Z])")
MIN_RUN_IN_TEXT = 6
MAX_RUN_IN_WORDS = 9
_NO_RUN_IN = load_words("no run-in")


def find_run_in(line: Line) -> int:
    """Where the text begins behind a run-in heading ("Account information: In order to ...").

    0 if there is no such heading. The label is short and no sentence; what follows begins
    in upper case and has an end.

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> line = split_lines("Feedback: We may collect feedback about our platform.")[0]
    >>> line.text[find_run_in(line):]
    'We may collect feedback about our platform.'
    """
    found = _RUN_IN.match(line.body)
    if not found or line.is_bullet:
        return 0
    label = words_of(found["label"].lower())
    if not label or len(label) > MAX_RUN_IN_WORDS or not found["label"][0].isupper():
        return 0
    if label[0] in _NOT_A_LABEL or " ".join(label) in _NO_RUN_IN:
        return 0
    rest = line.body[found.end() :]
    if len(rest.split()) < MIN_RUN_IN_TEXT or line.last_sign not in STOPS | {":"}:
        return 0
    return len(line.text) - len(rest)


def mark_colon_headings(lines: list[Line], kinds: list) -> None:
    """ "Information we collect through the platform:" above run-in headings is a heading, no stem."""
    for i in range(len(lines) - 1):
        if kinds[i] != PARAGRAPH or lines[i].last_sign != ":":
            continue
        label = words_of(lines[i].text.lower())
        short = label and len(label) <= MAX_TRAILING_WORDS and label[0] not in _NOT_A_LABEL
        if short and find_run_in(lines[i + 1]):
            kinds[i] = HEADING
