"""Comparison: the result of the main job, and the contract of comparison.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from usergap.compare.across_domains.record import AcrossDomains
from usergap.compare.confounds.record import Confound
from usergap.compare.faults.record import FaultAudit
from usergap.compare.ranking.record import Ranking


class Verdict(StrEnum):
    """The four honest answers."""

    DIFFERS = "differs"
    CLOSE = "close"
    CANNOT_TELL = "cannot tell"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Row:
    """One gap: one measure, in one domain (None = all), for one simulator.

    ``value, corrected, floor, floor95, excess, low, high, margin`` share one
    unit: ×100 for ``tvd`` and ``half_sum``, the measure's own unit for ``w1``.
    ``low, high`` belong to the reported distance: ``corrected`` where it is not
    None, else ``value``. ``real`` and ``simulated`` hold ``{"shares", "rates"}``
    for labels, ``{"rates"}`` for flags or ``{"mean", "sd", "median", "q05",
    "q25", "q75", "q95"}`` for numbers. None where undefined, never NaN.
    """

    simulator: str
    domain: str | None
    dimension: str
    measure: str
    distance: str
    value: float | None
    corrected: float | None
    floor: float | None
    floor95: float | None
    excess: float | None
    low: float | None
    high: float | None
    p: float | None
    p_holm: float | None
    q: float | None
    margin: float | None
    verdict: Verdict
    reason: str
    n_needed: int | None
    paired: bool
    n_real: int
    n_simulated: int
    undefined_real: float
    undefined_simulated: float
    annotator: str | None
    annotator_unverified: bool
    real: Mapping[str, Any]
    simulated: Mapping[str, Any]

    @property
    def reported(self) -> float | None:
        """The distance that the interval belongs to."""
        return self.value if self.corrected is None else self.corrected

    @property
    def moved(self) -> bool:
        """Whether the correction moved the distance; else it only widened the interval."""
        if self.value is None or self.corrected is None:
            return False
        return abs(self.corrected - self.value) > 1e-9 * max(1.0, abs(self.value))


@dataclass(frozen=True, slots=True)
class Input:
    """One file or profile that went into a comparison."""

    name: str
    path: str
    sha256: str
    dialogues: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One turn that shows a gap. It holds text: only where the text is at hand.

    ``side`` is "real" or the simulator's name; ``text`` the user's message (cut
    at a few hundred characters), ``answer`` the end of the answer before it.
    """

    measure: str
    simulator: str
    domain: str | None
    side: str
    label: str
    dialogue: str
    turn: int
    text: str
    answer: str


@dataclass(frozen=True)
class Comparison:
    """Real users against one or more simulators: rows, inputs, settings, notes.

    ``headlines`` are the worst gaps in plain words; ``notes`` (warnings about
    the data: domain mixes, left-out dialogues, seen turns …) are sentences for
    the reader; ``cards`` {measure: card as JSON}; ``evidence`` holds text and is
    empty under ``--no-text``; it is never written to comparison.json.
    ``confounds``, ``across_domains``, ``ranking`` and ``faults`` are added by ``examine``.
    """

    version: str
    settings: Mapping[str, Any]
    inputs: tuple[Input, ...]
    rows: tuple[Row, ...]
    headlines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    cards: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    confounds: tuple[Confound, ...] = ()
    across_domains: tuple[AcrossDomains, ...] = ()
    ranking: Ranking | None = None
    faults: tuple[FaultAudit, ...] = ()

    @property
    def simulators(self) -> tuple[str, ...]:
        """Simulator names, in input order."""
        return tuple(dict.fromkeys(row.simulator for row in self.rows))

    def noting(self, notes: Sequence[str]) -> Comparison:
        """The same with further notes before its own."""
        return replace(self, notes=tuple(dict.fromkeys((*notes, *self.notes))))

    def select(
        self, simulator: str | None = None, measure: str | None = None, domain: str | None = None
    ) -> Sequence[Row]:
        """Rows of a simulator and measure; ``domain`` None means the headline rows."""
        return [
            row
            for row in self.rows
            if (simulator is None or row.simulator == simulator)
            and (measure is None or row.measure == measure)
            and row.domain == domain
        ]
