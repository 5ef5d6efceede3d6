"""What the calls of an annotator came to: said on stderr when they are over."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usergap.annotators.annotator import Annotator


def report(annotator: Annotator) -> None:
    """What an endpoint or local model did not answer, and what it cost, on stderr."""
    from usergap.annotators.llm.annotator import LlmAnnotator
    from usergap.annotators.llm.asking import EndpointAsker

    if not isinstance(annotator, LlmAnnotator) or not annotator.outcome.endings:
        return
    for line in annotator.outcome.lines():
        sys.stderr.write(f"{line}\n")
    if isinstance(annotator.ask, EndpointAsker):
        spent = annotator.ask.spent
        money = "not known" if spent.money is None else f"{spent.money:.4f}"
        priced = bool(annotator.ask.prices)
        cost = f", cost {money}" if priced else ""
        sys.stderr.write(f"spent: {spent.prompt} + {spent.completion} tokens{cost}\n")
