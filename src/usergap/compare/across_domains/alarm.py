"""The worst domain: a gap that stands out of all cells, not the largest of many by chance.

Each cell's distance is standardised by its own permutation distribution (sides are
swapped within the domain; see ``unlike_groups`` and ``noise_test`` for groups that differ
in size), because a domain of eight dialogues lies far away by
chance alone; the largest standardised value over all domains and measures is compared
with the largest of each permutation (max-T, Westfall and Young 1993). That controls
the chance of a single false alarm whatever the measures' dependence, where the
q-values of the cells' table control the expected share of false ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from usergap.compare.across_domains.record import Alarm
from usergap.compare.draws import observed
from usergap.compare.matched import Matched
from usergap.compare.measure_statistic import statistic_of
from usergap.compare.noise_test import alike, noise
from usergap.compare.observations import Observations
from usergap.compare.permutation import TOLERANCE
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import Floats, Sides
from usergap.compare.statistic import Statistic
from usergap.compare.thinning import affordable
from usergap.compare.undefined import after_reading
from usergap.compare.unlike_groups import replicated_null

ALPHA = 0.05


@dataclass(frozen=True)
class Cell:
    """One domain and measure: the distance and its permutations, (replicates,)."""

    domain: str
    measure: str
    value: float
    permuted: Floats


def permute_cells(
    matched: Matched,
    domains: Mapping[str, Sides],
    observed_in: Mapping[str, Mapping[str, Observations]],
) -> list[Cell]:
    """Permute every domain's sides; replicates of all cells belong together by number."""
    found = []
    for domain, sides in domains.items():
        seen = {
            name: affordable(matched.measures[name], values, sides)
            for name, values in observed_in[domain].items()
            if after_reading(values, sides) is None
        }

        def made(over: Sides, seen: Mapping[str, Observations] = seen) -> dict[str, Statistic]:
            return {x: statistic_of(matched.measures[x], seen[x], over) for x in seen}

        statistics = made(sides)
        if not statistics:
            continue
        sample = replicate([observed(sides)], statistics)
        settings = matched.replicates, matched.seed, f"alarm {domain}"
        drawn = replicated_null(sides, statistics, made, *settings)
        uneven = {x: s for x, s in statistics.items() if not alike(seen[x], sides)}
        by_noise = _noises(matched, domain, sides, uneven, seen)
        for name, statistic in statistics.items():
            value = float(statistic.distances(sample[name])[0])
            permuted = statistic.distances(drawn[name])
            if name in by_noise and _reach(by_noise[name]) > _reach(permuted):
                permuted = by_noise[name]
            found.append(Cell(domain, name, value, permuted))
    return [cell for cell in found if np.isfinite(cell.value)]


def _noises(
    matched: Matched,
    domain: str,
    sides: Sides,
    statistics: Mapping[str, Statistic],
    seen: Mapping[str, Observations],
) -> dict[str, Floats]:
    """Distances that noise alone makes, NaN where a replicate has none, (replicates,) each."""
    if not statistics:
        return {}
    keeping = {x: statistic.keeping() for x, statistic in statistics.items()}
    sample = replicate([observed(sides)], keeping)
    chunks = bootstrap(sides, matched.replicates, matched.seed, f"alarm {domain}")
    drawn = replicate(chunks, keeping)
    found = {}
    for name, statistic in keeping.items():
        kept = [seen[name].defined & side for side in (sides.real, ~sides.real)]
        groups = np.unique(sides.block[kept[0]]).size, np.unique(sides.block[kept[1]]).size
        summed, chance = noise(statistic, sample[name], drawn[name], groups)
        value = float(statistic.distances(sample[name])[0])
        found[name] = np.full(matched.replicates, np.nan)
        found[name][: chance.size] = chance * (value / summed if summed > 0 else 1.0)
    return found


def _reach(distances: Floats) -> float:
    known = distances[np.isfinite(distances)]
    return float(np.quantile(known, 1 - ALPHA)) if known.size else -np.inf


def alarms(cells: Sequence[Cell], distances: Mapping[str, str]) -> tuple[tuple[Alarm, ...], int]:
    """The cells with max-T p < .05, the worst first, and how many cells were tested.

    ``distances`` {measure: kind of distance}. A cell whose permutations are all alike
    cannot be tested.
    """
    tested, scores = [], []
    for cell in cells:
        # The sample is one of the permutations: only with it among them is the test exact.
        known = np.append(cell.permuted[np.isfinite(cell.permuted)], cell.value)
        spread = float(known.std(ddof=1)) if known.size > 1 else 0.0
        if spread <= TOLERANCE * max(1.0, abs(cell.value)):
            continue
        mean = float(known.mean())
        tested.append((cell, mean, (cell.value - mean) / spread))
        scores.append(np.nan_to_num((cell.permuted - mean) / spread, nan=-np.inf))
    if not tested:
        return (), 0
    largest = np.max(scores, axis=0)
    found = []
    for cell, mean, score in tested:
        reached = int((largest >= score - TOLERANCE * max(1.0, abs(score))).sum())
        p = (1 + reached) / (1 + largest.size)
        if p < ALPHA:
            kind = distances[cell.measure]
            found.append(Alarm(cell.domain, cell.measure, kind, cell.value, mean, score, p))
    return tuple(sorted(found, key=lambda alarm: -alarm.excess_sd)), len(tested)
