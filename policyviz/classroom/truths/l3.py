"""What lesson 3 compares: two readers with each other, and the lexicon with both."""

from functools import cache

import pandas as pd

from policyviz.classroom.labels import VAGUE, load_sample, merge_labels
from policyviz.classroom.materials import load_planted, load_scores
from policyviz.corpus import data_dir

STRICT, LOOSE = 3, 2


# L3.2 to L3.4: agreement of the two readers


@cache
def load_readers() -> pd.DataFrame:
    """The labels of the two readers side by side: a row for each clause of the sample, in its order."""
    labels = merge_labels(data_dir() / "classroom" / "labels").labels
    wide = labels.pivot(index="clause_id", columns="annotator", values="label")
    return wide.reindex(load_sample()["clause_id"])


@cache
def measure_agreement() -> dict[str, float]:
    """Observed and chance agreement, kappa, and what is taken for them."""
    readers = load_readers()
    a, b = ((readers[name] == VAGUE) for name in readers)
    observed, p, q = float((a == b).mean()), a.mean(), b.mean()
    chance = float(p * q + (1 - p) * (1 - q))
    return {
        "observed": observed,
        "chance": chance,
        "kappa": (observed - chance) / (1 - chance),
        "both vague": float((a & b).mean()),
        "both clear": float((~a & ~b).mean()),
        "vague of a": float(p),
        "vague of b": float(q),
        "vague by chance": float(p * q),
        "disagreement": 1 - observed,
        "different by chance": 1 - chance,
        "n agreed / 100": float((a == b).sum() / 100),
        "difference": observed - chance,
        "without brackets": observed - chance / (1 - chance),
        "from cells": float((a & b).mean() ** 2 + (~a & ~b).mean() ** 2),
    }


# L3.5 and L3.6: the lexicon against the readers


@cache
def load_table() -> pd.DataFrame:
    """The sample with ``score``, ``n_vague`` (readers who say vague) and ``planted`` (the author's label)."""
    rows = load_planted().query("kind in ('vague', 'clear')").drop_duplicates("clause_id")
    table = load_sample().set_index("clause_id")
    n_vague = (load_readers() == VAGUE).sum(axis=1)
    return table.assign(score=load_scores(), n_vague=n_vague, planted=rows.set_index("clause_id")["kind"])


def list_ids(rows: pd.Series) -> frozenset[str]:
    """The clauses for which something holds."""
    return frozenset(rows.index[rows])


def list_below(threshold: float) -> frozenset[str]:
    """Clauses that score below a threshold."""
    return list_ids(load_table()["score"] < threshold)


@cache
def find_misses(threshold: float = STRICT, at_least: int = 2) -> frozenset[str]:
    """Clauses that readers call vague and that score below the threshold."""
    return list_ids(load_table()["n_vague"] >= at_least) & list_below(threshold)


@cache
def find_hits() -> frozenset[str]:
    """Clauses that both readers call vague and that score as much as the threshold."""
    return list_ids(load_table()["n_vague"] == 2) - find_misses()


@cache
def find_false_alarms() -> frozenset[str]:
    """Clauses above the lower threshold that are clear to both readers, or were meant to be."""
    table = load_table()
    return list_ids((table["score"] >= LOOSE) & ((table["n_vague"] == 0) | (table["planted"] == "clear")))
