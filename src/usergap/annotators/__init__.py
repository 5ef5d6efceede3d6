"""Where labels come from: each source with its card."""

from usergap.annotators.annotator import Annotation, Annotator, Card, CardSide, Confusion
from usergap.annotators.emotion import EmotionAnnotator, emotion_card

__all__ = [
    "Annotation",
    "Annotator",
    "Card",
    "CardSide",
    "Confusion",
    "EmotionAnnotator",
    "emotion_card",
]
