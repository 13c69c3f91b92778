"""Clauses x lexicon -> mentions, and ways to read them in their place."""

from policyviz.terms.mentions import count_mentions, find_terms
from policyviz.terms.reading import concordance, highlight_terms

__all__ = ["concordance", "count_mentions", "find_terms", "highlight_terms"]
