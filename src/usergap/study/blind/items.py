"""Items of a blind test, drawn from a real corpus and simulated ones.

A pair holds one real and one simulated dialogue of the same scenario where the two sides
share scenarios, else of the same domain, else any two; which it was is kept with the item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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
    found: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    for name, quota in _quotas(sorted(simulated), count).items():
        pairs = _pairs(real, simulated[name], draw)
        if not pairs:
            raise InputError(f"{name}: expected dialogues on both sides, found none")
        for one, other, by in pairs[:quota]:
            shown = {"left": messages_of(one, most_turns), "right": messages_of(other, most_turns)}
            truth = {
                "simulator": name,
                "domain": one.domain,
                "paired_by": by,
                "real": one.id,
                "simulated": other.id,
            }
            found.append((shown, truth))
    items = [Item(at, shown, truth) for at, (shown, truth) in enumerate(found)]
    return items + [_pair_check(len(items) + at, items, draw) for at in range(checks)]


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
    for user, name, dialogues, quota in groups:
        if not dialogues:
            raise InputError(f"{name}: expected dialogues, found none")
        for at in draw.permutation(len(dialogues))[:quota].tolist():
            one = dialogues[at]
            truth = {"user": user, "simulator": name, "domain": one.domain, "dialogue": one.id}
            items.append(Item(len(items), {"messages": messages_of(one, most_turns)}, truth))
    for _ in range(checks):
        user = ("human", "simulated")[int(draw.integers(2))]
        said = [{"role": "user", "text": CHECK.format(f'"{user}"')}]
        items.append(Item(len(items), {"messages": said}, {"user": user}, attention=True))
    return items


def _quotas(names: Sequence[str], count: int) -> dict[str, int]:
    if not names:
        raise InputError("simulated: expected at least one simulator, found none")
    return {name: count // len(names) + (at < count % len(names)) for at, name in enumerate(names)}


def _pairs(
    real: Sequence[Dialogue], simulated: Sequence[Dialogue], draw: np.random.Generator
) -> list[tuple[Dialogue, Dialogue, str]]:
    """Pairs in random order, each dialogue at most once, the closest kind of pair that exists."""
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


def _pair_check(number: int, items: Sequence[Item], draw: np.random.Generator) -> Item:
    """Two usual-looking conversations, one of which asks to be chosen."""
    like = items[int(draw.integers(len(items)))]
    asks = [{"role": "user", "text": CHECK.format("this conversation")}]
    return Item(number, {"left": asks, "right": like.shown["right"]}, {}, attention=True)
