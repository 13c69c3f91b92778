"""Word lists as data, and their loader."""

from policyviz.lexicons.loading import load_cues, load_lexicon

__all__ = ["load_cues", "load_lexicon"]
