"""Spans and partition over every text at hand: violations counted, none allowed."""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from policyviz.corpus.decoding import decode_policy
from policyviz.frames import make_frame
from policyviz.structure import split_blocks, split_clauses

csv.field_size_limit(sys.maxsize)


def read_texts(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """(name, text, format) of every policy and segment; unreadable files are reported."""
    for folder in ("policies", "dmoz", "history"):
        for file in sorted((corpora / folder).rglob("*.*")):
            name, form = file.relative_to(corpora).as_posix(), "md" if file.suffix == ".md" else "txt"
            if file.suffix == ".html":
                # No reader for web pages yet: their source is one more hostile text.
                yield name, file.read_text(encoding="utf-8", errors="replace"), form
                continue
            try:
                yield name, decode_policy(file.read_bytes()).text, form
            except ValueError as error:
                print(f"not read: {file.name} {error}", file=sys.stderr)
    for table in ("policies", "segments"):
        with (corpora / "opp115" / f"{table}.csv").open(encoding="utf-8", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows)):
                if row["text"].strip():
                    yield f"opp115/{table}:{number}", row["text"], "txt"


def make_policies(text: str, form: str):
    """A policies frame of one invented row around a text."""
    return make_policies_of(pd.DataFrame({"policy_id": ["x"], "text": [text]}), form)


def make_policies_of(texts: pd.DataFrame, form: str = "txt") -> pd.DataFrame:
    """A policies frame around ids and texts; everything else is empty."""
    empty = dict.fromkeys(("sector", "jurisdiction", "source", "license", "encoding", "sha256"), "")
    rows = [
        {"policy_id": name, "company": name, "language": "en", "format": form, "text": text} | empty
        for name, text in zip(texts["policy_id"], texts["text"], strict=True)
    ]
    return make_frame(rows, "policies")


def count_violations(text: str, form: str) -> tuple[int, int]:
    """How many spans are wrong or characters without a home, and the number of clauses."""
    policies = make_policies(text, form)
    blocks, clauses = split_blocks(policies), split_clauses(policies)
    wrong, done = 0, 0
    for start, end, found in zip(blocks["start"], blocks["end"], blocks["text"], strict=True):
        # Blocks in order, none overlapping, nothing but white space between them.
        wrong += text[start:end] != found or start < done or bool(text[done:start].strip())
        done = end
    wrong += bool(text[done:].strip())
    for start, end, found in zip(clauses["start"], clauses["end"], clauses["text"], strict=True):
        wrong += text[start:end] != found or not found.strip()
    return int(wrong), len(clauses)


def measure_partition(corpora: Path) -> dict[str, int]:
    """Texts, characters, clauses and violations."""
    totals = {"texts": 0, "characters": 0, "clauses": 0, "violations": 0}
    for name, text, form in read_texts(corpora):
        wrong, n_clauses = count_violations(text, form)
        if wrong:
            print(f"violation: {name}", file=sys.stderr)
        totals["texts"] += 1
        totals["characters"] += len(text)
        totals["clauses"] += n_clauses
        totals["violations"] += wrong
    return totals
