"""Kinship: what a dialogue was made from, directly or through others, and by what it is known."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.dialogues import Dialogue, given_id

PARENT = "id "
"""How keys of dialogues begin; the others are those of scenarios, conversations and contexts."""


def lineages(dialogues: Sequence[Dialogue]) -> list[frozenset[str]]:
    """Of each dialogue the keys of its own family and of its parents' parents.

    A variant of a simulated dialogue names that one alone, not the real one behind it. Known
    are the parents of ``dialogues``, and no others'.
    """
    made: dict[str, set[str]] = {}
    for each in dialogues:
        made.setdefault(f"{PARENT}{given_id(each.id)}", set()).update(_family(each))
    found = []
    for each in dialogues:
        keys, left = set[str](), list(_family(each))
        while left:
            if (key := left.pop()) not in keys:
                keys.add(key)
                left += made.get(key, ())
        found.append(frozenset(keys))
    return found


def names_of(dialogue: Dialogue) -> frozenset[str]:
    """Keys by which a dialogue is known."""
    ids = (f"{PARENT}{dialogue.id}", f"{PARENT}{given_id(dialogue.id)}")
    return frozenset((*ids, *_pair_keys(dialogue)))


def _family(dialogue: Dialogue) -> frozenset[str]:
    """Keys of what a dialogue was made from or stands beside."""
    parents = dialogue.provenance.parents if dialogue.provenance else ()
    return frozenset((*(f"{PARENT}{one}" for one in parents), *_pair_keys(dialogue)))


def _pair_keys(dialogue: Dialogue) -> list[str]:
    return [
        f"{name} {value}"
        for name in ("scenario_id", "conversation_id", "context_id")
        if (value := getattr(dialogue, name)) is not None
    ]
