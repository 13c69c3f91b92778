"""Frames for the tests of vagueness: clauses and mentions by hand."""

import pandas as pd

from policyviz.frames import make_frame

LABELS = ["condition", "modality", "numeric", "concrete"]


def make_clauses(n_sections=2, **texts):
    """Clauses "a:000", "a:001", ... for each policy; they take turns in the sections."""
    rows = [
        (
            f"{policy}:{i:03}",
            policy,
            f"Part {i % n_sections}",
            "sentence",
            "",
            0.0,
            100 * i,
            100 * i + 99,
            text,
            len(text.split()),
        )
        for policy, lines in texts.items()
        for i, text in enumerate(lines)
    ]
    return make_frame(rows, "clauses")


def make_mentions(*rows):
    """Rows of clause, term, label, weight and optionally "permission" or "clarified"."""
    filled = []
    for number, (clause, term, label, weight, *flags) in enumerate(rows):
        start = 100 * int(clause[-3:]) + number % 90
        marks = ("permission" in flags, "clarified" in flags)
        filled.append(
            (clause, clause[:-4], term, label, weight, start, start + 1, False, *marks, "use", "company")
        )
    mentions = make_frame(filled, "mentions")
    for column, levels in (("label", LABELS), ("practice", ["use"]), ("actor", ["company"])):
        mentions[column] = pd.Categorical(mentions[column], categories=levels)
    return mentions
