"""What lesson 1 counts: policies, blocks and clauses, places in a text, headings that are missing or lost."""

import re
from functools import cache

import pandas as pd

from policyviz.classroom.answers import tidy_words
from policyviz.classroom.materials import (
    list_planted,
    load_blocks,
    load_classroom,
    load_clauses,
    load_companies,
    load_texts,
    pick_clauses,
)

COMPANY = "Strideling"
QUOTED_IN, QUOTED = "kettlewick", "We do not record phone calls."
LONGEST_IN = NUMBERED_IN = "fennimore-trails"
CONTENTS_IN = "deskhollow"

# "8. How long we keep it" opens a section there, "8.1 Passport numbers ..." does not.
_SECTION = re.compile(r"\d+\. +\S")


# L1.1: companies and policies


@cache
def count_policies() -> tuple[int, int]:
    """Companies and policies."""
    policies = load_classroom()
    return policies["company"].nunique(), len(policies)


def count_repeated() -> int:
    """Companies with more than one policy."""
    return int((load_companies().value_counts() > 1).sum())


# L1.2: clauses of one company


@cache
def list_versions() -> list[str]:
    """The policies of the company, the earlier first."""
    companies = load_companies()
    return companies.index[companies == COMPANY].to_list()


def count_rows(frame: pd.DataFrame) -> int:
    """How many rows of a frame belong to the company."""
    return int(frame["policy_id"].isin(list_versions()).sum())


def count_clauses() -> int:
    """Clauses of all its versions."""
    return count_rows(load_clauses())


def list_version_counts() -> list[int]:
    """Clauses of each version."""
    return load_clauses()["policy_id"].value_counts()[list_versions()].to_list()


def list_line_counts() -> list[int]:
    """Lines of each version and of both, with and without blank ones."""
    texts = load_texts()[list_versions()]
    every, filled = texts.str.count("\n"), texts.str.count(r"\n+")
    return [*every, *filled, every.sum(), filled.sum()]


def count_words() -> int:
    """Words of the company's clauses."""
    clauses = load_clauses()
    return int(clauses.loc[clauses["policy_id"].isin(list_versions()), "n_words"].sum())


# L1.3: a span


def find_source() -> str:
    """The text that the quoted sentence stands in."""
    return load_texts()[QUOTED_IN]


@cache
def find_span() -> tuple[int, int]:
    """Where the sentence starts and ends in the text of its policy."""
    start = find_source().index(QUOTED)
    return start, start + len(QUOTED)


def find_block_span() -> tuple[int, int]:
    """Where the whole paragraph stands."""
    blocks, (start, end) = load_blocks(), find_span()
    around = (blocks["policy_id"] == QUOTED_IN) & (blocks["start"] <= start) & (blocks["end"] >= end)
    return tuple(blocks.loc[around, ["start", "end"]].iloc[0])


# L1.4: the longest clause


@cache
def find_longest(by: str, policy_id: str = "", *, least: bool = False) -> frozenset[str]:
    """Ids of the clauses of a policy, or of all, with the most (or fewest) "words" or "letters"."""
    own = pick_clauses(policy_id)
    size = own["n_words"] if by == "words" else own["text"].str.len()
    return frozenset(own.loc[size == (size.min() if least else size.max()), "clause_id"])


# L1.5: contents


@cache
def find_missing() -> frozenset[str]:
    """Entries without a section, by reading."""
    missing = list_planted("promised section", "label", policy_id=CONTENTS_IN, value="missing")
    return frozenset(map(tidy_words, missing))


@cache
def list_blocks(kind: str) -> frozenset[str]:
    """The words of its blocks of one kind, without a colon behind them."""
    blocks = load_blocks()
    own = (blocks["policy_id"] == CONTENTS_IN) & (blocks["kind"] == kind)
    return frozenset(tidy_words(text).rstrip(": ") for text in blocks.loc[own, "text"])


def list_kept() -> frozenset[str]:
    """Entries whose section is there."""
    return list_blocks("contents") - find_missing()


def list_unlisted() -> frozenset[str]:
    """Sections that the contents do not list."""
    return list_blocks("heading") - list_blocks("contents")


# L1.6: headings taken for clauses


@cache
def find_false_clauses() -> frozenset[str]:
    """Clauses made of a line that opens a section, by its numbering."""
    blocks, inside = load_blocks(), pick_clauses(NUMBERED_IN)
    own = blocks[(blocks["policy_id"] == NUMBERED_IN) & ~blocks["kind"].isin(["heading", "furniture"])]
    false = own[own["text"].map(lambda text: bool(_SECTION.match(text)))]
    spans = list(zip(false["start"], false["end"], strict=True))
    is_false = [any(start <= place < end for start, end in spans) for place in inside["start"]]
    return frozenset(inside.loc[is_false, "clause_id"])
