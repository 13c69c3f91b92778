"""Clauses as rows of numbers: which words count, and how much."""

import csv
import re
from collections.abc import Collection
from importlib import resources
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from policyviz.frames import check_frame

# Fewer clauses than this, and every word counts: a term need not be shared to be kept.
FEW_CLAUSES = 20

_CURLY = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u200b": None})
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def _load_stop_words() -> frozenset[str]:
    lines = resources.files("policyviz.analysis").joinpath("stop_words.csv").read_text(encoding="utf-8")
    return frozenset(row["word"] for row in csv.DictReader(lines.splitlines()))


#: English function words without meaning of their own in a policy. Modals (may, must), negations
#: (not, without), quantifiers (some, most, often) and data words (name, interest, third) are not
#: among them: usual stop lists delete more than half of the words that people mark as vague.
POLICY_STOP_WORDS = _load_stop_words()


class ClauseVectors(NamedTuple):
    """Clauses as TF-IDF weights, 0 to 1: ``clause_ids`` names the rows, ``terms`` the columns.

    A row has length 1, or 0 for a clause without any term.
    """

    matrix: sparse.csr_matrix
    terms: np.ndarray
    clause_ids: np.ndarray


def vectorize_clauses(
    clauses: pd.DataFrame,
    *,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    ngram_range: tuple[int, int] = (1, 2),
    min_df: int | float = 2,
    max_df: int | float = 0.5,
) -> ClauseVectors:
    """Weigh the terms of each clause by how often they are there and how rare elsewhere.

    Terms are words of two or more letters in lower case, and neighbours after the
    stop words are gone: "information about services" gives "information services".
    With fewer than 20 clauses `min_df` and `max_df` are not applied, for there almost
    no term is shared.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    stop_words : collection of str, or None
        Words to leave out; None keeps all.
    ngram_range : tuple of int
        Shortest and longest term, in words.
    min_df, max_df : int or float
        Leave out terms in fewer, or more, clauses than this. An int is a number of
        clauses, a float a share.

    Returns
    -------
    vectors : ClauseVectors
        ``matrix``, ``terms`` and ``clause_ids``; rows in the order of `clauses`.

    Raises
    ------
    TypeError
        If `stop_words` is a text.
    ValueError
        If no term is left, or `clauses` is not a clauses frame.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 22, "We may use the cookies.", 5)], "clauses")
    >>> vectorize_clauses(clauses, ngram_range=(1, 1)).terms.tolist()
    ['cookies', 'may', 'use']
    """
    check_frame(clauses, "clauses")
    options = make_options(len(clauses), stop_words, ngram_range, min_df, max_df)
    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    matrix = fit_terms(vectorizer, clauses)
    ids = clauses["clause_id"].to_numpy(dtype=object)
    return ClauseVectors(matrix.tocsr(), vectorizer.get_feature_names_out(), ids)


def split_words(text: str) -> list[str]:
    # A company's data are the company's: the possessive makes no word of its own.
    words = (word.removesuffix("'s") for word in _WORD.findall(text.translate(_CURLY).lower()))
    return [word for word in words if len(word) > 1]


def make_options(
    n_clauses: int, stop_words: Collection[str] | None, ngram_range: tuple, min_df: float, max_df: float
) -> dict:
    if isinstance(stop_words, str):
        message = f"stop_words is the text {stop_words!r}; give a set of words, or None."
        raise TypeError(message)
    few = n_clauses < FEW_CLAUSES
    return {
        "lowercase": False,
        "tokenizer": split_words,
        "token_pattern": None,
        "stop_words": None if stop_words is None else sorted(stop_words),
        "ngram_range": ngram_range,
        "min_df": 1 if few else min_df,
        "max_df": 1.0 if few else max_df,
    }


def fit_terms(vectorizer: CountVectorizer, clauses: pd.DataFrame) -> sparse.csr_matrix:
    try:
        return vectorizer.fit_transform(clauses["text"])
    except ValueError as error:
        message = (
            f"No term is left in these {len(clauses)} clauses to compare them by. "
            f"Pass more clauses, fewer stop words, a lower min_df or a higher max_df ({error})"
        )
        raise ValueError(message) from None
