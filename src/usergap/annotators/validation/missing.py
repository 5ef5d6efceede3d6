"""What missing labels can do to a distance between two sides, in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """One side's units (turns, sentences) with a label, and without one."""

    units: int
    missing: int

    @property
    def share(self) -> float:
        """The share of units without a label; 0 where there are no units."""
        total = self.units + self.missing
        return self.missing / total if total else 0.0


def worst_case(real: Labelled, simulated: Labelled) -> float:
    """The most by which missing labels can move a TVD of label shares, x100.

    With a share m of a side's label mass missing, P = (1 - m) P_seen + m P_missing, so
    the side moves by at most m (Manski 1989); both sides together by the sum. Holds
    where units that are missing carry as many labels as the others.
    """
    return 100.0 * min(1.0, real.share + simulated.share)


def about_missing(unit: str, real: Labelled, simulated: Labelled) -> str:
    """The sentence that a row with missing labels carries; empty where none are missing."""
    if not (real.missing or simulated.missing):
        return ""
    return (
        f"no label for {100 * real.share:.1f} % of real and {100 * simulated.share:.1f} % of "
        f"simulated {unit}s, which could move the distance by up to "
        f"{worst_case(real, simulated):.1f}"
    )
