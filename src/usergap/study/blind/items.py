"""Items of a blind test, drawn from a real corpus and simulated ones.

A pair holds one real and one simulated dialogue of the same scenario where the two sides
share scenarios, else of the same domain, else any two; which it was is kept with the item.
An attention item is a usual one whose last message ends in a request, so that only who reads it
can tell it from others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.study.artefacts import messages_of
from usergap.study.records import Item

_KEYS: Mapping[str, Callable[[Dialogue], str | None]] = {
    "scenario": lambda one: one.scenario_id,
    "domain": lambda one: one.domain,
    "chance": lambda _: "any",
}
CHECK = "This is a check that you read along. Please choose {} and say that you are certain."


def pair_items(
    real: Sequence[Dialogue],
    simulated: Mapping[str, Sequence[Dialogue]],
    *,
    count: int,
    checks: int,
    seed: int,
    most_turns: int | None = None,
) -> list[Item]:
    """``count`` pairs, as many of each simulator as can be, and ``checks`` attention items.

    Each real dialogue serves once a simulator. Raises InputError where a side is empty.
    """
    draw = np.random.default_rng(seed)
    items: list[Item] = []
    spare: list[Item] = []
    for name, quota in _quotas(sorted(simulated), count).items():
        pairs = [
            (one, other, by)
            for one, other, by in _pairs(real, simulated[name], draw)
            if messages_of(one, most_turns) != messages_of(other, most_turns)
        ]
        if not pairs:
            raise InputError(f"{name}: expected dialogues on both sides that differ, found none")
        for at, (one, other, by) in enumerate(pairs):
            truth = {
                "simulator": name,
                "domain": one.domain,
                "paired_by": by,
                "real": one.id,
                "simulated": other.id,
            }
            shown = {"left": messages_of(one, most_turns), "right": messages_of(other, most_turns)}
            apart = tuple(dict.fromkeys((*_apart(one, "real"), *_apart(other, name))))
            (items if at < quota else spare).append(Item(0, shown, truth, False, apart, name))
    asking = _asking(items, spare, checks, draw)
    said = CHECK.format("this conversation")
    asking = [
        replace(one, shown={**one.shown, "left": _with(one.shown["left"], said)}, truth={})
        for one in asking
    ]
    return _numbered([*items, *asking])


def single_items(
    real: Sequence[Dialogue],
    simulated: Mapping[str, Sequence[Dialogue]],
    *,
    count: int,
    checks: int,
    seed: int,
    most_turns: int | None = None,
) -> list[Item]:
    """``count`` dialogues, half of them real, and ``checks`` attention items."""
    draw = np.random.default_rng(seed)
    groups = [("human", "real", real, count // 2)]
    quotas = _quotas(sorted(simulated), count - count // 2)
    groups += [("simulated", name, simulated[name], quota) for name, quota in quotas.items()]
    items: list[Item] = []
    spare: list[Item] = []
    for user, name, dialogues, quota in groups:
        usable = _with_text(dialogues)
        if not usable:
            raise InputError(f"{name}: expected dialogues, found none")
        for place, at in enumerate(draw.permutation(len(usable)).tolist()):
            one = usable[at]
            truth = {"user": user, "simulator": name, "domain": one.domain, "dialogue": one.id}
            shown = {"messages": messages_of(one, most_turns)}
            item = Item(0, shown, truth, False, _apart(one, name), name)
            (items if place < quota else spare).append(item)
    asking = []
    for one in _asking(items, spare, checks, draw):
        user = ("human", "simulated")[int(draw.integers(2))]
        said = _with(one.shown["messages"], CHECK.format(f'"{user}"'))
        asking.append(replace(one, shown={"messages": said}, truth={"user": user}))
    return _numbered([*items, *asking])


def _apart(dialogue: Dialogue, side: str) -> tuple[str, ...]:
    """What else shows this dialogue, or its scenario, is not for the same rater."""
    own = f"{side}: {dialogue.id}"
    return (own,) if dialogue.scenario_id is None else (own, f"scenario {dialogue.scenario_id}")


def _with_text(dialogues: Sequence[Dialogue]) -> list[Dialogue]:
    return [one for one in dialogues if messages_of(one)]


def _asking(
    items: Sequence[Item], spare: Sequence[Item], checks: int, draw: np.random.Generator
) -> list[Item]:
    """What attention items look like: conversations that no other item shows, if there are any."""
    some = list(spare) or [replace(one, apart=()) for one in items]
    order = draw.permutation(len(some)).tolist()
    return [replace(some[order[at % len(order)]], attention=True) for at in range(checks)]


def _with(messages: Sequence[Mapping[str, str]], said: str) -> list[Mapping[str, str]]:
    """The conversation, with a request at the end of its last message."""
    *before, last = messages
    return [*before, {**last, "text": f"{last['text']}\n\n{said}"}]


def _numbered(items: Sequence[Item]) -> list[Item]:
    return [replace(one, number=at) for at, one in enumerate(items)]


def _quotas(names: Sequence[str], count: int) -> dict[str, int]:
    if not names:
        raise InputError("simulated: expected at least one simulator, found none")
    return {name: count // len(names) + (at < count % len(names)) for at, name in enumerate(names)}


def _pairs(
    real: Sequence[Dialogue], simulated: Sequence[Dialogue], draw: np.random.Generator
) -> list[tuple[Dialogue, Dialogue, str]]:
    """Pairs in random order, each dialogue at most once, the closest kind of pair that exists."""
    real, simulated = _with_text(real), _with_text(simulated)
    for by, key in _KEYS.items():
        waiting: dict[str, list[Dialogue]] = {}
        for at in draw.permutation(len(simulated)).tolist():
            if (name := key(simulated[at])) is not None:
                waiting.setdefault(name, []).append(simulated[at])
        found = [
            (real[at], waiting[name].pop(), by)
            for at in draw.permutation(len(real)).tolist()
            if (name := key(real[at])) is not None and waiting.get(name)
        ]
        if found:
            return found
    return []
