"""Which interval belongs to which kind of distance."""

from __future__ import annotations

import numpy as np

from usergap.compare.intervals.energy import energy_interval
from usergap.compare.intervals.inversion import (
    FLOOR_CDF,
    Interval,
    distance_interval,
    not_rejected,
)
from usergap.compare.sides import Floats
from usergap.compare.statistic import Collected


def label_bounds(
    difference: Floats,
    resampled: Floats,
    groups: tuple[int, int],
    units: tuple[float, float],
    p: float | None,
    *,
    rates: bool = False,
) -> Interval:
    """For TVD and half sum x100: ``difference`` (k,) of shares or rates, ``resampled`` (B, k).

    ``units``: judged turns, sentences or dialogues a side. Inverting a test knows no
    bounds, the distances do: 100 for shares, which sum to 1, and 50 k for k ``rates``.
    Nor does it know of kinds of dialogue that no sample showed: with them a distance may
    be as long as their share, of which n groups leave room for ``unseen(n)``; where no
    group differs from another, it may be longer or shorter than seen by that much.
    """
    most = 50.0 * difference.size if rates else 100.0
    weights = np.full(difference.size, 50.0)
    low, high = distance_interval(
        difference, _finite(resampled), weights, groups=groups, p=p, units=units
    )
    room = (50.0 if rates else 100.0) * unseen(min(groups))
    high = max(high, room)
    if not np.ptp(resampled, axis=0).any():
        value = float(np.abs(difference) @ weights)
        low, high = min(low, max(0.0, value - room)), max(high, value + room)
    return Interval(min(low, most), min(high, most))


def number_bounds(
    sample: Collected, resampled: Collected, groups: tuple[int, int], p: float | None
) -> Interval:
    """For W1: gaps between F and G summed over blocks, rescaled to the exact distance.

    Where F and G cross within a block its gaps cancel; only the interval's relative
    width rests on the blocks, never the distance.
    """
    value, blocks = float(sample[0][0]), sample[1][0]
    if not blocks.size:
        return Interval(0.0, 0.0)
    low, high = distance_interval(
        blocks, _finite(resampled[1]), np.ones(blocks.size), groups=groups, p=p, floor=FLOOR_CDF
    )
    summed = float(np.abs(blocks).sum())
    # Never below 1: two equal samples leave dust in the sums and a distance of exactly 0.
    scale = max(1.0, value / summed) if summed > 0 else 1.0
    return Interval(low * scale, max(high * scale, value))


def unseen(groups: int, level: float = 0.95) -> float:
    """The largest share of a kind of group that ``groups`` of them may all miss.

    1 - (1 - level)^(1/n) (Clopper and Pearson 1934), about 3 / n.
    """
    return float(1 - (1 - level) ** (1 / groups))


def unvaried(
    values: tuple[float, float],
    groups: tuple[int, int],
    p: float | None,
    level: float = 0.95,
) -> Interval:
    """For W1 where each side has one value only, which resampling cannot vary.

    Groups with another value, of which the sides leave room for ``unseen(n)``, are
    taken to lie as far away from their side's value as 0 or the other side's value
    does, whichever is further.
    """
    value = abs(values[1] - values[0])
    reach = [unseen(n, level) * max(abs(x), value) for n, x in zip(groups, values, strict=True)]
    # One unseen share at a time where the sides agree, both where they do not.
    room = max(reach) if value == 0 else sum(reach)
    rejected = p is not None and not not_rejected(p, level)
    return Interval(max(0.0, value - room) if rejected else 0.0, value + room)


def vector_bounds(
    sample: Collected, resampled: Collected, groups: tuple[int, int], p: float | None
) -> Interval:
    """For the energy distance: its replicates and their products with the sample."""
    known = np.isfinite(resampled[0]) & np.isfinite(resampled[1])
    energies, products = resampled[0][known], resampled[1][known]
    value = max(float(sample[0][0]), 0.0)
    own = np.maximum(energies - 2 * products + value, 0.0)
    return energy_interval(value, products - value, own, groups=groups, p=p)


def _finite(replicates: Floats) -> Floats:
    return np.asarray(replicates[np.isfinite(replicates).all(axis=1)])
