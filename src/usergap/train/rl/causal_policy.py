"""A causal language model on disk that writes the user's next message."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from usergap.dialogues import Message
from usergap.llm import Message as Said
from usergap.simulate.model import TURN_ENDS, user_prompt
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.transcript import folded, transcript

if TYPE_CHECKING:
    from usergap.llm.local import CausalModel

PERSONA = "You are a user who talks to a chatbot. Who you are: {persona}"


@dataclass(frozen=True)
class CausalPolicy:
    """The model in a folder (or by name); training leaves it as it is and writes another folder.

    ``role``: as whom the chat template makes it speak: "user" for a model trained to be
    the user, "assistant" for a general one that plays it (roles are swapped then).
    ``longest``: tokens of a reply, at most.
    """

    path: str
    role: Literal["user", "assistant"] = "user"
    longest: int = 64
    temperature: float = 1.0
    device: str = "cpu"
    batch: int = field(default=16, repr=False)

    def texts(self, prompts: Sequence[str], seed: int) -> list[str]:
        """One reply to each prompt. Raises EnvironmentFailure if the model cannot be loaded."""
        found = self.model.generate(
            prompts,
            max_new_tokens=self.longest,
            temperature=self.temperature,
            ends=TURN_ENDS,
            kept=(END_TOKEN,),
            seed=seed,
            batch_size=self.batch,
        )
        return [text.strip() for text in found]

    def prompt(self, context: Sequence[Message], persona: str | None = None) -> str:
        """The context as the template spells it, up to the first word of the user's message.

        As a simulated user is asked (``user_prompt``); a persona comes first, in a system message.
        """
        head = [Said("system", PERSONA.format(persona=persona))] if persona else []
        if self.role == "user":
            said = [Said(m.role, m.content) for m in context if m.role != "tool"]
            return user_prompt(self.model, [*head, *said])[0]
        for message in context:
            if message.role == "system":
                head.append(Said("system", message.content))
            elif message.role != "tool":
                other: Literal["user", "assistant"] = (
                    "assistant" if message.role == "user" else "user"
                )
                head.append(Said(other, message.content))
        for tried in (head, folded(head)):
            with contextlib.suppress(ValueError):  # no template, or one that refuses
                return self.model.opened(tried, "assistant")
        return transcript(head, "assistant")

    @cached_property
    def model(self) -> CausalModel:
        """The model in memory. Raises EnvironmentFailure if it cannot be loaded."""
        from usergap.llm.local import load_causal

        return load_causal(self.path, device=self.device)
