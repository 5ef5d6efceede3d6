"""Entropy of an attribute: how evenly its labels are used."""

from __future__ import annotations

import numpy as np

from usergap.probes.inference import Floats, Statistic


def entropy(weights: Floats, counts: Floats) -> Floats:
    """Shannon entropy in bits of the labels' shares (counts n × k) under weights (B × n)."""
    held = weights @ counts
    total = held.sum(axis=1, keepdims=True)
    p = np.where(total > 0, held / np.where(total > 0, total, 1), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        terms = np.where(p > 0, p * np.log2(np.where(p > 0, p, 1)), np.where(p == 0, 0.0, np.nan))
    return np.asarray(-terms.sum(axis=1))


def entropy_difference(counts: Floats) -> Statistic:
    """Simulated entropy minus real entropy: 0 where both use the labels as evenly."""
    return lambda real, simulated: entropy(simulated, counts) - entropy(real, counts)
