"""Sentences that people rated for vagueness, as clauses with mentions, and as a table to fit weights to.

Lebanoff and Liu (EMNLP 2018): sentences of 50 privacy policies, each rated by up to five people from
1 (clear) to 5 (extremely vague), who also marked the words that they found vague.
"""

import re
from bisect import bisect_left, bisect_right
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from policyviz import find_terms
from policyviz.frames import make_frame

CONCRETE = "concrete"
RIGHTS = (("may", "might"), ("can", "could"))
_WORD = re.compile(r"\S+")


class Ratings(NamedTuple):
    """Rated sentences: one clause each, one policy per document."""

    clauses: pd.DataFrame
    documents: np.ndarray  # number of each sentence's document, 0 and up
    scores: np.ndarray  # mean rating, 1 to 5
    n_raters: np.ndarray
    words: list[list[tuple[int, int]]]  # where the words stand in each sentence
    marked: list[np.ndarray]  # 1 for words that at least two people marked
    shares: list[np.ndarray]  # share of raters who marked each word


def read_ratings(corpora: Path) -> Ratings:
    """Read them all; documents keep the order of their numbers."""
    path = corpora / "vagueness" / "sentences.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    documents = np.unique(table["doc_id"].to_numpy(dtype="str"), return_inverse=True)[1]
    n_raters = table["n_scores"].astype("int64").to_numpy()
    counts = [np.array(row.split(), dtype="int64") for row in table["vague_token_counts"]]
    return Ratings(
        clauses=_make_clauses(table),
        documents=documents,
        scores=table["mean_score"].astype("float64").to_numpy(),
        n_raters=n_raters,
        words=[[found.span() for found in _WORD.finditer(text)] for text in table["sentence"]],
        marked=[np.array(list(row), dtype="int64") for row in table["vague_token_labels"]],
        shares=[np.minimum(row / n, 1) for row, n in zip(counts, n_raters, strict=True)],
    )


def _make_clauses(table: pd.DataFrame) -> pd.DataFrame:
    """Sentences have gaps between them: nothing is known of what stood next to them."""
    starts: dict[str, int] = {}
    rows = []
    for number, (doc, text) in enumerate(zip(table["doc_id"], table["sentence"], strict=True)):
        start = starts.get(doc, 0)
        starts[doc] = start + len(text) + 1000
        n_words = len(text.split())
        rows.append((f"{number:05}", doc, "", "sentence", "", 0.0, start, start + len(text), text, n_words))
    return make_frame(rows, "clauses")


class Features(NamedTuple):
    """What stands in each sentence, as numbers that weights can be fitted to."""

    terms: list[str]
    is_concrete: np.ndarray  # per term
    full: np.ndarray  # sentences x terms: 1 where a term stands that nothing makes clear
    clarified: np.ndarray  # 1 where it stands only with a list or a definition
    rights: np.ndarray  # sentences x 2: "you may", "you can"
    marks: np.ndarray  # per mention of a vague term: sentence, term, share of raters who marked it


def make_features(ratings: Ratings, lexicon: pd.DataFrame) -> Features:
    """Find the terms with `find_terms`, as everywhere else."""
    mentions = find_terms(ratings.clauses, lexicon)
    places = {term: place for place, term in enumerate(lexicon["term"])}
    rows = mentions["clause_id"].astype("int64").to_numpy()
    columns = mentions["term"].map(places).to_numpy()
    is_right = mentions["permission"].to_numpy()
    is_concrete = lexicon["label"].eq(CONCRETE).to_numpy()
    # A concrete term is as concrete with examples behind it.
    clear = mentions["clarified"].to_numpy() & ~is_concrete[columns]
    shape = (len(ratings.clauses), len(lexicon))
    full, clarified, rights = np.zeros(shape), np.zeros(shape), np.zeros((shape[0], len(RIGHTS)))
    full[rows[~is_right & ~clear], columns[~is_right & ~clear]] = 1
    clarified[rows[~is_right & clear], columns[~is_right & clear]] = 1
    for place, modals in enumerate(RIGHTS):
        rights[rows[is_right & mentions["term"].isin(modals).to_numpy()], place] = 1
    # A sentence with "we may" and "you may" counts one of them: the hedge, which weighs more.
    hedged = (full + clarified)[:, [places.get(term, 0) for term in RIGHTS[0]]].sum(axis=1) > 0
    rights[hedged, 0] = 0
    shares = np.array([ratings.shares[row][words].mean() for row, words in find_words(ratings, mentions)])
    marks = np.column_stack([rows, columns, shares])[~is_right]
    return Features(list(lexicon["term"]), is_concrete, full, clarified * (full == 0), rights, marks)


def find_words(ratings: Ratings, mentions: pd.DataFrame) -> list[tuple[int, slice]]:
    """For each mention its sentence, and which of its words it covers."""
    rows = mentions["clause_id"].astype("int64").to_numpy()
    offsets = ratings.clauses["start"].to_numpy()[rows]
    found = []
    for row, start, end in zip(rows, mentions["start"] - offsets, mentions["end"] - offsets, strict=True):
        starts = [word[0] for word in ratings.words[row]]
        found.append((row, slice(bisect_right(starts, start) - 1, bisect_left(starts, end))))
    return found
