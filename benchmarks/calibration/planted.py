"""Populations with a planted total variation distance, and samples of their dialogues."""

from __future__ import annotations

from functools import cache
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Floats = NDArray[np.float64]

SHARES = {
    7: np.array([0.42, 0.22, 0.14, 0.10, 0.07, 0.035, 0.015]),
    10: np.array([0.38, 0.18, 0.13, 0.10, 0.08, 0.05, 0.035, 0.02, 0.015, 0.01]),
}
TURNS = 5
DIRECTIONS = ("two", "proportional", "even")


def direction(shares: Floats, name: str) -> Floats:
    """A difference with total variation 1: where the planted gap lies.

    ``two``: mass moves from the first label to the second; ``proportional``: labels
    win and lose in turn, by their share; ``even``: every second label wins the same,
    the others lose by their share. Three answers, because an interval that is good
    for one pattern of differences can be bad for another.
    """
    k = shares.size
    if name == "two":
        return np.array([-1.0, 1.0] + [0.0] * (k - 2))
    odd = np.arange(k) % 2 == 1
    loses = odd if name == "proportional" else ~odd
    wins = shares if name == "proportional" else np.ones(k)
    return np.where(loses, -shares / shares[loses].sum(), wins / wins[~loses].sum())


@cache
def _dialogues(labels: int) -> NDArray[np.int64]:
    """All ways in which ``TURNS`` turns can carry the labels, (ways, labels)."""
    ways = combinations_with_replacement(range(labels), TURNS)
    return np.array([np.bincount(way, minlength=labels) for way in ways])


def sums(
    rng: np.random.Generator, shares: Floats, correlation: float, runs: int, dialogues: int
) -> NDArray[np.float32]:
    """Label counts (runs, dialogues, k) of dialogues with ``TURNS`` turns.

    Dirichlet-multinomial: two turns of a dialogue agree beyond chance with the
    intra-class correlation given, concentration (1 − ρ)/ρ. Drawn from the exact
    probabilities of the few hundred possible dialogues.
    """
    counts = _dialogues(shares.size)
    ways = gammaln(TURNS + 1) - gammaln(counts + 1).sum(axis=1)
    # A share of 0 must not be drawn; it may come out of 0.35 − 0.35 as 1e-17.
    known = np.maximum(shares, 1e-15)
    if correlation == 0:
        log = ways + (counts * np.log(known)).sum(axis=1)
    else:
        alpha = known * (1 - correlation) / correlation
        log = ways + (gammaln(counts + alpha) - gammaln(alpha)).sum(axis=1)
        log += gammaln(alpha.sum()) - gammaln(TURNS + alpha.sum())
    chance = np.exp(log)
    drawn = rng.choice(len(counts), size=(runs, dialogues), p=chance / chance.sum())
    return counts.astype(np.float32)[drawn]


def replicates(
    rng: np.random.Generator, counts: NDArray[np.float32], draws: int
) -> tuple[Floats, Floats]:
    """Shares (runs, k) and their bootstrap replicates (runs, draws, k).

    One matrix of resampling weights serves the runs of one call (whole dialogues,
    with replacement): each run's interval is as it would be alone, and runs that
    share weights are kept to one call of about a hundred.
    """
    runs, n, k = counts.shape
    weights = rng.multinomial(n, np.full(n, 1 / n), draws).astype(np.float32)
    flat = counts.transpose(1, 0, 2).reshape(n, runs * k)
    drawn = (weights @ flat).reshape(draws, runs, k).transpose(1, 0, 2) / (n * TURNS)
    return counts.sum(axis=1) / (n * TURNS), drawn.astype(np.float64)


def covariance(shares: Floats, correlation: float, dialogues: int) -> Floats:
    """Covariance of one side's shares: multinomial, times the design effect."""
    effect = 1 + (TURNS - 1) * correlation
    return (np.diag(shares) - np.outer(shares, shares)) * effect / (dialogues * TURNS)
