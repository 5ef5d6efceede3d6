"""Which items a rater gets, in which order, and which side of a pair comes first.

Counterbalanced over raters and seeded: items with the fewest judgements come first, each
item is shown as often one way round as the other, and so is each rater's own list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from usergap.study.records import Assignment, Item


def assign(
    items: Sequence[Item],
    given: Mapping[tuple[int, bool], int],
    *,
    count: int,
    checks: int,
    seed: int,
    rater: int,
) -> list[Assignment]:
    """The assignments of the rater who came as number ``rater`` (from 0).

    ``given``: how often each (item, flipped) was given so far. ``count``: items to judge, at
    most all; ``checks``: attention items on top, spread over the list but never first.
    The same arguments give the same list.
    """
    draw = np.random.default_rng([seed, rater])
    order = draw.permutation(len(items)).tolist()
    usual = [at for at in order if not items[at].attention]
    attention = [at for at in order if items[at].attention]
    usual.sort(key=lambda at: given.get((at, False), 0) + given.get((at, True), 0))
    chosen = usual[:count]
    draw.shuffle(chosen)
    sides = _sides(chosen, given, first=bool(draw.integers(2)))
    rows = [(at, sides[at]) for at in chosen]
    checks = min(checks, len(attention))
    for index, at in enumerate(attention[:checks]):
        place = round((index + 1) * (len(chosen) + 1) / (checks + 1)) + index
        rows.insert(max(1, place), (at, bool(draw.integers(2))))
    return [Assignment(place, items[at].number, turned) for place, (at, turned) in enumerate(rows)]


def _sides(
    chosen: Sequence[int], given: Mapping[tuple[int, bool], int], *, first: bool
) -> dict[int, bool]:
    """The side less shown of each item so far; where it is even, what evens out this list."""
    sides = {}
    tally: Counter[bool] = Counter()
    open_ones = []
    for at in chosen:
        straight, turned = given.get((at, False), 0), given.get((at, True), 0)
        if straight == turned:
            open_ones.append(at)
        else:
            sides[at] = turned < straight
            tally[sides[at]] += 1
    for at in open_ones:
        sides[at] = first if tally[True] == tally[False] else tally[True] < tally[False]
        tally[sides[at]] += 1
    return sides
