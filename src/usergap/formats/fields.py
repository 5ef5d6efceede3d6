"""From whatever a file calls the facts about a dialogue to the fields of Dialogue."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from usergap.dialogues import Provenance
from usergap.formats.format import BadRowError
from usergap.formats.messages import json_value

TEXT_FIELDS = (
    "id", "scenario_id", "domain", "scenario", "persona", "conversation_id", "simulator",
    "source", "assistant_model", "language", "context_id",
)  # fmt: skip
#: What a column map can name: the parts of messages, then the facts about a dialogue.
COLUMNS = (
    "messages", "role", "content", "user", "assistant", *TEXT_FIELDS, "context_length", "ended",
    "provenance",
)  # fmt: skip
COERCED = "fields of another type, taken as text"
_PROVENANCE = tuple(sorted(field.name for field in dataclass_fields(Provenance)))
_NO_TEXT = ("parents", "seed")
_ORIGINS = {"real": "real", "human": "real", "synthetic": "synthetic", "simulated": "synthetic"}
_FAMILIES = ("generator", "rule", "simulation")


def text_field(value: object, name: str) -> str | None:
    """A field as text: numbers are written out, lists joined by line ends, empty is None."""
    if value is None or isinstance(value, str):
        return value if value and value.strip() else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        if value != value:  # NaN: how tables say "nothing"
            return None
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            return str(
                int(value)
            )  # tables with gaps turn 7 into 7.0, which would pair with nothing
        try:
            return str(value)
        except ValueError:
            raise BadRowError(name, "text or a number", value) from None
    if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return "\n".join(value) or None
    if isinstance(value, Mapping | list | tuple):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (ValueError, RecursionError):
            raise BadRowError(name, "text", value) from None
    raise BadRowError(name, "text", value)


def pick(
    record: Mapping[str, Any],
    names: Mapping[str, Iterable[str]],
    notes: Counter[str] | None = None,
) -> dict[str, str]:
    """Dialogue fields from a record; ``names`` gives the keys to try for each field.

    ``notes`` counts values that were neither text nor a plain number or list of texts.
    """
    found: dict[str, str] = {}
    for field, keys in names.items():
        for key in keys:
            value = record.get(key)
            if value is None:
                continue
            if type(value) is str and value and not value.isspace():  # nearly every one
                found[field] = value
                break
            text = text_field(value, key)
            if text is not None:
                found[field] = text
                if notes is not None and not _plain(value):
                    notes[f"{COERCED}: {field}"] += 1
                break
    return found


def _plain(value: object) -> bool:
    """Whether a value is text as it is, or spelled in the one way that anybody would expect."""
    if isinstance(value, bool):
        return False
    return isinstance(value, str | int | float) or (
        isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    )


def rest(record: Mapping[str, Any], used: Iterable[str]) -> dict[str, Any]:
    """What else the record says, for ``Dialogue.extra``."""
    names = used if isinstance(used, frozenset) else frozenset(used)
    return {str(key): value for key, value in record.items() if key not in names}


def parse_provenance(value: object) -> Provenance | None:
    """Provenance from an object (or its JSON text); what is not there is "not recorded"."""
    value = json_value(value)
    if value is None or value == "":
        return None
    if type(value) is not dict and not isinstance(value, Mapping):
        raise BadRowError("provenance", "an object", value)
    known: dict[str, Any] = {}
    for name in _PROVENANCE:
        item = value.get(name)
        if item is None or item == "":
            continue
        plain = type(item) is str and name not in _NO_TEXT and not item.isspace()
        known[name] = item if plain else _stated(name, item)
    origin = known.get("origin", "not recorded")
    if origin != "not recorded":
        if origin not in _ORIGINS:
            raise BadRowError("provenance.origin", "real or synthetic", origin)
        known["origin"] = _ORIGINS[origin]
    family = known.get("family", "not recorded")
    if family not in (*_FAMILIES, "not recorded"):
        raise BadRowError("provenance.family", "generator, rule or simulation", family)
    return Provenance(**known)


def _stated(name: str, item: object) -> object:
    if name == "parents":
        if not isinstance(item, list | tuple):
            raise BadRowError("provenance.parents", "a list of ids", item)
        return tuple(str(parent) for parent in item)
    if name == "seed":
        if isinstance(item, bool) or not isinstance(item, int):
            raise BadRowError("provenance.seed", "an integer", item)
        return item
    return text_field(item, f"provenance.{name}") or "not recorded"
