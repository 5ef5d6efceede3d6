"""What is measured of a run: perplexity of the held-out turns, before training and after."""

from __future__ import annotations

from typing import Any

from usergap.train.flipping.folder import Flipped
from usergap.train.flipping.samples import flip_all
from usergap.train.flipping.splitting import disjoint_groups
from usergap.train.sft.encoding import Encoder, encode_all
from usergap.train.sft.model import Student
from usergap.train.sft.perplexity import report, turns_of
from usergap.train.sft.scoring import Scores, score
from usergap.train.sft.settings import FineTuning


class Measuring:
    """Perplexity of the held-out turns, measured on the same turns before and after.

    Those that do not fit with their intent are left out, without it too.
    """

    def __init__(self, data: Flipped, student: Student, settings: FineTuning, longest: int) -> None:
        self._student, self._settings, self._longest = student, settings, longest
        self._scores: dict[str, Scores] = {}
        encoder = self._encoder()
        found = encode_all(encoder, flip_all(data.held_out))
        self._samples = found.record()
        kept = [each.sample for each in found.encoded]
        self._turns = turns_of(kept, disjoint_groups(data.held_out)[0] if kept else [])

    def measure(self, when: str) -> None:
        """Score all turns with intent, where there is one, and without."""
        tokenizer, samples = self._student.tokenizer, self._turns.samples
        encoder, end = self._encoder(), self._student.end()[0]
        for way, told in (("with_intent", True), ("without_intent", False)):
            if any(each.intent or not told for each in samples):
                encoded = [encoder.encode(each, with_intent=told) for each in samples]
                self._scores[f"{when}.{way}"] = score(
                    self._student.model,
                    [each for each in encoded if each is not None],  # all fit, see above
                    pad=int(tokenizer.pad_token_id),
                    end=end,
                    batch_size=self._settings.batch,
                )

    def told(self) -> dict[str, Any] | None:
        """All figures; None without held-out turns."""
        if not self._turns.samples:
            return None
        return {**report(self._turns, self._scores, self._settings.seed), **self._samples}

    def _encoder(self) -> Encoder:
        student = self._student
        return Encoder(student.causal, student.tokenizer, self._longest, self._settings.intent)
