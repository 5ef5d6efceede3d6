"""What tells a last turn: its number alone, or what is said in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from usergap.probes.inference import Floats

LATEST = 8
"""Turn numbers from here on share one hazard."""
RIDGE = 1.0
STEPS = 12
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|cheers|bye|goodbye|perfect|great)\b", re.I)


def number_features(numbers: Sequence[int]) -> Floats:
    """One column a turn number, the late ones together: the turn-count-only baseline."""
    place = np.minimum(np.asarray(numbers, int), LATEST) - 1
    return np.asarray(np.eye(LATEST)[place])


def content_features(numbers: Sequence[int], texts: Sequence[str]) -> Floats:
    """The baseline's columns, and thanks or leave-taking, a question, and length."""
    said = np.array(
        [
            [
                _THANKS.search(text) is not None,
                "?" in text,
                np.log1p(len(text.split())),
            ]
            for text in texts
        ],
        float,
    ).reshape(-1, 3)
    return np.hstack([number_features(numbers), said])


def crossfitted_loss(features: Floats, last: NDArray[np.bool_], half: NDArray[np.int64]) -> Floats:
    """-log p of each turn's being last or not, by a logistic model of the other half."""
    loss = np.empty(last.size)
    for side in (0, 1):
        mine, theirs = half == side, half != side
        weights = _logistic(features[theirs], last[theirs].astype(float))
        score = features[mine] @ weights
        loss[mine] = np.logaddexp(0, np.where(last[mine], -score, score))
    return loss


def _logistic(features: Floats, target: Floats) -> Floats:
    """Ridge logistic regression by Newton's method; no intercept, as the numbers hold it."""
    weights = np.zeros(features.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-(features @ weights)))
        gradient = features.T @ (target - p) - RIDGE * weights
        hessian = (features * (p * (1 - p))[:, None]).T @ features
        step = np.linalg.solve(hessian + RIDGE * np.eye(weights.size), gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return weights
