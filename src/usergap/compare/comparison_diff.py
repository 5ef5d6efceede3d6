"""What changed between two comparisons, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.compare.comparison import Comparison, Row, Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """One row in both comparisons; None on the side that lacks it.

    ``apart`` is True where the two intervals do not overlap: a change beyond the
    uncertainty of both; None where an interval is missing.
    """

    simulator: str
    domain: str | None
    measure: str
    before: Row | None
    after: Row | None

    @property
    def difference(self) -> float | None:
        """Reported distance after minus before; None where either is undefined."""
        if self.before is None or self.after is None:
            return None
        if self.before.reported is None or self.after.reported is None:
            return None
        return self.after.reported - self.before.reported

    @property
    def verdicts(self) -> tuple[Verdict | None, Verdict | None]:
        """The verdicts before and after."""
        return (
            None if self.before is None else self.before.verdict,
            None if self.after is None else self.after.verdict,
        )

    @property
    def apart(self) -> bool | None:
        """Whether the intervals do not overlap."""
        ends = [(row.low, row.high) for row in (self.before, self.after) if row is not None]
        if len(ends) < 2 or any(x is None for pair in ends for x in pair):
            return None
        (low, high), (other_low, other_high) = ends
        return bool(high < other_low or other_high < low)  # type: ignore[operator]


@dataclass(frozen=True)
class Difference:
    """All rows of two comparisons, and the settings and inputs that are not the same."""

    changes: tuple[Change, ...]
    settings: Mapping[str, tuple[Any, Any]]
    same_inputs: bool

    @property
    def changed(self) -> tuple[Change, ...]:
        """Rows whose verdict changed, that moved apart, or that only one side has."""
        return tuple(x for x in self.changes if x.verdicts[0] != x.verdicts[1] or x.apart)


def diff(before: Comparison, after: Comparison) -> Difference:
    """Match rows by simulator, domain and measure.

    Where each comparison has one simulator, these are matched whatever their names:
    the common question is what a new version of a simulator changed.
    """
    rename = len(before.simulators) == len(after.simulators) == 1
    sides = [{_key(row, rename): row for row in x.rows} for x in (before, after)]
    keys = list(dict.fromkeys([*sides[0], *sides[1]]))
    changes = []
    for key in keys:
        one, other = sides[0].get(key), sides[1].get(key)
        named = other or one
        assert named is not None  # noqa: S101  (the key came from one of them)
        changes.append(Change(named.simulator, named.domain, named.measure, one, other))
    names = dict.fromkeys([*before.settings, *after.settings])
    settings = {
        name: (before.settings.get(name), after.settings.get(name))
        for name in names
        if before.settings.get(name) != after.settings.get(name)
    }
    hashes = [[entry.sha256 for entry in x.inputs] for x in (before, after)]
    return Difference(tuple(changes), settings, hashes[0] == hashes[1])


def _key(row: Row, rename: bool) -> tuple[str, str | None, str]:
    return ("" if rename else row.simulator, row.domain, row.measure)
