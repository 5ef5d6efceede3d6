"""Chat: a general model that is asked to play the user."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import ClassVar

from usergap.llm import Message
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.model import START, Model, Sampling, history
from usergap.simulate.participant import END_TOKEN, Conversation, Family, Phase, Settings
from usergap.simulate.steering.control import Control, guidance

PROMPT = """You play a user who writes to a chatbot. You are never the chatbot.
Who you are: {persona}
What you want: {scenario}
Write only the user's next message, as this person would type it."""
_PHASES = {
    Phase.OPENING: "",
    Phase.MUST_CONTINUE: "Go on with the conversation; do not end it yet.",
    Phase.MAY_STOP: f"If this person would stop here, write {END_TOKEN} and nothing else.",
}


@dataclass(frozen=True)
class ChatUser:
    """A model that plays the user, told scenario, persona, phase and what controls ask for.

    ``prompt`` may hold ``{persona}`` and ``{scenario}``. ``flip``: the model sees its own
    earlier messages as the assistant's and the chatbot's as the user's.
    """

    model: Model
    sampling: Sampling = field(default_factory=Sampling)
    prompt: str = PROMPT
    flip: bool = True
    controls: tuple[Control, ...] = ()
    parents: tuple[str, ...] = ()
    version: str = "not recorded"
    label: str | None = None
    family: ClassVar[Family] = "simulation"

    @property
    def name(self) -> str:
        """The label given, else the model."""
        return self.label or self.model.name

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""
        return {
            "kind": "chat",
            "model": self.model.settings,
            "sampling": asdict(self.sampling),
            "prompt": self.prompt,
            "flip": self.flip,
            "controls": {control.name: control.settings for control in self.controls},
        }

    async def reply(self, conversation: Conversation) -> str:
        """The model's next message; raises NoAnswerError, and UsergapError for a lost model."""
        told = guidance(self.controls, conversation)
        system = told.system(self.prompt, conversation)
        parts = [system, *told.lines, "" if told.ends else _PHASES[conversation.phase]]
        head = Message("system", "\n".join(part for part in parts if part))
        # Endpoints want a message to answer.
        turns = history(conversation, flip=self.flip) or [Message("user", START)]
        return told.ended(await self.model.say([head, *turns], self.sampling, conversation.seed))


async def _make(spec: Spec, making: Making) -> ChatUser:
    model = await making.model(spec.argument)
    return ChatUser(model, making.sampling(spec), flip=spec.flag("flip", default=True))


KIND = Kind(
    name="chat",
    argument="MODEL",
    options=("flip", "temperature", "top_p", "max_tokens"),
    summary="a general model, told scenario and persona",
    make=_make,
)
