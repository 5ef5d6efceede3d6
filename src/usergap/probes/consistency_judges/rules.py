"""The rule judge: facts that two texts state about their speaker, and whether they clash.

It works offline, in English, on facts of these kinds; it is silent on everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from usergap.probes.consistency_judges.belongings import belongings
from usergap.probes.consistency_judges.circumstances import circumstances
from usergap.probes.consistency_judges.clauses import clauses
from usergap.probes.consistency_judges.facts import Fact
from usergap.probes.consistency_judges.judge import Count, Lines
from usergap.probes.consistency_judges.persona import in_first_person
from usergap.probes.consistency_judges.tastes import tastes
from usergap.probes.consistency_judges.traits import traits

KINDS: Final = (
    "age",
    "name",
    "gender",
    "job",
    "home",
    "origin",
    "children",
    "siblings",
    "pets",
    "possessions",
    "diet",
    "marital",
    "looks",
    "likes",
    "favourites",
    "habits",
)
"""The kinds of facts that the rule judge supports."""


@lru_cache(maxsize=50_000)
def facts(text: str) -> tuple[Fact, ...]:
    """The facts that a text states about its speaker, each once."""
    found = (
        fact
        for clause in clauses(text)
        for reader in (circumstances, belongings, traits, tastes)
        for fact in reader(clause)
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=5_000)
def persona_facts(persona: str) -> tuple[Fact, ...]:
    """The facts of a persona, whichever person it is written in."""
    return facts(in_first_person(persona))


def contradictions(one: Iterable[Fact], other: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """The pairs of facts of which at most one is true."""
    later = list(other)
    return [(a, b) for a in one for b in later if a.contradicts(b)]


def comparable(one: Iterable[Fact], other: Iterable[Fact]) -> bool:
    """Whether both state something about the same topic."""
    return bool({fact.topic for fact in one} & {fact.topic for fact in other})


class RuleJudge:
    """Judges by the facts that the rules find; what it does not understand is no contradiction."""

    name = f"rules ({len(KINDS)} kinds of facts, English)"

    def with_persona(
        self, dialogues: Sequence[Lines], personas: Sequence[str]
    ) -> list[list[Count]]:
        """One judgement a line."""
        found = []
        for lines, persona in zip(dialogues, personas, strict=True):
            held = persona_facts(persona)
            found.append([_count(facts(line), [held]) for line in lines])
        return found

    def with_earlier(self, dialogues: Sequence[Lines]) -> list[list[Count]]:
        """As many judgements as there are earlier lines."""
        found = []
        for lines in dialogues:
            stated = [facts(line) for line in lines]
            found.append([_count(said, stated[:place]) for place, said in enumerate(stated)])
        return found


def _count(said: tuple[Fact, ...], others: Sequence[tuple[Fact, ...]]) -> Count:
    clashes = [contradictions(other, said) for other in others if said and other]
    why = next((clash[0][0].kind for clash in clashes if clash), "")
    compared = sum(comparable(other, said) for other in others if said and other)
    return Count(sum(map(bool, clashes)), len(others), compared, why)
