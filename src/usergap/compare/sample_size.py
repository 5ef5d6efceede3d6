"""How many groups a side would settle a row that cannot be told."""

from __future__ import annotations

import math

from usergap.compare.verdicts import ALPHA

POWER_80 = 0.8416  # standard normal quantile
LARGEST = 1_000_000


def n_needed(
    *,
    gap: float,
    high: float | None,
    critical: float | None,
    spread: float | None,
    margin: float | None,
    floor95: float | None,
    groups: tuple[int, int],
    fewest: int = 2,
) -> int | None:
    """Groups a side at which the row would be *differs* or *close*, whichever comes first.

    Widths shrink like 1 / sqrt(n), with n the harmonic mean of the sides' groups.
    *differs* needs the ``gap`` (distance beyond the floor) to pass the permutation's
    ``critical`` point with 80 % power given the replicates' ``spread`` (SD), and at
    least ``fewest`` groups (see ``fewest_testable``).
    *close* needs the interval's ``high`` end and the floor's 95 % point below the
    margin. None where neither can be reached within a million groups.
    """
    if min(groups) < 1:
        return None
    n = 2.0 / (1.0 / groups[0] + 1.0 / groups[1])
    ways = []
    if gap > 0 and critical is not None and spread is not None:
        ways.append(max(float(fewest), n * ((critical + POWER_80 * spread) / gap) ** 2))
    gap = max(gap, 0.0)
    if margin is not None and high is not None and gap < margin:
        width = n * (max(high - gap, 0.0) / (margin - gap)) ** 2
        ways.append(max(width, n * ((floor95 or 0.0) / margin) ** 2))
    reachable = [math.ceil(way) for way in ways if math.isfinite(way) and way <= LARGEST]
    return max(min(reachable), math.floor(n) + 1) if reachable else None


def fewest_testable(tests: int, paired: bool) -> int:
    """Groups a side from which a permutation's smallest p, times ``tests``, is below .05.

    n and n groups can be shuffled in C(2n, n) ways, n pairs in 2^n; each way and its
    mirror image have one distance.
    """
    n = 2
    while 2 * tests / (2**n if paired else math.comb(2 * n, n)) >= ALPHA:
        n += 1
    return n
