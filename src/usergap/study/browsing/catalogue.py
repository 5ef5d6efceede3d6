"""Catalogue: a comparison and the dialogues it is about, ready to be leafed through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from usergap.compare import Comparison, Row
from usergap.dimensions import MEASURES, Dimension
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.study.browsing.address import Address
from usergap.study.browsing.facing import Facing, facings

T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """``facings`` by simulator, in the comparison's order."""

    comparison: Comparison
    facings: Mapping[str, Facing]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that have rows and that this version knows."""
        return tuple(
            dict.fromkeys(row.measure for row in self.comparison.rows if row.measure in MEASURES)
        )

    @property
    def domains(self) -> tuple[str, ...]:
        """Values of the comparison's field, among rows or dialogues."""
        known = {row.domain for row in self.comparison.rows if row.domain is not None}
        return tuple(sorted(known.union(*(one.domains for one in self.facings.values()))))

    def facing(self, address: Address) -> Facing:
        """The simulator of an address. Raises InputError where there is none of that name."""
        return _known("simulator", address.simulator, self.facings)

    def dimension(self, address: Address) -> Dimension:
        """The measure of an address. Raises InputError likewise."""
        return _known("measure", address.measure, {x: MEASURES[x] for x in self.measures})

    def row(self, simulator: str, measure: str, domain: str) -> Row | None:
        """The row of a cell; None where the comparison has none."""
        found = self.comparison.select(simulator, measure, domain or None)
        return found[0] if found else None


def _known(field: str, name: str, among: Mapping[str, T]) -> T:
    if name not in among:
        raise InputError(f"{field}: expected one of {', '.join(among)}; found {name[:80]!r}")
    return among[name]


def catalogue_of(
    comparison: Comparison, real: Profile | None, simulated: Sequence[Profile]
) -> Catalogue:
    """Raises InputError where the dialogues are others than those that were compared."""
    _same(comparison, real, simulated)
    found = facings(comparison, real, simulated)
    known = [name for name in comparison.simulators if name in found]
    if missing := [name for name in comparison.simulators if name not in found]:
        raise InputError(f"browse: expected dialogues of {', '.join(missing)}, found none")
    return Catalogue(comparison, {name: found[name] for name in known})


def _same(comparison: Comparison, real: Profile | None, simulated: Sequence[Profile]) -> None:
    """Other dialogues would show turns that the numbers know nothing of."""
    given = [real, *simulated]
    if len(given) != len(comparison.inputs):
        raise InputError(
            f"browse: expected the {len(comparison.inputs)} inputs of the comparison, "
            f"found {len(given)}"
        )
    for one, entry in zip(given, comparison.inputs, strict=True):
        if one is None:
            continue
        found = str(one.metadata.get("sha256", ""))
        halves = one.name.partition("#")[2], entry.name.partition("#")[2]
        if halves[0] != halves[1]:  # one file may hold both sides
            raise InputError(f"browse: expected {entry.name}, found {one.name}")
        if entry.sha256 and found != entry.sha256:
            raise InputError(
                f"{one.name}: expected the file that was compared as {entry.name} "
                f"(sha256 {entry.sha256[:12]}…), found another ({found[:12]}…)"
            )
