"""Correcting label rates for the annotator's errors (Rogan and Gladen 1978)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from usergap.compare.cards import Errors
from usergap.compare.label_statistic import unit_rates
from usergap.compare.sides import Floats

ENOUGH = 0.3
"""Least TPR - FPR with which a label is corrected: below it, noise is multiplied."""


def correctable(*sides: Errors) -> NDArray[np.bool_]:
    """Labels whose TPR - FPR is at least .3 on every side, (k,)."""
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.all([errors.tpr - errors.fpr >= ENOUGH for errors in sides], axis=0), np.bool_
        )


def rogan_gladen(rates: Floats, tpr: Floats, fpr: Floats) -> Floats:
    """True rate = (observed - FPR) / (TPR - FPR), cut to 0..1; shapes broadcast."""
    return np.asarray(np.clip((rates - fpr) / (tpr - fpr), 0.0, 1.0))


def corrected_profile(
    sums: Floats,
    errors: Errors,
    labels: NDArray[np.bool_],
    shares: bool,
    rng: np.random.Generator | None = None,
) -> Floats:
    """Corrected shares (or rates) of one side, (replicates, k).

    ``sums`` (replicates, k + 1) holds label counts and units. ``labels`` says
    which are corrected; the others keep their raw rate. With ``rng`` every
    replicate draws its own TPR and FPR from their standard errors, so that the
    card's uncertainty goes into whatever is made from the replicates.
    """
    rates = unit_rates(sums)
    tpr, fpr = errors.tpr, errors.fpr
    if rng is not None:
        shape = rates.shape
        tpr = np.clip(tpr + errors.tpr_se * rng.standard_normal(shape), 0.0, 1.0)
        fpr = np.clip(fpr + errors.fpr_se * rng.standard_normal(shape), 0.0, 1.0)
        # A draw with hardly any information left would divide by nearly 0.
        fpr = np.minimum(fpr, np.maximum(tpr - ENOUGH / 3, 0.0))
        tpr = np.maximum(tpr, fpr + ENOUGH / 3)
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(labels, rogan_gladen(rates, tpr, fpr), rates)
        if not shares:
            return np.asarray(rates)
        total = rates.sum(axis=1, keepdims=True)
        return np.asarray(np.where(total > 0, rates / total, np.nan))
