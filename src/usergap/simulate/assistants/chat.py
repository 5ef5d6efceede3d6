"""Chat: the chatbot is a model behind an endpoint, or on this machine."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from usergap.llm import Message
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.model import Model, Sampling, history
from usergap.simulate.participant import Conversation, Settings


@dataclass(frozen=True)
class ChatAssistant:
    """A model that plays the chatbot; without a system prompt unless one is given."""

    model: Model
    sampling: Sampling = field(default_factory=Sampling)
    system: str | None = None

    @property
    def name(self) -> str:
        """The model."""
        return self.model.name

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""
        model, sampling = self.model.settings, asdict(self.sampling)
        return {"kind": "chat", "model": model, "sampling": sampling, "system": self.system}

    async def reply(self, conversation: Conversation) -> str:
        """The model's answer; raises NoAnswerError, and UsergapError for a lost model."""
        head = [Message("system", self.system)] if self.system is not None else []
        turns = history(conversation, flip=False)
        return await self.model.say([*head, *turns], self.sampling, conversation.seed)


async def _make(spec: Spec, making: Making) -> ChatAssistant:
    model = await making.model(spec.argument)
    return ChatAssistant(model, making.sampling(spec), making.text(spec, "system"))


KIND = Kind(
    name="chat",
    argument="MODEL",
    options=("system", "temperature", "top_p", "max_tokens"),
    summary="a model; `system` names a file with its system prompt",
    make=_make,
)
