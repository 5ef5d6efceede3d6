"""Markov: an n-gram model of a real split's turns. A floor for every other simulator."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, real_dialogues
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import END_TOKEN, Conversation, Family, Phase, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds

LONGEST = 200
Table = dict[tuple[str, ...], list[str | None]]


@dataclass(frozen=True)
class MarkovUser:
    """Writes words as they follow one another in real turns; opening turns have their own.

    From turn to turn it stops as often as the real users did at that number of turns
    (their hazard), where it may. It reads neither the scenario nor the assistant. Its
    turns can repeat real ones word for word, so its parents are barred from comparison.
    """

    openings: Table = field(repr=False)
    later: Table = field(repr=False)
    lengths: tuple[int, ...] = field(repr=False)
    order: int
    parents: tuple[str, ...]
    settings: Settings
    sources: Seeds = field(default_factory=Seeds, repr=False)
    name: str = "markov"
    version: str = "1"
    family: ClassVar[Family] = "rule"

    @classmethod
    def fit(cls, dialogues: Sequence[Dialogue], order: int = 2) -> MarkovUser:
        """Counts words after ``order`` words. Raises InputError without a turn of words."""
        if order < 1:
            raise InputError(f"order: expected 1 or more, found {order}")
        openings: Table = defaultdict(list)
        later: Table = defaultdict(list)
        used = [d for d in dialogues if any(turn.text.split() for turn in d.turns)]
        for dialogue in used:
            for number, turn in enumerate(dialogue.turns):
                count_words(turn.text.split(), order, later if number else openings)
        if not openings:
            raise InputError("markov: expected real dialogues with user text, found none")
        tables = dict(openings), dict(later or openings)
        lengths = tuple(len(dialogue.turns) for dialogue in used)
        said = [[turn.text for turn in dialogue.turns] for dialogue in used]
        settings = {"kind": "markov", "order": order, "fitted_on": fingerprint(said)}
        sources = Seeds.of(used)
        return cls(*tables, lengths, order, sources.ids, settings, sources)

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:  # noqa: ARG002 - the same for all
        """All dialogues that it was fitted on."""
        return self.sources

    async def reply(self, conversation: Conversation) -> str | None:
        """A turn, or the end token alone."""
        rng = random.Random(conversation.seed)
        turns = conversation.user_turns
        if conversation.phase is Phase.MAY_STOP and rng.random() < self._hazard(turns):
            return END_TOKEN
        return write_words(self.later if turns else self.openings, self.order, rng)

    def _hazard(self, turns: int) -> float:
        """The share of real dialogues with ``turns`` turns or more that ended there."""
        reached = [length for length in self.lengths if length >= turns]
        return sum(length == turns for length in reached) / len(reached) if reached else 1.0


def write_words(table: Table, order: int, rng: random.Random) -> str:
    """A text whose words follow one another as they were counted, 200 words at most."""
    words: list[str] = []
    state: tuple[str, ...] = ()
    while len(words) < LONGEST and (word := rng.choice(table[state])) is not None:
        words.append(word)
        state = (*state, word)[-order:]
    return " ".join(words)


def count_words(words: Sequence[str], order: int, table: Table) -> None:
    """Add to a table what follows every ``order`` words of a text; None is its end."""
    state: tuple[str, ...] = ()
    for word in words:
        table[state].append(word)
        state = (*state, word)[-order:]
    if words:
        table[state].append(None)


async def _make(spec: Spec, making: Making) -> MarkovUser:  # noqa: ARG001 - needs no model
    return MarkovUser.fit(real_dialogues(spec), spec.whole("order", 2))


KIND = Kind(
    name="markov",
    argument="FILE",
    options=("order",),
    summary="words and endings as in a file of real dialogues; a floor",
    make=_make,
)
