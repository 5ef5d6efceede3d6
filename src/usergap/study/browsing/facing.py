"""Real dialogues facing those of one simulator: the very ones that a comparison compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from usergap.annotators.annotator import Annotation
from usergap.compare import Comparison
from usergap.compare.barring import bar_seeds
from usergap.compare.canonical import ROW
from usergap.compare.pairing import pair_up
from usergap.compare.selection import cells, keep_where, named_simulators, with_row_numbers
from usergap.dialogues import Dialogue
from usergap.profiles import Profile

REAL = "real"


@dataclass(frozen=True)
class Talk:
    """One dialogue with its labels and its row of the profile; ``place`` in its profile."""

    place: int
    dialogue: Dialogue
    annotation: Annotation
    measured: Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """The dialogues of one side by their place, in the order of the file.

    ``annotators`` {measure: "name version"} made the labels that are at hand.
    """

    name: str
    annotators: Mapping[str, str]
    talks: Mapping[int, Talk]

    def of(self, dialogue: str) -> Talk | None:
        """The dialogue of that id."""
        return next((one for one in self.talks.values() if one.dialogue.id == dialogue), None)

    def partners(self, talk: Talk) -> list[Talk]:
        """Dialogues here of the scenario of a dialogue over there."""
        pair = talk.measured["pair"]
        return [x for x in self.talks.values() if pair is not None and x.measured["pair"] == pair]


@dataclass(frozen=True)
class Facing:
    """One simulator and what it was compared with; ``real`` None: only a profile is at hand.

    ``domains``: the places on either side by the value of the comparison's field.
    """

    simulator: str
    real: Side | None
    simulated: Side
    domains: Mapping[str, tuple[frozenset[int], frozenset[int]]]

    def talks(self, side: str, domain: str = "") -> list[Talk]:
        """The dialogues of "real" or "simulated", in one domain or ("") in all."""
        mine = self.real if side == REAL else self.simulated
        if mine is None:
            return []
        if not domain:
            return list(mine.talks.values())
        places = self.domains.get(domain, (frozenset(), frozenset()))[side != REAL]
        return [one for place, one in mine.talks.items() if place in places]


def facings(
    comparison: Comparison, real: Profile | None, simulated: Sequence[Profile]
) -> dict[str, Facing]:
    """By simulator, filtered and paired as the comparison was.

    ``real`` None where only a reference profile was compared. Raises InputError where
    the filter of the comparison leaves nothing.
    """
    settings = comparison.settings
    where, by = dict(settings.get("where") or {}), settings.get("by") or "domain"
    if real is not None:
        real, simulated, _ = bar_seeds(real, *simulated)
    found = {}
    for profile, name, table in named_simulators(simulated):
        theirs = keep_where(table, where, name, real=False)
        if real is None:
            found[name] = Facing(name, None, _side(name, profile, theirs), _domains(None, theirs))
            continue
        mine = keep_where(with_row_numbers(real), where, real.name, real=True)
        pairing = pair_up(mine, theirs, settings.get("pairs") or "auto", name)
        mine, theirs = pairing.real, pairing.simulated
        domains = {
            value: (_places(here), _places(there))
            for value, here, there in cells(mine, theirs, by, pairing.paired)
        }
        found[name] = Facing(name, _side(REAL, real, mine), _side(name, profile, theirs), domains)
    return found


def _domains(_real: None, table: pa.Table) -> dict[str, tuple[frozenset[int], frozenset[int]]]:
    named: dict[str, set[int]] = {}
    for place, value in zip(table[ROW].to_pylist(), table["domain"].to_pylist(), strict=True):
        if value is not None:
            named.setdefault(str(value), set()).add(place)
    return {value: (frozenset(), frozenset(named[value])) for value in sorted(named)}


def _places(table: pa.Table) -> frozenset[int]:
    return frozenset(table[ROW].to_pylist())


def _side(name: str, profile: Profile, table: pa.Table) -> Side:
    texts = profile.texts
    assert texts is not None, "browsing needs dialogues"  # noqa: S101 - the caller read them
    plain = [x for x in table.column_names if not pa.types.is_binary(table[x].type)]
    plain = [x for x in plain if not pa.types.is_fixed_size_binary(table[x].type)]
    rows = table.select(plain).to_pylist()
    talks = {
        row[ROW]: Talk(row[ROW], texts.corpus.dialogues[row[ROW]], texts.annotations[row[ROW]], row)
        for row in rows
    }
    return Side(name, dict(profile.metadata.get("annotators", {})), talks)
