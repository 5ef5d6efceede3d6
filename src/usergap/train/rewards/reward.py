"""What a reward gets and gives: candidates in, a number or nothing for each out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from usergap.dialogues import Message

Scores = list[float | None]
"""One per candidate, in order. None: the reward could not be had. That is no 0."""

Score = Callable[[Sequence["Candidate"]], Scores]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A user's message that a policy wrote, and what it may be held against.

    ``context``: the messages before it. ``reference``: what the real user wrote there.
    ``group``: candidates of one group answer the same context. ``slot``: its place in the
    group; the candidates of one slot, one for each context, are one batch.
    """

    reply: str
    context: tuple[Message, ...] = ()
    reference: str | None = None
    persona: str | None = None
    group: int = 0
    slot: int = 0

    @property
    def earlier(self) -> tuple[str, ...]:
        """The user's own messages before this one."""
        return tuple(m.content for m in self.context if m.role == "user")


@dataclass(frozen=True)
class Materials:
    """What rewards are made from; what a reward needs and is not there is an InputError.

    ``real``: replies of real users that no policy is trained on. ``simulated``: replies of
    the policy before training, one for each of ``real``, for what learns to tell them
    apart. ``ask`` puts requests to a judge (``list of Request -> list of Result``);
    ``embed`` maps texts to vectors (n × d) in the place of the shipped space;
    ``model`` is the path of a ``transformers`` model. ``settings``: of single rewards, by name.
    """

    real: tuple[Candidate, ...] = ()
    simulated: tuple[Candidate, ...] = ()
    ask: Any = None
    embed: Any = None
    model: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True)
class Reward:
    """A reward as it declares itself.

    ``goal``: what rises with it, in one plain sentence. ``low`` and ``high``: its range.
    ``gamed``: what a policy does that has learnt the reward and not the user.
    ``make`` gives the function that scores; it raises InputError where materials lack
    what the reward needs. ``settings``: names of what can be set, behind the reward's own.
    ``pays``: measures and probes of the side-effect table that it pays for by name; a setting
    ``measures`` (a+b) takes their place.
    """

    id: str
    title: str
    goal: str
    low: float
    high: float
    citation: str
    version: str
    gamed: str
    make: Callable[[Materials], Score] = field(repr=False)
    settings: tuple[str, ...] = ()
    pays: tuple[str, ...] = ()
