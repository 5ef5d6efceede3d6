"""SimulatorArena document creation: parallel lists of user queries and chatbot answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from usergap.formats.fields import pick
from usergap.formats.format import BadRowError, Draft, Format, Record
from usergap.formats.messages import alternate, json_value, parse_messages

_KEYS = {
    "id": ("id", "conversation_id"),
    "domain": ("domain", "document_type"),
    "scenario": ("scenario", "intent"),
    "assistant_model": ("assistant_model", "model"),
    **{name: (name,) for name in ("scenario_id", "persona", "simulator", "source", "language")},
}
_RATINGS = ("overall_interaction_rating", "overall_document_rating")


def sniff(record: Record) -> bool:
    """Both lists."""
    return "user_queries" in record and "ai_responses" in record


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue; the ratings are kept beside it."""
    notes: Counter[str] = Counter()
    lists = [json_value(record.get(name)) for name in ("user_queries", "ai_responses")]
    for name, found in zip(("user_queries", "ai_responses"), lists, strict=True):
        if not isinstance(found, list):
            raise BadRowError(name, "a list of texts", found)
    if len(lists[1]) > len(lists[0]):
        raise BadRowError("ai_responses", f"at most {len(lists[0])} answers", lists[1])
    messages = parse_messages(alternate(*lists), "user_queries", notes)
    extra: dict[str, Any] = {key: record[key] for key in _RATINGS if key in record}
    if isinstance(record.get("workerId"), str):
        extra["user_id"] = record["workerId"]
    yield Draft(messages, pick(record, _KEYS), extra, notes=notes)


FORMAT = Format("simulatorarena", "SimulatorArena documents", sniff, parse)
