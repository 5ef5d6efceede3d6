"""A built-in judge that learns to tell replies of real users from simulated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from usergap.errors import InputError
from usergap.probes.discrimination.ridge import Gram
from usergap.probes.inference import Floats
from usergap.train.rewards.bags import bags

FEWEST, FOLDS = 20, 5


@dataclass(frozen=True)
class Discriminator:
    """score(text) = text · ``direction`` + ``offset``: the higher, the more like a real reply.

    Ridge regression on hashed words and pairs of neighbours (cleaned as the discriminator
    probe cleans them). ``steepness`` makes probabilities of differences, see ``human``.
    """

    direction: Floats
    offset: float
    steepness: float

    @classmethod
    def fit(cls, real: Sequence[str], simulated: Sequence[str]) -> Discriminator:
        """From replies of both sides to the same contexts, pair by pair.

        Raises InputError for unequal or too few replies.
        """
        if len(real) != len(simulated) or len(real) < FEWEST:
            raise InputError(
                f"discriminator: expected {FEWEST} or more replies of both sides to the same"
                f" contexts, found {len(real)} real and {len(simulated)} simulated ones"
            )
        texts = [*real, *simulated]
        view, count = bags(texts), len(real)
        human = np.arange(len(texts)) < count
        gram = Gram.of(view, scale=False)
        weights = gram.solver(np.arange(len(texts)))(np.where(human, 0.5, -0.5)[:, None])[:, 0]
        direction = np.asarray(view.T @ weights).ravel()
        offset = -float(np.asarray(view @ direction).mean())
        # A pair is in one fold, neighbours (turns of one dialogue) mostly too: what people
        # repeat must not make the judge look sharper than it is.
        fold = np.tile(np.arange(count) * FOLDS // count, 2)
        held = np.zeros(len(texts))
        for one in range(FOLDS):
            test, train = np.flatnonzero(fold == one), np.flatnonzero(fold != one)
            learnt = gram.solver(train)(np.where(human[train], 0.5, -0.5)[:, None])[:, 0]
            held[test] = gram.products[np.ix_(test, train)] @ learnt
        return cls(direction, offset, _steepness(held[:count] - held[count:]))

    def scores(self, texts: Sequence[str]) -> Floats:
        """One per text."""
        return np.asarray(bags(texts) @ self.direction).ravel() + self.offset

    def human(self, replies: Sequence[str], references: Sequence[str]) -> Floats:
        """The probability that the judge takes each reply for the human one of its pair.

        σ(k (score(reply) - score(reference))): Bradley and Terry (1952). k comes from pairs
        that the judge had not seen; a judge that tells nothing apart has k = 0 and
        says 1/2 of everything.
        """
        gaps = self.scores(replies) - self.scores(references)
        return np.asarray(1 / (1 + np.exp(-np.clip(self.steepness * gaps, -50, 50))))


def _steepness(gaps: Floats) -> float:
    """The k ≥ 0 that makes σ(k gap) the likeliest; targets a little below 1 (Platt 1999)."""
    if not gaps.any():
        return 0.0
    share = (gaps.size + 1) / (gaps.size + 2)
    size = float(np.abs(gaps).mean())
    unit = gaps / size

    def loss(k: float) -> float:
        likely, unlikely = np.logaddexp(0, -k * unit), np.logaddexp(0, k * unit)
        return float((share * likely + (1 - share) * unlikely).sum())

    found = minimize_scalar(loss, bounds=(0.0, 50.0), method="bounded")
    best = float(found.x)
    return best / size if loss(best) < loss(0.0) else 0.0
