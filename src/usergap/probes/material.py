"""What a probe looks at: the dialogues of both sides, their groups, and the tools at hand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from usergap.annotators import Annotation, Annotator, shipped_annotator
from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.errors import UndefinedMeasureError
from usergap.probes.inference import Items
from usergap.probes.remembering import Memory

T = TypeVar("T")


@dataclass(frozen=True)
class Tools:
    """What the flags of the command line add to the offline default; all may be None.

    ``language_model`` gives log-probabilities (``mean_logprobs(texts, contexts)``);
    ``judge`` answers prompts (``judge(list of Request) -> list of Result``);
    ``nli`` gives the probability of a contradiction for pairs of sentences;
    ``embed`` maps texts to unit vectors (n × d); ``annotator`` labels user turns in the
    place of the shipped one. ``assistant`` answers conversations as ``judge`` does prompts, so
    that they can be run again; ``outcome`` tells how a task came out
    (``outcome(Dialogue) -> float from 0 to 1, or None``).
    """

    language_model: Any = None
    judge: Any = None
    nli: Any = None
    embed: Any = None
    annotator: Annotator | None = None
    assistant: Any = None
    outcome: Callable[[Dialogue], float | None] | None = None


@dataclass(frozen=True)
class Material:
    """One simulator's dialogues and the real ones that they are held against.

    ``spare``: real dialogues that are not compared, because they have no partner: models
    may be trained on them. ``others``: the further simulators. ``settings``: what the
    caller asked of single probes, by name. ``memory``: what was found in dialogues before.
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
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)

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

    @cached_property
    def annotations(self) -> tuple[Annotation, ...]:
        """Intent, feedback and identity of every turn, by the annotator that is at hand."""
        annotator = self.tools.annotator or shipped_annotator()
        return tuple(annotator.annotate(self.dialogues))

    @cached_property
    def halves(self) -> NDArray[np.int64]:
        """0 or 1 per dialogue, alike within a group, whatever the order of the dialogues.

        Groups in the order of a hash of their first id take turns, so the halves are of one
        size; for models that must not be trained on what they judge.
        """
        first: dict[int, str] = {}
        blocks = self.items.block.tolist()
        for block, dialogue in zip(blocks, self.dialogues, strict=True):
            first[block] = min(first.get(block, dialogue.id), dialogue.id)
        order = sorted(first, key=lambda block: hashlib.sha256(first[block].encode()).digest())
        half = {block: place % 2 for place, block in enumerate(order)}
        return np.array([half[block] for block in blocks], np.int64)

    def each(self, find: Callable[[Dialogue], T]) -> list[T]:
        """``find`` of each of ``dialogues``, read once in a run: a function of a module."""
        return self.memory.each(find, self.dialogues)

    def beside(
        self, real: tuple[Dialogue, ...], simulated: tuple[Dialogue, ...], **changes: Any
    ) -> Material:
        """Other dialogues on both sides, everything else alike; none are spare."""
        return replace(self, real=real, simulated=simulated, spare=(), others={}, **changes)

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
