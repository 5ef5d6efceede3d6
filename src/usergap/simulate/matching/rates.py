"""Rates: what of a set of dialogues a plan can move, in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from usergap.compare.distances import w1
from usergap.simulate.matching.target import KINDS, REMARKS, Ints, Target

LEAST = 0.1
"""What the sum of wanted rates counts as at least."""


@dataclass(frozen=True)
class Rates:
    """Mean turns and words a dialogue; labels' shares of later turns, kinds' of dialogues."""

    turns: float
    words: float
    remarks: Mapping[str, float]
    kinds: Mapping[str, float]

    @classmethod
    def of(cls, target: Target) -> Rates:
        """The rates of measured dialogues."""
        later = max(1, int((target.turns - 1).sum()))
        shown = (target.remarks.sum(axis=0) / later).tolist()
        told = target.kinds.mean(axis=0).tolist()
        return cls(
            turns=float(target.turns.mean()),
            words=float(target.words.mean()),
            remarks=dict(zip(REMARKS, shown, strict=True)),
            kinds=dict(zip(KINDS, told, strict=True)),
        )

    def record(self) -> dict[str, Any]:
        """The rates as JSON values."""
        return asdict(self)


def mismatch(wanted: Target, measured: Target) -> float:
    """How far measured dialogues are from wanted ones: 0 for the same, 1 for as far as none.

    The mean over turns, words (Wasserstein-1 over the wanted mean), remarks and kinds
    (sum of rates' distances over the sum of wanted rates, which counts as a tenth at least:
    where nothing is wanted, one dialogue that shows it must not outweigh all the rest).
    """
    mine, theirs = Rates.of(wanted), Rates.of(measured)
    parts = [_apart(wanted.turns, measured.turns), _apart(wanted.words, measured.words)]
    parts += [_sum_apart(mine.remarks, theirs.remarks), _sum_apart(mine.kinds, theirs.kinds)]
    return float(np.mean(parts))


def _apart(wanted: Ints, measured: Ints) -> float:
    return w1(wanted, measured) / max(float(wanted.mean()), 1.0)


def _sum_apart(wanted: Mapping[str, float], measured: Mapping[str, float]) -> float:
    apart = sum(abs(wanted[label] - measured[label]) for label in wanted)
    return apart / max(sum(wanted.values()), LEAST)
