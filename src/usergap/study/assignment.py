"""Which items a rater gets, in which order, and which side of a pair comes first.

Counterbalanced over raters and seeded: items with the fewest judgements come first, each
item is shown as often one way round as the other, and so is each rater's own list. Each list
holds its share of every stratum, and no two items that show the same dialogue or scenario.
Closing items are at the end of every list, in their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from usergap.study.records import Assignment, Item

Given = Mapping[tuple[int, bool], int]


def assign(
    items: Sequence[Item],
    given: Given,
    *,
    count: int,
    checks: int,
    seed: int,
    rater: int,
) -> list[Assignment]:
    """The assignments of the rater who came as number ``rater`` (from 0).

    ``given``: how often each (item, flipped) was given so far. ``count``: items to judge, at
    most all that may go together; ``checks``: attention items on top, spread over the list but
    never first. The same arguments give the same list.
    """
    draw = np.random.default_rng([seed, rater])
    order = draw.permutation(len(items)).tolist()
    closing = [at for at, item in enumerate(items) if item.closing]
    usual = [at for at in order if not items[at].attention and not items[at].closing]
    attention = [at for at in order if items[at].attention]
    seen: set[str] = set()
    chosen = _together(items, _interleaved(items, usual, given), count, seen)
    draw.shuffle(chosen)
    sides = _sides(chosen, given, first=bool(draw.integers(2)))
    rows = [(at, sides[at]) for at in chosen]
    picked = _together(items, attention, checks, seen)
    part = (len(chosen) + 1) / (len(picked) + 1)
    for index, at in enumerate(picked):
        # somewhere in its own part of the list, so that nobody can tell others where they are
        place = round((index + 1) * part + draw.uniform(-0.4, 0.4) * part) + index
        rows.insert(max(1, min(place, len(rows))), (at, bool(draw.integers(2))))
    rows += _sides(closing, given, first=bool(draw.integers(2))).items()
    return [Assignment(place, items[at].number, turned) for place, (at, turned) in enumerate(rows)]


def _interleaved(items: Sequence[Item], order: Sequence[int], given: Given) -> list[int]:
    """Least judged first; among equals the strata take turns, in proportion to their sizes."""
    times = {at: given.get((at, False), 0) + given.get((at, True), 0) for at in order}
    equals: dict[tuple[int, str], list[int]] = defaultdict(list)
    for at in order:
        equals[times[at], items[at].stratum].append(at)
    rank = {
        at: (level, (place + 0.5) / len(group))
        for (level, _), group in equals.items()
        for place, at in enumerate(group)
    }
    return sorted(order, key=lambda at: rank[at])


def _together(items: Sequence[Item], order: Sequence[int], count: int, seen: set[str]) -> list[int]:
    """The first ``count`` that show nothing twice; ``seen`` grows by what they show."""
    chosen: list[int] = []
    for at in order:
        if len(chosen) == count:
            break
        if seen.isdisjoint(items[at].apart):
            chosen.append(at)
            seen.update(items[at].apart)
    return chosen


def _sides(chosen: Sequence[int], given: Given, *, first: bool) -> dict[int, bool]:
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
