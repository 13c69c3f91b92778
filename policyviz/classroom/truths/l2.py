"""What lesson 2 counts: a word, and what a stop list takes from a class, a denial and a policy."""

import re
from collections.abc import Callable
from functools import cache

from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.classroom.materials import list_planted, load_classroom, load_clauses, load_texts, pick_clauses
from policyviz.lexicons import load_lexicon
from policyviz.structure import tokenize
from policyviz.terms import concordance

WORD, COUNTED_IN = "may", "vellumbay"
CLASS = "modality"
DENYING = "nonesuch-post"
READ_IN = ("deskhollow", "kettlewick", "nonesuch-post")

# English words that deny by themselves; "un-" and "free of" deny as well, and are in no stop list.
_NEGATIVE = re.compile(r"no|not|nor|never|neither|nobody|none|nothing|nowhere|without|cannot")


@cache
def load_usual() -> frozenset[str]:
    """scikit-learn's stop list."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return ENGLISH_STOP_WORDS


def split_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return [word.casefold() for word in tokenize(text)]


@cache
def list_words(policy_id: str = "") -> tuple[str, ...]:
    """The words of a policy's clauses, or of all, in lower case."""
    return tuple(word for text in pick_clauses(policy_id)["text"] for word in split_words(text))


# L2.1: how often a word stands there


def count_word(policy_id: str = "") -> int:
    """The word in the clauses of a policy, or of all."""
    return list_words(policy_id).count(WORD)


def count_in_page(*, cut: bool) -> int:
    """In the whole text, headings too; cut at blanks, or every place where the letters stand."""
    text = load_texts()[COUNTED_IN].casefold()
    return (text.split() if cut else text).count(WORD)


def count_between_blanks() -> int:
    """In clauses that are cut at blanks, so that "may," is another word."""
    return sum(text.casefold().split().count(WORD) for text in pick_clauses(COUNTED_IN)["text"])


def count_clauses_with() -> int:
    """Clauses in which it stands at least once."""
    return sum(WORD in split_words(text) for text in pick_clauses(COUNTED_IN)["text"])


# L2.2: which part of a class is removed


@cache
def share_terms(label: str = "", *, single: bool = False, usual: bool = True) -> float:
    """The share of a class's terms, or of all terms, that stand in a stop list."""
    lexicon = load_lexicon("vagueness")
    own = lexicon[lexicon["label"].str.startswith(label)]
    own = own[~own["term"].str.contains(" ")] if single else own
    return float(own["term"].isin(load_usual() if usual else POLICY_STOP_WORDS).mean())


def count_terms() -> int:
    """How many terms of the class stand in the list."""
    lexicon = load_lexicon("vagueness")
    return int(lexicon.loc[lexicon["label"] == CLASS, "term"].isin(load_usual()).sum())


# L2.3: clauses that lose their "not"


def list_read(value: str) -> frozenset[str]:
    """Clauses that deny ("denied") or only seem to ("not denied"), by reading."""
    return list_planted("denial", policy_id=DENYING, value=value)


@cache
def list_losing() -> frozenset[str]:
    """Clauses with a negative word, all of whose negative words the stop list removes."""
    losing = set()
    for clause in pick_clauses(DENYING).itertuples():
        negative = set(filter(_NEGATIVE.fullmatch, split_words(clause.text)))
        if negative and negative <= load_usual():
            losing.add(clause.clause_id)
    return frozenset(losing)


@cache
def find_reversed() -> frozenset[str]:
    """Clauses that deny, and say the opposite without the words on the list."""
    return list_losing() & list_read("denied") - list_read("not denied")


# L2.4: what the lists take from each policy


@cache
def measure_losses() -> dict[str, tuple[float, float]]:
    """Policy -> the share of its words that the usual list removes, and that ours removes."""
    return {policy_id: measure_loss(list_words(policy_id)) for policy_id in load_classroom()["policy_id"]}


def measure_loss(words: tuple[str, ...]) -> tuple[float, float]:
    """The shares of words that each of the two lists removes."""
    lists = load_usual(), POLICY_STOP_WORDS
    return tuple(sum(word in removed for word in words) / len(words) for removed in lists)


def find_extreme(measure: Callable[[float, float], float]) -> str:
    """The policy for which a measure of both shares is largest."""
    losses = measure_losses()
    return max(losses, key=lambda policy_id: measure(*losses[policy_id]))


def find_most_changed() -> str:
    """The policy with the largest difference between the lists."""
    return find_extreme(lambda usual, own: usual - own)


# L2.5: what the word does


@cache
def find_places() -> dict[str, str]:
    """Clause with the word -> the words around it, in the policies that are read."""
    clauses = load_clauses()
    lines = concordance(clauses[clauses["policy_id"].isin(READ_IN)], WORD)
    around = lines["left"] + "|" + lines["term"] + "|" + lines["right"]
    return dict(zip(lines["clause_id"], around, strict=True))


def find_hedges() -> frozenset[str]:
    """Those of them that leave something open, by reading."""
    return list_planted("vague") & find_places().keys()
