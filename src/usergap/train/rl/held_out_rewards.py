"""The reward of held-out contexts before and after training, with what chance leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from usergap.train.rl.advantages import Floats

REPLICATES = 2000
FEWEST = 5


def change(before: Floats, after: Floats, group: Sequence[int], seed: int) -> dict[str, Any]:
    """Mean rewards and their difference, with 95 % percentile intervals over groups.

    ``before``, ``after``: contexts × replies, NaN where missing; a context counts where both
    sides know a reward of it, each context alike. None where nothing is known; no interval with
    fewer than 5 groups.
    """
    both = [_means(each) for each in (before, after)]
    known = np.flatnonzero(np.isfinite(both[0]) & np.isfinite(both[1]))
    missing = {
        "missing_before": float(np.isnan(before).mean()) if before.size else 0.0,
        "missing_after": float(np.isnan(after).mean()) if after.size else 0.0,
        "contexts": int(known.size),
    }
    if not known.size:
        return {"before": None, "after": None, "difference": None, **missing}
    rows = np.stack([both[0][known], both[1][known], both[1][known] - both[0][known]])
    names, place = np.unique(np.asarray(group)[known], return_inverse=True)
    sums = np.stack([np.bincount(place, row, len(names)) for row in rows])
    sizes = np.bincount(place, minlength=len(names)).astype(float)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(names), (REPLICATES, len(names)))
    means = sums[:, drawn].sum(axis=2) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975], axis=1)
    enough = len(names) >= FEWEST
    told = {
        name: {
            "value": float(rows[i].mean()),
            "low": float(low[i]) if enough else None,
            "high": float(high[i]) if enough else None,
        }
        for i, name in enumerate(("before", "after", "difference"))
    }
    return {**told, **missing}


def _means(rewards: Floats) -> Floats:
    known = np.isfinite(rewards)
    count = known.sum(axis=1)
    total = np.where(known, rewards, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
