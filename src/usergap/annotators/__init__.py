"""Where labels come from: each source with its card."""

from usergap.annotators.annotator import Annotation, Annotator, Card, CardSide, Confusion
from usergap.annotators.cards import load_card
from usergap.annotators.emotion import EmotionAnnotator, emotion_card
from usergap.annotators.offline import shipped_annotator

__all__ = [
    "Annotation",
    "Annotator",
    "Card",
    "CardSide",
    "Confusion",
    "EmotionAnnotator",
    "emotion_card",
    "load_card",
    "shipped_annotator",
]
