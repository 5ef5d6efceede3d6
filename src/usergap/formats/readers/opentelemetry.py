"""OpenTelemetry GenAI spans: OTLP JSON, or one span a row with its attributes.

Keys of the GenAI semantic conventions: ``gen_ai.conversation.id``,
``gen_ai.input.messages``, ``gen_ai.output.messages`` (role and parts),
``gen_ai.request.model``; also the numbered keys of OpenLLMetry (``gen_ai.prompt.0.role``)
and OpenInference (``llm.input_messages.0.message.role``). Spans of one conversation are
put together in order of time, whether or not each repeats the history.
"""

from __future__ import annotations

import re
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
_CONVERSATIONS = ("gen_ai.conversation.id", "session.id")
_MODELS = ("gen_ai.response.model", "gen_ai.request.model", "llm.model_name")
_USERS = ("enduser.pseudo.id", "enduser.id", "user.id")
_NUMBERED = re.compile(
    r"(?:gen_ai\.(prompt|completion)|llm\.(input|output)_messages)"
    r"\.(\d{1,6})\.(?:message\.)?(role|content)"
)


def sniff(record: Record) -> bool:
    """Resource spans, or attributes with a key of the convention."""
    if isinstance(record.get("resourceSpans"), list):
        return True
    attributes = _attributes(record)
    return any(key.startswith(("gen_ai.", "llm.input_messages.")) for key in attributes)


def gather(rows: Iterator[Row], log: Log) -> Iterator[Row]:
    """One record per conversation (or per trace, where none is named)."""
    spans: dict[str, list[tuple[str, int, tuple[Message, ...], Mapping[str, Any]]]] = {}
    for line, record in rows:
        inside = list(_spans(record))
        log.notes[OTHER_SPANS] += not inside
        for span in inside:
            attributes = _attributes(span)
            try:
                messages = _messages(attributes, log.notes)
                named = (text_field(attributes.get(key), key) for key in _CONVERSATIONS)
                name = next(filter(None, named), None) or _trace(span) or f"line {line}"
            except BadRowError as bad:
                log.drop(line, bad.field, bad.expected, bad.found)
                continue
            if all(message.role == "system" for message in messages):
                log.notes[OTHER_SPANS] += 1
                continue
            spans.setdefault(name, []).append((_start(span), line, messages, attributes))
    for name, found in spans.items():
        found.sort(key=lambda entry: entry[:2])
        threads = stitch((entry[2] for entry in found), log.notes, histories=False)
        for thread in threads:
            yield found[0][1], {**found[0][3], "conversation": name, "thread": thread}


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue per conversation."""
    fields: dict[str, Any] = {
        "id": record["conversation"],
        "conversation_id": record["conversation"],
    }
    for key in _MODELS:
        if model := text_field(record.get(key), key):
            fields["assistant_model"] = model
            break
    extra = {}
    for key in _USERS:
        if user := text_field(record.get(key), key):
            extra["user_id"] = user
            break
    yield Draft(record["thread"], fields, extra)


def _spans(record: Record) -> Iterator[Mapping[str, Any]]:
    if not isinstance(record.get("resourceSpans"), list):
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
            found |= _pairs(holder, "attributes")
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
    return messages or parse_messages(_numbered(attributes), "gen_ai.prompt", notes)


def _numbered(attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Messages whose parts are spread over numbered keys, input before output."""
    found: dict[tuple[bool, int], dict[str, Any]] = {}
    for key, value in attributes.items():
        if match := _NUMBERED.fullmatch(key):
            output = "completion" in match.groups() or "output" in match.groups()
            default = {"role": "assistant"} if output else {}
            found.setdefault((output, int(match[3])), default)[match[4]] = value
    # A call of a tool has a role and no content.
    spoken = (message for _, message in sorted(found.items(), key=lambda item: item[0]))
    return [message for message in spoken if "content" in message]


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
