"""The six latent states of a user behind a message (Wu et al. 2026, arXiv 2603.03303)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class State:
    """A dimension of the user's state; ``means`` is what a judge is told."""

    name: str
    means: str


STATES: Final = (
    State("belief", "what the user holds to be true about the matter"),
    State("goal", "what the user wants to get out of this message"),
    State("value", "what the user finds important or right"),
    State("stance", "for, against or undecided, about what, and how firmly"),
    State("emotion", "what the user feels, and how strongly"),
    State("communication", "how it is said: direct or polite, curt or long, plain or playful"),
)
"""HumanLM's dimensions, in our own words."""
