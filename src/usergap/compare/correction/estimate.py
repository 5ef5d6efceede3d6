"""Correcting label rates for the annotator's errors: formulas and what is done with them.

A card's rates give the true rate of a label (Rogan and Gladen 1978). How far that is
believed is a ``Belief`` (see ``correction.belief``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.compare.correction.transfer import Errors
from usergap.compare.label_statistic import unit_rates
from usergap.compare.sides import Floats

ENOUGH = 0.3
"""Least TPR - FPR with which a label is corrected: below it, noise is multiplied."""

Pair = tuple[Floats, Floats]
"""The same of the real and of the simulated side."""


def correctable(*sides: Errors) -> NDArray[np.bool_]:
    """Labels whose TPR - FPR is at least .3 on every side, (k,)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.all([errors.tpr - errors.fpr >= ENOUGH for errors in sides], axis=0), np.bool_
        )


def rogan_gladen(rates: Floats, tpr: Floats, fpr: Floats) -> Floats:
    """True rate = (observed - FPR) / (TPR - FPR), cut to 0..1; shapes broadcast."""
    return np.asarray(np.clip((rates - fpr) / (tpr - fpr), 0.0, 1.0))


@dataclass(frozen=True)
class Belief:
    """How far each label is corrected and what stays unknown, (k,) each.

    ``part``, 0 to 1: of the way from the raw rates of both sides to the full
    correction; ``stretch``: of the raw difference, added to the simulated side (as far
    as its rate stays between 0 and 1, the rest to the real one).
    ``variance`` (2, k): of the real and of the simulated side's corrected rates, from
    the annotator's errors alone. ``doubt``: standard deviation of ``stretch``; one draw
    serves all labels, for an annotator that misses more of one misses more of all.
    ``held``: of the simulated rates, what was held back of a correction that may yet be
    due; one draw serves all labels, for the same scatter holds all of them back.
    """

    part: Floats
    stretch: Floats
    variance: Floats
    doubt: Floats
    held: Floats

    @classmethod
    def none(cls, labels: int) -> Belief:
        """Nothing is corrected and nothing is unknown."""
        zeros = np.zeros(labels)
        return cls(zeros, zeros, np.zeros((2, labels)), zeros, zeros)

    @classmethod
    def full(cls, able: NDArray[np.bool_]) -> Belief:
        """The card at its word, wherever it is ``able``."""
        zeros = np.zeros(able.size)
        return cls(able.astype(float), zeros, np.zeros((2, able.size)), zeros, zeros)

    @property
    def moves(self) -> bool:
        """Whether any rate is changed."""
        return bool(self.part.any() or self.stretch.any())


def corrected_rates(rates: Pair, errors: tuple[Errors, Errors], belief: Belief) -> Pair:
    """Rates of (real, simulated), (..., k) each, moved as far as ``belief`` says; 0 to 1."""
    moved = np.flatnonzero(belief.part > 0)
    out = rates[0].copy(), rates[1].copy()
    for new, raw, own in zip(out, rates, errors, strict=True):
        full = rogan_gladen(raw[..., moved], own.tpr[moved], own.fpr[moved])
        new[..., moved] += belief.part[moved] * (full - raw[..., moved])
    stretched = out[1] + belief.stretch * (rates[1] - rates[0])
    simulated = np.clip(stretched, 0.0, 1.0)
    # What the simulated side cannot take, the real one does: the difference stays.
    return np.clip(out[0] + (simulated - stretched), 0.0, 1.0), simulated


def as_profile(rates: Floats, shares: bool) -> Floats:
    """Rates as they are, or as shares that sum to 1, (..., k); NaN without any label."""
    if not shares:
        return rates
    total = rates.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(total > 0, rates / total, np.nan))


def corrected_profiles(
    sums: Pair,
    errors: tuple[Errors, Errors],
    belief: Belief,
    shares: bool,
    rng: np.random.Generator | None = None,
) -> Pair:
    """Corrected shares (or rates) of (real, simulated), (replicates, k) each.

    ``sums`` (replicates, k + 1) hold label counts and units. With ``rng`` every
    replicate gets an annotator's error of its own, so that what the card leaves open
    goes into whatever is made from the replicates.
    """
    raw = unit_rates(sums[0]), unit_rates(sums[1])
    rates = corrected_rates(raw, errors, belief)
    if rng is not None:
        # Not cut to 0..1: noise that is cut at one end would shift the mean.
        here, there = (
            rate + np.sqrt(own) * rng.standard_normal(rate.shape)
            for rate, own in zip(rates, belief.variance, strict=True)
        )
        common = rng.standard_normal((len(there), 1)) * belief.doubt
        there = there + common * (raw[1] - raw[0])
        rates = here, there + rng.standard_normal((len(there), 1)) * belief.held
    return as_profile(rates[0], shares), as_profile(rates[1], shares)
