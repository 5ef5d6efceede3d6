"""Replay: the real user's own turns. An upper bound, not a simulator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from usergap.dialogues import Dialogue
from usergap.simulate.kind import Kind, Making, Spec, real_dialogues
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import Conversation, Family, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds


@dataclass(frozen=True)
class ReplayUser:
    """Says what the real user of the same scenario said, whatever the assistant answers.

    Where several dialogues have one scenario, the first is replayed; a scenario
    without a dialogue ends at once. Empty turns, which no run can keep, are passed over.
    Its turns are copies: comparing them with the same real dialogues shows what the
    assistant alone changes.
    """

    turns: dict[str, tuple[str, ...]] = field(repr=False)
    parents: tuple[str, ...]
    settings: Settings
    sources: dict[str, Seeds] = field(default_factory=dict, repr=False)
    name: str = "replay"
    version: str = "1"
    family: ClassVar[Family] = "rule"

    @classmethod
    def of(cls, dialogues: Sequence[Dialogue]) -> ReplayUser:
        """Replays these dialogues."""
        turns: dict[str, tuple[str, ...]] = {}
        sources: dict[str, Seeds] = {}
        for dialogue in dialogues:
            key = dialogue.scenario_id or dialogue.id
            said = tuple(turn.text for turn in dialogue.turns if turn.text.strip())
            if key not in turns and said:
                turns[key] = said
                sources[key] = Seeds.of([dialogue], copies=True)
        settings = {"kind": "replay", "fitted_on": fingerprint(turns)}
        parents = tuple(seeds.ids[0] for seeds in sources.values())
        return cls(turns, parents, settings, sources)

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:  # noqa: ARG002 - the protocol's
        """The dialogue that is replayed in this scenario, marked as copied."""
        return self.sources.get(scenario.id, Seeds())

    async def reply(self, conversation: Conversation) -> str | None:
        """The turn of this number; None after the last."""
        turns = self.turns.get(conversation.scenario.id, ())
        number = conversation.user_turns
        return turns[number] if number < len(turns) else None


async def _make(spec: Spec, making: Making) -> ReplayUser:  # noqa: ARG001 - needs no model
    return ReplayUser.of(real_dialogues(spec))


KIND = Kind(
    name="replay",
    argument="FILE",
    options=(),
    summary="the real user's own turns; an upper bound",
    make=_make,
)
