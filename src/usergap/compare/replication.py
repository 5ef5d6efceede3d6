"""All statistics over all draws: each chunk of weights is drawn once and serves every one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from usergap.compare.draws import Chunk
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.statistic import Collected, Statistic
from usergap.compare.workers import stop_if_asked


def replicate(
    chunks: Iterable[Chunk], statistics: Mapping[str, Statistic]
) -> Mapping[str, Collected]:
    """What every statistic collects, over all chunks; label counts in one product W @ C."""
    found: dict[str, list[Collected]] = {name: [] for name in statistics}
    counted = {x: s for x, s in statistics.items() if isinstance(s, LabelStatistic)}
    joined = LabelStatistic.join(list(counted.values())) if counted else None
    ends = np.cumsum([statistic.counts.shape[1] for statistic in counted.values()])[:-1]
    for chunk in chunks:
        stop_if_asked()
        if joined is not None:
            sides = [np.split(sums, ends, axis=1) for sums in joined.collect(chunk)]
            for name, *pair in zip(counted, *sides, strict=True):
                found[name].append(tuple(pair))
        for name, statistic in statistics.items():
            if name not in counted:
                found[name].append(statistic.collect(chunk))
    return {
        name: tuple(np.concatenate(parts) for parts in zip(*pieces, strict=True))
        for name, pieces in found.items()
    }
