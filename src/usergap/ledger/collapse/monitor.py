"""The alarm: variety that goes on falling after the first generation of generated text.

Generation 1 learns from people, generation 2 from a generator; both steps cost variety once,
with fresh real text too. A chain that keeps it from there on has settled; one that goes on
losing it collapses. So changes are measured from generation 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.errors import InputError
from usergap.ledger.collapse.generations import chain
from usergap.ledger.collapse.indicators import INDICATORS, Indicators, amount_of, indicators

Floats = NDArray[np.float64]
MARGIN: Final = 0.1
"""A tenth of generation 2's value."""
LOST: Final = {"entropy": 0.25, "distinct": 0.75}
"""Shares of people's value whose loss is collapse, whenever it came about. Generators that learn
afresh from people each time lose some 4 % of entropy and up to half of the distinct pairs."""
WORSE: Final = {"entropy": -1, "distinct": -1, "tail": -1, "distance": 1}
"""The direction in which each indicator goes when a generator collapses."""


@dataclass(frozen=True)
class Change:
    """One indicator from generation 2 (or people) to the last, relative to the first of the two."""

    indicator: str
    change: Estimate
    alarm: bool


@dataclass(frozen=True)
class Monitor:
    """Mean indicators of each generation from 0 on, changes since generation 2.

    ``losses``: entropy and distinct pairs of the last generation against people's.
    """

    amount: int
    chains: int
    generations: tuple[Indicators, ...]
    changes: tuple[Change, ...]
    losses: tuple[Change, ...] = ()

    @property
    def alarm(self) -> bool:
        """Whether one indicator surely lost more than its margin."""
        return any(one.alarm for one in (*self.changes, *self.losses))


def monitor(chains: Sequence[Sequence[Sequence[str]]], *, seed: int) -> Monitor:
    """Watch replicate chains of generations of texts; each chain begins with the real ones.

    The interval of a change is Student's over chains; an alarm is one whose whole interval
    is a loss beyond its margin. With one chain there is no interval and no alarm. Raises
    InputError for fewer than three generations after the real one, or unlike chains.
    """
    lengths = {len(one) for one in chains}
    if len(lengths) != 1 or min(lengths) < 4:
        raise InputError(
            "collapse: expected chains of real texts and three generations or more, all of one "
            f"length; found lengths {sorted(lengths)}"
        )
    amount = min(amount_of(texts) for one in chains for texts in one)
    values = np.array(
        [
            [list(asdict(indicators(texts, one[0], amount, seed)).values()) for texts in one]
            for one in chains
        ]
    )
    changes = tuple(
        _change(name, values[:, -1, place], values[:, 2, place], MARGIN)
        for place, name in enumerate(INDICATORS)
    )
    losses = tuple(
        _change(name, values[:, -1, place], values[:, 0, place], LOST[name])
        for place, name in enumerate(INDICATORS)
        if name in LOST
    )
    means = tuple(Indicators(*map(float, row)) for row in values.mean(axis=0))
    return Monitor(amount, len(chains), means, changes, losses)


def watch(
    real: Sequence[str], generations: int, *, fresh: float, chains: int, seed: int
) -> Monitor:
    """Make chains of the built-in generator from real texts, and watch them."""
    made = [chain(real, generations, fresh=fresh, seed=seed + each) for each in range(chains)]
    return monitor(made, seed=seed)


def _change(name: str, last: Floats, first: Floats, margin: float) -> Change:
    from scipy.special import stdtrit

    if (first == 0).any():
        return Change(name, Estimate(None), alarm=False)
    gaps = last / first - 1
    mean = float(gaps.mean())
    if len(gaps) < 2:
        return Change(name, Estimate(mean), alarm=False)
    half = float(stdtrit(len(gaps) - 1, 0.975) * gaps.std(ddof=1) / np.sqrt(len(gaps)))
    low, high = mean - half, mean + half
    alarm = high < -margin if WORSE[name] < 0 else low > margin
    return Change(name, Estimate(mean, low, high), alarm)
