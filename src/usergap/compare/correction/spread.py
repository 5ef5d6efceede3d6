"""Where a side's true rates may lie: intervals of single labels, whatever was corrected.

A distance is told with the belief of ``correction.belief``, in which what misleads both
sides alike cancels. Nothing cancels in one side's rate: a label that is reported raw may
lie anywhere that the card leaves open. So these intervals take the card at its word, with
all of its doubt. Each replicate resamples the dialogues and draws one TPR and one FPR a
label on the log-odds scale, with the card's own variance (it knows of dialogues and groups:
turns of one dialogue are judged alike) and, on text that the card never saw, the variance
between kinds of text (``correction.transfer``); Rogan-Gladen then gives a rate.

Drawing, not the delta method: (observed - FPR) / (TPR - FPR) is skewed where TPR - FPR is
small or few units carry the label, and where the observed rate is below the FPR a linear
expansion shows no doubt at all. A label that was never seen has half a sighting (Jeffreys):
resampling zeros shows none. Where TPR - FPR comes out below .05 the annotator says nothing
of the label, and any rate is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit, logit

from usergap.compare.correction.estimate import as_profile
from usergap.compare.correction.transfer import Errors
from usergap.compare.sides import Floats

SAYS_NOTHING = 0.05
SIGHTING = 0.5
UNKNOWN = 1.8
"""SD of the log-odds of a rate that no card measured: it then lies anywhere from 0 to 1."""


def drawn_rates(sums: Floats, units: float, errors: Errors, rng: np.random.Generator) -> Floats:
    """True rates, (replicates, k), from ``sums`` (replicates, k + 1) of resampled dialogues.

    ``units``: what half a sighting is half of: the judged units of one dialogue.
    """
    shape = sums[:, :-1].shape
    with_it, without = units * rng.gamma(SIGHTING, size=(2, *shape))
    observed = (sums[:, :-1] + with_it) / (sums[:, -1:] + with_it + without)
    tpr, fpr = (
        _draw(errors.tpr, errors.tpr_se, shape, rng),
        _draw(errors.fpr, errors.fpr_se, shape, rng),
    )
    told = tpr - fpr
    anything = rng.random(shape)
    says = told > SAYS_NOTHING
    true = np.clip((observed - fpr) / np.where(says, told, 1.0), 0.0, 1.0)
    return np.where(says, true, anything)


def _draw(rate: Floats, se: Floats, shape: Sequence[int], rng: np.random.Generator) -> Floats:
    known = np.isfinite(rate) & np.isfinite(se)
    middle = np.clip(np.where(known, rate, 0.5), 1e-9, 1 - 1e-9)
    # The inverse of the delta method that made the standard error (transfer.LogOdds.rate).
    spread = np.where(known, se / (middle * (1 - middle)), UNKNOWN)
    return np.asarray(expit(logit(middle) + spread * rng.standard_normal(tuple(shape))))


def ends(draws: Floats, reported: Floats, shares: bool) -> tuple[Floats, Floats]:
    """Both ends, (k,) each, of 95 % of the drawn rates (or shares); they hold ``reported``."""
    low, high = np.nanquantile(as_profile(draws, shares), [0.025, 0.975], axis=0)
    return np.minimum(low, reported), np.maximum(high, reported)
