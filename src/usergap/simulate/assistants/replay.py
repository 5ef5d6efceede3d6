"""Replay: the real chatbot's own answers, in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from usergap.dialogues import Dialogue
from usergap.simulate.kind import Kind, Making, Spec, real_dialogues
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import Conversation, Settings


@dataclass(frozen=True)
class ReplayAssistant:
    """Gives the answers of the real dialogue with the same scenario, in their order."""

    answers: dict[str, tuple[str, ...]] = field(repr=False)
    settings: Settings
    name: str = "replay"

    @classmethod
    def of(cls, dialogues: Sequence[Dialogue]) -> ReplayAssistant:
        """Replays these dialogues; of several with one scenario the first."""
        answers: dict[str, tuple[str, ...]] = {}
        for dialogue in dialogues:
            spoken = [m for m in dialogue.messages if m.role in ("user", "assistant")]
            said = tuple(
                message.content
                for before, message in zip([None, *spoken], spoken, strict=False)
                if message.role == "assistant"
                and message.content.strip()
                # what answers an empty turn is passed over with it
                and (before is None or before.role != "user" or before.content.strip())
            )
            answers.setdefault(dialogue.scenario_id or dialogue.id, said)
        return cls(answers, {"kind": "replay", "made_from": fingerprint(answers)})

    async def reply(self, conversation: Conversation) -> str | None:
        """The answer of this number; None after the last."""
        answers = self.answers.get(conversation.scenario.id, ())
        number = conversation.user_turns - 1
        return answers[number] if number < len(answers) else None


async def _make(spec: Spec, making: Making) -> ReplayAssistant:  # noqa: ARG001 - needs no model
    return ReplayAssistant.of(real_dialogues(spec))


KIND = Kind(
    name="replay",
    argument="FILE",
    options=(),
    summary="the real chatbot's own answers in the same scenario",
    make=_make,
)
