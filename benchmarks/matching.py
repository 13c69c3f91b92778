"""MB of text per second through the data lexicon: our matcher, a plain pattern, spaCy's PhraseMatcher."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pandas as pd

import policyviz as pv
from benchmarks.partition import make_policies_of
from policyviz.terms.matcher import Matcher

REPEATS = 3
# The plain pattern tries its terms one after the other at every place; a sample is enough for it.
PLAIN_SHARE = 20


def read_texts(corpora: Path) -> list[str]:
    """The OPP-115 policies."""
    return pd.read_csv(corpora / "opp115" / "policies.csv")["text"].to_list()


def time_run(run: Callable[[list[str]], int], texts: list[str]) -> tuple[float, int]:
    """Median MB per second of `REPEATS` runs after a warm-up, and what was found."""
    run(texts)
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        n_found = run(texts)
        seconds.append(time.perf_counter() - start)
    size = sum(len(text.encode()) for text in texts)
    return size / 1e6 / median(seconds), n_found


def measure_matching(corpora: Path) -> list[tuple[str, float, int, float]]:
    """(name, MB per second, matches, MB read) of each way, on the same texts in one run."""
    texts = read_texts(corpora)
    lexicon = pv.load_lexicon("data_categories")
    terms = lexicon["term"].to_list()
    sample = texts[:: max(1, PLAIN_SHARE)]
    matcher = Matcher(terms)
    plain = re.compile(
        "|".join(rf"\b{re.escape(t)}\b" for t in sorted(terms, key=len, reverse=True)), re.IGNORECASE
    )
    rows = [
        ("Matcher of find_terms", texts, lambda docs: sum(1 for doc in docs for _ in matcher.find(doc))),
        (
            "plain re alternation, IGNORECASE",
            sample,
            lambda docs: sum(len(plain.findall(doc)) for doc in docs),
        ),
        ("find_terms, with practice, actor, negation", texts, _make_find_terms(texts, lexicon)),
    ]
    if spacy_run := _make_spacy(terms):
        rows.append(("spaCy blank + PhraseMatcher (LOWER)", texts, spacy_run))
    timed = []
    for name, docs, run in rows:
        speed, n_found = time_run(run, docs)
        timed.append((name, speed, n_found, sum(len(doc.encode()) for doc in docs) / 1e6))
    return timed


def _make_find_terms(texts: list[str], lexicon: pd.DataFrame) -> Callable[[list[str]], int]:
    """Clauses are made beforehand: only the search is timed."""
    table = pd.DataFrame({"policy_id": [str(number) for number in range(len(texts))], "text": texts})
    clauses = pv.split_clauses(make_policies_of(table))
    return lambda docs: len(pv.find_terms(clauses, lexicon))


def _make_spacy(terms: list[str]) -> Callable[[list[str]], int] | None:
    try:
        import spacy
        from spacy.matcher import PhraseMatcher
    except ImportError:
        print("Skipped: spaCy is not installed (make benchmark installs it).")
        return None
    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("terms", list(nlp.tokenizer.pipe(terms)))
    return lambda docs: sum(len(matcher(doc)) for doc in nlp.tokenizer.pipe(docs))
