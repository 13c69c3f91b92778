"""Clauses x lexicon -> mentions, what is said about them, and ways to read them in their place."""

from policyviz.terms.alignment import align_clauses
from policyviz.terms.mentions import count_mentions, find_all_terms, find_terms
from policyviz.terms.practices import ACTORS, PRACTICES
from policyviz.terms.reading import concordance, evidence, highlight_terms
from policyviz.terms.status import STATUSES, find_status, translate_labels

__all__ = [
    "ACTORS",
    "PRACTICES",
    "STATUSES",
    "align_clauses",
    "concordance",
    "count_mentions",
    "evidence",
    "find_all_terms",
    "find_status",
    "find_terms",
    "highlight_terms",
    "translate_labels",
]
