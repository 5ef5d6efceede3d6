"""Examples: real users' turns shown to a simulator, a few for each conversation."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds
from usergap.simulate.steering.control import NOTHING, Guidance

LEAD = (
    "Other people wrote to a chatbot about other things, as below. Write as they write: as long,"
    " as plain and as polite. Take neither their words nor what they want."
)
MOST_TURNS = 6
MOST_WORDS = 80


@dataclass(frozen=True)
class Examples:
    """A control that shows ``k`` real users' turns, and names them as seeds.

    Drawn anew for each conversation, or once for all (``fixed``); from the scenario's
    ``domain`` first, if asked for. Never shown: the scenario's own real dialogues, and
    what was cut from the same conversation. ``pool``: those with user text.
    """

    pool: tuple[Dialogue, ...] = field(repr=False)
    k: int = 3
    same_domain: bool = False
    fixed: bool = False
    name: str = "examples"

    @classmethod
    def of(
        cls,
        dialogues: Sequence[Dialogue],
        k: int = 3,
        *,
        same_domain: bool = False,
        fixed: bool = False,
    ) -> Examples:
        """Examples from these dialogues. Raises InputError where they are too few."""
        pool = tuple(d for d in dialogues if any(turn.text.strip() for turn in d.turns))
        if not 1 <= k <= len(pool):
            most = f"the {len(pool)} dialogues with user text"
            raise InputError(f"examples: expected k from 1 to {most}, found {k}")
        return cls(pool, k, same_domain, fixed)

    @property
    def settings(self) -> Settings:
        """All that changes which examples are shown and how."""
        said = [[d.id, d.domain, [turn.text for turn in d.turns]] for d in self.pool]
        return {
            "examples": fingerprint(said),
            "k": self.k,
            "same_domain": self.same_domain,
            "fixed": self.fixed,
            "lead": LEAD,
        }

    def shown(self, scenario: Scenario, seed: int) -> tuple[Dialogue, ...]:
        """The dialogues that are shown in this scenario; fewer than ``k`` if no more are free."""
        place = "" if self.fixed else scenario.id
        order = list(self.pool)
        random.Random(f"examples:{seed}:{place}").shuffle(order)
        if self.same_domain:
            order.sort(key=lambda dialogue: dialogue.domain != scenario.domain)
        own = {d.conversation_id for d in order if _own(d, scenario)} - {None}
        free = (d for d in order if not _own(d, scenario) and d.conversation_id not in own)
        return tuple(islice(free, self.k))

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:
        """What is shown in this scenario."""
        return Seeds.of(self.shown(scenario, seed))

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The examples as lines of the prompt; their ids are recorded."""
        shown = self.shown(scenario, seed)
        if not shown:
            return NOTHING
        lines = [LEAD]
        for number, dialogue in enumerate(shown, 1):
            lines.append(f"Person {number}:")
            texts = [turn.text for turn in dialogue.turns if turn.text.strip()]
            lines += [f"- {_cut(text)}" for text in texts[:MOST_TURNS]]
        return Guidance(tuple(lines), {"shown": [dialogue.id for dialogue in shown]})

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING


def _own(dialogue: Dialogue, scenario: Scenario) -> bool:
    return dialogue.id in scenario.parents or scenario.id in (dialogue.scenario_id, dialogue.id)


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
