"""The paper's cosine between pairs, with the baseline that gives it a meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScenarioCosine:
    """Mean cosine of simulated and real vectors over shared scenarios.

    ``same``: within a scenario; ``baseline``: against the other scenarios of the
    same domain, None where no domain has a second one; ``scenarios``: how many
    are shared. ``gains``: same − baseline of each scenario that has a baseline, for
    an interval.
    """

    same: float
    baseline: float | None
    scenarios: int
    gains: tuple[float, ...]


def scenario_cosine(
    real: Floats,
    simulated: Floats,
    real_scenarios: Sequence[Hashable | None],
    simulated_scenarios: Sequence[Hashable | None],
    real_domains: Sequence[Hashable | None],
) -> ScenarioCosine | None:
    """Cosine of same-scenario pairs beside that of same-domain, other-scenario pairs.

    ``real`` (n × d) and ``simulated`` (m × d) hold unit vectors; scenarios are the
    pair keys, None = no partner; a scenario's domain is that of its real dialogue.
    Several dialogues of one scenario are averaged first, so that every scenario
    weighs the same. None without a shared scenario. Real dialogues without a
    simulated partner enter the baseline. Source of the cosine: realsim, arXiv
    2605.02624; the baseline is ours: a cosine of .5 says nothing until one knows
    what two unrelated dialogues of the domain score.
    """
    mine = _means(real, real_scenarios)
    theirs = _means(simulated, simulated_scenarios)
    domain = dict(zip(real_scenarios, real_domains, strict=True))
    total: dict[Hashable | None, Floats] = defaultdict(lambda: np.zeros(real.shape[1]))
    count: dict[Hashable | None, int] = defaultdict(int)
    for scenario, mean in mine.items():
        total[domain[scenario]] = total[domain[scenario]] + mean
        count[domain[scenario]] += 1
    same, baseline, gains = [], [], []
    for scenario, vector in theirs.items():
        if scenario not in mine:
            continue
        place = domain[scenario]
        own = float(vector @ mine[scenario])
        same.append(own)
        if count[place] > 1:
            others = float(vector @ (total[place] - mine[scenario])) / (count[place] - 1)
            baseline.append(others)
            gains.append(own - others)
    if not same:
        return None
    return ScenarioCosine(
        same=float(np.mean(same)),
        baseline=float(np.mean(baseline)) if baseline else None,
        scenarios=len(same),
        gains=tuple(gains),
    )


def _means(vectors: Floats, scenarios: Sequence[Hashable | None]) -> dict[Hashable, Floats]:
    """Mean vector of each scenario, in order of first appearance."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for row, scenario in enumerate(scenarios):
        if scenario is not None:
            groups[scenario].append(row)
    return {scenario: vectors[rows].mean(axis=0) for scenario, rows in groups.items()}
