"""What a row says of each side: shares and rates, or the spread of a number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.compare.label_statistic import unit_rates
from usergap.compare.sides import Floats
from usergap.dimensions import Dimension, Kind

QUANTILES = {"q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95}


def describe_labels(dimension: Dimension, sums: Floats, replicated: Floats) -> dict[str, Any]:
    """Shares and rates of one side, each with a 95 % percentile interval.

    ``sums`` (k + 1,) label counts and units; ``replicated`` (replicates, k + 1).
    Flags have rates only. A single rate is no distance, so that the plain
    percentile interval over resampled groups is sound here.
    """
    kinds = {"rates": unit_rates}
    if dimension.kind is Kind.LABELS:
        kinds = {"shares": _shares, **kinds}
    found: dict[str, Any] = {}
    for name, quantity in kinds.items():
        point = quantity(sums[None, :])[0]
        draws = quantity(replicated)
        draws = draws[np.isfinite(draws).all(axis=1)]
        low, high = np.quantile(draws, [0.025, 0.975], axis=0) if len(draws) else (point, point)
        found[name] = dict(zip(dimension.labels, point.tolist(), strict=True))
        found[f"{name}_low"] = dict(zip(dimension.labels, low.tolist(), strict=True))
        found[f"{name}_high"] = dict(zip(dimension.labels, high.tolist(), strict=True))
    return found


def describe_numbers(values: Floats, weights: Floats) -> dict[str, float]:
    """Mean, SD (n - 1) and quantiles of one side's defined values, weighted."""
    if not values.size:
        return {}
    total = weights.sum()
    mean = float(values @ weights / total)
    freedom = total - (weights**2).sum() / total
    spread = float((((values - mean) ** 2) @ weights) / freedom) if freedom > 0 else 0.0
    found = {"mean": mean, "sd": spread**0.5}
    order = np.argsort(values, kind="stable")
    for name, point in QUANTILES.items():
        found[name] = _quantile(values[order], weights[order], point)
    return found


def _quantile(ordered: Floats, weights: Floats, point: float) -> float:
    if (weights == weights[0]).all():
        return float(np.quantile(ordered, point))
    middle = np.cumsum(weights) - weights / 2
    return float(np.interp(point * weights.sum(), middle, ordered))


def _shares(sums: Floats) -> Floats:
    counts: NDArray[np.float64] = sums[:, :-1]
    total = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, counts / np.where(total > 0, total, 1.0), np.nan))
