"""What cards of real users and of other simulators say of a simulator they never saw.

A card need not hold for another writer: how often a label is found, and how often
it is seen where it is not, differs between real users and simulators and from one
simulator to the next. The log-odds of a label's rate on real text and on each
simulator's are taken as draws around a mean of the label with one variance for all
labels: random effects (DerSimonian and Laird 1986), the variance as by Paule and
Mandel (1982), pooled over labels, for one or two simulators alone would show none.
A simulator not seen before has the label's mean, with the variance of the mean plus
that between kinds of text (the prediction of Higgins, Thompson and Spiegelhalter
2009). Real text counts as one kind among the others: a simulator that writes as
people do must not be judged by the card of one that does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from usergap.annotators.annotator import CardSide
from usergap.compare.sides import Floats

CONTINUITY = 0.5
"""Counts added to hits and misses: a rate seen as 0 or 1 has a finite log-odds."""
HALVINGS = 50
WIDEST = 25.0
"""Largest variance between sides: log-odds beyond 5 either way are 0 or 1 in practice."""


@dataclass(frozen=True)
class Errors:
    """True and false positive rates per label with standard errors, all (k,).

    ``foreseen`` (k,): labels with a rate that no gold of this text measured.
    """

    tpr: Floats
    fpr: Floats
    tpr_se: Floats
    fpr_se: Floats
    foreseen: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class LogOdds:
    """One rate per label on the log-odds scale, and its variance, (k,)."""

    value: Floats
    variance: Floats

    def rate(self) -> tuple[Floats, Floats]:
        """The rate and its standard error (delta method)."""
        rate = expit(self.value)
        return np.asarray(rate), np.asarray(np.sqrt(self.variance) * rate * (1 - rate))


def measured(sides: Sequence[CardSide], labels: Sequence[str]) -> Errors:
    """The rates on the text that the sides were made from, their counts summed.

    A label that no side judged, or that lacks units with it or without it, is NaN.
    """
    found, missed = _log_odds(sides, labels)
    return _errors(found, missed)


def predicted(sides: Sequence[CardSide], labels: Sequence[str]) -> Errors:
    """The rates on text that no side has seen; ``sides``: real text and simulators'."""
    each = [_log_odds([side], labels) for side in sides]
    found = _errors(*(_prediction(kinds) for kinds in zip(*each, strict=True)))
    return replace(found, foreseen=np.ones(len(labels), np.bool_))


def filled(known: Errors, guess: Errors) -> Errors:
    """``known``, with the guess of each rate that was not measured."""

    def one(rate: str) -> tuple[Floats, Floats]:
        missing = ~np.isfinite(getattr(known, rate))
        value, error = (
            np.where(missing, getattr(guess, name), getattr(known, name))
            for name in (rate, f"{rate}_se")
        )
        return value, error

    (tpr, tpr_se), (fpr, fpr_se) = one("tpr"), one("fpr")
    missing = ~np.isfinite(known.tpr) | ~np.isfinite(known.fpr)
    return Errors(tpr, fpr, tpr_se, fpr_se, np.asarray(missing, np.bool_))


def _prediction(kinds: Sequence[LogOdds]) -> LogOdds:
    value = np.stack([x.value for x in kinds])
    variance = np.stack([x.variance for x in kinds])
    between = variance_between(value, variance)
    weights, mean = _means(value, variance, between)
    with np.errstate(divide="ignore"):
        return LogOdds(mean, 1 / weights.sum(axis=0) + between)


def variance_between(value: Floats, variance: Floats) -> float:
    """Variance of log-odds (sides, k) around their label's mean, NaN where not measured.

    The t at which the squared distances from the means, each divided by
    ``variance`` + t, add up to their degrees of freedom; 0 where they fall short.
    """
    degrees = int(np.maximum(np.isfinite(value).sum(axis=0) - 1, 0).sum())

    def surplus(between: float) -> float:
        weights, mean = _means(value, variance, between)
        return float(np.nansum(weights * (value - mean) ** 2)) - degrees

    if not degrees or surplus(0.0) <= 0:
        return 0.0
    if surplus(WIDEST) >= 0:
        return WIDEST
    low, high = 0.0, WIDEST
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if surplus(middle) > 0 else (low, middle)
    return (low + high) / 2


def _means(value: Floats, variance: Floats, between: float) -> tuple[Floats, Floats]:
    """Weights (sides, k), 0 where not measured, and the labels' means (k,)."""
    known = np.isfinite(value)
    weights = np.where(known, 1 / (np.where(known, variance, 1.0) + between), 0.0)
    with np.errstate(invalid="ignore"):
        return weights, (weights * np.where(known, value, 0.0)).sum(axis=0) / weights.sum(axis=0)


def _errors(found: LogOdds, false: LogOdds) -> Errors:
    (tpr, tpr_se), (fpr, fpr_se) = found.rate(), false.rate()
    return Errors(tpr, fpr, tpr_se, fpr_se)


def _log_odds(sides: Sequence[CardSide], labels: Sequence[str]) -> tuple[LogOdds, LogOdds]:
    cells = [[side.labels[label] for side in sides if label in side.labels] for label in labels]
    found = [_one([(x.tp, x.fn, x.tpr_se) for x in row]) for row in cells]
    false = [_one([(x.fp, x.tn, x.fpr_se) for x in row]) for row in cells]
    return _columns(found), _columns(false)


def _columns(rows: list[tuple[float, float]]) -> LogOdds:
    table = np.array(rows, float).reshape(-1, 2)
    return LogOdds(table[:, 0], table[:, 1])


def _one(counts: list[tuple[int, int, float]]) -> tuple[float, float]:
    """Log-odds and variance of one rate from (hits, misses, standard error) of sides.

    The cards' standard errors know of clusters; where they are smaller than
    independent units would give (a rate of 0 or 1 has none), these count.
    """
    units = [hits + misses for hits, misses, _ in counts]
    total = sum(units)
    if not total:
        return (np.nan, np.nan)
    rate = (sum(hits for hits, *_ in counts) + CONTINUITY) / (total + 2 * CONTINUITY)
    clustered = sum((n * se) ** 2 for n, (*_, se) in zip(units, counts, strict=True)) / total**2
    independent = 1 / ((total + 2 * CONTINUITY) * rate * (1 - rate))
    return (float(logit(rate)), float(max(clustered / (rate * (1 - rate)) ** 2, independent)))
