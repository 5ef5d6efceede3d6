"""What a probe looks at: the dialogues of both sides, their groups, and the tools at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.errors import UndefinedMeasureError
from usergap.probes.inference import Items


@dataclass(frozen=True)
class Tools:
    """What the flags of the command line add to the offline default; all may be None.

    ``language_model`` gives log-probabilities (``mean_logprobs(texts, contexts)``);
    ``judge`` answers prompts (``judge(list of Request) -> list of Result``);
    ``nli`` gives the probability of a contradiction for pairs of sentences;
    ``embed`` maps texts to unit vectors (n × d).
    """

    language_model: Any = None
    judge: Any = None
    nli: Any = None
    embed: Any = None


@dataclass(frozen=True)
class Material:
    """One simulator's dialogues and the real ones that they are held against.

    ``spare``: real dialogues that are not compared, because they have no partner: models
    may be trained on them. ``others``: the further simulators. ``settings``: what the
    caller asked of single probes, by name.
    """

    real: tuple[Dialogue, ...]
    simulated: tuple[Dialogue, ...]
    simulator: str
    spare: tuple[Dialogue, ...] = ()
    others: Mapping[str, tuple[Dialogue, ...]] = field(default_factory=dict)
    tools: Tools = field(default_factory=Tools)
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    replicates: int = 500

    @property
    def dialogues(self) -> tuple[Dialogue, ...]:
        """Real ones first, then simulated ones."""
        return self.real + self.simulated

    @cached_property
    def items(self) -> Items:
        """The dialogues with their resampling units: connected over conversation and scenario."""
        both = self.dialogues
        block = connected_groups([d.conversation_id for d in both], [d.scenario_id for d in both])
        simulated = np.arange(len(both)) >= len(self.real)
        return Items(np.asarray(block, np.int64), simulated)

    def items_of(self, dialogue: ArrayLike) -> Items:
        """Units smaller than a dialogue: ``dialogue`` holds each one's place in ``dialogues``."""
        place = np.asarray(dialogue, np.int64)
        return Items(self.items.block[place], self.items.simulated[place])

    def side(self, name: Literal["real", "simulated"]) -> tuple[Dialogue, ...]:
        """The dialogues of one side."""
        return self.real if name == "real" else self.simulated

    def need(self, condition: bool, reason: str) -> None:
        """Raises UndefinedMeasureError with the reason unless the condition holds."""
        if not condition:
            raise UndefinedMeasureError(reason)
