"""How much of a correction its card justifies: empirical Bayes over the labels.

Taken at its word, a card that is uncertain, or that was made from another simulator's
text, does more harm than good: dividing by TPR - FPR multiplies its errors. So the
correction is believed in part. Let g_j be the raw difference between both sides and
d_j what the full correction would add to it, with variance v_j: from the card, and
from the annotator's hits and misses on the dialogues at hand, which the correction
would magnify. The model is d_j = a g_j + b_j, where the b_j scatter with variance
T s_j^2, s_j^2 = r_j (1 - r_j), r_j the mean raw rate. The posterior mean of d_j is
a g_j + part_j (d_j - a g_j) with part_j = T / (T + v_j / s_j^2): empirical Bayes with
a regression as its prior mean (Efron and Morris 1973; Morris 1983), T by moments.

**Rates** (flags) have a common stretch a: an annotator that misses half of everything
halves every difference. It comes from weighted least squares under the prior N(0, 1),
and counts only for the share of the raw differences that is not itself noise of the
annotator (the reliability ratio of regression dilution, Fuller 1987). **Shares** have
a = 0: they sum to 1, so what is missed of all labels alike cancels; errors are
confusions between labels. Where what is missed falls to one label ("none"), their gaps
shrink too: the regression's slope, shrunk towards 0 by the same prior, is their doubt.

A label with TPR - FPR below .3 on a side keeps its raw rates. A correction that does not
pay is not made: for part_j, T is taken one standard error lower than it is estimated, so
that the expected gain in squared error exceeds what the noise costs (with T as estimated
the corrected distance was further from gold than the raw one).

The posterior variance goes into the interval. For it T is taken one standard error higher
(a few labels cannot show that there is no scatter), yet not above the mean square of the
shifts. The slope's variance and what was taken off it are a doubt that all labels share:
it is drawn once for all of them. Drawn for each label anew it would average out over the
labels, and intervals of half sums covered 70 % instead of 95. What the lower T holds back
of each label's shift, against the higher one, is such a doubt as well: the reported gap
stops short of the truth where an unsure card errs much on a large gap. Without it
intervals covered 75 to 82 % of a planted gap of 30 points that showed as 21.

That model takes d_j for a measurement with error v_j, as it is where gold of the very text
measured it. Rates that were foreseen for text no gold has seen (``transfer``) are no
measurement: the true ones scatter around them by all of v_j (Berkson 1950), and small d_j
say nothing against it. There v_j stays whole. Shrunk as the others, intervals of people
on whom the annotator errs as on a simulator left out 0 in 85 to 100 of 100 runs.

``benchmarks/calibration/corrections`` plants shifts of prevalence and compares this
with no correction and with full ones, on both simulators and on people who play one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from usergap.compare.correction.estimate import Belief, Pair, corrected_rates, rogan_gladen
from usergap.compare.correction.transfer import Errors
from usergap.compare.sides import Floats

ROUNDS = 8
"""Turns of weighted least squares: the scatter sets the weights and is set by them."""
TYPICAL = 1.0
"""Prior variance of the stretch: 1 means that half of everything is missed."""
TINY = 1e-12


def believe(
    rates: Pair,
    errors: tuple[Errors, Errors],
    able: NDArray[np.bool_],
    units: tuple[float, float],
    shares: bool,
) -> Belief:
    """The belief in a correction of raw ``rates`` (k,); at least one label is ``able``.

    ``units``: judged units a side; ``shares``: whether rates are compared as shares.
    """
    mean = (rates[0] + rates[1]) / 2
    scale = np.maximum(mean * (1 - mean), 1e-6)
    gap = rates[1] - rates[0]
    full = corrected_rates(rates, errors, Belief.full(able))
    shift = (full[1] - full[0] - gap)[able]
    own = np.array([card_variance(r, e) for r, e in zip(rates, errors, strict=True)])
    judging = sum(
        judging_variance(r, e, n)[able] for r, e, n in zip(rates, errors, units, strict=True)
    )
    magnified = sum((1 / (e.tpr - e.fpr) - 1)[able] for e in errors) / 2
    noise = np.maximum((own.sum(axis=0)[able] + magnified**2 * judging) / scale[able], TINY)
    slope, slope_variance, between = _regress(
        shift, np.zeros_like(shift) if shares else gap[able], noise, scale[able]
    )
    every = float(scale[able].sum())
    seen = float((shift**2).sum()) / every
    chance = float(np.sqrt(2 * ((noise * scale[able]) ** 2).sum())) / every
    unsure = max(between, min(seen, between + chance))
    surely = max(between - chance, 0.0)
    reliability = max(0.0, 1 - float(np.sum(judging) / max((gap[able] ** 2).sum(), TINY)))
    used = slope * TYPICAL / (TYPICAL + slope_variance)
    if used > 0:
        used = max(0.0, (1 + used) * reliability - 1)

    part, stretch, held = np.zeros((3, able.size))
    part[able] = surely / (surely + noise)
    held[able] = (unsure / (unsure + noise) - part[able]) * (shift - slope * gap[able])
    stretch[able] = (1 - part[able]) * used
    variance = np.tile(unsure * scale / 2, (2, 1))
    variance[:, able] = own[:, able] * (unsure / (unsure + noise))
    for side, known in enumerate(errors):
        if known.foreseen is not None:
            whole = able & known.foreseen
            variance[side, whole] = np.maximum(variance[side, whole], own[side, whole])
    # What was taken off the slope may be true, and labels that are not corrected have one.
    if shares:
        slope, slope_variance, _ = _regress(shift, gap[able], noise, scale[able])
        shrunk = 1 / (1 + slope_variance / TYPICAL)
        slope, slope_variance = slope * shrunk, slope_variance * shrunk
    unknown = slope_variance + (slope - np.where(able, used, 0.0)) ** 2
    return Belief(part, stretch, variance, (1 - part) * np.sqrt(unknown), held)


def card_variance(rates: Floats, errors: Errors) -> Floats:
    """Variance of a corrected rate from the card alone, (k,).

    Delta method before the rate is cut at 0, then the variance of a normal value cut
    there: where fewer units carry a label than the card's FPR alone would give, the
    true rate is near 0 however unsure the card is.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        true = rogan_gladen(rates, errors.tpr, errors.fpr)
        spread = np.hypot(true * errors.tpr_se, (1 - true) * errors.fpr_se)
        sd = np.maximum(spread / (errors.tpr - errors.fpr), TINY)
        at = (rates - errors.fpr) / (errors.tpr - errors.fpr) / sd
        above, density = ndtr(at), np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi)
        mean = at * above + density
        return np.asarray(((at**2 + 1) * above + at * density - mean**2) * sd**2)


def judging_variance(rates: Floats, errors: Errors, units: float) -> Floats:
    """Variance of a raw rate, the true labels of its units given: hits and misses, (k,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        true = rogan_gladen(rates, errors.tpr, errors.fpr)
        hits, false = errors.tpr * (1 - errors.tpr), errors.fpr * (1 - errors.fpr)
        return np.asarray((true * hits + (1 - true) * false) / units)


def _regress(
    shift: Floats, gap: Floats, noise: Floats, scale: Floats
) -> tuple[float, float, float]:
    """Slope of the shifts on the gaps, its variance, and the scatter T around it."""
    between = float(noise.mean())
    slope = slope_variance = 0.0
    for _ in range(ROUNDS):
        weights = 1 / ((between + noise) * scale)
        known = float((weights * gap**2).sum())
        if known > 0:
            slope, slope_variance = float((weights * gap * shift).sum()) / known, 1 / known
        rest = (shift - slope * gap) ** 2 - noise * scale
        degrees = (rest.size - (known > 0)) / rest.size
        between = max(float(rest.sum() / scale.sum()) / degrees, 0.0) if degrees else 0.0
    return slope, slope_variance, between
