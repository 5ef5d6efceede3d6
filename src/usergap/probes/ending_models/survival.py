"""Survival over user turns, with caps as censoring (Kaplan and Meier 1958)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.inference import Floats, Statistic

SUSPECTED = 0.05
"""Share of dialogues at the very highest count from which on a cap is suspected there."""
CAP, OWN_END = "turn_cap", ("user_ended", "user_exhausted")


@dataclass(frozen=True)
class Lengths:
    """User turns of each dialogue, and whether it was cut off there rather than ended."""

    turns: NDArray[np.int64]
    cut: NDArray[np.bool_]


def lengths(dialogues: Sequence[Dialogue]) -> Lengths:
    """Lengths with what is known of their ends.

    A recorded stop reason decides. Without one a dialogue at the side's largest count is
    taken for cut off where 5 % of the side or more lie there and it has no end token.
    """
    turns = np.array([len(dialogue.turns) for dialogue in dialogues], np.int64)
    top = int(turns.max(initial=0))
    many = turns.size > 0 and float((turns == top).mean()) >= SUSPECTED and top > 1
    cut = []
    for dialogue, count in zip(dialogues, turns.tolist(), strict=True):
        stop = _stop(dialogue)
        if stop is not None:
            cut.append(stop not in OWN_END)
        else:
            cut.append(bool(many and count == top and not dialogue.ended))
    return Lengths(turns, np.array(cut, bool))


def survival(found: Lengths, horizon: int) -> Statistic:
    """S(1), …, S(horizon) as a function of weights; see ``restricted_mean``."""
    at = np.arange(1, horizon + 1)
    reached = (found.turns[:, None] >= at).astype(float)
    ended = ((found.turns[:, None] == at) & ~found.cut[:, None]).astype(float)

    def curves(weights: Floats, _other: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            hazard = np.nan_to_num((weights @ ended) / (weights @ reached))
        return np.asarray(np.cumprod(1 - hazard, axis=1))

    return curves


def restricted_mean_difference(found: Lengths, horizon: int) -> Statistic:
    """Simulated minus real mean number of turns up to ``horizon``: 1 + Σ S(t), t < horizon."""
    curves = survival(found, horizon)

    def statistic(real: Floats, simulated: Floats) -> Floats:
        def mean(weights: Floats) -> Floats:
            held = np.asarray(1 + curves(weights, weights)[:, : horizon - 1].sum(axis=1))
            return np.where(weights.sum(axis=1) > 0, held, np.nan)

        return mean(simulated) - mean(real)

    return statistic


def horizon_of(found: Lengths, simulated: NDArray[np.bool_]) -> int:
    """The last turn that both sides are seen to reach: the smaller of the largest counts."""
    return int(min(found.turns[~simulated].max(initial=0), found.turns[simulated].max(initial=0)))


def _stop(dialogue: Dialogue) -> str | None:
    recorded = dialogue.extra.get("simulation")
    stop = recorded.get("stop") if isinstance(recorded, dict) else None
    return stop if isinstance(stop, str) else None
