"""The records of a look across domains: do simulated users follow what domains change?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Correlation:
    """Real against simulated domain figures of one measure (and label), over domains.

    ``r`` with its Fisher interval ``low, high``; ``ceiling`` the largest r that a
    perfect simulator could be expected to reach with figures this noisy (None where
    the halves do not agree at all), from the reliabilities of both sides;
    ``concordance`` Lin's coefficient, which also asks for equal levels. ``rate`` is
    the real figure over all domains: a mean, or the share of units with the label.
    """

    measure: str
    label: str | None
    domains: int
    r: float | None
    low: float | None
    high: float | None
    reliability_real: float | None
    reliability_simulated: float | None
    ceiling: float | None
    concordance: float | None
    rate: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """One domain's gap on one measure that chance over all cells does not explain.

    ``excess_sd`` is the distance above its mean under permutation, in standard
    deviations of the permutation; ``p`` is adjusted for all cells by max-T.
    """

    domain: str
    measure: str
    distance: str
    value: float
    expected: float
    excess_sd: float
    p: float


@dataclass(frozen=True, slots=True)
class AcrossDomains:
    """One simulator over the values of a field (``domain``).

    ``left_out`` are domains with too few dialogues for a figure; ``alarms`` the cells
    with adjusted p < .05, the worst first, among ``cells`` tested ones.
    """

    simulator: str
    field: str
    domains: tuple[str, ...]
    left_out: tuple[str, ...]
    paired: bool
    cells: int
    correlations: tuple[Correlation, ...]
    alarms: tuple[Alarm, ...]
    sentence: str

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> AcrossDomains:
        """The record from its JSON-safe form."""
        lists: dict[str, Any] = {
            "domains": tuple(found["domains"]),
            "left_out": tuple(found["left_out"]),
            "correlations": tuple(Correlation(**entry) for entry in found["correlations"]),
            "alarms": tuple(Alarm(**entry) for entry in found["alarms"]),
        }
        return cls(**{**found, **lists})
