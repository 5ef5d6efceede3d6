"""Both sides' values side by side: one row per scenario that real and simulated share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usergap.compare.pairing import shared_pairs
from usergap.compare.sides import Floats, Integers, column
from usergap.dialogues import connected_groups
from usergap.errors import InputError
from usergap.profiles import Profile


@dataclass(frozen=True)
class Partners:
    """The n shared scenarios of two profiles, in the order in which real ones come.

    ``keys`` (n,) are the profiles' pair keys; ``unit`` (n,) numbers the connected
    groups among them: pairs of one unit share a conversation and are not independent.
    """

    real: Profile
    simulated: Profile
    keys: tuple[str, ...]
    unit: Integers

    @property
    def units(self) -> int:
        """The number of independent pairs."""
        return int(np.unique(self.unit).size)

    def values(self, name: str, per: str | None = None) -> tuple[Floats, Floats]:
        """A number column of both sides, each (n,): the mean over a scenario's runs.

        ``per`` divides each dialogue's value by another column's. NaN where no run
        has a value (or the divisor is 0), or a side lacks the column.
        """
        return self._side(self.real, name, per), self._side(self.simulated, name, per)

    def _side(self, profile: Profile, name: str, per: str | None) -> Floats:
        row = {key: place for place, key in enumerate(self.keys)}
        sums, counts = np.zeros(len(row)), np.zeros(len(row))
        values = _numbers(profile, name)
        if per is not None:
            below = _numbers(profile, per)
            values = np.where(below > 0, values / np.where(below > 0, below, 1.0), np.nan)
        for key, value in zip(column(profile.table, "pair"), values, strict=True):
            place = row.get(str(key))
            if key is not None and place is not None and np.isfinite(value):
                sums[place] += value
                counts[place] += 1
        return np.asarray(np.where(counts > 0, sums / np.maximum(counts, 1.0), np.nan))


def partners(real: Profile, simulated: Profile) -> Partners:
    """The scenarios that both profiles have. Raises InputError where there are none."""
    shared = shared_pairs(real.table, simulated.table)
    keys = tuple(str(x) for x in dict.fromkeys(column(real.table, "pair")) if x in shared)
    if not keys:
        raise InputError(
            f"pairs: expected scenario ids that {real.name} and {simulated.name} share, found none"
        )
    return Partners(real, simulated, keys, _units(real, simulated, keys))


def _units(real: Profile, simulated: Profile, keys: Sequence[str]) -> Integers:
    pairs: list[object] = []
    groups: list[object] = []
    for side, profile in (("r", real), ("s", simulated)):
        pairs += column(profile.table, "pair")
        groups += [(side, value) for value in column(profile.table, "group")]
    component = connected_groups(groups, pairs)
    unit = {str(key): number for key, number in zip(pairs, component, strict=True)}
    return np.array([unit[key] for key in keys], np.int64)


def _numbers(profile: Profile, name: str) -> Floats:
    values = column(profile.table, name)
    return np.array([np.nan if value is None else value for value in values], np.float64)
