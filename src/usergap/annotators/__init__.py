"""Where labels come from: each source with its card."""

from usergap.annotators.annotator import Annotation, Annotator, Card, CardSide, Confusion

__all__ = ["Annotation", "Annotator", "Card", "CardSide", "Confusion"]
