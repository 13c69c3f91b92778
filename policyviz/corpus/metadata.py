"""What a policy says about itself: its date, its company, its format."""

import csv
import re
from functools import cache
from importlib.resources import files

import pandas as pd

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "may" else "may" for month in MONTHS)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = [
    re.compile(rf"\b(?P<month>{_MONTH}|sept)\.?\s+{_DAY}(?:\s*,\s*|\s+){_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?(?P<month>{_MONTH}|sept)\.?,?\s+{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    re.compile(rf"\b(?P<month>{_MONTH}|sept)\.?,?\s+{_YEAR}(?!\d)", re.IGNORECASE),
]
_DIGIT = re.compile(r"\d")
# Words that make a date the policy's own. A law can be "effective" too, so these words are trusted second.
# They are looked for in lower case and without a look behind at every letter: three times as fast.
_CUES = [
    re.compile(r"(?:updated?|reviewed|revised|revision|modified|amended)(?![a-z])"),
    re.compile(r"(?:effective|in\s+effect|posted|version|dated?|published|as\s+of|valid)(?![a-z])"),
]
_LETTER = re.compile(r"\w")
# A date stands at most this many characters behind its cue ("Last Updated on this day: 2 May 2020").
MAX_GAP = 40

_NOTICE = (
    r"(?i:(?:online\s+|website\s+|global\s+|general\s+)*(?:privacy|cookies?|data\s+protection)\s+"
    r"(?:and\s+cookies?\s+)?(?:policy|notice|statement))"
)
# On one line with the notice: the line above a title is as often navigation as a name.
_COMPANY_TITLE = re.compile(rf"[\s#*_]*(?P<name>\w[^\n]{{1,60}}?)(?:['’]s?)?\s+{_NOTICE}[\s#*_]*")
_SIGNPOST = re.compile(r"[>»/|›]|[a-z]{5,}\.$")


@cache
def _load_not_names() -> frozenset[str]:
    """Words that stand where a company's name could stand and are none."""
    with files("policyviz.corpus").joinpath("not_names.csv").open(encoding="utf-8") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def find_date(text: str) -> pd.Timestamp:
    """The date a policy gives itself: the first behind "updated" or "reviewed", else behind "effective" ...

    A month without a day counts as its first day. A date that no such word announces
    is not taken; a law's date that follows "effective" is, if the policy has no other.

    Parameters
    ----------
    text : str

    Returns
    -------
    date : pandas.Timestamp or NaT

    Examples
    --------
    >>> find_date("(Last Reviewed October 20th, 2020)")
    Timestamp('2020-10-20 00:00:00')
    >>> find_date("Founded in May 1997.")
    NaT
    """
    lower = text.lower()
    if len(lower) != len(text):
        # A letter or two become longer in lower case; places must hold.
        lower = "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
    for cue in (found for pattern in _CUES for found in pattern.finditer(lower)):
        if cue.start() and _LETTER.match(text, cue.start() - 1):
            continue  # "outdated"
        line_end = text.find("\n", cue.end())
        stop = min(cue.end() + MAX_GAP, line_end if line_end >= 0 else len(text))
        # Reviewed on a line of its own, the date on the next.
        if not text[cue.end() : stop].strip(" :-–()"):
            stop = min(stop + MAX_GAP, len(text))
        date = parse_date(text[cue.end() : stop])
        if date is not pd.NaT:
            return date
    return pd.NaT


def parse_date(text: str) -> pd.Timestamp:
    """The first calendar date in a short text, NaT if there is none or no such day.

    Examples
    --------
    >>> parse_date("February 2nd 2023")
    Timestamp('2023-02-02 00:00:00')
    >>> parse_date("31 February 2023")
    NaT
    """
    # Most texts that are asked hold no digit at all.
    found = [match for pattern in _DATES if (match := pattern.search(text))] if _DIGIT.search(text) else []
    if not found:
        return pd.NaT
    # The first by place; of two that begin together the one with a day is listed first.
    parts = min(found, key=lambda match: match.start()).groupdict()
    return _make_date(parts["year"], parts["month"], parts.get("day") or "1")


def _make_date(year: str, month: str, day: str) -> pd.Timestamp:
    # casefold, not lower: without regard to case a long s (U+017F) matches an s.
    name = month.casefold()[:3]
    number = int(month) if month.isdigit() else 1 + [known[:3] for known in MONTHS].index(name)
    try:
        return pd.Timestamp(year=int(year), month=number, day=int(day)).as_unit("s")
    except ValueError:
        return pd.NaT


def find_company(text: str) -> str:
    """The company named in the title ("Procom's Privacy Policy"), "" if the title names none.

    Only titles near the top are believed: sentences name partners as often as the company.

    Examples
    --------
    >>> find_company("Login\\n\\nProcom's Privacy Policy\\n\\nWe ...")
    'Procom'
    >>> find_company("Login\\n\\nPrivacy Policy\\n\\nWe ...")
    ''
    """
    for line in text[:1500].split("\n"):
        found = _COMPANY_TITLE.fullmatch(line)
        words = found["name"].strip(" #*_:-–|").split() if found else []
        # "Please read our Privacy Policy" names nobody.
        if 0 < len(words) <= 5 and _is_name(words):
            return " ".join(words)
    return ""


def _is_name(words: list[str]) -> bool:
    """Whether every word of some length has a capital or a digit in it, as names do ("eBay", "Bank of X")."""
    ends = {words[0].lower(), words[-1].lower()} - {"the"}
    if ends & _load_not_names() or words[-1].lower() == "the" or _SIGNPOST.search(" ".join(words)):
        return False
    return all(len(word) <= 3 or word != word.lower() or word[0].isdigit() for word in words)
