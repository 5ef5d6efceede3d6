"""Layer one: subtopics that differ from one another (DiaSynth, arXiv 2409.19020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usergap.simulate.diasynth.rouge import rouge_l

ALIKE = 0.5
"""A subtopic of this ROUGE-L F or more to one that is kept already is dropped."""


@dataclass(frozen=True)
class Filtered:
    """Subtopics kept, and those dropped with the kept one that they are too like."""

    kept: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


def distinct(candidates: Sequence[str], alike: float = ALIKE) -> Filtered:
    """The candidates in their order without those too like an earlier kept one."""
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    for candidate in candidates:
        near = next((each for each in kept if rouge_l(candidate, each) >= alike), None)
        if near is None:
            kept.append(candidate)
        else:
            dropped.append((candidate, near))
    return Filtered(tuple(kept), tuple(dropped))
