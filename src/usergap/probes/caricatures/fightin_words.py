"""Fightin' Words: which of two corpora a word belongs to (Monroe, Colaresi and Quinn 2008)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

PRIOR = 0.1
"""The prior's words for each word of the corpora: a fixed number would drown small corpora."""


def weighted_log_odds(
    one: Mapping[str, float], other: Mapping[str, float], prior: Mapping[str, float]
) -> dict[str, float]:
    """Z of each word of the prior: above 0 where ``one`` uses it more.

    δ_w = log[(y_w + α_w) / (n + α₀ - y_w - α_w)] of ``one`` minus that of ``other``, divided by
    √[1 / (y_w + α_w) + 1 / (y'_w + α_w)] (their equations 16, 19 and 22), with the counts y
    of n words and the pseudo-counts α > 0 of ``prior``, α₀ in all.
    """
    words = list(prior)
    alpha = np.array([prior[w] for w in words], float)
    parts = []
    for counts in (one, other):
        y = np.array([counts.get(w, 0.0) for w in words]) + alpha
        rest = y.sum() - y
        # A vocabulary of one word has no odds.
        parts.append((y, np.log(y) - np.log(np.where(rest > 0, rest, y))))
    (y, odds), (y_other, odds_other) = parts
    z = (odds - odds_other) / np.sqrt(1 / y + 1 / y_other)
    return dict(zip(words, z.tolist(), strict=True))


def background(corpora: Iterable[Mapping[str, float]], weight: float = PRIOR) -> dict[str, float]:
    """The corpora together as a prior, each word counted ``weight`` times as often."""
    pooled: dict[str, float] = {}
    for counts in corpora:
        for word, times in counts.items():
            pooled[word] = pooled.get(word, 0.0) + times
    return {word: weight * times for word, times in sorted(pooled.items())}
