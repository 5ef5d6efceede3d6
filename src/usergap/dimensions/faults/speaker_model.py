"""How much a turn reads like a chatbot's: log odds of a linear model, shipped as numbers.

Trained by ``scripts/train_speakers.py`` to tell chatbots' words from users', real and
simulated; ``shipped/speakers.json`` says on what, and how well it does on conversations
that it has not seen.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from importlib.resources import files

from usergap.compiled import kernel
from usergap.dimensions.faults import speaker_features
from usergap.errors import EnvironmentFailure


def chatbot_odds(low: str) -> float:
    """Log odds that a chatbot says a lowered text (its first 600 characters); 0 if nothing tells.

    Odds are those of the training texts, half of them chatbots': no share in any corpus.
    """
    weights, bias = _model()
    found = None if kernel is None else kernel.speaker_sum(low, weights)
    if found is None:
        return plain_odds(low)
    count, total = found
    return bias + total * speaker_features.weight(count) if count else 0.0


def plain_odds(low: str) -> float:
    """``chatbot_odds`` without the compiled kernel, which reads ASCII only."""
    features = speaker_features.plain_buckets(low)
    weights, bias = _model()
    total = 0.0
    for feature in features:  # one after the other: ``sum`` is more exact from Python 3.12 on
        total += weights[feature]
    return bias + total * speaker_features.weight(len(features)) if features else 0.0


@lru_cache(maxsize=1)
def _model() -> tuple[array[float], float]:
    import numpy as np

    with (files(__package__) / "shipped" / "speakers.npz").open("rb") as file:
        stored = np.load(file, allow_pickle=False)
        version = str(stored["version"])
        columns, weights = stored["columns"], stored["weights"].astype(float)
        bias = float(stored["bias"])
    if version != speaker_features.VERSION:
        raise EnvironmentFailure(
            f"speakers.npz: expected features of version {speaker_features.VERSION},"
            f" found {version}; install usergap again"
        )
    whole = np.zeros(1 << speaker_features.BITS)
    whole[columns] = weights
    return array("d", whole.tobytes()), bias
