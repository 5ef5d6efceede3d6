"""Models on this machine, through ``transformers`` (imported when one is loaded)."""

from usergap.llm.local.causal import CausalModel, load_causal
from usergap.llm.local.classifier import EMOTION_MODEL, TextClassifier, load_classifier

__all__ = ["EMOTION_MODEL", "CausalModel", "TextClassifier", "load_causal", "load_classifier"]
