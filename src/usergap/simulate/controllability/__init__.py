"""Controllability: whether what a control asked for can be told from what was said."""

from usergap.simulate.controllability.score import Controllability, controllability

__all__ = ["Controllability", "controllability"]
