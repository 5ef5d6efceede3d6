"""How many dialogues of each domain and side a training set takes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from usergap.errors import InputError

Cell = tuple[str, str]
"""A domain ("" where there is none) and a side: real or synthetic."""


def quotas(supply: Mapping[Cell, int], ratio: float, size: int | None = None) -> dict[Cell, int]:
    """Dialogues per cell: ``ratio`` synthetic in every domain, domains as in the real supply.

    ``size`` is the whole set, by default the largest that the supply allows. Shares are
    rounded by largest remainders. Raises InputError where a domain has only one side or the
    supply does not reach.
    """
    if not 0 <= ratio <= 1:
        raise InputError(f"--ratio: expected a share of synthetic from 0 to 1, found {ratio}")
    shares = _shares(supply, ratio)
    # as decimal fractions: 0.1 of 30 is 3, not the 2 that floats leave below it
    most = min(math.floor(supply[cell] / share) for cell, share in shares.items())
    whole = most if size is None else size
    if size is not None and size > most:
        short = min(shares, key=lambda cell: supply[cell] / shares[cell])
        raise InputError(
            f"--size: expected at most {most} (domain {short[0]!r} has {supply[short]} {short[1]} "
            f"dialogues), found {size}"
        )
    if whole < 1:
        raise InputError("expected dialogues to mix, found too few for one")
    exact = {cell: share * whole for cell, share in shares.items()}
    found = {cell: math.floor(value) for cell, value in exact.items()}
    total = {"synthetic": round(ratio * whole)}
    total["real"] = whole - total["synthetic"]
    for side, wanted in total.items():
        mine = [cell for cell in exact if cell[1] == side]
        room = [cell for cell in mine if found[cell] < supply[cell]]
        room.sort(key=lambda cell: (found[cell] - exact[cell], cell))
        for cell in room[: max(0, wanted - sum(found[cell] for cell in mine))]:
            found[cell] += 1
    return found


def _shares(supply: Mapping[Cell, int], ratio: float) -> dict[Cell, Fraction]:
    weights = {domain: number for (domain, side), number in supply.items() if side == "real"}
    if ratio == 1 and not sum(weights.values()):
        weights = {domain: number for (domain, _), number in supply.items()}
    people = sum(weights.values())
    if not people:
        raise InputError("expected real dialogues to mix, found none free for training")
    part = {"synthetic": Fraction(str(ratio)), "real": 1 - Fraction(str(ratio))}
    shares: dict[Cell, Fraction] = {}
    for domain, number in weights.items():
        for side, share in part.items():
            if number and share:
                if not supply.get((domain, side)):
                    raise InputError(
                        f"domain {domain!r}: expected {side} dialogues, found none: give some, "
                        "leave the domain out, or mix without domains (--by none)"
                    )
                shares[domain, side] = Fraction(number, people) * share
    return shares
