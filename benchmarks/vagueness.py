"""How well scores of vagueness agree with people, on documents whose ratings the weights have not seen."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import Ridge

from benchmarks.fit_vagueness import fit_weights
from benchmarks.ratings import Features, Ratings, find_words, make_features, read_ratings
from policyviz import find_terms, load_lexicon, score_clauses
from policyviz.frames import make_frame

N_FOLDS, N_SPLITS = 10, 20
# A document needs so many sentences for its mean to say something.
ENOUGH = 20
WORD = r"[a-z][a-z'/-]*"


class Agreement(NamedTuple):
    """How well scores agree with ratings."""

    sentences: float  # Spearman
    documents: float  # Spearman of means, documents with enough sentences
    error: float  # mean absolute error in points of the scale


def agree(ratings: Ratings, scores: np.ndarray) -> Agreement:
    """Hold scores of sentences against ratings."""
    n = np.bincount(ratings.documents)
    enough = n >= ENOUGH
    means = [(np.bincount(ratings.documents, values) / n)[enough] for values in (scores, ratings.scores)]
    error = np.abs(scores - ratings.scores).mean()
    sentences = stats.spearmanr(scores, ratings.scores).statistic
    return Agreement(float(sentences), float(stats.spearmanr(*means).statistic), float(error))


def split_documents(ratings: Ratings, seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sentences to fit on and sentences to measure on; a document is never in both."""
    n = ratings.documents.max() + 1
    folds = np.empty(n, dtype="int64")
    folds[np.random.default_rng(seed).permutation(n)] = np.arange(n) % N_FOLDS
    own = folds[ratings.documents]
    return [(np.flatnonzero(own != fold), np.flatnonzero(own == fold)) for fold in range(N_FOLDS)]


def cross_validate(ratings: Ratings, predict, n_splits: int = N_SPLITS) -> tuple[Agreement, Agreement]:
    """Mean and standard deviation over ways to cut the documents into ten parts."""
    found = []
    for seed in range(n_splits):
        scores = np.empty(len(ratings.scores))
        for fitted, measured in split_documents(ratings, seed):
            scores[measured] = predict(fitted, measured)
        found.append(agree(ratings, scores))
    return Agreement(*np.mean(found, axis=0)), Agreement(*np.std(found, axis=0, ddof=1))


def measure_agreement(corpora: Path) -> list[tuple[str, Agreement, Agreement | None]]:
    """The lexicon, what others do, and an oracle."""
    ratings = read_ratings(corpora)
    lexicon = load_lexicon("vagueness")
    features = make_features(ratings, lexicon)
    words = CountVectorizer(token_pattern=WORD, min_df=3, binary=True).fit_transform(ratings.clauses["text"])

    def ridge(fitted: np.ndarray, measured: np.ndarray) -> np.ndarray:
        model = Ridge(alpha=30).fit(words[fitted], ratings.scores[fitted])
        return np.clip(model.predict(words[measured]), 1, 5)

    def weigh(fitted: np.ndarray, measured: np.ndarray, table: Features = features) -> np.ndarray:
        return fit_weights(ratings, table, fitted).predict(table, measured)

    def choose(fitted: np.ndarray, measured: np.ndarray) -> np.ndarray:
        own = make_features(ratings, choose_terms(ratings, fitted))
        return fit_weights(ratings, own, fitted).predict(own, measured)

    published = lexicon[lexicon["source"].str.startswith("Bhatia")]
    counts = count_published(ratings, published)
    vague = make_features(ratings, lexicon[lexicon["label"] != "concrete"])
    four = make_features(ratings, published)
    n_words = ratings.clauses["n_words"].to_numpy()
    return [
        ("lexicon", *cross_validate(ratings, weigh)),
        ("without concrete terms", *cross_validate(ratings, lambda *rows: weigh(*rows, table=vague))),
        (
            "weights for the 40 published terms only",
            *cross_validate(ratings, lambda *rows: weigh(*rows, table=four)),
        ),
        ("155 terms chosen by machine on the other documents", *cross_validate(ratings, choose, n_splits=3)),
        ("ridge on all words", *cross_validate(ratings, ridge)),
        ("40 published terms, counted", agree(ratings, counts), None),
        ("40 published terms, per word", agree(ratings, counts / n_words), None),
        ("number of words that people marked (oracle)", agree(ratings, _sum_marked(ratings)), None),
        ("lexicon as it ships (fitted on these)", agree(ratings, score_shipped(ratings)), None),
    ]


def choose_terms(ratings: Ratings, rows: np.ndarray) -> pd.DataFrame:
    """A lexicon chosen without a reader: by what people marked, and by what stands in clear sentences.

    Words and pairs of words in at least 8 sentences of 4 documents. Vague: the 110 that people
    marked most often for their number; concrete: the 45 after whose sentences are rated lowest,
    for their number, when what the vague ones explain is taken away.
    """
    counter = CountVectorizer(token_pattern=WORD, ngram_range=(1, 2), min_df=8, binary=True)
    table = counter.fit_transform(ratings.clauses["text"].iloc[rows]).toarray()
    names = counter.get_feature_names_out()
    documents = ratings.documents[rows]
    spread = np.array([len(set(documents[column > 0])) for column in table.T])
    lexicon = make_frame([(name, "any", 1.0, "") for name in names[spread >= 4]], "lexicon")
    marks = make_features(ratings, lexicon).marks
    marks = marks[np.isin(marks[:, 0], rows)]
    columns = marks[:, 1].astype("int64")
    n = np.maximum(np.bincount(columns, minlength=len(lexicon)), 1)
    share = np.bincount(columns, marks[:, 2], minlength=len(lexicon)) / n
    vague = np.argsort(-(share - 0.1) * np.sqrt(n))[:110]
    chosen = lexicon.iloc[vague].assign(label="vague")
    features = make_features(ratings, chosen.reset_index(drop=True))
    rest = ratings.scores[rows] - fit_weights(ratings, features, rows).predict(features, rows)
    means = np.bincount(documents, rest) / np.maximum(np.bincount(documents), 1)
    pull = (rest - means[documents]) @ table[:, spread >= 4] / np.sqrt(table[:, spread >= 4].sum(axis=0))
    pull[vague] = np.inf
    clear = lexicon.iloc[np.argsort(pull)[:45]].assign(label="concrete")
    return pd.concat([chosen, clear], ignore_index=True)


def count_published(ratings: Ratings, published: pd.DataFrame) -> np.ndarray:
    """Mentions of the published terms in each sentence, permissions left out."""
    mentions = find_terms(ratings.clauses, published)
    rows = mentions.loc[~mentions["permission"], "clause_id"].astype("int64")
    return np.bincount(rows, minlength=len(ratings.scores)).astype("float64")


def score_shipped(ratings: Ratings) -> np.ndarray:
    """Scores by the functions and figures that ship."""
    mentions = find_terms(ratings.clauses, load_lexicon("vagueness"))
    return score_clauses(ratings.clauses, mentions)["score"].to_numpy()


def _sum_marked(ratings: Ratings) -> np.ndarray:
    return np.array([marked.sum() for marked in ratings.marked], dtype="float64")


def measure_words(corpora: Path) -> list[tuple[str, float, float, float]]:
    """Words inside vague terms against words that at least two people marked: F1, precision, recall."""
    ratings = read_ratings(corpora)
    lexicon = load_lexicon("vagueness")
    features = make_features(ratings, lexicon)
    mentions = find_terms(ratings.clauses, lexicon)
    weights = np.zeros((len(ratings.scores), len(lexicon)))
    for fitted, measured in split_documents(ratings, 0):
        weights[measured] = fit_weights(ratings, features, fitted).terms
    places = {term: place for place, term in enumerate(lexicon["term"])}
    rows, columns = mentions["clause_id"].astype("int64"), mentions["term"].map(places)
    own = weights[rows, columns]
    hedges = ~mentions["permission"].to_numpy()
    published = find_terms(ratings.clauses, lexicon[lexicon["source"].str.startswith("Bhatia")])
    return [
        ("lexicon, all vague terms", *compare_words(ratings, mentions[hedges & (own > 0)])),
        ("lexicon, terms that weigh 0.15 or more", *compare_words(ratings, mentions[hedges & (own >= 0.15)])),
        ("40 published terms", *compare_words(ratings, published[~published["permission"]])),
    ]


def compare_words(ratings: Ratings, mentions: pd.DataFrame) -> tuple[float, float, float]:
    """F1, precision and recall of the words that mentions cover."""
    found = [np.zeros(len(marked), dtype="int64") for marked in ratings.marked]
    for row, words in find_words(ratings, mentions):
        found[row][words] = 1
    covered, marked = np.concatenate(found), np.concatenate(ratings.marked)
    both = int((covered & marked).sum())
    return 2 * both / (covered.sum() + marked.sum()), both / covered.sum(), both / marked.sum()


def score_unseen(ratings: Ratings) -> np.ndarray:
    """Every sentence scored by weights fitted on other documents, cut once."""
    features = make_features(ratings, load_lexicon("vagueness"))
    scores = np.empty(len(ratings.scores))
    for fitted, measured in split_documents(ratings, 0):
        scores[measured] = fit_weights(ratings, features, fitted).predict(features, measured)
    return scores


def bound_documents(corpora: Path, n_draws: int = 2000) -> dict[str, tuple[float, float]]:
    """95 % intervals of the correlation of documents, and of how far it is ahead of other measures'.

    Documents are drawn again with replacement, the same ones for both.
    """
    ratings = read_ratings(corpora)
    lexicon = load_lexicon("vagueness")
    counts = count_published(ratings, lexicon[lexicon["source"].str.startswith("Bhatia")])
    others = {
        "40 published terms, counted": counts,
        "40 published terms, per word": counts / ratings.clauses["n_words"].to_numpy(),
        "number of words that people marked (oracle)": _sum_marked(ratings),
    }
    columns = [ratings.scores, score_unseen(ratings), *others.values()]
    n = np.bincount(ratings.documents)
    means = np.column_stack([np.bincount(ratings.documents, values) / n for values in columns])[n >= ENOUGH]
    generator = np.random.default_rng(0)
    drawn = np.array(
        [_correlate(means[generator.integers(0, len(means), len(means))]) for _ in range(n_draws)]
    )
    ahead = drawn[:, [0]] - np.column_stack([np.zeros(n_draws), drawn[:, 1:]])
    ends = np.quantile(ahead, [0.025, 0.975], axis=0).T
    return {name: (low, high) for name, (low, high) in zip(["lexicon", *others], ends.tolist(), strict=True)}


def _correlate(means: np.ndarray) -> list[float]:
    """Of each further column with the first."""
    return [float(stats.spearmanr(means[:, 0], column).statistic) for column in means[:, 1:].T]


def measure_calibration(corpora: Path) -> pd.DataFrame:
    """Tenths of the sentences by score, each scored by weights fitted on other documents."""
    ratings = read_ratings(corpora)
    scores = score_unseen(ratings)
    table = pd.DataFrame({"score": scores, "rating": ratings.scores})
    table["decile"] = (
        table["score"].rank(method="first").mul(10).div(len(table)).apply(np.ceil).astype("int64")
    )
    return table.groupby("decile").agg(
        n=("score", "size"),
        score=("score", "mean"),
        rating=("rating", "mean"),
        spread=("rating", "sem"),
        ours=("score", lambda values: (values >= 3).mean()),
        theirs=("rating", lambda values: (values >= 3).mean()),
    )
