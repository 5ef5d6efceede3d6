"""Simultaneous statements about differences: max-T over pairs, ranks, and ties.

All pairs are judged together: each difference is studentised by its bootstrap
standard deviation, and the largest absolute value over pairs gives the critical point
(single-step max-T, Westfall and Young 1993; narrower than Bonferroni because scores
against the same real dialogues move together). Intervals are centred on the observed
difference: a percentile interval would inherit the upward bias of every distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from usergap.compare.sides import Floats

ALPHA = 0.05


@dataclass(frozen=True)
class Judged:
    """All pairs (i < j) of N scores, in order: difference i - j, its ends, adjusted p."""

    pairs: tuple[tuple[int, int], ...]
    difference: Floats
    low: Floats
    high: Floats
    p: Floats


def small_sample(groups: int) -> float:
    """How much wider intervals from ``groups`` groups must be: Student's t over the normal."""
    from scipy.special import ndtri, stdtrit

    return float(stdtrit(max(1, groups - 1), 1 - ALPHA / 2) / ndtri(1 - ALPHA / 2))


def judge_pairs(scores: Floats, raw: Floats, replicates: Floats, groups: int) -> Judged:
    """Differences of scores with simultaneous 95 % intervals and adjusted p-values.

    ``scores`` (N,) with floors taken off, ``raw`` (N,) without: where simulators have
    unequal numbers of dialogues the two differ, the truth lies between them, and the
    interval covers both. ``replicates`` (B, N): bootstrap replicates of ``raw``, on
    the same draws for all; ``groups`` the smallest number of groups on any side.
    """
    pairs = tuple(combinations(range(scores.size), 2))
    one, two = (np.array(x, np.int64) for x in zip(*pairs, strict=True))
    drawn = replicates[np.isfinite(replicates).all(axis=1)]
    moved = drawn[:, one] - drawn[:, two]
    spread = moved.std(axis=0, ddof=1) * small_sample(groups)
    fixed = spread <= 1e-12
    scale = np.where(fixed, 1.0, spread)
    apart = np.abs(moved - moved.mean(axis=0)) * small_sample(groups)
    largest = np.where(fixed, 0.0, apart / scale).max(axis=1)
    critical = float(np.quantile(largest, 1 - ALPHA))
    both = np.stack([scores[one] - scores[two], raw[one] - raw[two]])
    nearest = np.where(both[0] * both[1] > 0, np.abs(both).min(axis=0), 0.0)
    reached = (largest[:, None] >= (nearest / scale)[None, :]).sum(axis=0)
    return Judged(
        pairs=pairs,
        difference=both[0],
        low=both.min(axis=0) - critical * spread,
        high=both.max(axis=0) + critical * spread,
        p=np.where(fixed & (nearest <= 1e-12), 1.0, (1 + reached) / (1 + largest.size)),
    )


def separated(judged: Judged, simulators: int) -> NDArray[np.bool_]:
    """Which simulators are surely nearer than which: [i, j] True where i < j in score."""
    nearer = np.zeros((simulators, simulators), np.bool_)
    for (i, j), low, high in zip(judged.pairs, judged.low, judged.high, strict=True):
        nearer[i, j], nearer[j, i] = high < 0, low > 0
    return nearer


def rank_ranges(nearer: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The ranks each simulator may have: (1 + surely nearer ones, N - surely further ones).

    They hold for all simulators together where the pairs do (Mogstad et al. 2024).
    """
    size = len(nearer)
    return [
        (1 + int(nearer[:, place].sum()), size - int(nearer[place].sum())) for place in range(size)
    ]


def ties(nearer: NDArray[np.bool_], order: Sequence[int]) -> list[tuple[int, ...]]:
    """The largest sets in which no two are separated, two or more, in ``order``.

    Not being separated is not transitive, so that sets may overlap (the letters of
    Piepho 2004); these are the maximal cliques of the graph of unseparated pairs.
    """
    apart = nearer | nearer.T
    near = {i: {j for j in order if j != i and not apart[i, j]} for i in order}
    place = {name: at for at, name in enumerate(order)}
    found = [
        tuple(sorted(c, key=place.__getitem__)) for c in _cliques(set(), set(order), set(), near)
    ]
    kept = [clique for clique in found if len(clique) > 1]
    return sorted(kept, key=lambda clique: [place[i] for i in clique])


def _cliques(
    chosen: set[int], open_: set[int], done: set[int], near: dict[int, set[int]]
) -> Iterator[set[int]]:
    """Bron and Kerbosch (1973) with a pivot."""
    if not open_ and not done:
        yield chosen
        return
    pivot = max(open_ | done, key=lambda i: len(near[i] & open_))
    for i in sorted(open_ - near[pivot]):
        yield from _cliques(chosen | {i}, open_ & near[i], done & near[i], near)
        open_ = open_ - {i}
        done = done | {i}
