"""Memory: what one person did before, and what is told of it to a simulated one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from usergap.dialogues import Message
from usergap.simulate.persona_agent.episodes import Episode
from usergap.simulate.persona_agent.retrieval import Index
from usergap.simulate.scenarios.scenario import Scenario

MOST_WORDS = 60
_LEAD = "What this person wrote earlier in like places; write as they do, not what they wrote:"


@dataclass(frozen=True)
class Memory:
    """Episodic memory: the person's earlier interactions, of which the ``k`` nearest are told."""

    episodes: tuple[Episode, ...] = field(repr=False)
    k: int = 4

    def lines(self, now: str, barred: frozenset[str]) -> tuple[str, ...]:
        """The interactions nearest to ``now`` as lines; none of the dialogues in ``barred``."""
        found = self.nearest(now, barred)
        if not found:
            return ()
        told = [f'- after reading "{_cut(e.read)}": "{_cut(e.wrote)}"' for e in found]
        return (_LEAD, *told)

    def nearest(self, now: str, barred: frozenset[str]) -> list[Episode]:
        """The ``k`` interactions nearest to what is read now, nearest first."""
        free = [n for n, e in enumerate(self.episodes) if e.dialogue.id not in barred]
        return [self.episodes[number] for number in self._index.top(now, self.k, free)]

    @cached_property
    def _index(self) -> Index:
        return Index.of([f"{e.read} {e.wrote}" for e in self.episodes])


def read_now(messages: Sequence[Message], scenario: Scenario) -> str:
    """What the person has before their eyes: the last answer, at first what they want."""
    last = (m.content for m in reversed(messages) if m.role == "assistant" and m.content.strip())
    return f"{scenario.text} {next(last, '')}"


def _cut(text: str) -> str:
    words = text.split()
    return " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
