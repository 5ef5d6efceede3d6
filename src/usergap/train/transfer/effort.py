"""How much is done on each side, the same on both."""

from __future__ import annotations

from dataclasses import dataclass, field

from usergap.errors import InputError
from usergap.train.rl.grpo_update import Grpo


@dataclass(frozen=True)
class Effort:
    """How much is done, the same on both sides.

    ``train`` and ``test``: pairs at most. ``steps`` of GRPO with ``contexts`` contexts and
    ``group`` replies to each; ``samples`` replies to each held-out context.
    """

    seeds: int = 6
    steps: int = 50
    contexts: int = 32
    group: int = 8
    samples: int = 8
    train: int = 160
    test: int = 60
    held_out: float = 0.5
    grpo: Grpo = field(default_factory=Grpo)

    def __post_init__(self) -> None:
        for name, least in (("seeds", 2), ("steps", 2), ("contexts", 1), ("group", 2),
                            ("samples", 2), ("train", 1), ("test", 1)):  # fmt: skip
            if getattr(self, name) < least:
                raise InputError(f"{name}: expected {least} or more, found {getattr(self, name)}")
        if not 0 < self.held_out < 1:
            raise InputError(f"held_out: expected a share between 0 and 1, found {self.held_out}")
