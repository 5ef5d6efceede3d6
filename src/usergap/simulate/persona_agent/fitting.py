"""Fitting: a persona rewritten from what its replies got wrong, kept only if it helps.

Test-time optimisation after PersonaAgent (arXiv 2506.06254): the latest interactions are
simulated, a model says what differs from what the person wrote (the textual loss) and
rewrites the persona. Ours is the gate: a rewrite stays only where the likeness on
interactions that it has not seen rises by more than its paired standard error.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, stdev
from typing import Any

from usergap.dialogues import Dialogue
from usergap.dialogues.endings import strip_end_tokens
from usergap.errors import EnvironmentFailure
from usergap.llm import Message
from usergap.simulate.diasynth.rouge import rouge_l
from usergap.simulate.model import Model, NoAnswerError, Sampling
from usergap.simulate.participant import Conversation, Phase
from usergap.simulate.persona import GENERIC_PERSONA
from usergap.simulate.persona_agent.control import Remembering, Self
from usergap.simulate.persona_agent.episodes import (
    FEWEST,
    Episode,
    Parts,
    episodes_of,
    parts_of,
)
from usergap.simulate.persona_agent.memory import Memory
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.users.chat import ChatUser

SUMMARY = """Below is what one person wrote to a chatbot. Say in at most five sentences what is
known of this person: what they care about, what they tell about themselves, and how they write
(length, tone, mistakes, what they praise or complain about). Do not quote. Write the
sentences only."""
LOSS = """A simulated person wrote to a chatbot in the place of a real one. Say in at most three
sentences how the simulated message differs from the real one in length, tone, content and purpose.
Write the sentences only."""
REWRITE = """A persona tells a simulated user who they are and how they write. Below are the persona
and what was wrong with messages written by it. Rewrite the persona in at most six sentences so that
these faults go away. Do not quote messages. Write the new persona only."""
SHOWN = 24
UNKNOWN_WANT = "go on with this conversation"


@dataclass(frozen=True)
class Step:
    """One rewrite: what was wrong, the new persona, and what the gate said.

    ``before`` and ``after``: mean likeness (ROUGE-L F1) on the interactions that judge;
    ``gain`` their mean paired difference and ``error`` its standard error.
    """

    number: int
    losses: tuple[str, ...]
    persona: str
    before: float
    after: float
    gain: float
    error: float
    kept: bool


@dataclass(frozen=True)
class Fitted:
    """One person as fitted, and every step to it; ``reason``: why there were no steps."""

    persona: str
    summary: str
    steps: tuple[Step, ...] = ()
    reason: str = ""

    def record(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return asdict(self)

    @classmethod
    def from_record(cls, found: dict[str, Any]) -> Fitted:
        """What ``record`` tells of."""
        steps = (Step(**{**each, "losses": tuple(each["losses"])}) for each in found["steps"])
        return cls(found["persona"], found["summary"], tuple(steps), found["reason"])


@dataclass(frozen=True)
class Fitting:
    """How persons are fitted: by which model, how many steps, how many memories a turn."""

    model: Model
    sampling: Sampling
    steps: int = 3
    k: int = 4
    seed: int = 0

    async def fit(self, name: str, dialogues: Sequence[Dialogue]) -> Fitted:
        """The person's persona and summary. What judges is in no summary until the end.

        Raises EnvironmentFailure for a call without an answer.
        """
        try:
            return await self._fit(name, dialogues)
        except NoAnswerError as trouble:
            raise EnvironmentFailure(
                f"personaagent: {name}: expected the model's answer to fit the persona by, found"
                f" {trouble}: run again to go on with the answers in the cache"
            ) from None

    async def _fit(self, name: str, dialogues: Sequence[Dialogue]) -> Fitted:
        parts = parts_of(dialogues)
        everything = episodes_of(dialogues)
        judges = len(parts.judging)
        reason = ""
        if judges < FEWEST or not parts.fitting:
            reason = f"expected {FEWEST} interactions or more to judge by, found {judges}"
        if reason or not self.steps:
            return Fitted(GENERIC_PERSONA, await self._summary(name, everything), (), reason)
        summary = await self._summary(name, parts.memory)
        steps = await self._steps(name, summary, parts)
        kept = [step.persona for step in steps if step.kept]
        persona = kept[-1] if kept else GENERIC_PERSONA
        return Fitted(persona, await self._summary(name, everything), steps)

    async def _steps(self, name: str, summary: str, parts: Parts) -> tuple[Step, ...]:
        persona, steps = GENERIC_PERSONA, []
        likeness = await self._likeness(name, persona, summary, parts)
        for number in range(1, self.steps + 1):
            told = await self._losses(f"{name}:{number}", persona, summary, parts)
            new = await self._rewritten(f"{name}:{number}", persona, told)
            reached = await self._likeness(name, new, summary, parts)
            gain, error, kept = gate(likeness, reached)
            scores = (fmean(likeness), fmean(reached), gain, error, kept)
            steps.append(Step(number, told, new, *scores))
            if kept:
                persona, likeness = new, reached
        return tuple(steps)

    async def _likeness(self, name: str, persona: str, summary: str, parts: Parts) -> list[float]:
        written = await self._replies(name, persona, summary, parts.judging, parts)
        real = [episode.wrote for episode in parts.judging]
        return [rouge_l(mine, theirs) for mine, theirs in zip(written, real, strict=True)]

    async def _losses(self, key: str, persona: str, summary: str, parts: Parts) -> tuple[str, ...]:
        written = await self._replies(key, persona, summary, parts.fitting, parts)
        asked = [
            self._say(
                LOSS,
                f"What was read:\n{episode.read}\n\nThe real message:\n{episode.wrote}\n\n"
                f"The simulated message:\n{mine}",
                f"{key}:loss:{place}",
            )
            for place, (episode, mine) in enumerate(zip(parts.fitting, written, strict=True))
        ]
        return tuple(await asyncio.gather(*asked))

    async def _rewritten(self, key: str, persona: str, losses: Sequence[str]) -> str:
        faults = "\n".join(f"- {loss}" for loss in losses)
        told = f"The persona:\n{persona}\n\nWhat was wrong:\n{faults}"
        return (await self._say(REWRITE, told, f"{key}:rewrite")).strip()

    async def _summary(self, name: str, episodes: Sequence[Episode]) -> str:
        """What is known of the person, from interactions at even steps up to the latest."""
        step = max(1, math.ceil(len(episodes) / SHOWN))
        shown = list(episodes)[::-1][::step][::-1]
        told = "\n".join(f"- {episode.wrote}" for episode in shown)
        return (await self._say(SUMMARY, told, f"{name}:summary:{len(episodes)}")).strip()

    async def _replies(
        self, key: str, persona: str, summary: str, episodes: Sequence[Episode], parts: Parts
    ) -> list[str]:
        """What a user with this persona writes where the person wrote these; seeds are fixed."""
        memory = Memory(parts.memory, self.k)
        dialogues = tuple({e.dialogue.id: e.dialogue for e in parts.memory}.values())
        control = Remembering({"": Self(persona, summary, memory, dialogues)})
        user = ChatUser(self.model, self.sampling, controls=(control,))
        asked = [
            user.reply(_conversation(episode, self._seed(f"{key}:{place}"), self.seed))
            for place, episode in enumerate(episodes)
        ]
        return [strip_end_tokens([text])[0] or "" for text in await asyncio.gather(*asked)]

    async def _say(self, task: str, told: str, key: str) -> str:
        messages = [Message("system", task), Message("user", told)]
        return await self.model.say(messages, self.sampling, self._seed(key))

    def _seed(self, key: str) -> int:
        text = f"{self.seed}:{key}".encode("utf-8", "replace")
        return int.from_bytes(hashlib.sha256(text).digest()[:4]) >> 1


def gate(before: Sequence[float], after: Sequence[float]) -> tuple[float, float, bool]:
    """The mean paired gain, its standard error (2 pairs or more), and whether it is above it."""
    gains = [new - old for new, old in zip(after, before, strict=True)]
    gain, error = fmean(gains), stdev(gains) / math.sqrt(len(gains))
    return gain, error, gain > error


def _conversation(episode: Episode, seed: int, run_seed: int) -> Conversation:
    """The place where the person wrote; its own dialogue is barred from their memory."""
    dialogue = episode.dialogue
    want = dialogue.scenario or UNKNOWN_WANT
    scenario = Scenario(dialogue.id, want, dialogue.domain, parents=(dialogue.id,))
    phase = Phase.MUST_CONTINUE if episode.number else Phase.OPENING
    return Conversation(scenario, GENERIC_PERSONA, episode.before, phase, seed, run_seed)
