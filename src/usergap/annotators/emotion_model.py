"""The linear emotion model: sentences in, a probability per emotion out.

Score of label k for a sentence with features f (every occurrence counts):
    s_k = scale_k · Σ_f w_fk / √(Σ_f r_f) + bias_k
with 8-bit weights w and rarity r = idf². Probability = logistic(slope_k · s_k + offset_k)
(Platt 1999). The sums are integers, hence exact: a sentence scores the same alone and
in any batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from usergap.annotators.emotion_features import BITS, features, in_capitals, normalized
from usergap.annotators.emotion_lexicon import table
from usergap.annotators.hashing import Hashes, Ints, batch
from usergap.compiled import kernel

Floats = npt.NDArray[np.float64]

LABELS: Final = ("anger", "disgust", "fear", "joy", "sadness", "surprise", "neutral")
NEUTRAL: Final = LABELS.index("neutral")
_LANES: Final = np.uint64(0x00FF00FF00FF00FF)
_SHIFT: Final = (np.uint64(0), np.uint64(8))


@dataclass(frozen=True)
class EmotionModel:
    """Packed weights and what turns scores into labels.

    ``packed`` (2^BITS): eight bytes a feature: seven weights + 128 in the order of
    ``LABELS``, then its rarity. ``scale, bias, slope, offset, thresholds`` (7).
    ``confidence``: below it in all six emotions, a sentence is neutral.
    """

    packed: Hashes
    scale: Floats
    bias: Floats
    slope: Floats
    offset: Floats
    thresholds: Floats
    confidence: float

    def probabilities(self, sentences: Sequence[str]) -> Floats:
        """The probability of each label for each sentence: sentences × 7."""
        sums = np.zeros((len(sentences), 8), dtype=np.int64)
        if not sentences:
            return sums[:, :7].astype(np.float64)
        count = np.zeros(len(sentences), dtype=np.int64)
        add = self.add_plainly if kernel is None else self._add
        add(sentences, sums, count)
        weighted = sums[:, :7] - 128 * count[:, None]
        length = np.sqrt(np.maximum(sums[:, 7], 1))
        scores = self.scale * (weighted / length[:, None]) + self.bias
        return 1 / (1 + np.exp(-np.clip(self.slope * scores + self.offset, -30, 30)))

    def _add(self, sentences: Sequence[str], sums: Ints, count: Ints) -> None:
        texts = batch(list(map(normalized, sentences)))
        capitals = bytes(map(in_capitals, sentences))
        every = (texts.data, texts.starts, texts.ends, capitals, *table())
        kernel.emotion_sums(*every, self.packed, sums, count)

    def add_plainly(self, sentences: Sequence[str], sums: Ints, count: Ints) -> None:
        """Add each sentence's bytes (sentences × 8) and its features, without the kernel."""
        for columns, first, last in features(sentences):
            found = self.packed[columns]
            total = np.zeros(len(found) + 1, dtype=np.uint64)
            lanes = np.empty_like(found)
            count += last - first
            for half in (0, 1):
                # Four 16-bit lanes a word. A sentence has too few features of a kind to
                # overflow a lane, and a difference of a running sum is right even where
                # the sum itself has wrapped around.
                np.right_shift(found, _SHIFT[half], out=lanes)
                lanes &= _LANES
                np.cumsum(lanes, out=total[1:])
                sum_of = (total[last] - total[first]).astype("<u8", copy=False).view("<u2")
                sums[:, half::2] += sum_of.reshape(-1, 4)

    def multilabel(self, probabilities: Floats) -> npt.NDArray[np.bool_]:
        """Labels at their own thresholds, before any rejection: sentences × 7.

        Where none is reached, the label that comes nearest to its threshold.
        """
        chosen = probabilities >= self.thresholds
        none = np.flatnonzero(~chosen.any(axis=1))
        chosen[none, (probabilities[none] / self.thresholds).argmax(axis=1)] = True
        return chosen

    def judged(self, probabilities: Floats) -> npt.NDArray[np.bool_]:
        """Labels after rejection: a sentence without a sure emotion is neutral alone."""
        chosen = self.multilabel(probabilities)
        emotions = np.delete(probabilities, NEUTRAL, axis=1)
        unsure = (
            emotions.max(axis=1) < self.confidence if len(emotions) else np.zeros(0, dtype=bool)
        )
        chosen[unsure] = False
        chosen[unsure, NEUTRAL] = True
        return chosen


def packed(kept: npt.NDArray[np.int64], weights: npt.NDArray[np.int8],
           rarity: npt.NDArray[np.uint8]) -> Hashes:  # fmt: skip
    """Weights (features × 7) and rarity of the kept columns as one word a column."""
    table = np.zeros((1 << BITS, 8), dtype=np.uint8)
    table[:, :7] = 128
    table[kept, :7] = weights.astype(np.int16) + 128
    table[kept, 7] = rarity
    # lane i of a word must be byte i whatever the machine's byte order
    return table.view("<u8").ravel().astype(np.uint64)


@cache
def shipped_model() -> EmotionModel:
    """The model that ships with the package, trained on GoEmotions."""
    path = files("usergap.annotators") / "shipped" / "emotion.npz"
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        kept = np.flatnonzero(np.unpackbits(stored["kept"]))
        return EmotionModel(
            packed(kept, stored["weights"], stored["rarity"]),
            scale=stored["scale"],
            bias=stored["bias"],
            slope=stored["slope"],
            offset=stored["offset"],
            thresholds=stored["thresholds"],
            confidence=float(stored["confidence"]),
        )
