"""Samples: a dialogue of K user turns flipped into K + 1, the last of which is its end.

After UserLM (Naous et al., arXiv 2510.06552, section 3): given the intent and what was said so
far, the model learns the user's next message, and after the chatbot's last one the end token.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from usergap.dialogues import Dialogue, Message
from usergap.simulate.participant import END_TOKEN


@dataclass(frozen=True)
class Sample:
    """One thing to say: ``target`` after ``said``, by a user who wants ``intent``.

    ``dialogue`` is the place of the dialogue in its list, ``number`` that of the user turn from
    1. ``said`` holds user and chatbot messages only: a simulated user sees no others.
    """

    dialogue: int
    number: int
    intent: str
    said: tuple[Message, ...]
    target: str

    @property
    def ends(self) -> bool:
        """Whether the target is the end of the dialogue."""
        return self.target == END_TOKEN


def flip(dialogue: Dialogue, place: int = 0) -> list[Sample]:
    """The samples of one dialogue, in order; its ``scenario`` is the intent.

    User turns without words are no targets, nor are those of a shared context. Where the last
    message is the user's own, nobody saw what they did after the answer: no end is taught.
    """
    intent = (dialogue.scenario or "").strip()
    samples: list[Sample] = []
    said: list[Message] = []
    number = 0
    for at, message in enumerate(dialogue.messages):
        if message.role not in ("user", "assistant"):
            continue
        if message.role == "user" and at >= dialogue.context_length:
            number += 1
            if message.content.strip():
                samples.append(Sample(place, number, intent, tuple(said), message.content))
        said.append(message)
    if samples and said[-1].role == "assistant":
        samples.append(Sample(place, number + 1, intent, tuple(said), END_TOKEN))
    return samples


def flip_all(dialogues: Iterable[Dialogue]) -> list[Sample]:
    """The samples of many dialogues, each with its dialogue's place."""
    return [sample for place, each in enumerate(dialogues) for sample in flip(each, place)]


def sample_record(sample: Sample, dialogue: Dialogue) -> dict[str, Any]:
    """A sample as JSON values, for trainers that are not ours."""
    return {
        "dialogue": dialogue.id,
        "turn": sample.number,
        "intent": sample.intent,
        "messages": [{"role": m.role, "content": m.content} for m in sample.said],
        "target": sample.target,
    }
