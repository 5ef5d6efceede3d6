"""What a model is asked for a DiaSynth set, and which answers can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from usergap.annotators.llm.fence import quoted
from usergap.simulate.controls.big_five import LINES as PERSONALITY
from usergap.simulate.diasynth.characteristics import CHARACTERISTICS, TITLES
from usergap.simulate.scenarios.checks import Told
from usergap.simulate.scenarios.prompt import Question, question
from usergap.simulate.scenarios.scenario import MAX_WORDS, Scenario

LONGEST_STEP = 30
LONGEST_TEXT = 240
_LIST = {"type": "array", "items": {"type": "string"}}


def ask_subtopics(topic: str, number: int) -> Question:
    """The question for subtopics of a topic."""
    return question("subtopics", quoted({"topic": topic}), dict(_LIST), f", number {number}")


def ask_steps(scenario: Scenario, values: Mapping[str, str]) -> Question:
    """The question for how each characteristic shows, one after another."""
    known = [PERSONALITY[name][level] for name, level in values.items() if name in PERSONALITY]
    points = [
        f"{TITLES[name]}: {value}" for name, value in values.items() if name in CHARACTERISTICS
    ]
    data = {
        "wants": scenario.text,
        "is one of these people": list(scenario.personas),
        "personality": known,
        "points": points,
    }
    return question("steps", quoted(data), dict(_LIST))


def subtopics_objection(answer: Any, told: Told) -> str | None:  # noqa: ARG001 - nobody's data
    """Why a list cannot be subtopics; None: it can."""
    if not _texts(answer):
        return "it was not of the asked form"
    if any(len(text.split()) > MAX_WORDS for text in answer):
        return f"a subtopic had more than {MAX_WORDS} words"
    return None


def steps_objection(answer: Any, told: Told) -> str | None:  # noqa: ARG001 - nobody's data
    """Why a list cannot be the steps; None: it can."""
    if not _texts(answer):
        return "it was not of the asked form"
    if len(answer) != len(CHARACTERISTICS):
        return f"it had not {len(CHARACTERISTICS)} steps"
    if any(len(text.split()) > LONGEST_STEP for text in answer):
        return f"a step had more than {LONGEST_STEP} words"
    return None


def _texts(answer: Any) -> bool:
    return (
        isinstance(answer, list)
        and bool(answer)
        and all(isinstance(x, str) and x.strip() and len(x) <= LONGEST_TEXT for x in answer)
    )
