"""What an LLM is asked for per dimension: labels, the label that stands alone, evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from usergap.dimensions.emotion import EMOTION
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.intent import INTENT
from usergap.errors import InputError


@dataclass(frozen=True)
class LabelTask:
    """Labels of a user turn: ``labels`` with ``rest``, which only stands alone."""

    dimension: str
    labels: tuple[str, ...]
    rest: str


TURN_TASKS: Final[Mapping[str, LabelTask]] = {
    "intent": LabelTask("intent", INTENT.labels, "none"),
    "feedback": LabelTask("feedback", FEEDBACK.labels, "no_feedback"),
    "identity": LabelTask("identity", (*IDENTITY.labels, "none"), "none"),
}
EMOTIONS: Final = EMOTION.labels
KINDS: Final = ("knows", "not")
ORDER: Final = (*TURN_TASKS, "knowledge", "emotion")
"""Everything that can be asked, in the order of the prompt."""


def in_order(dimensions: Sequence[str]) -> tuple[str, ...]:
    """The dimensions in the prompt's order, each once; raises ``InputError``."""
    unknown = [name for name in dimensions if name not in ORDER]
    if unknown or not dimensions:
        found = ", ".join(unknown) or "none"
        raise InputError(f"dimensions: expected some of {', '.join(ORDER)}; found {found}")
    return tuple(name for name in ORDER if name in dimensions)
