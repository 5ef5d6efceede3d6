"""Conversations of a policy with an assistant, many at once, turn by turn.

Not by the loop of ``simulate``, which leads one conversation at a time: a policy in training
writes all replies of a turn in one batch. Assistants are those of ``simulate``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from usergap.dialogues import Message
from usergap.dialogues.endings import strip_end_tokens
from usergap.llm.sync import run_sync
from usergap.simulate.model import NoAnswerError
from usergap.simulate.participant import Assistant, Conversation, Phase
from usergap.simulate.scenarios.scenario import Scenario
from usergap.train.rewards.reward import Candidate, Score, Scores


@dataclass
class Talk:
    """One conversation: whose it is, what was said, and the user's lines as candidates."""

    persona: str
    scenario: Scenario
    group: int = 0
    slot: int = 0
    messages: list[Message] = field(default_factory=list)
    lines: list[Candidate] = field(default_factory=list)
    over: bool = False

    def say(self, text: str) -> None:
        """The user's next line; one with an end token is the last."""
        kept = strip_end_tokens([text])[0] or ""
        self.over = kept != text
        self.lines.append(
            Candidate(kept, tuple(self.messages), None, self.persona, self.group, self.slot)
        )
        self.messages.append(Message("user", kept))


Write = Callable[[Sequence[Talk], int], Sequence[str | None]]
"""The next user lines of these conversations, at this turn from 0; None ends one without a line."""


def lead(talks: Sequence[Talk], write: Write, assistant: Assistant, turns: int, seed: int) -> None:
    """Lets the conversations go on for ``turns`` user turns, or until they end.

    The assistant answers all conversations of a turn at once. One that has nothing to say, or
    fails with a conversation, ends that one. Raises UsergapError for trouble of the run.
    """
    for turn in range(turns):
        live = [talk for talk in talks if not talk.over]
        if not live:
            return
        for talk, text in zip(live, write(live, turn), strict=True):
            if text is None:
                talk.over = True
            else:
                talk.say(text)
        live = [talk for talk in live if not talk.over]
        if turn + 1 < turns:
            for talk, answer in zip(live, _answers(assistant, live, seed), strict=True):
                if answer is None or not answer.strip():
                    talk.over = True
                else:
                    talk.messages.append(Message("assistant", answer))


def line_rewards(talks: Sequence[Talk], reward: Score) -> list[Scores]:
    """The reward of each line of each conversation, asked for all at once."""
    scores = iter(reward([line for talk in talks for line in talk.lines]))
    return [[next(scores) for _ in talk.lines] for talk in talks]


def mean_known(scores: Scores) -> float | None:
    """The mean of what is known; None where nothing is."""
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _answers(assistant: Assistant, talks: Sequence[Talk], seed: int) -> list[str | None]:
    async def one(talk: Talk) -> str | None:
        asked = Conversation(
            talk.scenario, talk.persona, tuple(talk.messages), Phase.MUST_CONTINUE, seed, seed
        )
        try:
            return await assistant.reply(asked)
        except NoAnswerError:
            return None

    async def all_of_them() -> list[str | None]:
        return list(await asyncio.gather(*(one(talk) for talk in talks)))

    return run_sync(all_of_them)
