"""In which shares to mix simulators so that the mixture is nearest to real users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare.pairing import ENOUGH_PAIRS, keep_pairs, shared_pairs
from usergap.compare.selection import named_simulators
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.train.cross_simulator.mixture import Floats, gap, jensen_shannon, nearest_mixture
from usergap.train.cross_simulator.shares_by_unit import Both, ByUnit

FEWEST = 20


@dataclass(frozen=True)
class MixtureWeights:
    """Shares of dialogues to take from each simulator. Gaps: mean divergence in bits, 0 to 1.

    ``alone``: each simulator's own gap; ``equal`` that of the even mixture; ``floor``: what
    two samples of real users of these sizes would show. ``saved``: the gap of the best
    single simulator less that of the mixture, both chosen on resampled groups and judged on
    the groups that the resample left out. ``measures`` {measure: (best alone, mixture)}.
    """

    weights: Mapping[str, Estimate]
    mixture: Estimate
    alone: Mapping[str, float]
    equal: float
    floor: float
    saved: Estimate
    measures: Mapping[str, tuple[float, float]]
    groups: int
    paired: bool
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """JSON values."""
        return asdict(self)


def mixture_weights(
    real: Profile, simulated: Sequence[Profile], *, seed: int = 0, replicates: int = 200
) -> MixtureWeights:
    """Weights with 95 % intervals over whole groups (conversation, scenario) of all sides.

    Where all simulators share 20 scenarios or more with real users, only those count. Raises
    InputError for fewer than two simulators or too few groups.
    """
    names, tables, paired = _sides(real, simulated)
    sample = ByUnit.of(tables)
    if min(sample.real, sample.simulated) < FEWEST or not sample.measures:
        raise InputError(
            f"expected {FEWEST} groups of dialogues on each side, found {sample.real} real and"
            f" {sample.simulated} of a simulator"
        )
    whole = sample.shares(np.ones(sample.units))
    assert whole is not None  # noqa: S101 - blocks without a value were left out
    of, corners = sample.even, list(np.eye(len(names)))
    best = nearest_mixture(*whole, of)
    single = _best(corners, whole, of)
    drawn, gaps, saved = [], [], []
    for weights in _resamples(sample.units, replicates, seed):
        inside = sample.shares(weights)
        outside = sample.shares((weights == 0).astype(float))
        if inside is None or outside is None:
            continue
        fitted = nearest_mixture(*inside, of)
        drawn.append(fitted)
        gaps.append(gap(fitted, *inside, of))
        saved.append(gap(_best(corners, inside, of), *outside, of) - gap(fitted, *outside, of))
    if len(drawn) < replicates / 2:
        raise InputError("expected measures on every side in most resamples, found too few")
    low, high = np.quantile(np.array(drawn), (0.025, 0.975), axis=0)
    value = gap(best, *whole, of)
    centred = value + np.quantile(gaps, (0.025, 0.975)) - np.mean(gaps)
    won = np.quantile(saved, (0.025, 0.975)).tolist()
    found = MixtureWeights(
        weights={
            n: Estimate(float(w), min(float(a), float(w)), max(float(b), float(w)))
            for n, w, a, b in zip(names, best, low, high, strict=True)
        },
        mixture=Estimate(value, max(0.0, float(centred[0])), float(centred[1])),
        alone={n: gap(c, *whole, of) for n, c in zip(names, corners, strict=True)},
        equal=gap(np.full(len(names), 1 / len(names)), *whole, of),
        floor=_floor(sample, replicates, seed),
        saved=Estimate(float(np.mean(saved)), *won),
        measures=_by_measure(sample, whole, single, best),
        groups=sample.units,
        paired=paired,
        sentence="",
    )
    return MixtureWeights(**{**vars(found), "sentence": _sentence(found)})


def _sides(real: Profile, simulated: Sequence[Profile]) -> tuple[list[str], list[pa.Table], bool]:
    entries = [(name, table) for _, name, table in named_simulators(simulated)]
    if len(entries) < 2:
        raise InputError(f"simulators: expected two or more to mix, found {len(entries)}")
    tables = [table for _, table in entries]
    shared = set.intersection(*(shared_pairs(real.table, table) for table in tables))
    paired = len(shared) >= ENOUGH_PAIRS
    everyone = [real.table, *tables]
    if paired:
        everyone = [keep_pairs(table, shared) for table in everyone]
    return [name for name, _ in entries], everyone, paired


def _resamples(units: int, replicates: int, seed: int) -> Iterator[Floats]:
    rng = np.random.default_rng([seed, units])
    for _ in range(replicates):
        yield rng.multinomial(units, np.full(units, 1 / units)).astype(float)


def _best(corners: Sequence[Floats], shares: Both, of: Floats) -> Floats:
    return min(corners, key=lambda corner: gap(corner, *shares, of))


def _floor(sample: ByUnit, replicates: int, seed: int) -> float:
    """The mean gap of two samples of the real units, as many as real and simulated ones."""
    rng = np.random.default_rng([seed, sample.units, 1])
    there = np.flatnonzero(np.sum(sample.counts[0], axis=0))
    found = []
    for _ in range(replicates):
        one, other = np.zeros((2, sample.units))
        for weights, size in ((one, sample.real), (other, sample.simulated)):
            np.add.at(weights, rng.choice(there, size), 1.0)
        shares = sample.shares_of(0, one), sample.shares_of(0, other)
        if shares[0] is not None and shares[1] is not None:
            each = zip(sample.even, shares[0], shares[1], strict=True)
            found.append(sum(w * jensen_shannon(p, q) for w, p, q in each))
    return float(np.mean(found))


def _by_measure(
    sample: ByUnit, shares: Both, single: Floats, best: Floats
) -> dict[str, tuple[float, float]]:
    found = {}
    for name in dict.fromkeys(sample.measures):
        own = np.array([float(each == name) for each in sample.measures])
        own /= own.sum()
        found[name] = gap(single, *shares, own), gap(best, *shares, own)
    return found


def _sentence(found: MixtureWeights) -> str:
    mixed = ", ".join(
        f"{100 * (e.value or 0):.0f} % {name} [{100 * (e.low or 0):.0f}, {100 * (e.high or 0):.0f}]"
        for name, e in found.weights.items()
    )
    nearest = min(found.alone, key=lambda name: found.alone[name])
    low = found.saved.low or 0.0
    told = f"{found.saved.value:+.4f} [{low:+.4f}, {found.saved.high:+.4f}]".replace("-", "−")
    ends = (
        f"on groups not fitted on it is nearer than the best alone by {told}"
        if low > 0
        else f"whether it is nearer than the best alone cannot be told ({told} on groups not"
        " fitted on)"
    )
    return (
        f"Nearest to real users: {mixed}; gap {found.mixture.value:.4f} bits, {nearest} alone"
        f" {found.alone[nearest]:.4f}, real against real {found.floor:.4f}; {ends}."
    )
