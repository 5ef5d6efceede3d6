"""One small run, the same in every process."""

from __future__ import annotations

from tests.train.talks import talks
from usergap.train.flipping.folder import Flipped
from usergap.train.sft.settings import FineTuning

TALKS = talks(40)
DATA = Flipped(TALKS[:28], TALKS[28:30], TALKS[30:])
SETTINGS = FineTuning(
    steps=12, batch=4, learning_rate=1e-2, save_every=3, log_every=1, longest=128, seed=5
)
