"""Fit the weights of the vagueness lexicon to the ratings of people, and write them.

    python benchmarks/fit_vagueness.py FOLDER

FOLDER holds ``vagueness/sentences.csv``. The terms and their classes are read from
``policyviz/lexicons/vagueness.csv`` and stay; their weights, standard errors and shares of marked
places are written anew, and ``vagueness_scale.csv`` with them. What leaves the folder is figures.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.ratings import CONCRETE, RIGHTS, Features, Ratings, make_features, read_ratings
from policyviz import load_lexicon

FOLDER = Path(__file__).parent.parent / "policyviz" / "lexicons"
# How strongly a term's own weight is drawn to what its class or its marks let expect: as if that had been
# seen in so many sentences. Chosen by cross-validation from 3 to 100, which hardly differ.
RIDGE, RIDGE_CONCRETE, RIDGE_RIGHTS = 10.0, 30.0, 5.0
# A term's share of marked places is drawn to this share as if it had been seen so often more.
PRIOR_MARKS, PRIOR_PLACES = 0.15, 5.0
# One rater's mean is less sure than five's.
DOUBT = 2.0
KEPT = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SOURCE = "marked as vague by people in {share:.0%} of {n} places, Lebanoff and Liu (EMNLP 2018)"
SOURCE_UNSEEN = "in none of the rated sentences of Lebanoff and Liu (EMNLP 2018)"
SOURCE_CONCRETE = "names something exactly; in {n} of the rated sentences of Lebanoff and Liu (EMNLP 2018)"


class Weights(NamedTuple):
    """What makes a score of the terms of a sentence."""

    base: float
    terms: np.ndarray
    rights: np.ndarray
    clarified: float
    spread: np.ndarray  # standard deviation of each term's weight given the ratings

    def predict(self, features: Features, rows: np.ndarray) -> np.ndarray:
        """Scores of sentences, 1 to 5."""
        found = features.full[rows] + features.clarified[rows] * self.clarified
        return np.clip(self.base + found @ self.terms + features.rights[rows] @ self.rights, 1, 5)


def fit_weights(ratings: Ratings, features: Features, rows: np.ndarray) -> Weights:
    """Fit weights on some sentences, with the part that clarified terms keep which fits best."""
    fits = [_fit_kept(ratings, features, rows, kept) for kept in KEPT]
    errors = [
        _weigh_rows(ratings, rows) @ (fit.predict(features, rows) - ratings.scores[rows]) ** 2 for fit in fits
    ]
    return fits[int(np.argmin(errors))]


def _weigh_rows(ratings: Ratings, rows: np.ndarray) -> np.ndarray:
    n = ratings.n_raters[rows]
    return n / (n + DOUBT)


def _fit_kept(ratings: Ratings, features: Features, rows: np.ndarray, kept: float) -> Weights:
    """Ridge regression of differences within documents, each of which had its own raters.

    A vague term is drawn to a multiple of the share of its places that people marked, a concrete term
    to the mean of its class. Vague terms stay above 0, concrete ones below.
    """
    found = features.full[rows] + features.clarified[rows] * kept
    concrete, rights = features.is_concrete, features.rights[rows]
    marks = np.where(concrete, 0, share_marks(features, rows))
    table = np.column_stack([found @ marks, found[:, concrete].sum(axis=1), rights, found])
    ridge = np.where(concrete, RIDGE_CONCRETE, RIDGE)
    penalty = np.concatenate([[0.01, 1.0], np.full(len(RIGHTS), RIDGE_RIGHTS), ridge])
    groups = ratings.documents[rows]
    target = ratings.scores[rows]
    x, y = _centre(table, groups), _centre(target[:, None], groups)[:, 0]
    weighted = x * _weigh_rows(ratings, rows)[:, None]
    inverse = np.linalg.inv(weighted.T @ x + np.diag(penalty))
    solution = inverse @ (weighted.T @ y)
    own = solution[2 + len(RIGHTS) :]
    terms = np.where(concrete, np.minimum(solution[1] + own, 0), np.maximum(solution[0] * marks + own, 0))
    of_rights = solution[2 : 2 + len(RIGHTS)]
    base = np.average(target - found @ terms - rights @ of_rights, weights=_weigh_rows(ratings, rows))
    noise = np.average((y - x @ solution) ** 2, weights=_weigh_rows(ratings, rows))
    return Weights(
        float(base), terms, of_rights, kept, np.sqrt(noise * _find_variances(inverse, marks, concrete))
    )


def _find_variances(inverse: np.ndarray, marks: np.ndarray, concrete: np.ndarray) -> np.ndarray:
    """Of each term's weight, which is what its class lets expect plus its own."""
    own = np.eye(len(marks))
    parts = np.column_stack(
        [np.where(concrete, 0, marks), concrete, np.zeros((len(marks), len(RIGHTS))), own]
    )
    return np.einsum("ij,jk,ik->i", parts, inverse, parts)


def share_marks(features: Features, rows: np.ndarray) -> np.ndarray:
    """Share of raters who marked each term, smoothed."""
    marks = features.marks[np.isin(features.marks[:, 0], rows)]
    columns = marks[:, 1].astype("int64")
    n = np.bincount(columns, minlength=len(features.terms))
    marked = np.bincount(columns, marks[:, 2], minlength=len(features.terms))
    return (marked + PRIOR_PLACES * PRIOR_MARKS) / (n + PRIOR_PLACES)


def _centre(table: np.ndarray, groups: np.ndarray) -> np.ndarray:
    numbers = np.unique(groups, return_inverse=True)[1]
    n = np.bincount(numbers)
    means = np.column_stack([np.bincount(numbers, column) / n for column in table.T])
    return table - means[numbers]


def write_lexicon(corpora: Path) -> None:
    """Write the fitted figures into the lexicon and the scale."""
    path = FOLDER / "vagueness.csv"
    lexicon = pd.read_csv(path, dtype="str", keep_default_na=False)
    ratings = read_ratings(corpora)
    features = make_features(ratings, load_lexicon(path))
    rows = np.arange(len(ratings.scores))
    fit = fit_weights(ratings, features, rows)
    lexicon["weight"] = [f"{weight:.2f}" for weight in fit.terms]
    lexicon["permission_weight"] = [_find_right(term, fit) for term in lexicon["term"]]
    lexicon["weight_se"] = [f"{error:.2f}" for error in fit.spread]
    lexicon["source"] = _name_sources(lexicon, features)
    lexicon.to_csv(path, index=False, lineterminator="\n")
    source = f"fitted to {len(rows):,} sentences of 50 policies, Lebanoff and Liu (EMNLP 2018)"
    with (FOLDER / "vagueness_scale.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "value", "source"])
        writer.writerows([("base", f"{fit.base:.2f}", source), ("clarified", f"{fit.clarified:.1f}", source)])


def _find_right(term: str, fit: Weights) -> str:
    for modals, weight in zip(RIGHTS, fit.rights, strict=True):
        if term in modals:
            return f"{weight:.2f}"
    return "0"


def _name_sources(lexicon: pd.DataFrame, features: Features) -> list[str]:
    """Published terms keep their source; the others say how often people marked them."""
    columns = features.marks[:, 1].astype("int64")
    n = np.bincount(columns, minlength=len(lexicon))
    marked = np.bincount(columns, features.marks[:, 2], minlength=len(lexicon))
    n_sentences = (features.full > 0).sum(axis=0)
    sources = []
    for place, (label, source) in enumerate(zip(lexicon["label"], lexicon["source"], strict=True)):
        if source.startswith("Bhatia"):
            sources.append(source)
        elif label == CONCRETE:
            sources.append(SOURCE_CONCRETE.format(n=n_sentences[place]))
        else:
            known = SOURCE.format(share=marked[place] / max(n[place], 1), n=n[place])
            sources.append(known if n[place] else SOURCE_UNSEEN)
    return sources


if __name__ == "__main__":
    write_lexicon(Path(sys.argv[1]))
