"""The plan that works offline: shipped annotators, all ten measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from usergap.annotators import Card
from usergap.dimensions import Dimension
from usergap.profiles.batch import Plan

Engine = Literal["rules", "harper"]


LABELLED = ("intent", "feedback", "emotion", "identity")
"""The measures whose labels come from an annotator."""


def default_cards() -> Mapping[str, Card]:
    """The shipped annotators' cards by measure; a card counts only for its own annotator."""
    from usergap.annotators import load_card

    return {name: load_card(name) for name in LABELLED}


def default_plan(errors_engine: Engine = "rules", vectors: bool = True) -> Plan:
    """Shipped linear annotators and the declared measures.

    ``errors_engine`` "harper" counts errors with harper-py (extra ``errors``);
    raises ``EnvironmentFailure`` where it is not installed.
    """
    from usergap.annotators import EmotionAnnotator, shipped_annotator

    measures: tuple[Dimension, ...] = ()
    if errors_engine == "harper":
        from usergap.dimensions.errors_harper import harper_errors

        measures = (harper_errors(),)
    return Plan((shipped_annotator(), EmotionAnnotator()), measures, vectors)
