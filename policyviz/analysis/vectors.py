"""Clauses as rows of numbers: which words count, and how much."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import pandas as pd
from nltk.stem.snowball import SnowballStemmer
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from policyviz.frames import check_frame

# Fewer clauses than this, and every word counts: a term need not be shared to be kept.
FEW_CLAUSES = 20
# A term that only one company uses tells companies apart, not subjects.
MIN_COMPANIES = 2

_CURLY = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u200b": None})
# Between the words of one phrase there is nothing but blanks and quotation marks.
_GAP = re.compile(r"[\s'\"“”]*")
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


class TermCounts(NamedTuple):
    """Texts by terms: how often each term occurs; forms of one word are one term, shown as the commonest."""

    matrix: sparse.csr_matrix
    keys: np.ndarray  # stems, as counted
    terms: np.ndarray  # as written, in alphabetical order


def vectorize_clauses(
    clauses: pd.DataFrame,
    *,
    stop_words: Collection[str] | None = POLICY_STOP_WORDS,
    ngram_range: tuple[int, int] = (1, 1),
    min_df: int | float = 2,
    max_df: int | float = 0.5,
    min_companies: int = MIN_COMPANIES,
    stem: bool = True,
) -> ClauseVectors:
    """Weigh the terms of each clause by how often they are there and how rare elsewhere.

    Terms are words of two or more letters in lower case, and neighbours after the
    stop words are gone: "information about services" gives "information services".
    Forms of one word ("share", "shared", "sharing") count as one term [1]_, shown as the
    form that is written most often. A weight is (1 + log f) x log((1 + n) / d): f times in
    the clause, in d of n clauses; then each row gets length 1. With fewer than 20 clauses
    `min_df`, `max_df` and `min_companies` are not applied, for there almost no term is
    shared; nor is `min_companies` to fewer policies than it asks for.

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
    min_companies : int
        Leave out terms in the clauses of fewer policies, such as a company's name; 1 keeps all.
    stem : bool
        False counts every form of a word on its own.

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

    References
    ----------
    .. [1] Porter, M. F. (2001). Snowball: a language for stemming algorithms.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 22, "We may use the cookies.", 5)], "clauses")
    >>> vectorize_clauses(clauses).terms.tolist()
    ['cookies', 'may', 'use']
    """
    check_frame(clauses, "clauses")
    check_stop_words(stop_words)
    texts = [list_terms(text, stop_words, ngram_range, stem=stem) for text in clauses["text"]]
    counts = select_terms(count_terms(texts), clauses, min_df, max_df, min_companies)
    matrix = _weigh(counts.matrix)
    return ClauseVectors(matrix, counts.terms, clauses["clause_id"].to_numpy(dtype=object))


def split_words(text: str) -> list[str]:
    # A company's data are the company's: the possessive makes no word of its own.
    words = (word.removesuffix("'s") for word in _WORD.findall(text.translate(_CURLY).lower()))
    return [word for word in words if len(word) > 1]


@cache
def stem_word(word: str) -> str:
    return _make_stemmer().stem(word)


@cache
def _make_stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


def check_stop_words(stop_words: Collection[str] | None) -> None:
    if isinstance(stop_words, str):
        message = f"stop_words is the text {stop_words!r}; give a set of words, or None."
        raise TypeError(message)


def list_terms(
    text: str, stop_words: Collection[str] | None, ngram_range: tuple[int, int], *, stem: bool = True
) -> list[tuple[str, str]]:
    """Every term of a text as it is counted and as it is written, stop words left out."""
    words = [word for word in split_words(text) if word not in (stop_words or ())]
    keys = [stem_word(word) for word in words] if stem else words
    return [
        (" ".join(keys[start : start + size]), " ".join(words[start : start + size]))
        for size in range(ngram_range[0], ngram_range[1] + 1)
        for start in range(len(words) - size + 1)
    ]


def list_phrases(text: str, stop_words: Collection[str], longest: int = 2) -> list[tuple[str, str]]:
    """Like `list_terms`, but a phrase is written with the stop words inside it and ends at a comma.

    Examples
    --------
    >>> list_phrases("Changes to this policy, if any", POLICY_STOP_WORDS)[-1]
    ('chang polici', 'changes to this policy')
    """
    text = text.translate(_CURLY).lower()
    marks = [mark for mark in _WORD.finditer(text) if len(mark[0].removesuffix("'s")) > 1]
    own = [mark for mark in marks if mark[0].removesuffix("'s") not in stop_words]
    found = [(stem_word(word), word) for word in (mark[0].removesuffix("'s") for mark in own)]
    for size in range(2, longest + 1):
        for run in zip(*(own[place:] for place in range(size)), strict=False):
            written = text[run[0].start() : run[-1].end()]
            if _GAP.fullmatch(_WORD.sub("", written)):
                key = " ".join(stem_word(mark[0].removesuffix("'s")) for mark in run)
                found.append((key, " ".join(written.split())))
    return found


def count_terms(texts: Sequence[list[tuple[str, str]]]) -> TermCounts:
    """Count terms; a term is shown as it is written most often, of equals the first in the alphabet."""
    written: dict[str, Counter] = defaultdict(Counter)
    for key, shown in (pair for text in texts for pair in text):
        written[key][shown] += 1
    shown = {key: min(forms, key=lambda form: (-forms[form], form)) for key, forms in written.items()}
    keys = sorted(shown, key=lambda key: (shown[key], key))
    if not keys:
        return TermCounts(sparse.csr_matrix((len(texts), 0)), np.array([]), np.array([]))
    vocabulary = {key: place for place, key in enumerate(keys)}
    counter = CountVectorizer(analyzer=lambda text: [key for key, _ in text], vocabulary=vocabulary)
    terms = np.array([shown[key] for key in keys], dtype=object)
    return TermCounts(counter.transform(texts).tocsr(), np.array(keys, dtype=object), terms)


def select_terms(
    counts: TermCounts, clauses: pd.DataFrame, min_df: float, max_df: float, min_companies: int
) -> TermCounts:
    """The terms of neither too few nor too many clauses, and of enough companies."""
    n_clauses, kept = len(clauses), np.ones(len(counts.terms), dtype=bool)
    if n_clauses >= FEW_CLAUSES:
        there = counts.matrix > 0
        found = np.asarray(there.sum(axis=0)).ravel()
        low, high = (n * n_clauses if isinstance(n, float) else n for n in (min_df, max_df))
        owners, policies = pd.factorize(clauses["policy_id"])
        members = sparse.csr_matrix((np.ones(n_clauses), (owners, np.arange(n_clauses))))
        n_companies = np.asarray(((members @ there) > 0).sum(axis=0)).ravel()
        kept = (found >= low) & (found <= high)
        kept &= n_companies >= (min_companies if len(policies) >= min_companies else 1)
    if not kept.any():
        message = (
            f"No term is left in these {n_clauses} clauses to compare them by. Pass more clauses, "
            "fewer stop words, a lower min_df or min_companies, or a higher max_df."
        )
        raise ValueError(message)
    return TermCounts(counts.matrix[:, kept], counts.keys[kept], counts.terms[kept])


def _weigh(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    # Without the usual "+ 1" behind the logarithm, which lifts what stands nearly everywhere.
    weights = counts.astype("float64")
    weights.data = 1 + np.log(weights.data)
    found = np.asarray((counts > 0).sum(axis=0)).ravel()
    return normalize(weights.multiply(np.log((1 + counts.shape[0]) / found)).tocsr())
