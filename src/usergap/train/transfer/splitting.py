"""Training and held-out pairs of one seed: whole groups, the same scenarios on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.errors import InputError
from usergap.train.transfer.replies import ReplyPair

FEWEST_TESTED = 5


@dataclass(frozen=True)
class Parts:
    """Pairs to learn from and pairs of other groups to test on."""

    train: tuple[ReplyPair, ...]
    test: tuple[ReplyPair, ...]

    def copied(self) -> NDArray[np.float64]:
        """Share of held-out replies that training holds word by word: simulated, real."""
        return np.array(
            [
                np.mean([_plain(getattr(p, side).reply) in known for p in self.test])
                for side in ("simulated", "real")
                for known in [{_plain(getattr(p, side).reply) for p in self.train}]
            ]
        )

    def shares(self, pairs: Sequence[ReplyPair]) -> NDArray[np.float64]:
        """Of the groups of ``pairs``, those with a pair to learn from and with one to test on."""
        whole = {pair.group for pair in pairs}
        return np.array([len({p.group for p in part}) for part in (self.train, self.test)]) / len(
            whole
        )


def parts_of(
    pairs: Sequence[ReplyPair], held_out: float, most_train: int, most_test: int, seed: int
) -> Parts:
    """Hold out a share of the groups, drawn by ``seed``; keep at most so many pairs of each part.

    Raises InputError where fewer than 5 pairs are left on either side.
    """
    rng = np.random.default_rng([seed, 7])
    groups = rng.permutation(sorted({pair.group for pair in pairs}))
    away = set(groups[: max(1, round(held_out * len(groups)))].tolist())
    order = [pairs[place] for place in rng.permutation(len(pairs))]
    train = tuple(pair for pair in order if pair.group not in away)[:most_train]
    test = tuple(pair for pair in order if pair.group in away)[:most_test]
    if min(len(train), len(test)) < FEWEST_TESTED:
        raise InputError(
            f"expected {FEWEST_TESTED} pairs of replies to train on and to test on, found "
            f"{len(train)} and {len(test)}"
        )
    return Parts(train, test)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
