"""Emotion: Ekman's six basic emotions and neutral, per sentence of the user."""

from usergap.dimensions.dimension import Dimension, Kind, Level

EMOTION = Dimension(
    id="emotion",
    title="Emotion",
    part_of="emotion",
    level=Level.STATE,
    unit="sentence",
    kind=Kind.LABELS,
    distance="tvd",
    labels=("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral"),
    undefined="no judged sentence, or a language that the annotator was not made for",
    version="1",
    citation="Ekman 1992; GoEmotions, Demszky et al. 2020; realsim, arXiv 2605.02624",
)
