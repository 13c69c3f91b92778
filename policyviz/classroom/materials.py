"""The frames of the classroom policies, made once: what exercises take their right answers from."""

from functools import cache

import pandas as pd

from policyviz.analysis.coverage import measure_coverage
from policyviz.analysis.scores import score_clauses
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
def load_companies() -> pd.Series:
    """The company of each policy, by its id."""
    return load_classroom().set_index("policy_id")["company"]


@cache
def load_texts() -> pd.Series:
    """The text of each policy, by its id."""
    return load_classroom().set_index("policy_id")["text"]


@cache
def load_blocks() -> pd.DataFrame:
    """Its blocks."""
    return split_blocks(load_classroom())


@cache
def load_clauses() -> pd.DataFrame:
    """Its clauses."""
    return split_clauses(load_classroom())


@cache
def pick_clauses(policy_id: str = "") -> pd.DataFrame:
    """The clauses of one policy, or all of them."""
    clauses = load_clauses()
    return clauses[clauses["policy_id"] == policy_id] if policy_id else clauses


@cache
def list_clause_ids() -> frozenset[str]:
    """The ids of all clauses."""
    return frozenset(load_clauses()["clause_id"])


@cache
def load_mentions(lexicon: str) -> pd.DataFrame:
    """Mentions of "data_categories" or "vagueness" in its clauses."""
    return find_terms(load_clauses(), load_lexicon(lexicon))


@cache
def load_statuses() -> pd.DataFrame:
    """What the tools say of each policy (index) and kind of data (column): affirmed, denied, ..."""
    return measure_coverage(load_clauses(), load_mentions("data_categories"), measure="status").astype("str")


@cache
def load_scores() -> pd.Series:
    """How vague each clause is, by its id: 1 (clear) to 5 (extremely vague)."""
    return score_clauses(load_clauses(), load_mentions("vagueness")).set_index("clause_id")["score"]


@cache
def load_planted() -> pd.DataFrame:
    """What was planted in the policies (data/classroom/README.md), all columns as text; "" for nothing."""
    return read_table(data_dir() / NAME / "planted.csv", shown="planted.csv").reset_index(drop=True)


@cache
def list_planted(kind: str, column: str = "clause_id", **where: str) -> frozenset[str]:
    """What stands in a column of the planted facts of a kind, of those alone that agree with `where`.

    Examples
    --------
    >>> sorted(list_planted("date", "value", policy_id="kettlewick"))
    ['2025-03-17']
    """
    facts = load_planted()
    own = facts["kind"].eq(kind)
    for name, wanted in where.items():
        own &= facts[name].eq(wanted)
    return frozenset(facts.loc[own, column])
