"""Items of a study of choices: what two teachers made of the same task, without their names.

Two dialogues are of the same task where they share a context, else a scenario, else an id.
Messages that both begin with are shown once, above; what differs stands side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.study.artefacts import messages_of
from usergap.study.records import Item

CHECK = "This is a check that you read along. Please choose this side."
Said = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """``alike``: pairs that were left out since both sides say the same, word for word."""

    items: tuple[Item, ...]
    alike: int


def choice_items(
    teachers: Mapping[str, Sequence[Dialogue]],
    *,
    count: int,
    checks: int,
    seed: int,
    most_turns: int | None = None,
    whole: bool = True,
) -> Drawn:
    """``count`` items, as many of each pair of teachers as can be, and ``checks`` to check readers.

    ``whole``: with the chatbot's last answer; without it users are judged alone.
    Nobody gets two items of one task. Raises InputError for fewer than two teachers, and where no
    chain of shared tasks connects all of them.
    """
    if len(teachers) < 2:
        raise InputError(f"teachers: expected two or more, found {len(teachers)}")
    draw = np.random.default_rng(seed)
    made = {name: _by_task(dialogues) for name, dialogues in teachers.items()}
    pairs: dict[tuple[str, str], list[Item]] = {}
    alike = 0
    for a, b in combinations(made, 2):
        tasks = sorted(made[a].keys() & made[b].keys())
        items = []
        for at in draw.permutation(len(tasks)).tolist():
            sides = [messages_of(made[name][tasks[at]], most_turns, whole=whole) for name in (a, b)]
            alike += sides[0] == sides[1]
            if sides[0] == sides[1] or not all(sides):
                continue
            truth = {"task": tasks[at], "a": a, "b": b}
            items.append(Item(0, _shown(*sides), truth, apart=(tasks[at],), stratum=f"{a}/{b}"))
        if items:
            pairs[a, b] = items
    _connected(list(teachers), list(pairs))
    usual: list[Item] = []
    while len(usual) < count and any(pairs.values()):  # in turn, so that pairs are even
        usual += [items.pop() for items in pairs.values() if items][: count - len(usual)]
    spare = [item for items in pairs.values() for item in items]
    like = spare or [replace(one, apart=()) for one in usual]
    order = draw.permutation(len(like)).tolist()
    rows = [*usual, *(_check(like[order[at % len(order)]]) for at in range(checks))]
    return Drawn(tuple(replace(one, number=at) for at, one in enumerate(rows)), alike)


def _by_task(dialogues: Sequence[Dialogue]) -> dict[str, Dialogue]:
    """The first dialogue of each task."""
    found: dict[str, Dialogue] = {}
    for one in dialogues:
        found.setdefault(one.context_id or one.scenario_id or one.id, one)
    return found


def _shown(left: Said, right: Said) -> dict[str, Any]:
    """What both begin with, and how each goes on; both go on by at least one message."""
    shared = 0
    while shared < min(len(left), len(right)) - 1 and left[shared] == right[shared]:
        shared += 1
    return {"context": left[:shared], "left": left[shared:], "right": right[shared:]}


def _check(like: Item) -> Item:
    """An item like any other until its left side is read to the end."""
    *before, last = like.shown["left"]
    asks = [*before, {**last, "text": f"{last['text']}\n\n{CHECK}"}]
    return replace(like, shown={**like.shown, "left": asks}, truth={}, attention=True)


def _connected(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> None:
    reached = {names[0]}
    for _ in names:
        reached |= {name for pair in pairs if reached & set(pair) for name in pair}
    if apart := [name for name in names if name not in reached]:
        raise InputError(
            f"{apart[0]}: expected dialogues of tasks (contexts, scenarios or ids) that "
            f"{names[0]} or a teacher beside it has too, found none"
        )
