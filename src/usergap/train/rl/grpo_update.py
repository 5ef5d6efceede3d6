"""One GRPO update of the n-gram policy, by the formulas, in numpy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from usergap.errors import InputError
from usergap.train.rl.advantages import Floats
from usergap.train.rl.ngram_policy import NgramPolicy, Written

FIRST, SECOND, TINY = 0.9, 0.999, 1e-8


@dataclass(frozen=True)
class Grpo:
    """Settings of the algorithm (Shao et al. 2024, arXiv 2402.03300), for any policy.

    ``clip``: ε, how far a token's probability may move in one batch; ``kl``: β, the weight of
    the divergence from the policy before training, a token; ``updates``: how often a
    batch is learnt from. ``learning_rate`` is Adam's (None: the policy's usual one).
    """

    learning_rate: float | None = None
    clip: float = 0.2
    kl: float = 0.04
    updates: int = 1

    def __post_init__(self) -> None:
        """Raises InputError for settings that cannot be."""
        if self.learning_rate is not None and not self.learning_rate > 0:
            raise InputError(f"learning_rate: expected more than 0, found {self.learning_rate}")
        if not 0 < self.clip < 1:
            raise InputError(f"clip: expected a share between 0 and 1, found {self.clip}")
        if self.kl < 0 or self.updates < 1:
            raise InputError(
                f"kl, updates: expected 0 or more, and 1 or more; found {self.kl}, {self.updates}"
            )


@dataclass(frozen=True)
class Moments:
    """Adam's running means of the gradient and of its square (Kingma and Ba 2015).

    ``copy`` (2 × turns) holds both for the weights of the context.
    """

    mean: Floats
    square: Floats
    copy: Floats
    count: int = 0

    @classmethod
    def of(cls, policy: NgramPolicy) -> Moments:
        """Before the first update."""
        table = np.zeros_like(policy.logits)
        return cls(table, table, np.zeros((2, len(policy.copy))))


def gradient(
    policy: NgramPolicy, written: Written, advantages: Floats, settings: Grpo
) -> tuple[Floats, Floats, float]:
    """Ascent direction for the logits and the context's weights, and the divergence in nats.

    Of Σ min(ρ A, clip(ρ, 1-ε, 1+ε) A) / n - β Σ KL / n over the n tokens of replies whose
    advantage is known (each token weighs alike: trl's "dapo", its default); KL at each place
    is summed over all words rather than estimated from the one drawn.
    """
    taken = np.flatnonzero(np.isfinite(advantages[written.reply]))
    if not taken.size:
        return np.zeros_like(policy.logits), np.zeros(len(policy.copy)), 0.0
    now, start = (policy.logps(written, start=which)[taken] for which in (False, True))
    share, word, state = np.exp(now), written.word[taken], written.state[taken]
    a = advantages[written.reply[taken]]
    ratio = np.exp(now[np.arange(taken.size), word] - written.logp[taken])
    free = np.where(a > 0, ratio < 1 + settings.clip, ratio > 1 - settings.clip)
    push = np.where(free, ratio * a, 0.0)
    kl = (share * (now - start)).sum(axis=1)
    slope = -push[:, None] * share - settings.kl * share * (now - start - kl[:, None])
    slope[np.arange(taken.size), word] += push
    slope /= taken.size
    chosen = sparse.csr_matrix(
        (np.ones(taken.size), (state, np.arange(taken.size))), (len(policy.logits), taken.size)
    )
    reply = written.reply[taken]
    lifted = (slope * written.held[reply]).sum(axis=1)
    copy = np.bincount(written.turn[reply], lifted, len(policy.copy)).astype(np.float64)
    return np.asarray(chosen @ slope), copy, float(kl.mean())


def update(
    policy: NgramPolicy, moments: Moments, written: Written, advantages: Floats, settings: Grpo
) -> tuple[NgramPolicy, Moments, float]:
    """The policy after learning from a batch, and the divergence before it.

    ``advantages``: one per reply, NaN for those left out. A batch without any leaves
    policy and moments as they are.
    """
    divergence = 0.0
    if not np.isfinite(advantages).any():
        return policy, moments, float(_divergence(policy, written))
    for turn in range(settings.updates):
        slope, copy, kl = gradient(policy, written, advantages, settings)
        divergence = kl if turn == 0 else divergence
        policy, moments = _step(policy, moments, slope, copy, settings.learning_rate or 0.1)
    return policy, moments, divergence


def _divergence(policy: NgramPolicy, written: Written) -> float:
    now, start = (policy.logps(written, start=which) for which in (False, True))
    return float((np.exp(now) * (now - start)).sum(axis=1).mean())


def _step(
    policy: NgramPolicy, moments: Moments, slope: Floats, copy: Floats, rate: float
) -> tuple[NgramPolicy, Moments]:
    count = moments.count + 1
    mean = FIRST * moments.mean + (1 - FIRST) * slope
    square = SECOND * moments.square + (1 - SECOND) * slope**2
    weights = np.stack(
        [
            FIRST * moments.copy[0] + (1 - FIRST) * copy,
            SECOND * moments.copy[1] + (1 - SECOND) * copy**2,
        ]
    )
    early, late = 1 - FIRST**count, 1 - SECOND**count
    logits = policy.logits + rate * (mean / early) / (np.sqrt(square / late) + TINY)
    lift = rate * (weights[0] / early) / (np.sqrt(weights[1] / late) + TINY)
    moved = policy.moved(logits, np.array(policy.copy) + lift)
    return moved, Moments(mean, square, weights, count)
