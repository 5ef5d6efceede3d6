"""What the runs of all seeds gave, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SIDES = ("simulated", "real")
"""In this order on every axis: 0 learnt from, or tested on, simulated replies; 1 real ones."""


@dataclass(frozen=True)
class Runs:
    """The first axis is the seed; sides stand in the order of ``SIDES``.

    ``rewards`` (seeds, learnt from, steps): mean reward of the step's replies on the training
    scenarios. ``before`` (seeds, tested on) and ``after`` (seeds, learnt from, tested on):
    mean reward on held-out scenarios. ``by_length`` like ``after``: what the policy before
    training would get, had it the lengths of the trained one. ``headroom`` (seeds, tested
    on): E[max of a context's replies] - E[reward], before training. ``copied`` (seeds, side):
    share of held-out replies that occur word by word in training. ``missing`` (seeds,): share
    of replies without a reward. ``sizes`` (seeds, 2): training and held-out pairs. ``shares``
    (seeds, 2): of all groups, those with a pair in training and in the held-out.
    """

    rewards: Floats
    before: Floats
    after: Floats
    by_length: Floats
    headroom: Floats
    copied: Floats
    missing: Floats
    sizes: Floats
    shares: Floats

    @classmethod
    def stacked(cls, seeds: Sequence[Runs]) -> Runs:
        """The runs of single seeds, which lack the first axis, as one."""
        return cls(*(np.stack([getattr(one, x.name) for one in seeds]) for x in fields(cls)))

    @property
    def share(self) -> float:
        """The larger share of the pool that a seed uses: how much seeds overlap."""
        return float(self.shares.mean(axis=0).max())
