"""What a run of reinforcement learning gives: the mean reward of every step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Curve:
    """One value per step.

    ``rewards``: mean over the step's replies that have a reward; None where none has.
    ``missing``: how many have none. ``kl``: mean divergence from the policy before training,
    in nats a token. ``lengths``: mean tokens of a reply. ``policy``: the trained one.
    """

    rewards: tuple[float | None, ...]
    missing: tuple[int, ...]
    kl: tuple[float, ...]
    lengths: tuple[float, ...]
    policy: Any = field(default=None, repr=False, compare=False)
