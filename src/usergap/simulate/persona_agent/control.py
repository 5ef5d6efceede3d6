"""The control that tells a user who they are and what they remember."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from usergap.dialogues import Dialogue
from usergap.simulate.made import fingerprint
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.persona_agent.memory import Memory, read_now
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import Seeds
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance


@dataclass(frozen=True)
class Self:
    """One person: the persona as fitted, the summary of what is known, and the episodes."""

    persona: str
    summary: str
    memory: Memory
    dialogues: tuple[Dialogue, ...] = field(repr=False)


@dataclass(frozen=True)
class Remembering:
    """Each conversation is led by one of ``selves``: its parent's, else one by seed.

    The scenario's own real dialogue and the rest of its conversation are never remembered.
    """

    selves: Mapping[str, Self] = field(repr=False)
    allotted: Variable | None = None
    name: str = "personaagent"

    @cached_property
    def settings(self) -> Settings:
        """Personas, summaries and the hash of the memories."""
        return {
            "selves": {
                name: {
                    "persona": own.persona,
                    "summary": own.summary,
                    "k": own.memory.k,
                    "memory": fingerprint([[e.read, e.wrote] for e in own.memory.episodes]),
                }
                for name, own in self.selves.items()
            }
        }

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Remembering:
        """The selves spread evenly over scenarios."""
        return replace(self, allotted=self._variable().over(scenarios, seed))

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:
        """All dialogues of the person who leads the conversation."""
        return Seeds.of(self.selves[self.who(scenario, seed)].dialogues)

    def who(self, scenario: Scenario, seed: int) -> str:
        """The person who leads the conversation of a scenario."""
        for name, own in self.selves.items():
            if any(_own(dialogue, scenario) for dialogue in own.dialogues):
                return name
        return (self.allotted or self._variable()).of(scenario, seed)

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """Who leads the conversation; their persona and what is known of them."""
        name = self.who(scenario, seed)
        own = self.selves[name]
        told = (f"What is known of this person: {own.summary}",) if own.summary else ()
        return Guidance(told, {"person": name}, persona=own.persona)

    def turn(self, conversation: Conversation) -> Guidance:
        """What the person remembers of like places."""
        scenario = conversation.scenario
        own = self.selves[self.who(scenario, conversation.run_seed)]
        barred = _barred(own.dialogues, scenario)
        now = read_now(conversation.messages, scenario)
        lines = own.memory.lines(now, barred)
        if not lines:
            return NOTHING
        found = [[e.dialogue.id, e.number] for e in own.memory.nearest(now, barred)]
        return Guidance(lines, {"episodes": found})

    def _variable(self) -> Variable:
        return Variable(f"{self.name}.person", tuple(self.selves))


def _barred(dialogues: Sequence[Dialogue], scenario: Scenario) -> frozenset[str]:
    """The scenario's own dialogues, and what was cut from the same conversation."""
    own = [dialogue for dialogue in dialogues if _own(dialogue, scenario)]
    conversations = {dialogue.conversation_id for dialogue in own} - {None}
    cut = (d for d in dialogues if d.conversation_id in conversations)
    return frozenset(dialogue.id for dialogue in (*own, *cut))


def _own(dialogue: Dialogue, scenario: Scenario) -> bool:
    return dialogue.id in scenario.parents or scenario.id in (dialogue.scenario_id, dialogue.id)
