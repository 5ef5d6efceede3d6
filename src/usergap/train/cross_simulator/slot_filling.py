"""A small experiment: a slot-filling assistant tuned by search against scripted users.

A task needs several slots. The assistant asks for some at once, confirms or not, and
proposes when enough is known; a user tells some of what is asked, loses patience, and takes a
proposal that lacks slots or not. Users who tell everything at once teach an assistant to ask
for everything at once; users who tell one thing at a time then leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from usergap.train.cross_simulator.scores import Score

UNTUNED = "none"


@dataclass(frozen=True)
class ScriptedUser:
    """``tells``: slots told at most in a turn; ``talks``: chance that a further asked slot is told.

    ``patience``: turns before leaving, on average; every asked slot beyond ``tells`` costs
    ``burden`` of a turn. ``mistakes``: chance that a told slot is wrong unless confirmed.
    """

    tells: int
    talks: float
    patience: float
    burden: float
    mistakes: float


@dataclass(frozen=True)
class Assistant:
    """``asks`` for so many slots at once, ``confirms`` what it heard, accepts ``missing`` slots."""

    asks: int
    confirms: bool
    missing: int


USERS: Mapping[str, ScriptedUser] = {
    "cooperative": ScriptedUser(tells=5, talks=0.95, patience=12, burden=0.0, mistakes=0.02),
    "terse": ScriptedUser(tells=1, talks=0.15, patience=7, burden=0.6, mistakes=0.05),
    "careless": ScriptedUser(tells=3, talks=0.6, patience=9, burden=0.2, mistakes=0.3),
}
POLICIES = tuple(Assistant(*each) for each in product((1, 2, 3, 5), (False, True), (0, 1)))
BEFORE = Assistant(2, False, 1)
"""The assistant before it is tuned on anybody."""


def scripted_scores(
    users: Mapping[str, ScriptedUser] = USERS,
    *,
    scenarios: int = 60,
    runs: int = 8,
    seed: int = 0,
) -> tuple[Score, ...]:
    """The table of scores: tuned on each user, on all others, on nobody; held-out scenarios.

    An assistant is the best of ``POLICIES`` on ``scenarios`` training scenarios; it is
    tested in as many others, ``runs`` times each. A score lies between 0 and 1.
    """
    names = tuple(users)
    learnt = {
        (policy, name): _score(policy, user, range(scenarios), runs, seed, name)
        for policy in POLICIES
        for name, user in users.items()
    }
    pools: list[tuple[str, ...]] = [(name,) for name in names]
    if len(names) > 2:
        pools += [tuple(n for n in names if n != name) for name in names]
    tuned = {UNTUNED: BEFORE}
    for pool in pools:
        totals = {p: sum(learnt[p, name] for name in pool) for p in POLICIES}
        tuned["+".join(pool)] = max(totals, key=totals.__getitem__)
    held_out = range(scenarios, 2 * scenarios)
    return tuple(
        Score(trained, name, f"scenario {place}", _score(policy, user, [place], runs, seed, name))
        for trained, policy in tuned.items()
        for name, user in users.items()
        for place in held_out
    )


def _score(
    assistant: Assistant,
    user: ScriptedUser,
    scenarios: range | list[int],
    runs: int,
    seed: int,
    name: str,
) -> float:
    """Mean over scenarios and runs; the same draws for every assistant."""
    key = sum(map(ord, name))
    return float(
        np.mean(
            [
                _converse(assistant, user, np.random.default_rng([seed, key, place, run]), place)
                for place in scenarios
                for run in range(runs)
            ]
        )
    )


def _converse(
    assistant: Assistant, user: ScriptedUser, rng: np.random.Generator, scenario: int
) -> float:
    """Share of slots that are right in the end; 0 where the user left before a proposal."""
    slots = 3 + scenario % 4
    patience = rng.exponential(user.patience / 2) + user.patience / 2
    told, wrong = 0, 0
    while told < slots - assistant.missing:
        asked = min(assistant.asks, slots - told)
        heard = 1 + int((rng.random(min(asked, user.tells) - 1) < user.talks).sum())
        slips = int((rng.random(heard) < user.mistakes).sum())
        patience -= 1 + user.burden * max(0, asked - heard)
        if assistant.confirms:
            patience -= 0.5
            slips = 0
        told, wrong = told + heard, wrong + slips
        if patience <= 0:
            return 0.0
    return (told - wrong) / slots
