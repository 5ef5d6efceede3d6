"""What a user simulator and an assistant are: asked for one message at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol

from usergap.dialogues import Message
from usergap.simulate.scenarios.scenario import Scenario

Family = Literal["generator", "rule", "simulation"]
Settings = Mapping[str, Any]
END_TOKEN = "<|endconversation|>"  # noqa: S105 - not a secret: what a simulator appends
"""What a user simulator appends, or says alone, when it is done (realsim, UserLM)."""


class Phase(StrEnum):
    """What is asked of the user's next turn (realsim, arXiv 2605.02624)."""

    OPENING = "opening"
    MUST_CONTINUE = "must_continue"
    MAY_STOP = "may_stop"


@dataclass(frozen=True)
class Conversation:
    """All that a participant is told: who wants what, and what was said so far.

    ``seed`` belongs to the message that is asked for (and to the attempt at it), so
    a participant that draws from it gives the same message again after a resume;
    ``run_seed`` is the run's.
    """

    scenario: Scenario
    persona: str
    messages: tuple[Message, ...]
    phase: Phase
    seed: int
    run_seed: int = 0

    @property
    def user_turns(self) -> int:
        """The number of user messages so far."""
        return sum(message.role == "user" for message in self.messages)


class UserSimulator(Protocol):
    """Plays the user. Keeps no state between calls: the conversation holds it all.

    ``settings`` (JSON values) holds everything that changes what it says: model,
    prompt, sampling, the hash of what it was fitted on. ``parents``: ids of real
    dialogues that it was made from, which must not be compared with its output; one
    that was made from different ones for each scenario, or knows their pair keys, has
    ``seeds(scenario, seed)`` too (see ``usergap.simulate.seeds``).
    A user with ``guardrails`` brings these along, besides those of the run.
    A user that is steered has ``controls`` too (see ``usergap.simulate.steering.control``):
    their variables are recorded in each dialogue.
    """

    @property
    def name(self) -> str:
        """What it is called in reports."""

    @property
    def version(self) -> str:
        """Its version, or "not recorded"."""

    @property
    def family(self) -> Family:
        """How its dialogues come about."""

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""

    @property
    def parents(self) -> tuple[str, ...]:
        """Real dialogues that it was made from."""

    async def reply(self, conversation: Conversation) -> str | None:
        """The next user message, ``END_TOKEN`` in it when done; None: nothing left to say."""


class Assistant(Protocol):
    """Plays the chatbot; sees the messages, not the scenario or the persona."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    @property
    def settings(self) -> Settings:
        """All that changes what it says."""

    async def reply(self, conversation: Conversation) -> str | None:
        """The next chatbot message; None: nothing left to say."""
