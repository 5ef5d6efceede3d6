"""Reference language models: how likely a text is to a model that never saw it."""

from usergap.probes.language_models.model import LanguageModel
from usergap.probes.language_models.ngram import NgramModel

__all__ = ["LanguageModel", "NgramModel"]
