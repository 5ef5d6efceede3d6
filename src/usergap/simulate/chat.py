"""Participants that are models behind a chat-completions endpoint."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

from usergap.llm import Client, Ending, Message, Request, Result, failure
from usergap.simulate.participant import END_TOKEN, Conversation, Family, Phase, Settings

PROMPT = """You play a user who writes to a chatbot. You are never the chatbot.
Who you are: {persona}
What you want: {scenario}
Write only the user's next message, as this person would type it."""
_CONTINUE = "Go on with the conversation; do not end it yet."
_MAY_STOP = f"If this person would stop here, write {END_TOKEN} and nothing else."
_START = "(The chatbot waits for your first message.)"


@dataclass(frozen=True)
class Sampling:
    """How a model is sampled; None leaves a parameter to the endpoint.

    The seed of each message is sent, so that a draw can be made again where the
    endpoint keeps to seeds.
    """

    temperature: float | None = 1.0
    top_p: float | None = None
    max_tokens: int | None = None


class NoAnswerError(Exception):
    """The endpoint gave no whole answer to this call; others may do better."""


@dataclass(frozen=True)
class ChatUser:
    """A model that plays the user, told scenario, persona and phase in a system prompt.

    ``flip``: the model sees its own earlier messages as the assistant's and the
    chatbot's as the user's (chat models need it; models trained as users, which
    speak as "user", do not). ``client`` must be open.
    """

    client: Client = field(repr=False)
    sampling: Sampling = field(default_factory=Sampling)
    prompt: str = PROMPT
    flip: bool = True
    parents: tuple[str, ...] = ()
    version: str = "not recorded"
    family: ClassVar[Family] = "simulation"

    @property
    def name(self) -> str:
        """The model."""
        return self.client.endpoint.model

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""
        return _settings(self.client, self.sampling) | {"prompt": self.prompt, "flip": self.flip}

    async def reply(self, conversation: Conversation) -> str:
        """The model's next message; raises NoAnswerError, and UsergapError for a lost endpoint."""
        system = self.prompt.replace("{persona}", conversation.persona)
        system = system.replace("{scenario}", conversation.scenario.text)
        told = {Phase.OPENING: "", Phase.MUST_CONTINUE: _CONTINUE, Phase.MAY_STOP: _MAY_STOP}
        if more := told[conversation.phase]:
            system = f"{system}\n{more}"
        turns = _spoken(conversation, flip=self.flip)
        if not turns:  # endpoints want a message to answer
            turns = [Message("user", _START)]
        return await _ask(
            self.client, [Message("system", system), *turns], self.sampling, conversation
        )


@dataclass(frozen=True)
class ChatAssistant:
    """A model that plays the chatbot; without a system prompt unless one is given."""

    client: Client = field(repr=False)
    sampling: Sampling = field(default_factory=Sampling)
    system: str | None = None

    @property
    def name(self) -> str:
        """The model."""
        return self.client.endpoint.model

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""
        return _settings(self.client, self.sampling) | {"system": self.system}

    async def reply(self, conversation: Conversation) -> str:
        """The model's answer; raises NoAnswerError, and UsergapError for a lost endpoint."""
        head = [Message("system", self.system)] if self.system is not None else []
        turns = _spoken(conversation, flip=False)
        return await _ask(self.client, [*head, *turns], self.sampling, conversation)


def _spoken(conversation: Conversation, *, flip: bool) -> list[Message]:
    turns: list[Message] = []
    for message in conversation.messages:
        if message.role in ("user", "assistant"):
            mine = (message.role == "user") != flip
            turns.append(Message("user" if mine else "assistant", message.content))
    # The flipped history would begin with the model's own message, which some endpoints refuse.
    return [Message("user", _START), *turns] if flip and turns else turns


def _settings(client: Client, sampling: Sampling) -> dict[str, Any]:
    endpoint = client.endpoint
    where = {"url": endpoint.url, "model": endpoint.model, "dialect": endpoint.kind}
    return {"kind": "chat", **where, "sampling": asdict(sampling)}


async def _ask(
    client: Client, messages: list[Message], sampling: Sampling, conversation: Conversation
) -> str:
    request = Request(tuple(messages), seed=conversation.seed, **asdict(sampling))
    result = await client.complete(request)
    if result.ok:
        return result.text
    raise _trouble(result, client)


def _trouble(result: Result, client: Client) -> Exception:
    # One call that ends badly is its conversation's trouble, unless all others would end so.
    if result.ending.fatal or result.ending is Ending.CIRCUIT_OPEN:
        ended = failure([result], client.endpoint)
        if ended is not None:
            return ended
    return NoAnswerError(f"{result.ending}: {result.detail}" if result.detail else result.ending)
