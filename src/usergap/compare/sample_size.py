"""How many groups a side would settle a row that cannot be told."""

from __future__ import annotations

import math

from usergap.compare.verdicts import ALPHA, FEWEST_CLOSE, LARGEST, LONG_TAILED, TAIL

POWER_80 = 0.8416  # standard normal quantile
FEWEST_FORESEEN = 20
"""Groups a side from which anything is foretold: from fewer, what is foretold follows the
sample's own size (medians of 47 at n = 5, 127 at 10, 590 at 50, for one and the same gap)."""


def n_needed(
    *,
    tested: float,
    critical: float | None,
    spread: float | None,
    gap: float,
    high: float | None,
    margin: float | None,
    floor95: float | None,
    groups: tuple[int, int],
    fewest: int = 2,
    tailed: bool = False,
    lasting: float = 0.0,
) -> int | None:
    """Groups a side at which the row would be *differs* or *close*, whichever comes first.

    Widths shrink like 1 / sqrt(n), with n the harmonic mean of the sides' groups.
    *differs* needs the gap ``tested`` (raw distance beyond its floor) to pass the
    permutation's ``critical`` point with 80 % power given the raw replicates' ``spread``
    (SD), and at least ``fewest`` groups (see ``fewest_testable``).
    *close* needs the interval's ``high`` end and the floor's 95 % point below the
    margin, and at least ``FEWEST_CLOSE`` groups; these and ``gap`` are on the scale of
    the reported distance. ``tailed``: numbers, of which fewer than ``LONG_TAILED``
    groups need a margin further off (see ``verdicts``).
    ``lasting`` (0 to 1) of the interval's width, what an annotator's card leaves open,
    does not shrink: where it is above 0 *differs* needs the interval clear of 0 as well.
    None where neither can be reached within a million groups, or where there are
    fewer than ``FEWEST_FORESEEN`` groups now.
    """
    if min(groups) < FEWEST_FORESEEN:
        return None
    n = 2.0 / (1.0 / groups[0] + 1.0 / groups[1])
    reported = max(gap, 0.0)
    width = 0.0 if high is None else max(high - reported, 0.0)
    ways = []
    if tested > 0 and critical is not None and spread is not None:
        way = max(float(fewest), n * ((critical + POWER_80 * spread) / tested) ** 2)
        if lasting > 0:
            way = max(way, n * _shrinks(width, reported, lasting))
        ways.append(way)
    if margin is not None and high is not None and reported < margin:
        least = max(float(FEWEST_CLOSE), n * ((floor95 or 0.0) / margin) ** 2)
        room = margin - reported
        if not tailed:
            ways.append(max(least, n * _shrinks(width, room, lasting)))
        else:
            ways.append(max(least, n * _shrinks((1 + TAIL) * width, room, lasting)))
            ways.append(max(least, LONG_TAILED, n * _shrinks(width, room, lasting)))
    reachable = [math.ceil(way) for way in ways if math.isfinite(way) and way <= LARGEST]
    return max(min(reachable), math.floor(n) + 1) if reachable else None


def _shrinks(width: float, room: float, lasting: float) -> float:
    """How many times the groups bring a width into the room; infinite where nothing does."""
    fixed = (lasting * width) ** 2
    if room**2 <= fixed:
        return math.inf
    return (width**2 - fixed) / (room**2 - fixed)


def fewest_testable(tests: int, paired: bool) -> int:
    """Groups a side from which a permutation's smallest p, times ``tests``, is below .05.

    n and n groups can be shuffled in C(2n, n) ways, n pairs in 2^n; each way and its
    mirror image have one distance.
    """
    n = 2
    while 2 * tests / (2**n if paired else math.comb(2 * n, n)) >= ALPHA:
        n += 1
    return n
