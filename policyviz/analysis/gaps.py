"""Silences: what no term was found for, and how hard it was looked for."""

from functools import cache

import numpy as np
import pandas as pd
from nltk.stem.snowball import SnowballStemmer
from pandas.api.types import is_numeric_dtype
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from policyviz.analysis.vectors import POLICY_STOP_WORDS, split_words
from policyviz.frames import check_frame, make_frame
from policyviz.terms.status import STATUSES

# A receipt shows this many of the terms that were looked for; all of them are in the lexicon.
N_SHOWN = 8


def find_gaps(coverage: pd.DataFrame) -> pd.DataFrame:
    """List every label that a policy never mentions.

    A gap says that no term of the lexicon was found. "Not found" is the claim that is
    most often wrong: the policy may say the same thing in another word. `search_gaps`
    shows where to look.

    Parameters
    ----------
    coverage : pandas.DataFrame
        What `measure_coverage` returns, by clauses, share or status.

    Returns
    -------
    gaps : pandas.DataFrame
        ``policy_id``, ``label``: one row per gap, by policy, then in the order of
        the lexicon.

    Raises
    ------
    TypeError
        If `coverage` is not a DataFrame.
    ValueError
        If it is not a coverage frame: values missing, negative, or neither numbers nor statuses.

    Examples
    --------
    >>> index = pd.Index(["a", "b"], name="policy_id")
    >>> find_gaps(pd.DataFrame({"Name": [2, 0], "Health": [0, 0]}, index=index))
      policy_id   label
    0         a  Health
    1         b    Name
    2         b  Health
    """
    _check_coverage(coverage)
    labels = list(coverage.columns)
    silent = coverage.apply(lambda column: column.eq(0 if is_numeric_dtype(column) else "silent"))
    places = np.argwhere(silent.to_numpy(dtype=bool))
    gaps = [(coverage.index[row], labels[column]) for row, column in places]
    return make_frame(gaps, "gaps")


def search_gaps(
    gaps: pd.DataFrame, clauses: pd.DataFrame, lexicon: pd.DataFrame, *, n_nearest: int = 3
) -> pd.DataFrame:
    """Write a receipt for each gap: what was looked for, and which clauses come nearest.

    Nearness is of words, not of meaning: it finds another form of a term, a term that was
    cut or one in company of other words. Read these clauses before you say that a
    policy is silent; a low similarity is no proof of silence.

    Parameters
    ----------
    gaps : pandas.DataFrame
        What `find_gaps` returns.
    clauses : pandas.DataFrame
        The clauses that were searched.
    lexicon : pandas.DataFrame
        The lexicon whose terms were looked for.
    n_nearest : int, default 3
        Clauses per gap, at most.

    Returns
    -------
    receipts : pandas.DataFrame
        One row per gap and clause, nearest first; one row with ``rank`` 0, no clause and
        similarity 0 for a gap to which no clause comes near: ``policy_id``, ``label``,
        ``n_terms`` (terms looked for), ``terms`` (the first of them), ``rank`` (from 1),
        ``clause_id``, ``similarity`` (cosine of the clause and the words of the label's terms,
        stemmed, weighted by TF-IDF over clauses and over labels; 0 to 1, higher is nearer).

    Raises
    ------
    ValueError
        If a frame is not what it should be, `n_nearest` is below 1, or a gap names a policy or
        label that is not there.

    Examples
    --------
    >>> clause = ("a:001", "a", "", "sentence", "", 0.0, 0, 17, "You were emailed.", 3)
    >>> clauses = make_frame([clause], "clauses")
    >>> lexicon = make_frame([("email address", "email", 1.0, ""), ("email", "email", 1.0, "")], "lexicon")
    >>> receipt = search_gaps(make_frame([("a", "email")], "gaps"), clauses, lexicon)
    >>> receipt[["n_terms", "terms", "clause_id"]].values.tolist()
    [[2, 'email address, email', 'a:001']]
    """
    for frame, name in ((gaps, "gaps"), (clauses, "clauses"), (lexicon, "lexicon")):
        check_frame(frame, name)
    _check_places(gaps, clauses, lexicon, n_nearest)
    terms = lexicon.groupby("label", sort=False)["term"].agg(list)
    # Sorted by id, so that of two clauses equally near the earlier one comes first.
    clauses = clauses.sort_values("clause_id", ignore_index=True)
    similarity, owner = _compare(clauses, terms), clauses["policy_id"].to_numpy()
    rows = []
    for policy_id, label in zip(gaps["policy_id"], gaps["label"], strict=True):
        near = similarity.loc[owner == policy_id, label]
        near = near[near > 0].sort_values(ascending=False, kind="stable").head(n_nearest)
        looked = (policy_id, label, len(terms[label]), _show_terms(terms[label]))
        found = [(*looked, rank, *pair) for rank, pair in enumerate(near.items(), start=1)]
        rows += found or [(*looked, 0, "", 0.0)]
    return make_frame(rows, "receipts")


def _show_terms(terms: list[str]) -> str:
    return ", ".join(terms[:N_SHOWN]) + (", ..." if len(terms) > N_SHOWN else "")


def _compare(clauses: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """Cosine of every clause (rows, by id) with every label's terms (columns)."""
    if clauses.empty or terms.empty:
        return pd.DataFrame(0.0, index=clauses["clause_id"], columns=terms.index)
    options = {"tokenizer": _stem_words, "token_pattern": None, "lowercase": False, "sublinear_tf": True}
    vectorizer = TfidfVectorizer(**options)
    matrix = vectorizer.fit_transform(clauses["text"])
    # Weighed twice: "information" stands in the terms of most labels, "e-mail" in those of one.
    words = TfidfVectorizer(**options, vocabulary=vectorizer.vocabulary_)
    queries = normalize(words.fit_transform(terms.map("\n".join)).multiply(vectorizer.idf_))
    # Rounding errors of the product: a cosine is never above 1.
    cosine = (matrix @ queries.T).toarray().clip(max=1)
    return pd.DataFrame(cosine, index=clauses["clause_id"].to_numpy(), columns=terms.index)


def _stem_words(text: str) -> list[str]:
    # A text of stop words only would leave nothing to count; one sign that is no word stands for it.
    return [_stem(word) for word in split_words(text) if word not in POLICY_STOP_WORDS] or ["-"]


@cache
def _stem(word: str) -> str:
    return _make_stemmer().stem(word)


@cache
def _make_stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


def _check_places(gaps: pd.DataFrame, clauses: pd.DataFrame, lexicon: pd.DataFrame, n_nearest: int) -> None:
    is_number = isinstance(n_nearest, int) and n_nearest >= 1
    complaints = [] if is_number else [f"n_nearest is {n_nearest!r}; it is a whole number from 1 up"]
    for column, known, place in (
        ("policy_id", set(clauses["policy_id"]), "clauses"),
        ("label", set(lexicon["label"]), "the lexicon"),
    ):
        strange = [value for value in dict.fromkeys(gaps[column]) if value not in known]
        if strange:
            complaints.append(f"{column} is not in {place}: {', '.join(strange[:5])}")
    if complaints:
        lines = "\n".join(f"- {complaint}" for complaint in complaints)
        message = f"These gaps cannot be searched:\n{lines}\nGaps, clauses and lexicon must be of one run."
        raise ValueError(message)


def _check_coverage(coverage: pd.DataFrame) -> None:
    advice = "A coverage frame comes from measure_coverage(clauses, mentions)."
    if not isinstance(coverage, pd.DataFrame):
        message = f"Expected a coverage frame, got a {type(coverage).__name__}. {advice}"
        raise TypeError(message)
    complaints = []
    if coverage.index.name != "policy_id":
        complaints.append(f"the index is named {coverage.index.name!r}, expected 'policy_id'")
    texts = [str(label) for label, column in coverage.items() if not _holds_values(column)]
    if texts:
        complaints.append(f"columns with neither numbers nor statuses: {', '.join(texts)}")
    numbers = coverage.select_dtypes("number")
    if (numbers < 0).any(axis=None):
        complaints.append("values below 0")
    if coverage.isna().any(axis=None):
        complaints.append("missing values")
    if complaints:
        lines = "\n".join(f"- {complaint}" for complaint in complaints)
        message = f"This is not a coverage frame:\n{lines}\n{advice}"
        raise ValueError(message)


def _holds_values(column: pd.Series) -> bool:
    return is_numeric_dtype(column) or set(column.dropna()) <= set(STATUSES)
