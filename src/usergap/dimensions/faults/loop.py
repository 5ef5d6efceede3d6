"""Loop: the conversation goes round: to the same answer the user says the same again."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.dimensions.faults.fault import Fault, Hit, Subject, quote

ALIKE = 0.85
"""Share of common words (Jaccard) from which on two turns say the same."""
ANSWERS_ALIKE = 0.75
"""The same for two answers of the chatbot, which vary more."""
LONGEST = 3000
"""Characters of an answer that are looked at."""


def find(subject: Subject) -> Iterator[Hit]:
    """The first turn that says again what the user said before to an answer like this one.

    People send a message again too, mostly because of its answer; in a loop the answer
    comes round as well.
    """
    bags = [frozenset(words) for words in subject.split]
    for place in range(2, len(bags)):
        if not bags[place]:
            continue
        for earlier in range(1, place):
            if _alike(bags[earlier], bags[place], ALIKE) and _alike(
                _bag(subject, earlier), _bag(subject, place), ANSWERS_ALIKE
            ):
                turn = subject.turns[place]
                yield Hit(turn.number, quote(turn.text))
                return


def _bag(subject: Subject, place: int) -> frozenset[str]:
    return frozenset(subject.turns[place].answer[:LONGEST].lower().split())


def _alike(one: frozenset[str], other: frozenset[str], share: float) -> bool:
    small, large = sorted((len(one), len(other)))
    if not small or small < share * large:
        return False
    return len(one & other) >= share * len(one | other)


FAULT = Fault(
    id="loop",
    title="Loop",
    summary="the conversation goes round: to the same answer the user says the same again",
    version="1",
    find=find,
)
