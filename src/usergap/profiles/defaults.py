"""The plan that works offline: shipped annotators, all ten measures."""

from __future__ import annotations

from typing import Literal

from usergap.dimensions import Dimension
from usergap.profiles.batch import Plan

Engine = Literal["rules", "harper"]


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
