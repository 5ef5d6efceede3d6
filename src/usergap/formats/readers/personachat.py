"""PersonaChat pairs: a human and a synthetic dialogue for the same two personas.

Two equals talk; the one who opens ("partner") is taken as the user. The human side
was published lower-cased and cut into tokens, so both sides are brought to that
form: lower case, with the spaces before punctuation closed. Case and spacing can
then not tell the sides apart, and measures of them say nothing here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from usergap.dialogues import Message, Role
from usergap.formats.fields import text_field
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import parse_messages

NORMALISED = "messages normalised (case, spacing)"
_COLUMNS = {"real": "human", "simulated": "synthetic"}
_ROLES: Mapping[str, Role] = {"partner": "user", "self": "assistant"}
_BEFORE_MARK = re.compile(r"\s+([.,!?;:)\]}%])")
_AFTER_BRACKET = re.compile(r"([(\[{])\s+")
_CLITIC = re.compile(r"\s+(n't|'(?:s|m|re|ve|ll|d|t))\b")
_SPACES = re.compile(r"[ \t]+")


def sniff(record: Record) -> bool:
    """Both dialogues and the personas."""
    return "human" in record and "synthetic" in record and "partner_persona" in record


def normalise(text: str) -> str:
    """Lower case, tokens joined again: ``It 's fine !`` -> ``it's fine!``."""
    text = _CLITIC.sub(r"\1", text.lower().replace("’", "'"))
    text = _AFTER_BRACKET.sub(r"\1", _BEFORE_MARK.sub(r"\1", text))
    return _SPACES.sub(" ", text).strip()


def parse(record: Record, side: str | None) -> Iterable[Draft]:
    """The chosen side; the id is the pair key."""
    notes: Counter[str] = Counter()
    column = _COLUMNS[side or "real"]
    found = parse_messages(record.get(column), column, notes, roles=_ROLES)
    messages = tuple(Message(m.role, normalise(m.content)) for m in found)
    notes[NORMALISED] = sum(a != b for a, b in zip(found, messages, strict=True))
    fields: dict[str, Any] = {}
    if pair := text_field(record.get("id"), "id"):
        fields |= {"id": pair, "scenario_id": pair}
    if persona := text_field(record.get("partner_persona"), "partner_persona"):
        fields["persona"] = persona
    yield Draft(messages, fields, notes=notes)


FORMAT = Format(
    "personachat", "PersonaChat pairs", sniff, parse, sides=("real", "simulated"), order=20
)
