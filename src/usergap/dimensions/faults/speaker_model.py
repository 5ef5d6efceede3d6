"""How much a turn reads like a chatbot's: log odds of a linear model, shipped as numbers.

Trained by ``scripts/train_speakers.py`` to tell chatbots' words from users', real and
simulated; ``shipped/speakers.json`` says on what, and how well it does on conversations
that it has not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from usergap.dimensions.faults import speaker_features
from usergap.errors import EnvironmentFailure


def chatbot_odds(low: str) -> float:
    """Log odds that a chatbot says a lowered text (its first 600 characters); 0 if nothing tells.

    Odds are those of the training texts, half of them chatbots': no share in any corpus.
    """
    features = speaker_features.buckets(low)
    if not features:
        return 0.0
    weights, bias = _model()
    total = sum(map(weights.__getitem__, features))
    return bias + total * speaker_features.weight(features)


@lru_cache(maxsize=1)
def _model() -> tuple[Sequence[float], float]:
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
    return whole.tolist(), bias
