"""The kinds of blocks, and what a short line is: shared by all finders."""

import re

import pandas as pd

from policyviz.corpus.metadata import parse_date
from policyviz.structure.cues import words_of
from policyviz.structure.lines import STOPS, Line

TITLE, DATE, HEADING, PARAGRAPH, ITEM = "title", "date", "heading", "paragraph", "list_item"
CONTENTS, FURNITURE, ADDRESS = "contents", "furniture", "address"

MAX_TRAILING_WORDS = 12

# What only addresses hold: mail, postal codes of three countries, telephone numbers, streets.
STRONG_ADDRESS = re.compile(
    r"@|\b[A-Z]{2}\s+\d{5}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\b|\d[\d\s().-]{7,}\d"
    r"|^\d+[\w-]*\s+(?:[\w.]+\s+){1,4}(?:street|st|avenue|ave|road|rd|drive|boulevard|blvd|lane|way|square|place)\b"
    r"|\b(?:P\.?\s?O\.?\s+box|suite|attn)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:privacy|cookies?|data\s+protection|data|personal\s+information)\s+(?:(?:and|&)\s+\w+\s+)?"
    r"(?:policy|policies|notice|statement|charter|declaration)\b|^privacy$",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"\b(?:updated?|reviewed|revised|revision|modified|amended|effective|in effect|posted|version|dated?|"
    r"published|as of|valid)\b",
    re.IGNORECASE,
)


def is_short_open(line: Line) -> bool:
    """Short and without a full stop: no sentence."""
    return line.n_words <= MAX_TRAILING_WORDS and line.last_sign not in STOPS | {":"}


def is_date_line(text: str) -> bool:
    """Whether a short line gives the policy's date."""
    if len(text.split()) > 12:
        return False
    if parse_date(text) is pd.NaT:
        return False
    # A date and nothing else, or a date that a word announces.
    return bool(_DATE_LINE.search(text)) or len(words_of(text)) <= 2


def is_title(line: Line) -> bool:
    """Whether a short line calls itself a privacy policy."""
    return (
        not line.mark
        and line.n_words <= 10
        and line.last_sign not in STOPS | {":"}
        and bool(_TITLE.search(line.text))
    )
