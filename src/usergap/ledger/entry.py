"""Samples and entries: what is hashed, and in which spelling.

A *sample* is one dialogue that a training or test set may hold. An *entry* is one line of
the log: a sample with its tags, or new tags of a sample that is in the log already. Each
entry's hash covers the entry and the hash before it, as in a linked timestamp (Haber and
Stornetta 1991, "How to time-stamp a digital document"): nothing can be changed, taken
away or put elsewhere without a break.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.ledger.tags import known

START = sha256(b"usergap ledger 1").digest()
"""The hash before the first entry."""

# JSON without white space, put together here: json.dumps makes an encoder for each call,
# which took a third of the time of adding.
_spelled = encode_basestring
_spelled_ascii = encode_basestring_ascii

Stored = tuple[int, bytes, bytes, int, int, str, bytes]
"""An entry as the database holds it: number, sample, content, occurrence, amends, body, hash."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the ledger, as others see it.

    ``sample`` (32 hex digits) names the sample, ``content`` is the SHA-256 of what was said,
    ``dialogue`` the id that the file gave ("" if none), ``occurrence`` counts from 1 where
    one file holds the same id and words several times. ``amends`` is the number of the entry
    whose tags this one replaces, 0 for a sample's first. ``added`` is UTC.
    """

    number: int
    sample: str
    content: str
    occurrence: int
    dialogue: str
    provenance: Provenance
    file: str
    added: str
    amends: int
    hash: str


def content_of(dialogue: Dialogue) -> bytes:
    """What was said, by whom, in one spelling; its SHA-256 is the content hash."""
    said = [f"[{_spelled(m.role)},{_spelled(m.content)}]" for m in dialogue.messages]
    text = f"[{dialogue.context_length},[{','.join(said)}]]"
    return text.encode("utf-8", "surrogatepass")


def messages_of(content: bytes) -> tuple[tuple[Message, ...], int]:
    """The messages and the context's length of what ``content_of`` spelled."""
    context_length, said = json.loads(content.decode("utf-8", "surrogatepass"))
    return tuple(Message(role, text) for role, text in said), context_length


def sample_key(content: bytes, dialogue: str, occurrence: int) -> bytes:
    """The 16 bytes that name a sample: content hash, the file's own id, occurrence."""
    name = dialogue.encode("utf-8", "surrogatepass")
    return sha256(content + occurrence.to_bytes(8, "big") + name).digest()[:16]


def chained(
    before: bytes, number: int, content: bytes, occurrence: int, amends: int, body: str
) -> bytes:
    """The hash of an entry: over the hash before it and all of the entry."""
    places = struct.pack(">32sQQQ32s", before, number, occurrence, amends, content)
    return sha256(places + body.encode("utf-8", "surrogatepass")).digest()


def body_of(dialogue: str, provenance: Provenance, file: str, added: str) -> str:
    """The rest of an entry as JSON; tags that are not recorded are not written."""
    tags = [f'"{name}":{_value(value)}' for name, value in known(provenance).items()]
    place = f'{{"dialogue":{_spelled_ascii(dialogue)},"file":{_spelled_ascii(file)}'
    return f'{place},"added":{_spelled_ascii(added)},"tags":{{{",".join(tags)}}}}}'


def _value(value: object) -> str:
    if isinstance(value, str):
        return _spelled_ascii(value)
    if isinstance(value, tuple):
        return f"[{','.join(map(_spelled_ascii, value))}]"
    return str(value) if type(value) is int else json.dumps(value)


def body_tags(body: Mapping[str, Any]) -> Provenance:
    """The provenance that a parsed body states."""
    tags = dict(body["tags"])
    if "parents" in tags:
        tags["parents"] = tuple(tags["parents"])
    return Provenance(**tags)


def row_of(stored: Stored) -> Row:
    """An entry from the database. Raises ValueError, KeyError or TypeError if it is damaged."""
    number, sample, content, occurrence, amends, text, own = stored
    body = json.loads(text)
    return Row(
        number=number,
        sample=sample.hex(),
        content=content.hex(),
        occurrence=occurrence,
        dialogue=body["dialogue"],
        provenance=body_tags(body),
        file=body["file"],
        added=body["added"],
        amends=amends,
        hash=own.hex(),
    )
