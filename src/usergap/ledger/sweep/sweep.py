"""The ratio sweep: score(λ, η), its slope in η, and λ*, with intervals over seeds.

Every seed holds out other real groups and draws another training set of one size for all
λ, so differences along λ and η are paired within seeds. Training sets of two seeds overlap;
the variance of a mean over K seeds is therefore s²(1/K + n_test/n_train) (Nadeau and
Bengio 2003), not s²/K.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.ledger.mixing.splitting import split
from usergap.ledger.sweep.corruption import KINDS, Kind, corrupted
from usergap.ledger.sweep.students import Student
from usergap.ledger.sweep.units import Ints, Units

Floats = NDArray[np.float64]
FEWEST: Final = 20
"""Turns to train on below which there is nothing to sweep."""


@dataclass(frozen=True)
class Grid:
    """What is swept: λ (share of synthetic turns), η (share of their labels made wrong)."""

    ratios: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)
    errors: tuple[float, ...] = (0.0, 0.1, 0.2, 0.4)
    kinds: tuple[Kind, ...] = KINDS
    seeds: int = 8
    held_out: float = 0.3
    size: int = 1000
    """Turns to train on, at most."""

    def __post_init__(self) -> None:
        for name, values in (("ratios", self.ratios), ("errors", self.errors)):
            if not values or not all(0 <= value <= 1 for value in values):
                raise InputError(f"{name}: expected shares from 0 to 1, found {values}")
            if len(set(values)) < len(values):
                raise InputError(f"{name}: expected each share once, found {values}")
        if self.seeds < 2:
            raise InputError(f"seeds: expected 2 or more for an interval, found {self.seeds}")
        if not 0 < self.held_out < 1:
            raise InputError(f"held_out: expected a share between 0 and 1, found {self.held_out}")


@dataclass(frozen=True)
class Cell:
    """The score at one λ and η of one kind."""

    kind: str
    ratio: float
    error: float
    score: Estimate


@dataclass(frozen=True)
class Slope:
    """∂score/∂η at one λ: the least-squares slope over the errors swept."""

    kind: str
    ratio: float
    slope: Estimate


@dataclass(frozen=True)
class Best:
    """λ* at one η: the ratio with the highest mean, and those not surely below it."""

    kind: str
    error: float
    ratio: float
    as_good: tuple[float, ...]


@dataclass(frozen=True)
class Sweep:
    """All of it. ``train`` turns in each training set; ``conditional``: DESIGN's clause."""

    student: str
    labels: tuple[str, ...]
    train: int
    held_out: float
    cells: tuple[Cell, ...]
    slopes: tuple[Slope, ...]
    best: tuple[Best, ...]
    conditional: str


def sweep(
    real: Sequence[Dialogue],
    synthetic: Sequence[Dialogue],
    units: Units,
    student: Student,
    grid: Grid,
    *,
    seed: int,
    conditional: str,
) -> Sweep:
    """Train and score over the grid. ``units`` are those of ``real`` then ``synthetic``.

    Raises InputError where a side has too few labelled turns.
    """
    drawn = [_parts(real, synthetic, units, grid, seed + each) for each in range(grid.seeds)]
    size = min(grid.size, *(len(side) for parts in drawn for side in parts[:2]))
    if size < FEWEST:
        raise InputError(f"expected {FEWEST} labelled turns a side to train on, found {size}")
    found = np.empty((grid.seeds, len(grid.kinds), len(grid.ratios), len(grid.errors)))
    for place, (people, made, test) in enumerate(drawn):
        for column, ratio in enumerate(grid.ratios):
            share = round(ratio * size)
            train = np.concatenate((people[: size - share], made[:share]))
            taught = [
                np.concatenate(
                    (
                        units.codes[people[: size - share]],
                        _wrong(units, made[:share], eta, kind, seed + place),
                    )
                )
                for kind in grid.kinds
                for eta in grid.errors
            ]
            told = student.scores(units, train, np.array(taught), test)
            found[place, :, column] = told.reshape(len(grid.kinds), -1)
    return Sweep(
        student.name,
        units.labels,
        size,
        grid.held_out,
        *_summaries(found, grid),
        conditional,
    )


def _parts(
    real: Sequence[Dialogue], synthetic: Sequence[Dialogue], units: Units, grid: Grid, seed: int
) -> tuple[Ints, Ints, Ints]:
    """Units of real training, usable synthetic, and held-out dialogues, shuffled."""
    parts = split(real, synthetic, share=grid.held_out, seed=seed)
    rng = np.random.default_rng([seed, 1])
    sides = (parts.free, tuple(len(real) + place for place in parts.usable), parts.held_out)
    people, made, test = (
        rng.permutation(np.flatnonzero(np.isin(units.dialogue, np.array(side, np.int64))))
        for side in sides
    )
    if not len(test):
        raise InputError("expected labelled turns among those held out, found none")
    return people, made, np.sort(test)


def _wrong(units: Units, made: Ints, eta: float, kind: Kind, seed: int) -> Ints:
    lengths = units.lengths[made]
    return corrupted(units.codes[made], lengths, eta, kind, len(units.labels), seed)


def _summaries(
    found: Floats, grid: Grid
) -> tuple[tuple[Cell, ...], tuple[Slope, ...], tuple[Best, ...]]:
    cells, slopes, best = [], [], []
    errors = np.array(grid.errors)
    for k, kind in enumerate(grid.kinds):
        for r, ratio in enumerate(grid.ratios):
            cells += [
                Cell(kind, ratio, eta, over_seeds(found[:, k, r, e], grid.held_out))
                for e, eta in enumerate(grid.errors)
            ]
            if len(errors) > 1:
                centred = errors - errors.mean()
                slope = np.round(found[:, k, r] @ centred / (centred @ centred), 12)
                slopes.append(Slope(kind, ratio, over_seeds(slope, grid.held_out)))
        for e, eta in enumerate(grid.errors):
            here = found[:, k, :, e]
            top = int(here.mean(axis=0).argmax())
            behind = [
                over_seeds(here[:, top] - here[:, r], grid.held_out)
                for r in range(len(grid.ratios))
            ]
            near = [x for x, gap in zip(grid.ratios, behind, strict=True) if (gap.low or 0) <= 0]
            best.append(Best(kind, eta, grid.ratios[top], tuple(near)))
    return tuple(cells), tuple(slopes), tuple(best)


def over_seeds(values: Floats, held_out: float) -> Estimate:
    """Mean over seeds with Nadeau and Bengio's interval (Student's t, K − 1 degrees)."""
    from scipy.special import stdtrit

    spread = values.var(ddof=1) * (1 / len(values) + held_out / (1 - held_out))
    half = float(stdtrit(len(values) - 1, 0.975) * np.sqrt(spread))
    mean = round(float(values.mean()), 12)  # what cancels is 0, not the rounding of its sum
    return Estimate(mean, mean - half, mean + half)
