"""From whatever a file calls a message to role and text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from usergap.dialogues import Message, Role
from usergap.formats.format import BadRowError

NOT_TEXT = "parts that are not text"
TOOL_CALL = "messages that only call a tool"

_ROLES: dict[str, Role] = {
    **dict.fromkeys(("user", "human", "prompter", "customer", "client"), "user"),
    **dict.fromkeys(
        ("assistant", "gpt", "ai", "bot", "model", "chatbot", "agent", "chatgpt", "bing", "bard"),
        "assistant",
    ),
    **dict.fromkeys(("system", "developer"), "system"),
    **dict.fromkeys(
        ("tool", "function", "function_call", "tool_call", "observation", "ipython"), "tool"
    ),
}


def parse_role(value: object, field: str, roles: Mapping[str, Role] | None = None) -> Role:
    """The role behind a file's word for it, case ignored."""
    if isinstance(value, str):
        if roles is None and value in _ROLES:
            return _ROLES[value]
        word = value.strip().lower()
        role = (roles or {}).get(word) or _ROLES.get(word)
        if role:
            return role
    raise BadRowError(field, "a role (user, assistant, system or tool)", value)


def parse_content(value: object, field: str, notes: Counter[str]) -> str:
    """Text, or the text parts of a list of parts joined by line ends."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        value = [value]
    if not isinstance(value, list | tuple):
        raise BadRowError(field, "text or a list of parts", value)
    texts = []
    for number, part in enumerate(value):
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, Mapping):
            text = part.get("text", part.get("content"))
            kind = str(part.get("type", "text"))
            if isinstance(text, Mapping):
                text = text.get("value")
            if isinstance(text, str) and kind in ("text", "input_text", "output_text"):
                texts.append(text)
            elif kind in ("text", "input_text", "output_text"):
                raise BadRowError(f"{field}[{number}]", "a part with text", text)
            else:
                notes[NOT_TEXT] += 1
        else:
            raise BadRowError(f"{field}[{number}]", "a part (an object with type and text)", part)
    return "\n".join(texts)


def parse_messages(
    value: object,
    field: str,
    notes: Counter[str],
    *,
    role: str = "role",
    content: str = "content",
    roles: Mapping[str, Role] | None = None,
) -> tuple[Message, ...]:
    """Messages from a list of objects (or its JSON text) with the given keys."""
    value = json_value(value)
    if isinstance(value, Mapping) and isinstance(value.get(role), list):
        value = _transposed(value)  # how datasets keep a sequence of objects
    if not isinstance(value, list | tuple):
        raise BadRowError(field, "a list of messages", value)
    messages = []
    for number, item in enumerate(value):
        if type(item) is dict and roles is None:  # nearly every message: known words, a text
            said, text = item.get(role), item.get(content)
            if type(said) is str and said in _ROLES and type(text) is str:
                messages.append(Message(_ROLES[said], text))
                continue
        messages.append(_message(item, f"{field}[{number}]", notes, role, content, roles))
    return tuple(messages)


def _transposed(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    lists = {key: items for key, items in columns.items() if isinstance(items, list)}
    count = max(map(len, lists.values()))
    return [
        {key: items[row] for key, items in lists.items() if row < len(items)}
        for row in range(count)
    ]


def _message(
    item: object,
    field: str,
    notes: Counter[str],
    role_key: str,
    content_key: str,
    roles: Mapping[str, Role] | None,
) -> Message:
    if type(item) is not dict and not isinstance(item, Mapping):
        raise BadRowError(field, f"an object with {role_key} and {content_key}", item)
    role = parse_role(item.get(role_key), f"{field}.{role_key}", roles)
    content = item.get(content_key)
    if isinstance(content, str):
        return Message(role, content)
    if content is None and role != "user":
        if item.get("tool_calls") or item.get("function_call"):
            notes[TOOL_CALL] += 1
            return Message(role, "")
        if "parts" in item:
            content = item["parts"]
    elif content is None and "parts" in item:
        content = item["parts"]
    return Message(role, parse_content(content, f"{field}.{content_key}", notes))


def json_value(value: object) -> Any:
    """The value behind JSON text that starts like a list or an object, else the value."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            return json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return value
    return value


def looks_like_messages(value: object, role: str = "role", content: str = "content") -> bool:
    """Whether a value is a list of objects that have both keys, judged by the first."""
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        return f'"{role}"' in value[:2000]
    if isinstance(value, Mapping):
        return isinstance(value.get(role), list) and isinstance(value.get(content), list)
    if not isinstance(value, Sequence) or isinstance(value, str | bytes) or not value:
        return False
    first = value[0]
    return isinstance(first, Mapping) and role in first and (content in first or "parts" in first)


def alternate(users: Iterable[object], replies: Iterable[object]) -> list[dict[str, object]]:
    """Messages from two parallel lists: what the user said, what the chatbot answered."""
    messages: list[dict[str, object]] = []
    answers = list(replies)
    for number, user in enumerate(users):
        messages.append({"role": "user", "content": user})
        if number < len(answers):
            messages.append({"role": "assistant", "content": answers[number]})
    return messages
