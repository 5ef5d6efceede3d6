"""A small corpus and an annotator that follows one visible rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from usergap.annotators import Annotation
from usergap.dialogues import Corpus, Dialogue, Message
from usergap.profiles import Plan


@dataclass(frozen=True)
class ThanksAnnotator:
    """Positive feedback where a turn says thanks; a past where it says 'was'."""

    name: str = "thanks"
    version: str = "1"
    dimensions: tuple[str, ...] = ("feedback", "identity")
    languages: frozenset[str] = frozenset({"en"})

    def annotate(self, dialogues: Sequence[Dialogue]) -> list[Annotation]:
        return [
            Annotation(
                {
                    "feedback": tuple(
                        ("explicit_positive",) if "thanks" in turn.text else ("no_feedback",)
                        for turn in dialogue.turns
                    ),
                    "identity": tuple(
                        ("past",) if "was" in turn.text else ("none",) for turn in dialogue.turns
                    ),
                }
            )
            for dialogue in dialogues
        ]


def talk(name: str, *texts: str, **fields: str | None) -> Dialogue:
    """A dialogue in which the chatbot answers every user message with the same words."""
    messages: list[Message] = []
    for text in texts:
        messages += [Message("user", text), Message("assistant", "Certainly, here it is.")]
    return Dialogue(name, tuple(messages), **{"language": "en", **fields})  # type: ignore[arg-type]


@pytest.fixture
def plan() -> Plan:
    return Plan((ThanksAnnotator(),))


@pytest.fixture
def corpus() -> Corpus:
    return Corpus(
        "small",
        (
            talk("a", "tell me about owls", "thanks a lot", conversation_id="c1", scenario_id="s1"),
            talk("b", "I was in Oslo", conversation_id="c2", scenario_id="s1", domain="travel"),
            talk("c", "thanks", "thanks again", "and more", conversation_id="c3"),
            talk("d", "hallo wie geht es", conversation_id="c3", language="de"),
        ),
    )
