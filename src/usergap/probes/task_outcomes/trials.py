"""Trials of tasks, and the chance that k of them all succeed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.inference import Floats, Items


@dataclass(frozen=True)
class Task:
    """A task's group and the outcomes of its trials, in the order of the dialogues' ids."""

    block: int
    solved: NDArray[np.bool_]


def pass_k(successes: int, trials: int, k: int) -> float:
    """C(c, k) / C(n, k): the chance that k trials drawn of n all succeed. 1 <= k <= n."""
    if not 0 <= successes <= trials or not 1 <= k <= trials:
        raise ValueError(f"expected 0 <= c <= n and 1 <= k <= n, found {successes}, {trials}, {k}")
    return comb(successes, k) / comb(trials, k)


def outcome(dialogue: Dialogue) -> bool | None:
    """Whether the task was solved, where the file says it."""
    for key in ("success", "reward"):
        value = dialogue.extra.get(key)
        if isinstance(value, bool | int | float):
            return float(value) >= 1
    return None


def tasks(dialogues: Sequence[Dialogue], block: NDArray[np.int64]) -> dict[str, Task]:
    """Tasks by name: the scenario, or else the dialogue; those whose outcome is told."""
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for dialogue, one in zip(dialogues, block.tolist(), strict=True):
        solved = outcome(dialogue)
        if solved is not None:
            name = dialogue.scenario_id or dialogue.id
            found.setdefault(name, []).append((dialogue.id, one, solved))
    return {
        name: Task(rows[0][1], np.array([solved for _, _, solved in sorted(rows)], bool))
        for name, rows in sorted(found.items())
    }


def powers(known: dict[str, Task], k: int) -> Floats:
    """pass^k of each task; each must have k trials."""
    return np.array([pass_k(int(t.solved.sum()), t.solved.size, k) for t in known.values()])


def fewest(known: dict[str, Task]) -> int:
    """The least number of trials of a task."""
    return min((task.solved.size for task in known.values()), default=0)


def one_side(known: dict[str, Task]) -> Items:
    """Tasks as items of the simulated side."""
    block = np.array([task.block for task in known.values()], np.int64)
    return Items(block, np.ones(block.size, bool))
