"""A causal language model on disk that writes the user's next message."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from usergap.dialogues import Message
from usergap.llm import Message as Said
from usergap.simulate.model import TURN_ENDS, user_prompt
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.prompt_room import Fitted, Prompt, fitted, prompt_room
from usergap.simulate.transcript import folded, transcript
from usergap.simulate.users.hf import read_training

if TYPE_CHECKING:
    from usergap.llm.local import CausalModel

_SWAPPED: Final[dict[str, Literal["user", "assistant"]]] = {
    "user": "assistant",
    "assistant": "user",
}
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
            max_new_tokens=min(self.longest, self.model.window - self._room),
            temperature=self.temperature,
            ends=TURN_ENDS,
            kept=(END_TOKEN,),
            seed=seed,
            batch_size=self.batch,
        )
        return [text.strip() for text in found]

    def prompt(self, context: Sequence[Message], persona: str | None = None) -> str:
        """The context as the template spells it, up to the first word of the user's message.

        As a simulated user is asked, and cut as for one where it is too long (``fitted``);
        a persona comes before what the user wants.
        """
        return str(self.fitted(context, persona).prompt)

    def fitted(self, context: Sequence[Message], persona: str | None = None) -> Fitted:
        """That prompt with what it lost."""
        return fitted(self._said(context, persona), self._room, self._spelled, self.model.spell)

    def whole(self, context: Sequence[Message], persona: str | None = None) -> str:
        """The prompt, however long."""
        return str(self._spelled(self._said(context, persona))[0])

    def _said(self, context: Sequence[Message], persona: str | None) -> list[Said]:
        said = [Said(m.role, m.content) for m in context if m.role != "tool"]
        if persona is None or not persona.strip():
            return said
        begin = 1 if said and said[0].role == "system" else 0
        lines = [PERSONA.replace("{persona}", persona), *(m.content for m in said[:begin])]
        return [Said("system", "\n".join(lines)), *said[begin:]]

    def _spelled(self, said: Sequence[Said]) -> tuple[Prompt, bool]:
        if self.role == "user":
            return user_prompt(self.model, said)
        swapped = [replace(m, role=_SWAPPED.get(m.role, m.role)) for m in said]
        for tried in (swapped, folded(swapped)):
            with contextlib.suppress(ValueError):  # no template, or one that refuses
                return self.model.opened(tried, "assistant"), False
        return transcript(swapped, "assistant"), True

    @cached_property
    def _room(self) -> int:
        taught = read_training(self.path) if Path(self.path).is_dir() else None
        window = self.model.window
        longest = min(window, (taught.longest if taught else None) or window)
        left = max(window - self.longest, window // 4)  # replies are not cut for their contexts
        return min(left, prompt_room(longest, self.longest))

    @cached_property
    def model(self) -> CausalModel:
        """The model in memory. Raises EnvironmentFailure if it cannot be loaded."""
        from usergap.llm.local import load_causal

        return load_causal(self.path, device=self.device)
