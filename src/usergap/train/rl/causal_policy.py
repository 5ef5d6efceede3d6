"""A causal language model on disk that writes the user's next message."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from usergap.dialogues import Message
from usergap.llm import Message as Said
from usergap.simulate.model import TURN_ENDS
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.transcript import folded, transcript

if TYPE_CHECKING:
    from usergap.llm.local import CausalModel


@dataclass(frozen=True)
class CausalPolicy:
    """The model in a folder (or by name); training leaves it as it is and writes another folder.

    ``role``: as whom the chat template makes it speak: "user" for a model trained to be
    the user, "assistant" for a general one that plays it (roles are flipped then).
    ``longest``: tokens of a reply, at most.
    """

    path: str
    role: Literal["user", "assistant"] = "user"
    longest: int = 64
    temperature: float = 1.0
    device: str = "cpu"
    batch: int = field(default=16, repr=False)

    def texts(self, contexts: Sequence[Sequence[Message]], seed: int) -> list[str]:
        """One reply to each context. Raises EnvironmentFailure if the model cannot be loaded."""
        found = self.model.generate(
            [self.prompt(each) for each in contexts],
            max_new_tokens=self.longest,
            temperature=self.temperature,
            ends=TURN_ENDS,
            kept=(END_TOKEN,),
            seed=seed,
            batch_size=self.batch,
        )
        return [text.strip() for text in found]

    def prompt(self, context: Sequence[Message]) -> str:
        """The context as the template spells it, up to the first word of the user's message."""
        flip = self.role == "assistant"
        swapped: dict[str, Literal["user", "assistant", "system"]] = (
            {"user": "assistant", "assistant": "user"} if flip
            else {"user": "user", "assistant": "assistant"}
        )  # fmt: skip
        swapped["system"] = "system"
        said = [Said(swapped[m.role], m.content) for m in context if m.role in swapped]
        for tried in (said, folded(said)):
            with contextlib.suppress(ValueError):  # no template, or one that refuses
                return self.model.opened(tried, self.role)
        return transcript(said, self.role)

    @cached_property
    def model(self) -> CausalModel:
        """The model in memory. Raises EnvironmentFailure if it cannot be loaded."""
        from usergap.llm.local import load_causal

        return load_causal(str(Path(self.path)) if Path(self.path).exists() else self.path,
                           device=self.device)  # fmt: skip
