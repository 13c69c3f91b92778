"""Shared text: that no pair is missed, what it takes, and how much real policies share."""

import itertools
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pandas as pd

import policyviz as pv
from benchmarks.speed import write_policies
from policyviz.structure.tokens import tokenize

THRESHOLD, MIN_WORDS = 0.5, 5
N_BRUTE = 30


def read_clauses(corpora: Path) -> pd.DataFrame:
    """Clauses of the OPP-115 policies."""
    with tempfile.TemporaryDirectory() as name:
        write_policies(corpora, Path(name))
        return pv.split_clauses(pv.load_policies(Path(name)))


def compare_by_force(clauses: pd.DataFrame) -> set[tuple[str, str]]:
    """All pairs of clauses of two policies, one by one."""
    runs = {}
    for row in clauses.itertuples():
        words = tokenize(row.text.lower())
        if len(words) >= MIN_WORDS:
            triples = {tuple(words[place : place + 3]) for place in range(len(words) - 2)}
            runs.setdefault(row.policy_id, []).append((row.clause_id, triples))
    pairs = set()
    for a, b in itertools.combinations(sorted(runs), 2):
        for (first, one), (second, two) in itertools.product(runs[a], runs[b]):
            common = len(one & two)
            if common and common / (len(one) + len(two) - common) >= THRESHOLD - 1e-12:
                pairs.add((first, second))
    return pairs


def measure_shared_text(corpora: Path) -> dict[str, float]:
    """Recall against brute force on some policies; seconds and memory for all."""
    clauses = read_clauses(corpora)
    some = clauses[clauses["policy_id"].isin(sorted(set(clauses["policy_id"]))[:N_BRUTE])]
    expected = compare_by_force(some)
    found = pv.find_boilerplate(some, threshold=THRESHOLD, min_words=MIN_WORDS)
    pairs = set(zip(found["clause_id_a"], found["clause_id_b"], strict=True))
    start = time.perf_counter()
    every = pv.find_boilerplate(clauses, threshold=THRESHOLD, min_words=MIN_WORDS)
    seconds = time.perf_counter() - start
    tracemalloc.start()
    pv.find_boilerplate(clauses, threshold=THRESHOLD, min_words=MIN_WORDS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    own = pv.measure_originality(clauses, every)["originality"]
    return {
        f"pairs by brute force, {N_BRUTE} policies": len(expected),
        "recall": len(pairs & expected) / max(1, len(expected)),
        "precision": len(pairs & expected) / max(1, len(pairs)),
        "policies": clauses["policy_id"].nunique(),
        "clauses": len(clauses),
        "pairs": len(every),
        "seconds": seconds,
        "MB at most": peak / 1e6,
        "own words, median": float(np.median(own)),
        "own words, least": float(own.min()),
    }


def list_pairs() -> list[list[str]]:
    """The pairs of the four policies that ship."""
    clauses = pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))
    pairs = pv.find_boilerplate(clauses)
    return [
        [row.clause_id_a, row.clause_id_b, f"{row.similarity:.2f}", row.kind] for row in pairs.itertuples()
    ]
