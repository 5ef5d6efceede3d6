"""Small corpora for probes, made from words, with groups as wanted."""

from __future__ import annotations

from usergap.dialogues import Dialogue, Message


def talk(name, *turns, answer="ok", **fields):
    """A dialogue of these user turns, each answered alike."""
    messages = []
    for turn in turns:
        messages += [Message("user", turn), Message("assistant", answer)]
    return Dialogue(id=name, messages=tuple(messages), **fields)


def many(name, count, *turns, **fields):
    """``count`` dialogues of the same turns, each a group of its own."""
    return tuple(talk(f"{name}{i}", *turns, **fields) for i in range(count))
