"""Word lists as data, and their loaders."""

from policyviz.lexicons.loading import load_cues, load_lexicon, load_scale
from policyviz.lexicons.vocabularies import load_crosswalk, load_taxonomy

__all__ = ["load_crosswalk", "load_cues", "load_lexicon", "load_scale", "load_taxonomy"]
