"""What a model is asked for a scenario, and for personas, and the form of its answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from usergap.annotators.llm.fence import fence_for, quoted
from usergap.annotators.llm.view import Slice, lines
from usergap.dialogues import Dialogue
from usergap.llm import Request
from usergap.simulate.prompts import prompt

TURNS_SHOWN = 12
"""User turns of a dialogue that a model reads: what a user wants is told by then."""
AGAIN_TEMPERATURE = 0.7


@dataclass(frozen=True)
class Question:
    """A request, and the ticket that its answer must repeat."""

    request: Request
    ticket: str

    def again(self, objection: str) -> Question:
        """The question once more, with what was wrong with the answer."""
        head, body = self.request.messages
        told = f"{body.content}\nAn earlier answer could not be used: {objection}."
        messages = (head, replace(body, content=told))
        request = replace(self.request, messages=messages, temperature=AGAIN_TEMPERATURE, seed=1)
        return replace(self, request=request)


def ask_scenario(dialogue: Dialogue) -> Question:
    """The question for the scenario of a dialogue."""
    shown = Slice(dialogue, 1, min(TURNS_SHOWN, len(dialogue.turns)))
    return question("scenario", "\n".join(lines(shown, by_sentence=False)), {"type": "string"})


def ask_personas(scenario: str, number: int) -> Question:
    """The question for personas, which shows the scenario and nothing of the dialogue."""
    listed = {"type": "array", "items": {"type": "string"}}
    return question("personas", quoted({"wants": scenario}), listed, f", number {number}")


def read_answer(text: str, name: str, ticket: str) -> Any:
    """The field ``name`` of an answer; None for an answer of another form or ticket."""
    text = text.rpartition("</think>")[2]
    try:
        found = json.loads(text[text.find("{") : text.rfind("}") + 1])
    except (ValueError, RecursionError):
        return None
    return found.get(name) if isinstance(found, dict) and found.get("ticket") == ticket else None


def question(name: str, data: str, schema: dict[str, Any], more: str = "") -> Question:
    """The prompt ``name`` with fenced data, for an answer whose field is ``name`` too."""
    fence = fence_for([data])
    body = (
        f"mark {fence.mark}, ticket {fence.ticket}{more}",
        fence.begin(1),
        data,
        fence.end(1),
    )
    fields = {"ticket": {"type": "string"}, name: schema}
    request = Request.of(
        "\n".join(body),
        system=prompt(name),
        temperature=0.0,
        json_schema={
            "type": "object",
            "properties": fields,
            "required": list(fields),
            "additionalProperties": False,
        },
    )
    return Question(request, fence.ticket)
