"""An assistant that a model plays, for conversations that a policy is trained in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from usergap.llm import Message, Request, Result
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import Conversation, Settings


@dataclass(frozen=True)
class AskingAssistant:
    """Puts each conversation to ``ask`` (Requests in, Results out), without a system prompt.

    Unlike those of ``simulate`` it holds no open connection, so it outlives a step.
    """

    ask: Callable[[Sequence[Request]], Sequence[Result]] = field(repr=False)
    name: str
    max_tokens: int = 128

    @property
    def settings(self) -> Settings:
        """The model's name."""
        return {"kind": "asking", "model": self.name}

    async def reply(self, conversation: Conversation) -> str:
        """The model's answer; raises NoAnswerError where there is none."""
        said = [Message(m.role, m.content) for m in conversation.messages if m.role != "tool"]
        request = Request(tuple(said), max_tokens=self.max_tokens, seed=conversation.seed)
        (result,) = await asyncio.to_thread(self.ask, [request])
        if not result.ok:
            raise NoAnswerError(str(result.ending))
        return result.text
