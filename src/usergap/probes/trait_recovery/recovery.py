"""How well a trait's level is recovered from text by classifiers that never saw the role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues.grouping import connected_groups
from usergap.probes.chance import p_above
from usergap.probes.discrimination.ridge import (
    Gram,
    area_within,
    folds_by,
    held_out_scores,
    refitted_areas,
)
from usergap.probes.inference import Floats, Statistic

FOLDS: Final = 5
FEWEST_ROLES: Final = 8
"""Roles with each level from which on whole roles are held out."""


@dataclass(frozen=True)
class Recovery:
    """Held-out scores of n texts (above 0 = high), and how they were made.

    ``block``: what was held out as one and is resampled as one; ``by_role``: whether that
    is a role, a combination of levels. ``p``: of an area as large with the levels dealt anew.
    """

    scores: Floats
    fold: NDArray[np.int64]
    block: NDArray[np.int64]
    by_role: bool
    area: float
    p: float


def recovery(
    gram: Gram,
    high: NDArray[np.bool_],
    roles: Sequence[str],
    group: NDArray[np.int64],
    ids: Sequence[str],
    *,
    seed: int,
    refits: int = 200,
) -> Recovery:
    """Scores by folds of whole roles where there are eight with each level, else of groups.

    p deals the levels to whole blocks and fits anew. The area is NaN where no fold can be
    judged.
    """
    enough = min(len({r for r, h in zip(roles, high, strict=True) if h == side})
                 for side in (True, False)) >= FEWEST_ROLES  # fmt: skip
    joined = connected_groups(group.tolist(), roles) if enough else group.tolist()
    by_role = enough and len(set(joined)) >= 2 * FEWEST_ROLES
    block = np.asarray(joined if by_role else group, np.int64)
    fold = _balanced_folds(block, high, roles if by_role else ids)
    scores = held_out_scores(gram, high[:, None], fold)[:, 0]
    area = _area(scores, fold, high)
    rng = np.random.default_rng([seed, 5])
    _, place = np.unique(block, return_inverse=True)
    dealt = np.stack([_dealt(rng, high, place) for _ in range(refits)], axis=1)
    under = refitted_areas(gram, dealt, fold)
    return Recovery(scores, fold, block, by_role, area, p_above(area, under))


def area_of(found: Recovery, high: NDArray[np.bool_]) -> Statistic:
    """The area under the curve as a function of the second weights alone."""
    area = area_within(found.scores, found.fold)
    return lambda _real, weights: area(weights * ~high, weights * high)


def correlation_of(
    found: Recovery, measured: Floats, within: Sequence[str] | None = None
) -> Statistic:
    """Pearson's r of scores (standardised within folds) and ``measured``, as a function of weights.

    ``within``: r of what is left after each of these classes' means are taken off.
    """
    x = np.array(found.scores)
    for one in np.unique(found.fold):
        mine = found.fold == one
        spread = x[mine].std()
        x[mine] = (x[mine] - x[mine].mean()) / (spread if spread > 0 else 1.0)
    y = np.array(measured, float)
    names = np.array(["" for _ in x] if within is None else within)
    known = np.isfinite(x) & np.isfinite(y)
    members = np.stack([(names == name) & known for name in np.unique(names)], axis=1).astype(float)
    x, y = np.where(known, x, 0.0), np.where(known, y, 0.0)

    def statistic(_real: Floats, weights: Floats) -> Floats:
        n = weights @ members
        safe = np.where(n > 0, n, 1.0)

        def moment(a: Floats, b: Floats) -> Floats:
            whole = weights @ (members * (a * b)[:, None])
            means = (weights @ (members * a[:, None])) * (weights @ (members * b[:, None])) / safe
            return np.asarray((whole - means).sum(axis=1))

        spread = moment(x, x) * moment(y, y)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(spread > 1e-12, moment(x, y) / np.sqrt(spread), np.nan)

    return statistic


def _balanced_folds(
    block: NDArray[np.int64], high: NDArray[np.bool_], key: Sequence[str]
) -> NDArray[np.int64]:
    """Folds by whole blocks, mostly-high and mostly-low blocks dealt out in turn."""
    fold = np.empty(block.size, np.int64)
    mostly = {one: high[block == one].mean() >= 0.5 for one in np.unique(block).tolist()}
    side = np.array([mostly[one] for one in block.tolist()])
    least = min(sum(mostly.values()), len(mostly) - sum(mostly.values()))
    count = min(FOLDS, max(2, least))
    for each in (True, False):
        rows = np.flatnonzero(side == each)
        if rows.size:
            fold[rows] = folds_by(block[rows], [key[i] for i in rows.tolist()], count)
    return fold


def _dealt(
    rng: np.random.Generator, high: NDArray[np.bool_], place: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Levels dealt anew: among blocks of one level, and inside blocks that hold both."""
    dealt = high.copy()
    whole = []
    for block in range(int(place.max()) + 1):
        rows = np.flatnonzero(place == block)
        if 0 < high[rows].mean() < 1:
            dealt[rows] = rng.permutation(high[rows])
        else:
            whole.append(block)
    levels = rng.permutation([bool(high[place == block][0]) for block in whole])
    for block, level in zip(whole, levels.tolist(), strict=True):
        dealt[place == block] = level
    return dealt


def _area(scores: Floats, fold: NDArray[np.int64], high: NDArray[np.bool_]) -> float:
    one = high[None, :].astype(float)
    return float(area_within(scores, fold)(1 - one, one)[0])
