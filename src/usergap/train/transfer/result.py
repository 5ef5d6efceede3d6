"""From the runs of all seeds to estimates: slopes, matrix, headroom, and what confounds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.compare import Verdict
from usergap.train.transfer.effort import Effort
from usergap.train.transfer.intervals import Estimate, over_seeds, ratio_over_seeds, slope
from usergap.train.transfer.replies import ReplyPair
from usergap.train.transfer.runs import SIDES, Runs
from usergap.train.transfer.verdict import Numbers, judge

Floats = NDArray[np.float64]
PER = 100
"""Steps that a slope is given for."""


@dataclass(frozen=True)
class Band:
    """Mean reward of each step, less the start, with its 95 % interval over seeds."""

    side: str
    start: float
    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Cell:
    """The transfer matrix at one place: reward on held-out scenarios, and what training gave.

    ``by_length``: what of the gain the length of the replies gives alone.
    """

    trained_on: str
    tested_on: str
    reward: Estimate
    gain: Estimate
    by_length: Estimate


@dataclass(frozen=True)
class Replies:
    """What could confound a side: words of its replies, and held-out ones known from training."""

    side: str
    words: tuple[float, float, float]
    copied: float


@dataclass(frozen=True)
class Transfer:
    """The study's result. Slopes per 100 steps; ratios: real to simulated.

    ``carry_over``: gain on real replies of the policy trained on simulated ones, as a share
    of its gain on simulated ones. ``efficiency``: the same as a share of what training on
    real replies gains there. Ratios are None where the denominator may be 0.
    """

    simulator: str
    policy: str
    reward: str
    effort: Effort
    train: int
    test: int
    pairs: int
    groups: int
    same_context: float
    missing: float
    bands: tuple[Band, ...]
    slopes: Mapping[str, Estimate]
    slope_difference: Estimate
    slope_ratio: Estimate | None
    cells: tuple[Cell, ...]
    carry_over: Estimate | None
    efficiency: Estimate | None
    headroom: Mapping[str, Estimate]
    headroom_difference: Estimate
    replies: tuple[Replies, ...]
    verdict: Verdict
    claim: str
    sentence: str
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """JSON values; no text of a conversation."""
        return asdict(self) | {"verdict": self.verdict.value}


def summarised(
    runs: Runs,
    pairs: Sequence[ReplyPair],
    effort: Effort,
    *,
    simulator: str,
    policy: str,
    reward: str,
    notes: Sequence[str] = (),
) -> Transfer:
    """Estimates over seeds, and the verdict that they allow."""
    share = runs.share
    slopes = PER * slope(runs.rewards)
    gain = runs.after - runs.before[:, None, :]
    of_slopes = {side: over_seeds(slopes[:, i], share) for i, side in enumerate(SIDES)}
    difference = over_seeds(slopes[:, 0] - slopes[:, 1], share)
    ratio = ratio_over_seeds(slopes[:, 1], slopes[:, 0], share)
    carry_over = ratio_over_seeds(gain[:, 0, 1], gain[:, 0, 0], share)
    numbers = Numbers(
        of_slopes["simulated"],
        of_slopes["real"],
        difference,
        ratio,
        over_seeds(gain[:, 0, 0], share),
        over_seeds(gain[:, 0, 1], share),
    )
    told = judge(numbers)
    room = runs.headroom
    return Transfer(
        simulator=simulator,
        policy=policy,
        reward=reward,
        effort=effort,
        train=int(runs.sizes[:, 0].min()),
        test=int(runs.sizes[:, 1].min()),
        pairs=len(pairs),
        groups=len({pair.group for pair in pairs}),
        same_context=float(np.mean([pair.same_context for pair in pairs])),
        missing=float(runs.missing.mean()),
        bands=tuple(_band(side, runs.rewards[:, i], share) for i, side in enumerate(SIDES)),
        slopes=of_slopes,
        slope_difference=difference,
        slope_ratio=ratio,
        cells=tuple(
            Cell(
                learnt,
                tested,
                over_seeds(runs.after[:, i, j], share),
                over_seeds(gain[:, i, j], share),
                over_seeds(runs.by_length[:, i, j] - runs.before[:, j], share),
            )
            for i, learnt in enumerate(SIDES)
            for j, tested in enumerate(SIDES)
        ),
        carry_over=carry_over,
        efficiency=ratio_over_seeds(gain[:, 0, 1], gain[:, 1, 1], share),
        headroom={side: over_seeds(room[:, i], share) for i, side in enumerate(SIDES)},
        headroom_difference=over_seeds(room[:, 0] - room[:, 1], share),
        replies=tuple(
            Replies(side, _quartiles(pairs, side), float(runs.copied[:, i].mean()))
            for i, side in enumerate(SIDES)
        ),
        verdict=told.verdict,
        claim=told.claim,
        sentence=told.sentence,
        notes=tuple(notes),
    )


def _quartiles(pairs: Sequence[ReplyPair], side: str) -> tuple[float, float, float]:
    words = [len(getattr(pair, side).reply.split()) for pair in pairs]
    low, middle, high = np.quantile(words, (0.25, 0.5, 0.75)).tolist()
    return low, middle, high


def _band(side: str, rewards: Floats, share: float) -> Band:
    """A step whose every reply lacks a reward takes its seed's value before it."""
    filled = rewards.copy()
    for step in range(1, filled.shape[1]):
        gone = ~np.isfinite(filled[:, step])
        filled[gone, step] = filled[gone, step - 1]
    gained = filled - filled[:, :1]
    each = [over_seeds(column, share) for column in gained.T]
    return Band(
        side,
        float(filled[:, 0].mean()),
        tuple(float(e.value or 0.0) for e in each),
        tuple(float(e.low or 0.0) for e in each),
        tuple(float(e.high or 0.0) for e in each),
    )
