"""Termination as a decision on shared contexts: go on or stop, all replies of a context used.

With t the share of real replies to a context that stop, and s that of simulated ones, over
contexts: F1 = 2 Σ t s / (Σ t + Σ s), the end rate where people end (K+1) Σ t s / Σ t, the
premature end rate Σ (1 - t) s / Σ (1 - t) (UserLM, arXiv 2510.06552). With one reply a
side this is their count of decisions; with several, the mean over all pairs of replies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.probes.inference import Floats, Items, Statistic
from usergap.probes.statistics import ratio

Rate = Callable[[Floats, Floats, Floats], Floats]
"""Of real stops, simulated stops and weights by context (B × contexts each): B values."""


@dataclass(frozen=True)
class Decisions:
    """Replies to contexts that both sides replied to.

    ``items``: replies with their groups, context included; ``stopped`` (n) whether each
    stops; ``context`` (n) the number of its context.
    """

    items: Items
    stopped: NDArray[np.bool_]
    context: NDArray[np.int64]

    def statistic(self, rate: Rate) -> Statistic:
        """The rate as a function of weights; contexts without replies of both sides are out."""
        count = int(self.context.max()) + 1
        rows = np.arange(self.context.size)
        one = np.ones(self.context.size)
        member = sparse.csr_matrix((one, (self.context, rows)), (count, rows.size))

        def total(weights: Floats) -> Floats:
            """By context (B × contexts)."""
            return np.asarray((member @ weights.T).T, float)

        replies = np.bincount(self.context, minlength=count)

        def statistic(real: Floats, simulated: Floats) -> Floats:
            t, s = (ratio(total(w * self.stopped), total(w)) for w in (real, simulated))
            known = np.isfinite(t) & np.isfinite(s)
            weight = np.where(known, total(real + simulated) / replies, 0.0)
            return rate(np.where(known, t, 0.0), np.where(known, s, 0.0), weight)

        return statistic

    def by_context(self) -> tuple[Floats, Floats]:
        """The share of real and of simulated replies that stop, by context."""
        count = int(self.context.max()) + 1
        shares = []
        for side in (~self.items.simulated, self.items.simulated):
            stops = np.bincount(self.context[side & self.stopped], minlength=count)
            shares.append(stops / np.bincount(self.context[side], minlength=count))
        return shares[0], shares[1]

    def among_people(self, rate: Rate) -> float | None:
        """The rate of a real reply against the other real ones to its context.

        Each of them in turn; None where no context has two.
        """
        told: list[tuple[float, float, float]] = []
        for number in range(int(self.context.max()) + 1):
            mine = self.stopped[(self.context == number) & ~self.items.simulated]
            for place, own in enumerate(mine if mine.size > 1 else ()):
                others = np.delete(mine, place).mean()
                told.append((float(others), float(own), 1 / mine.size))
        if not told:
            return None
        t, s, weight = (np.array([column]) for column in zip(*told, strict=True))
        value = float(rate(t, s, weight)[0])
        return value if np.isfinite(value) else None


def decisions(dialogues: Sequence[Dialogue], simulated: NDArray[np.bool_]) -> Decisions | None:
    """The replies to shared contexts; None where there are none."""
    sides: tuple[set[str], set[str]] = (set(), set())
    for dialogue, made in zip(dialogues, simulated.tolist(), strict=True):
        if dialogue.context_id is not None:
            sides[made].add(dialogue.context_id)
    shared = {name: number for number, name in enumerate(sorted(sides[0] & sides[1]))}
    place = [i for i, d in enumerate(dialogues) if d.context_id in shared]
    if not place:
        return None
    chosen = [dialogues[i] for i in place]
    block = connected_groups(
        [d.conversation_id for d in chosen],
        [d.scenario_id for d in chosen],
        [d.context_id for d in chosen],
    )
    return Decisions(
        Items(np.asarray(block, np.int64), simulated[place]),
        np.array([d.ended or not d.turns for d in chosen], bool),
        np.array([shared[d.context_id or ""] for d in chosen], np.int64),
    )


def f1(t: Floats, s: Floats, weight: Floats) -> Floats:
    """Harmonic mean of precision and recall of stopping; NaN where nobody stops."""
    return ratio(2 * (weight * t * s).sum(axis=1), (weight * (t + s)).sum(axis=1))


def after_end(t: Floats, s: Floats, weight: Floats) -> Floats:
    """How often simulated users stop where people did."""
    return ratio((weight * t * s).sum(axis=1), (weight * t).sum(axis=1))


def premature(t: Floats, s: Floats, weight: Floats) -> Floats:
    """How often simulated users stop where people went on."""
    return ratio((weight * (1 - t) * s).sum(axis=1), (weight * (1 - t)).sum(axis=1))


def excess_rate(t: Floats, s: Floats, weight: Floats) -> Floats:
    """Simulated minus real share of stops; its null is 0."""
    return ratio((weight * (s - t)).sum(axis=1), weight.sum(axis=1))
