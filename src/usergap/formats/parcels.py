"""Dialogues as bytes for another process of this run: much faster than pickle."""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.dialogues.ids import NumberedId

_FIELDS = tuple(name for name in Dialogue.__dataclass_fields__ if name not in ("id", "messages"))
_PLACE = _FIELDS.index("provenance")
_rest = attrgetter(*_FIELDS)
_tags = attrgetter(*Provenance.__dataclass_fields__)


def spelled(dialogues: Iterable[Dialogue]) -> bytes:
    """The bytes of dialogues. marshal takes plain values; pickle takes whatever else there is."""
    parcel = [_packed(dialogue) for dialogue in dialogues]
    try:
        return b"m" + marshal.dumps(parcel)
    except ValueError:
        return b"p" + pickle.dumps(parcel, pickle.HIGHEST_PROTOCOL)


def unspelled(parcel: bytes) -> tuple[Dialogue, ...]:
    """The dialogues of bytes that our own process spelled."""
    body = memoryview(parcel)[1:]
    found = marshal.loads(body) if parcel[:1] == b"m" else pickle.loads(body)  # noqa: S301, S302
    return tuple(map(_unpacked, found))


def _packed(dialogue: Dialogue) -> tuple[Any, ...]:
    name = dialogue.id
    rest = list(_rest(dialogue))
    if rest[_PLACE] is not None:
        rest[_PLACE] = _tags(rest[_PLACE])
    roles = [message.role for message in dialogue.messages]
    texts = [message.content for message in dialogue.messages]
    return (str(name), name.given) if isinstance(name, NumberedId) else name, roles, texts, rest


def _unpacked(packed: tuple[Any, ...]) -> Dialogue:
    name, roles, texts, rest = packed
    if rest[_PLACE] is not None:
        rest[_PLACE] = Provenance(*rest[_PLACE])
    name = NumberedId(*name) if type(name) is tuple else name
    return Dialogue(name, tuple(map(Message, roles, texts)), *rest)
