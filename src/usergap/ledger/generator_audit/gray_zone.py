"""The gray zone: turns on which two annotators disagree, among real and synthetic ones.

Where people's turns are ambiguous and synthetic ones are not, a student learns a sharper
world than there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate, cluster_share, wilson
from usergap.dimensions import Labels


@dataclass(frozen=True)
class GrayZone:
    """Turns that both annotators labelled, and the share on which they differ."""

    turns: int
    share: Estimate


def gray_zone(
    one: Sequence[Labels | None], other: Sequence[Labels | None], cluster: NDArray[np.int64]
) -> GrayZone:
    """The share of turns with different labels, Wilson's interval over clusters."""
    pairs = list(zip(one, other, strict=True))
    both = np.array([a is not None and b is not None for a, b in pairs], float)
    unlike = np.array([set(a or ()) != set(b or ()) for a, b in pairs], float)
    share = cluster_share(both * unlike, both, cluster)
    return GrayZone(int(both.sum()), wilson(share))


def gray_difference(synthetic: GrayZone, real: GrayZone) -> Estimate:
    """Synthetic minus real share, both sides taken as independent."""
    return share_difference(synthetic.share, real.share)


def share_difference(a: Estimate, b: Estimate) -> Estimate:
    """The difference a − b of two independent shares: the two Wilson intervals squared and added.

    Newcombe 1998, method 10.
    """
    if None in (a.value, a.low, a.high, b.value, b.low, b.high):
        return Estimate(None)
    p, low, high = (float(x or 0) for x in (a.value, a.low, a.high))
    q, under, above = (float(x or 0) for x in (b.value, b.low, b.high))
    return Estimate(
        p - q,
        p - q - float(np.hypot(p - low, above - q)),
        p - q + float(np.hypot(high - p, q - under)),
    )
