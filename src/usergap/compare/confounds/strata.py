"""Assistant model and platform: who answered, and where the real users came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from usergap.compare.confounds.effect import FEWEST_GROUPS, Found, field_values
from usergap.compare.matched import Matched

MOST_STRATA = 4
TITLES = {"assistant_model": "Assistant model", "source": "Platform"}
NOUNS = {"assistant_model": "talked to", "source": "come from"}


def strata(matched: Matched, field: str) -> Iterator[Found]:
    """The simulator against each large stratum of real users, and weighed to their mix.

    Where simulated dialogues record the field, only those of the same stratum are
    compared with it; else all of them are (in pairs: the partners).
    """
    title, verb = TITLES[field], NOUNS[field]
    real = matched.sides.real
    values = matched.values(field)
    here, there = (field_values(table, field) for table in matched.sides.table)
    nobody = np.zeros(real.size, np.bool_)
    if not here:
        yield Found(
            field, title, "not recorded for real dialogues: it cannot be told apart", nobody
        )
        return
    if there and not here & there:
        names = _listed(there)
        yield Found(
            field,
            title,
            f"every simulated dialogue has {names} and no real one does: each gap may come from "
            "that as well as from the simulator",
            ~real,
        )
        return
    if len(here) == 1 and (not there or here == there):
        told = f"all real dialogues {verb} {_listed(here)}: nothing to tell apart within them"
        yield Found(field, title, told, nobody)
        return
    remark = "" if there else "the simulated side does not record it"
    counts = Counter(str(x) for x in values[real] if x is not None)
    for value, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_STRATA]:
        mine = np.array([x is not None and str(x) == value for x in values], np.bool_)
        if count < FEWEST_GROUPS or (there and (mine & ~real).sum() < FEWEST_GROUPS):
            continue
        keep = mine if there else mine | ~real
        told = f"{count} of {int(real.sum())} real dialogues {verb} {value}; against these alone"
        yield Found(field, title, told, mine, matched.narrowed(keep), matched.seen, value, remark)
    if len(here & there) > 1:
        yield _standardised(matched, field, here & there)


def _standardised(matched: Matched, field: str, shared: set[str]) -> Found:
    """Direct standardisation: simulated dialogues get the real mix of the shared strata."""
    real, values = matched.sides.real, matched.values(field)
    inside = np.array([x is not None and str(x) in shared for x in values], np.bool_)
    narrow = matched.narrowed(inside)
    weight = narrow.weight.copy()
    for value in shared:
        mine = np.array([x is not None and str(x) == value for x in values], np.bool_)
        parts = [
            narrow.weight[mine & side].sum() / narrow.weight[side].sum() for side in (real, ~real)
        ]
        weight[mine & ~real] *= parts[0] / parts[1] if parts[1] else 0.0
    told = f"simulated dialogues weighed to the real mix of {len(shared)} shared values"
    sides = replace(narrow, weight=weight, swapped=weight)
    return Found(field, TITLES[field], told, inside, sides, matched.seen, "standardised")


def _listed(names: set[str]) -> str:
    ordered = sorted(names)
    return ", ".join(ordered[:3]) + (f" and {len(ordered) - 3} more" if len(ordered) > 3 else "")
