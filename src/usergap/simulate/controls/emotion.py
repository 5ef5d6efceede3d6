"""Emotion: how the user feels, and a situation that explains it; the goal stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from usergap.errors import InputError
from usergap.simulate.kind import Kind, Making, Spec, read_text
from usergap.simulate.participant import Conversation, Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.steering.allotment import Variable
from usergap.simulate.steering.control import NOTHING, Guidance
from usergap.simulate.steering.situations import SITUATIONS

ANY = "any"
"""Stands in a file of situations for every emotion."""
LINES = {
    "neutral": "You feel nothing in particular, and it shows in nothing that you write.",
    "other": "You feel {emotion}. It shows in how you write; what you want stays the same.",
}


@dataclass(frozen=True)
class Emotion:
    """One emotion for each conversation, with a situation of that emotion where there is one.

    ``emotions``: by default the seven of the dimension emotion (Ekman's six and neutral).
    """

    emotions: tuple[str, ...] = tuple(SITUATIONS)
    situations: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: SITUATIONS)
    name: str = "emotion"
    choice: Variable | None = None

    def __post_init__(self) -> None:
        """Raises InputError without emotions, and for one given twice."""
        if not self.emotions or len(set(self.emotions)) < len(self.emotions):
            found = ", ".join(self.emotions) or "none"
            raise InputError(f"emotion: expected emotions, each once; found {found}")

    @property
    def settings(self) -> Settings:
        """Emotions, their situations and how both are told."""
        told = {each: list(self._situations(each)) for each in self.emotions}
        return {"situations": told, "lines": LINES}

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """The values that its variables can have."""
        found = {"emotion": self.emotions}
        listed = [text for each in self.emotions for text in self._situations(each)]
        return {**found, **({"situation": tuple(dict.fromkeys(listed))} if listed else {})}

    def over(self, scenarios: Sequence[Scenario], seed: int) -> Emotion:
        """The same emotions, spread evenly over the scenarios."""
        return replace(self, choice=self._choice().over(scenarios, seed))

    def session(self, scenario: Scenario, seed: int) -> Guidance:
        """The emotion and the situation of the conversation."""
        emotion = self._choice().of(scenario, seed)
        line = LINES["neutral"] if emotion == "neutral" else LINES["other"]
        told = line.replace("{emotion}", emotion)
        listed = self._situations(emotion)
        if not listed:
            return Guidance((told,), {"emotion": emotion})
        situation = Variable(f"{self.name}.situation", listed).of(scenario, seed)
        lines = (f"Before you came here: {situation}", told)
        return Guidance(lines, {"emotion": emotion, "situation": situation})

    def turn(self, conversation: Conversation) -> Guidance:  # noqa: ARG002 - by session only
        """Nothing."""
        return NOTHING

    def _situations(self, emotion: str) -> tuple[str, ...]:
        return (*self.situations.get(emotion, ()), *self.situations.get(ANY, ()))

    def _choice(self) -> Variable:
        return self.choice or Variable(f"{self.name}.emotion", self.emotions)


def read_situations(path: str) -> dict[str, tuple[str, ...]]:
    """Situations of a file, one a line: ``EMOTION<tab>SITUATION``, or ``any`` as the emotion.

    Raises InputError for a line without a tab.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(read_text(path, "emotion: situations").splitlines(), 1):
        emotion, tab, situation = line.partition("\t")
        if not line.strip():
            continue
        if not tab or not emotion.strip() or not situation.strip():
            raise InputError(f"{path}:{number}: expected EMOTION, a tab and a situation")
        found.setdefault(emotion.strip(), []).append(situation.strip())
    return {emotion: tuple(texts) for emotion, texts in found.items()}


async def _make(spec: Spec, making: Making) -> Emotion:  # noqa: ARG001 - needs no model
    path = spec.options.get("situations")
    situations = SITUATIONS if path is None else read_situations(path)
    listed = tuple(each.strip() for each in spec.argument.split(",") if each.strip())
    if path is not None and not listed:
        listed = tuple(emotion for emotion in situations if emotion != ANY)
    return Emotion(listed or tuple(SITUATIONS), situations)


KIND = Kind(
    name="emotion",
    argument="[EMOTION,…]",
    options=("situations",),
    summary="how the user feels and why (default: seven emotions; situations: a file)",
    make=_make,
)
