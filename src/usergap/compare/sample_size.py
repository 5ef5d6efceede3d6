"""How many groups a side would settle a row that cannot be told."""

from __future__ import annotations

import math

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
) -> int | None:
    """Groups a side at which the row would be *differs* or *close*, whichever comes first.

    Widths shrink like 1 / sqrt(n), with n the harmonic mean of the sides' groups.
    *differs* needs the ``gap`` (distance beyond the floor) to pass the permutation's
    ``critical`` point with 80 % power given the replicates' ``spread`` (SD).
    *close* needs the interval's ``high`` end and the floor's 95 % point below the
    margin. None where neither can be reached within a million groups.
    """
    if min(groups) < 1:
        return None
    n = 2.0 / (1.0 / groups[0] + 1.0 / groups[1])
    ways = []
    if gap > 0 and critical is not None and spread is not None:
        ways.append(n * ((critical + POWER_80 * spread) / gap) ** 2)
    gap = max(gap, 0.0)
    if margin is not None and high is not None and gap < margin:
        width = n * (max(high - gap, 0.0) / (margin - gap)) ** 2
        ways.append(max(width, n * ((floor95 or 0.0) / margin) ** 2))
    reachable = [math.ceil(way) for way in ways if math.isfinite(way) and way <= LARGEST]
    return max(min(reachable), math.floor(n) + 1) if reachable else None
