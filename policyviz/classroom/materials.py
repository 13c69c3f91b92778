"""The frames of the classroom policies, made once: what exercises take their right answers from."""

from functools import cache

import pandas as pd

from policyviz.corpus import data_dir, load_policies
from policyviz.corpus.tables import read_table
from policyviz.lexicons import load_lexicon
from policyviz.structure import split_blocks, split_clauses
from policyviz.terms import find_terms

NAME = "classroom"


@cache
def load_classroom() -> pd.DataFrame:
    """The policies frame of the classroom. Not to be changed in place."""
    return load_policies(NAME)


@cache
def load_blocks() -> pd.DataFrame:
    """Its blocks."""
    return split_blocks(load_classroom())


@cache
def load_clauses() -> pd.DataFrame:
    """Its clauses."""
    return split_clauses(load_classroom())


@cache
def load_mentions(lexicon: str) -> pd.DataFrame:
    """Mentions of "data_categories" or "vagueness" in its clauses."""
    return find_terms(load_clauses(), load_lexicon(lexicon))


def find_text(clause_id: str) -> str:
    """The words of a clause."""
    clauses = load_clauses()
    return str(clauses.loc[clauses["clause_id"] == clause_id, "text"].iloc[0])


@cache
def load_planted() -> pd.DataFrame:
    """What was planted in the policies (data/classroom/README.md), all columns as text; "" for nothing."""
    return read_table(data_dir() / NAME / "planted.csv", shown="planted.csv").reset_index(drop=True)
