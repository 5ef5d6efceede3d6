"""Replies whose transfer is known: homogeneous ones by a template, heterogeneous ones.

Both kinds answer the same contexts and are equally long on average, so that neither
context nor length tells them apart; only what a template repeats can be learnt from
one scenario for the next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue, Message
from usergap.dimensions.spelling import wordlist

Reply = Callable[[np.random.Generator, str], str]

TOPICS = (
    "gardens", "trains", "bread", "taxes", "violins", "chess", "coral", "bridges", "poems",
    "engines", "maps", "tea", "wool", "bees", "glass", "ferries", "radios", "stamps", "murals",
    "kites",
)  # fmt: skip
OPENINGS = ("thank you so much", "that is really helpful", "i appreciate your help")
REQUESTS = ("could you please explain", "could you please tell me more about")
CLOSINGS = ("that would be really helpful", "i would appreciate it")
RETURNING = ("the", "i", "a", "to", "it", "and", "of", "is", "in", "that", "my", "not")


def homogeneous(rng: np.random.Generator, topic: str) -> str:
    """A polite template with a slot for the topic."""
    opening, request, closing = (str(rng.choice(each)) for each in (OPENINGS, REQUESTS, CLOSINGS))
    return f"{opening} . {request} {topic} ? {closing} ."


@cache
def _rare() -> NDArray[np.str_]:
    return np.array(sorted(w for w in wordlist() if w.islower() and 3 < len(w) < 10))


def heterogeneous(returning: float = 0.0) -> Reply:
    """Replies whose words hardly occur in another one, but for a share of frequent words."""

    def reply(rng: np.random.Generator, _topic: str) -> str:
        length = int(np.clip(round(rng.lognormal(2.72, 0.35)), 4, 40))
        rare, frequent = rng.choice(_rare(), length), rng.choice(RETURNING, length)
        return " ".join(np.where(rng.random(length) < returning, frequent, rare).tolist())

    return reply


def planted(
    real: Reply, simulated: Reply, *, scenarios: int = 120, seed: int = 0
) -> tuple[list[Dialogue], list[Dialogue]]:
    """Dialogues of one reply each to the same contexts, real and simulated, paired by scenario."""
    sides: tuple[list[Dialogue], list[Dialogue]] = [], []
    for number in range(scenarios):
        rng = np.random.default_rng([seed, number])
        topic = str(rng.choice(TOPICS))
        answer = Message("assistant", f"Here is what is known about {topic} .")
        for side, reply, simulator in ((0, real, None), (1, simulated, "planted")):
            sides[side].append(
                Dialogue(
                    f"{simulator or 'real'}-{number}",
                    (answer, Message("user", reply(rng, topic))),
                    scenario_id=f"scenario-{number}",
                    simulator=simulator,
                )
            )
    return sides
