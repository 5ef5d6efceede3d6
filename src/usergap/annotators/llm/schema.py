"""The JSON schema of an answer: the same for every call that asks the same dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from usergap.annotators.llm.tasks import EMOTIONS, KINDS, TURN_TASKS

Schema = Mapping[str, Any]


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    # strict structured output wants every property required and no others
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _field(dimension: str) -> dict[str, Any]:
    text = {"type": "string"}
    if dimension == "emotion":
        entry = {"sentence": {"type": "integer"}, "label": {**text, "enum": list(EMOTIONS)}}
    elif dimension == "knowledge":
        entry = {"kind": {**text, "enum": list(KINDS)}, "text": text, "quote": text}
    else:
        labels = list(TURN_TASKS[dimension].labels)
        entry = {"label": {**text, "enum": labels}, "quote": text}
    return _list(_object(entry))


@cache
def answer_schema(dimensions: tuple[str, ...]) -> Schema:
    """The schema of the answer for ``dimensions`` (in the prompt's order)."""
    turn = {"turn": {"type": "integer"}, **{name: _field(name) for name in dimensions}}
    transcript = {"transcript": {"type": "integer"}, "turns": _list(_object(turn))}
    return _object({"ticket": {"type": "string"}, "transcripts": _list(_object(transcript))})


_EXAMPLES: Mapping[str, str] = {
    **dict.fromkeys(TURN_TASKS, '[{"label": "...", "quote": "..."}]'),
    "knowledge": '[{"kind": "...", "text": "...", "quote": "..."}]',
    "emotion": '[{"sentence": 1, "label": "..."}]',
}


def answer_form(dimensions: Sequence[str]) -> str:
    """The form of the answer in words, for endpoints that take no schema."""
    turn = ", ".join(['{"turn": 1', *(f'"{name}": {_EXAMPLES[name]}' for name in dimensions)])
    rows = '{"transcript": 1, "turns": [' + turn + "}, ...]}"
    return '{"ticket": "...", "transcripts": [' + rows + ", ...]}"
