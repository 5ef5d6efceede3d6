"""Features and labels of the embedded samples, as digests taken before a speed-up.

The weights belong to exact features: whoever makes them faster must not move one.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pytest

from usergap.annotators.emotion import EmotionAnnotator
from usergap.annotators.shipped_turns import TurnAnnotator
from usergap.annotators.turn_features import turn_features
from usergap.formats.samples import SAMPLES, sample

NGRAMS = {"generic": "6ad907e653256200", "informed": "f0d6ad3455ec10a1"}
CONTEXT = {"generic": "8e72188b8a9f4fae", "informed": "a28e7a8d8b4fb3ab"}
LABELS = {"generic": "83d30ebf0e299420", "informed": "7ae70b8641169679"}
EMOTIONS = {"generic": "30123e5139e32338", "informed": "13d1264536cb24db"}


def digest(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()


@pytest.mark.parametrize("name", SAMPLES)
def test_ngrams_are_the_frozen_ones(name):
    found = turn_features(sample(name).dialogues)
    pairs = np.sort((found.rows.astype(np.int64) << 22) + found.buckets)
    assert digest(pairs.astype("<i8").tobytes()) == NGRAMS[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_context_is_the_frozen_one(name):
    # thousandths: the last bits of a logarithm differ between machines
    found = turn_features(sample(name).dialogues).context.astype(np.float64)
    assert digest(np.rint(found * 1000).astype("<i4").tobytes()) == CONTEXT[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_labels_are_the_frozen_ones(name):
    units = [found.units for found in TurnAnnotator().annotate(sample(name).dialogues)]
    assert digest(repr(units).encode()) == LABELS[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_emotions_are_the_frozen_ones(name):
    units = [found.units for found in EmotionAnnotator().annotate(sample(name).dialogues)]
    assert digest(repr(units).encode()) == EMOTIONS[name]
