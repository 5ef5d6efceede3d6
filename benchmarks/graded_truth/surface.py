"""Surface features pair by pair: does the simulated user write long where the real one did?

Declared before any correlation was computed. ``surface_correlations`` (after Ivey et al.
2024, arXiv 2409.08330) on the four degrees of SPADE, on both simulated sets of this
project's data against their real partners, and on MirrorBench. There is no bar. What
the grading of SPADE lets one expect: the mean r over features falls from one sentence
replaced over paraphrased to one shot and end to end.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.graded_truth.material import profile
from benchmarks.graded_truth.spade import DEGREES, HUMAN
from usergap.compare.partners.surface_correlations import SurfaceCorrelation, surface_correlations
from usergap.profiles import Profile


def run(data: Path) -> dict[str, Any]:
    """Every feature on every set of pairs, with the mean r of each set."""
    hotel = profile(data / "spade" / HUMAN, "people")
    chats = profile(data / "realsim/real.jsonl", "people")
    pairs = data / "mirrorbench/pairs.jsonl"
    sets: dict[str, tuple[Profile, Profile]] = {
        f"SPADE, {name}": (hotel, profile(data / "spade" / file, name))
        for name, file in DEGREES.items()
    }
    for name in ("generic", "informed"):
        sets[f"realsim, {name} persona"] = (
            chats,
            profile(data / f"simulated/{name}.jsonl", name),
        )
    sets["MirrorBench"] = (
        profile(f"{pairs}#real", "real"),
        profile(f"{pairs}#simulated", "simulated"),
    )
    found = {name: surface_correlations(*sides) for name, sides in sets.items()}
    return {
        name: {"mean_r": mean_r(rows), "rows": [asdict(row) for row in rows]}
        for name, rows in found.items()
    }


def mean_r(rows: tuple[SurfaceCorrelation, ...]) -> float | None:
    """The mean of the defined r."""
    known = [row.r for row in rows if row.r is not None]
    return sum(known) / len(known) if known else None
