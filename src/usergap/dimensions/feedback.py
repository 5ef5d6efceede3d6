"""Feedback: how the user reacts to the chatbot's preceding answer."""

from usergap.dimensions.dimension import Dimension, Kind, Level

FEEDBACK = Dimension(
    id="feedback",
    title="Feedback",
    part_of="feedback",
    level=Level.FUNCTION,
    unit="user turn",
    kind=Kind.LABELS,
    distance="tvd",
    labels=(
        "no_feedback",
        "explicit_positive",
        "explicit_negative",
        "regeneration_request",
        "continuation_request",
        "requesting_clarification",
        "providing_clarification",
    ),
    undefined="no judged user turn, or a language that the annotator was not made for",
    version="1",
    citation="realsim, arXiv 2605.02624",
)
