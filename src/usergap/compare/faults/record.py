"""The record of a fault audit within a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.compare.confounds.record import Confound


@dataclass(frozen=True, slots=True)
class FaultCount:
    """One kind of fault: dialogues with it, of those judged, on both sides.

    ``alarm``: people hardly ever do so, and a dialogue with it is faulty.
    """

    kind: str
    title: str
    alarm: bool
    simulated: int
    judged_simulated: int
    real: int
    judged_real: int


@dataclass(frozen=True, slots=True)
class FaultAudit:
    """The faults of one simulator, and the headline rows without its faulty dialogues.

    ``n`` and ``n_real`` count the dialogues that are compared; ``faulty`` and
    ``faulty_real`` those with a fault that makes a dialogue faulty (None where a side was
    not audited: without the text, or measured before there was an audit). ``effects``:
    the comparison without all faulty dialogues, then without those of one further kind.
    """

    simulator: str
    n: int
    faulty: int
    n_real: int
    faulty_real: int | None
    counts: tuple[FaultCount, ...]
    effects: tuple[Confound, ...] = ()

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> FaultAudit:
        """The record from its JSON-safe form."""
        counts = tuple(FaultCount(**each) for each in found["counts"])
        effects = tuple(Confound.from_json(each) for each in found["effects"])
        return cls(**{**found, "counts": counts, "effects": effects})
