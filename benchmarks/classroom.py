"""What was planted in the policies of the classroom, against what the tools find there.

    python benchmarks/run.py FOLDER --only classroom

Needs no corpora: the policies ship.
"""

from pathlib import Path

import pandas as pd

from benchmarks.tables import format_table
from policyviz.classroom.materials import load_classroom, load_clauses
from policyviz.classroom.planted import count_planted


def describe_classroom(corpora: Path | None = None) -> dict[str, str]:
    """The table of counts, and how much text it rests on."""
    policies, clauses = load_classroom(), load_clauses()
    n_words = policies["text"].str.split().str.len()
    rows = [
        [row.kind, row.value, str(row.n_planted), str(row.n_found), _write(row.n_false)]
        for row in count_planted().itertuples()
    ]
    return {
        "classroom size": (
            f"{len(policies)} policies of {policies['company'].nunique()} companies, {n_words.min()} to "
            f"{n_words.max()} words, {n_words.sum():,} in all; {len(clauses)} clauses"
        ),
        "classroom": format_table(["kind", "value", "planted", "found", "seen in error"], rows),
    }


def _write(count: object) -> str:
    return "" if pd.isna(count) else str(count)
