"""How much noise pairing removes: the constants of ``usergap.compare.power.search``.

The bootstrap noise of the difference between real and simulated users on shared
scenarios, with one weight for both sides of a scenario (paired) and with separate
ones: the ratio of their variances, summed over labels, blocks of the distribution
function or directions of vectors.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from benchmarks.calibration.false_alarms import statistics_of
from usergap.compare.draws import observed
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.pairing import pair_up
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import Sides, bring_together
from usergap.dimensions import MEASURES
from usergap.profiles import Profile


def noise_left(real: Profile, simulated: Profile, replicates: int = 4000) -> dict[str, float]:
    """Per measure: variance of the paired difference over that of the unpaired one."""
    pairing = pair_up(real.table, simulated.table, "only", simulated.name)
    paired, apart = (
        _noise(bring_together(pairing.real, pairing.simulated, True, link), replicates)
        for link in (True, False)
    )
    return {name: paired[name] / apart[name] for name in paired}


def _noise(sides: Sides, replicates: int) -> Mapping[str, float]:
    statistics = {x: s.keeping() for x, s in statistics_of(sides, MEASURES).items()}
    sample = replicate([observed(sides)], statistics)
    drawn = replicate(bootstrap(sides, replicates, 0), statistics)
    found = {}
    for name, statistic in statistics.items():
        first, second = drawn[name]
        if isinstance(statistic, LabelStatistic):
            difference = statistic.profile(second) - statistic.profile(first)
            found[name] = float(np.nanvar(difference, axis=0).sum())
        elif isinstance(statistic, NumberStatistic):
            found[name] = float(np.nanvar(second, axis=0).sum())
        else:
            found[name] = float(np.nanmean(first - 2 * second + sample[name][0][0]))
    return found
