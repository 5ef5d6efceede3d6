"""Replies whose transfer is known: homogeneous ones by a template, heterogeneous ones.

Both kinds answer the same contexts and are equally long on average, so that neither
context nor length tells them apart; only what a template repeats can be learnt from
one scenario for the next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

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
FREQUENT = ("the", "i", "a", "to", "it", "and", "of", "is", "in", "that", "my", "not")
FREQUENT_SHARE = 0.3


def homogeneous(rng: np.random.Generator, topic: str) -> str:
    """A polite template with a slot for the topic."""
    opening, request, closing = (str(rng.choice(each)) for each in (OPENINGS, REQUESTS, CLOSINGS))
    return f"{opening} . {request} {topic} ? {closing} ."


@cache
def _rare() -> tuple[str, ...]:
    return tuple(sorted(w for w in wordlist() if w.islower() and 3 < len(w) < 10))


def heterogeneous(rng: np.random.Generator, _topic: str) -> str:
    """Three in ten words are frequent ones, the others occur in hardly another reply."""
    length = int(np.clip(round(rng.lognormal(2.72, 0.35)), 4, 40))
    frequent = rng.random(length) < FREQUENT_SHARE
    return " ".join(str(rng.choice(FREQUENT if each else _rare())) for each in frequent)


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
