"""OpenTelemetry GenAI spans: OTLP JSON, or one span a row with its attributes.

Keys of the GenAI semantic conventions: ``gen_ai.conversation.id``,
``gen_ai.input.messages``, ``gen_ai.output.messages`` (role and parts),
``gen_ai.system_instructions``, ``gen_ai.request.model``. Spans of one conversation
are put together in order of time, whether or not each repeats the history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from usergap.dialogues import Message
from usergap.formats.exchanges import stitch
from usergap.formats.fields import text_field
from usergap.formats.format import BadRowError, Draft, Format, Log, Record, Row
from usergap.formats.messages import parse_messages

OTHER_SPANS = "spans without messages passed over"
_INPUT, _OUTPUT = "gen_ai.input.messages", "gen_ai.output.messages"


def sniff(record: Record) -> bool:
    """Resource spans, or attributes with a key of the convention."""
    if isinstance(record.get("resourceSpans"), list):
        return True
    attributes = _attributes(record)
    return any(key.startswith("gen_ai.") for key in attributes)


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """One record per conversation (or per trace, where none is named)."""
    spans: dict[str, list[tuple[str, int, tuple[Message, ...], Mapping[str, Any]]]] = {}
    for line, record in rows:
        for span in _spans(record):
            attributes = _attributes(span)
            if _INPUT not in attributes and _OUTPUT not in attributes:
                log.notes[OTHER_SPANS] += 1
                continue
            try:
                messages = _messages(attributes, log.notes)
            except BadRowError as bad:
                log.drop(line, bad.field, bad.expected, bad.found)
                continue
            if all(message.role == "system" for message in messages):
                log.notes[OTHER_SPANS] += 1
                continue
            name = attributes.get("gen_ai.conversation.id") or _trace(span) or f"line {line}"
            spans.setdefault(str(name), []).append((_start(span), line, messages, attributes))
    for name, found in spans.items():
        found.sort(key=lambda entry: entry[:2])
        threads = stitch((entry[2] for entry in found), log.notes, histories=False)
        for thread in threads:
            yield found[0][1], {"conversation": name, "thread": thread, **found[0][3]}


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per conversation."""
    fields: dict[str, Any] = {
        "id": record["conversation"],
        "conversation_id": record["conversation"],
    }
    for key in ("gen_ai.response.model", "gen_ai.request.model"):
        if model := text_field(record.get(key), key):
            fields["assistant_model"] = model
            break
    extra = {}
    for key in ("enduser.pseudo.id", "enduser.id", "user.id"):
        if user := text_field(record.get(key), key):
            extra["user_id"] = user
            break
    yield Draft(record["thread"], fields, extra)


def _spans(record: Record) -> Iterator[Mapping[str, Any]]:
    if "resourceSpans" not in record:
        yield record
        return
    for resource in _objects(record, "resourceSpans"):
        for scope in _objects(resource, "scopeSpans"):
            yield from _objects(scope, "spans")


def _objects(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = record.get(key)
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _attributes(span: Record) -> dict[str, Any]:
    """Attributes of a span (OTLP's list of keys and values, or an object) and its events."""
    found: dict[str, Any] = {k: v for k, v in span.items() if str(k).startswith("gen_ai.")}
    for holder in (*_objects(span, "events"), span):
        value = holder.get("attributes")
        if isinstance(value, Mapping):
            found |= value
        elif isinstance(value, list):
            found |= {
                str(p.get("key")): _value(p.get("value")) for p in _objects(holder, "attributes")
            }
    return found


def _pairs(holder: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {str(pair.get("key")): _value(pair.get("value")) for pair in _objects(holder, key)}


def _value(value: object) -> Any:
    """The plain value inside OTLP's typed one."""
    if not isinstance(value, Mapping) or len(value) != 1:
        return value
    kind, inside = next(iter(value.items()))
    if kind == "arrayValue" and isinstance(inside, Mapping):
        return [_value(item) for item in inside.get("values") or ()]
    if kind == "kvlistValue" and isinstance(inside, Mapping):
        return _pairs(inside, "values")
    return inside


def _messages(attributes: Mapping[str, Any], notes: Counter[str]) -> tuple[Message, ...]:
    messages: tuple[Message, ...] = ()
    for key in (_INPUT, _OUTPUT):
        if attributes.get(key) is not None:
            messages += parse_messages(attributes[key], key, notes)
    return messages


def _trace(span: Record) -> str | None:
    context = span.get("context")
    inside = context.get("trace_id") if isinstance(context, Mapping) else None
    return text_field(span.get("traceId") or span.get("trace_id") or inside, "trace_id")


def _start(span: Record) -> str:
    """Start time as text that sorts: nanoseconds or ISO dates, of one kind within a file."""
    time = span.get("startTimeUnixNano") or span.get("start_time") or span.get("startTime") or ""
    text = str(time)
    return text.zfill(24) if text.isdigit() else text


FORMAT = Format("opentelemetry", "OpenTelemetry GenAI spans", sniff, parse, gather=gather, order=25)
