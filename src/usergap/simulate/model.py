"""Language models that speak: behind an endpoint, or on this machine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from usergap.llm import Client, Ending, Message, Request, Result, failure
from usergap.simulate.participant import END_TOKEN, Conversation, Settings
from usergap.simulate.prompt_room import FORM, LONGEST_MESSAGE, Fitted, Prompt, fitted, prompt_room
from usergap.simulate.running.slots import lent
from usergap.simulate.transcript import first_message, folded, transcript

if TYPE_CHECKING:
    from usergap.llm.local import CausalModel

START = "(The chatbot waits for your first message.)"
TURN_ENDS = ("<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>")
"""How models mark the end of a turn; not every one's own settings name it."""


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
    """The model gave no whole answer to this call; others may do better."""


class Model(Protocol):
    """A model that says the next message. ``settings`` (JSON values): what tells it from others."""

    @property
    def name(self) -> str:
        """What the model is called in reports."""

    @property
    def settings(self) -> Settings:
        """What tells it from other models."""

    async def say(self, messages: Sequence[Message], sampling: Sampling, seed: int) -> str:
        """The answer; raises NoAnswerError, and UsergapError for a model that is lost."""


@dataclass(frozen=True)
class EndpointModel:
    """A model behind a chat-completions endpoint; ``client`` must be open."""

    client: Client = field(repr=False)

    @property
    def name(self) -> str:
        """The model's name at the endpoint."""
        return self.client.endpoint.model

    @property
    def settings(self) -> Settings:
        """Address, model and dialect."""
        endpoint = self.client.endpoint
        return {"url": endpoint.url, "model": endpoint.model, "dialect": endpoint.kind}

    async def say(self, messages: Sequence[Message], sampling: Sampling, seed: int) -> str:
        """The model's answer."""
        request = Request(tuple(messages), seed=seed, **vars(sampling))
        async with lent():
            result = await self.client.complete(request)
        if result.ok:
            return result.text
        raise _trouble(result, self.client)


@dataclass(frozen=True)
class LocalModel:
    """A causal language model on this machine; it answers one call at a time.

    ``longest``: tokens of prompt and message together that it was trained on at most, where that
    is known; else its window is filled.
    """

    model: CausalModel = field(repr=False)
    longest: int | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    @property
    def name(self) -> str:
        """The model's name; of a path its last part."""
        return self.model.name.rstrip("/").rpartition("/")[2]

    @property
    def settings(self) -> Settings:
        """The model, and how what is too long for it is cut."""
        return {"local": self.model.name, "prompts": FORM, "longest": self.longest}

    async def say(
        self,
        messages: Sequence[Message],
        sampling: Sampling,
        seed: int,
        role: Literal["user", "assistant"] = "assistant",
    ) -> str:
        """The model's next message as ``role``, without the white space around it.

        Where the chat template takes no system message, it opens the first other one;
        a model without a template is given a transcript in plain text.
        """
        async with self._turn:
            return await asyncio.to_thread(self._say, messages, sampling, seed, role)

    def _say(self, messages: Sequence[Message], sampling: Sampling, seed: int, role: str) -> str:
        asked = sampling.max_tokens or LONGEST_MESSAGE
        window = self.model.window
        room = prompt_room(min(window, self.longest or window), sampling.max_tokens)
        found = (fitted_user if role == "user" else _fitted_assistant)(self.model, messages, room)
        (said,) = self.model.generate(
            [found.prompt],
            max_new_tokens=max(1, min(asked, window - len(found.ids))),
            temperature=1.0 if sampling.temperature is None else sampling.temperature,
            top_p=sampling.top_p,
            ends=TURN_ENDS,
            kept=(END_TOKEN,),
            seed=seed,
        )
        return first_message(said) if found.plain else said.strip()


def fitted_user(model: CausalModel, messages: Sequence[Message], room: int) -> Fitted:
    """The prompt of the user's next message in at most ``room`` tokens.

    One for simulating and for training, so that a model is asked as it was taught.
    """
    return fitted(messages, room, lambda some: user_prompt(model, some), model.spell)


def _fitted_assistant(model: CausalModel, messages: Sequence[Message], room: int) -> Fitted:
    def spelled(some: Sequence[Message]) -> tuple[Prompt, bool]:
        for tried in (list(some), folded(some)):
            with contextlib.suppress(ValueError):  # no template, or one that refuses
                model.spell(tried)
                return tried, False
        return transcript(some, "assistant"), True

    return fitted(messages, room, spelled, model.spell)


def user_prompt(model: CausalModel, messages: Sequence[Message]) -> tuple[str, bool]:
    """The text after which the user's next message follows, and whether it is a transcript.

    The chat template opens the user's turn; where it takes no system message, that opens the first
    other one, or the turn itself; a model without a template is given a transcript.
    """
    with contextlib.suppress(ValueError):  # no template, or one that refuses
        return model.opened(messages, "user"), False
    with contextlib.suppress(ValueError):
        if any(message.role != "system" for message in messages):
            return model.opened(folded(messages), "user"), False
        return model.opened([], "user") + "\n\n".join([*(m.content for m in messages), ""]), False
    return transcript(messages, "user"), True


def history(conversation: Conversation, *, flip: bool) -> list[Message]:
    """What was said so far; flipped, the user's messages are the model's own.

    A chat model takes the assistant's place only, so a user simulator must flip;
    a model trained as a user speaks as "user" and must not.
    """
    turns: list[Message] = []
    for message in conversation.messages:
        if message.role in ("user", "assistant"):
            mine = (message.role == "user") != flip
            turns.append(Message("user" if mine else "assistant", message.content))
    # The flipped history would begin with the model's own message, which some endpoints refuse.
    return [Message("user", START), *turns] if flip and turns else turns


def _trouble(result: Result, client: Client) -> Exception:
    # One call that ends badly is its conversation's trouble, unless all others would end so.
    if result.ending.fatal or result.ending is Ending.CIRCUIT_OPEN:
        ended = failure([result], client.endpoint, counted=False)
        if ended is not None:
            return ended
    return NoAnswerError(f"{result.ending}: {result.detail}" if result.detail else result.ending)
