"""How much farther simulated users are from real ones than two samples of real users.

A distance (or an agreement) of two samples never shows its null: people are some way from
people, the more so the fewer they are. Its excess has the null 0. The real groups are cut
in two by chance; the simulated ones, and the first of the two samples of real ones, are
held against the second:

    excess = mean over cuts of [m(S', R2) - m(R1, R2)],   S' and R1 of the same number of groups.

If simulated users are like real ones, S' and R1 are exchangeable given R2, so the mean of
the excess is 0 whatever the distance, and it may be negative.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from usergap.probes.inference import Floats, Items, Statistic

CUTS = 10
"""Random cuts that are averaged."""


def excess(
    items: Items,
    ids: Sequence[str],
    sums: ArrayLike,
    measure: Callable[[Floats, Floats], Floats],
    *,
    seed: int,
) -> Statistic:
    """The statistic for ``estimate``: its null is 0, its interval "normal".

    ``sums`` (n × k) are items' contributions to the sums that both sides enter ``measure``
    with (B × k each, giving B values). All items of a block and a side must have one weight,
    as bootstrap, deals and splits give them. The cuts do not look at the sides but at the
    items' ``ids``, whatever their order, and pairs stay pairs: S' and R1 come from the same
    blocks.
    """
    x = np.asarray(sums, float)
    _, block = np.unique(items.block, return_inverse=True)
    by_block = np.argsort(block, kind="stable")
    starts = np.flatnonzero(np.diff(block[by_block], prepend=-1))
    names = [min(ids[i] for i in own) for own in np.split(by_block, starts[1:])]
    orders = [
        np.array(sorted(range(len(names)), key=lambda i: _hash(f"{seed}:{cut}:{names[i]}")))
        for cut in range(CUTS)
    ]

    def copies(weights: Floats) -> Floats:
        """How often each block is on the side (B × blocks)."""
        return np.asarray(np.maximum.reduceat(weights[:, by_block], starts, axis=1))

    def first(held: Floats, order: NDArray[np.int64], wanted: Floats) -> Floats:
        """Items of the first blocks in the order, as many as wanted (B × n, 0 or 1)."""
        taken = np.empty_like(held)
        taken[:, order] = np.cumsum(held[:, order], axis=1) <= wanted[:, None]
        return taken[:, block]

    def statistic(real: Floats, simulated: Floats) -> Floats:
        people, made = copies(real), copies(simulated)
        wanted = np.minimum(made.sum(axis=1), np.floor(people.sum(axis=1) / 2))
        total = real @ x
        found = np.zeros(len(real))
        for order in orders:
            one = (real * first(people, order, wanted)) @ x
            other = (simulated * first(made, order, wanted)) @ x
            rest = total - one
            found += measure(other, rest) - measure(one, rest)
        return np.where(wanted > 0, found / CUTS, np.nan)

    return statistic


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
