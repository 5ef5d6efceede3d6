"""The score of one state, and of a reply: clip(C - P, 0, 1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Judgement:
    """One state by one judge: how far each key point of the real reply is found in the other.

    ``points``: from 0 (missing or reversed) to 1 (the same), none where the real reply shows
    nothing of this state. ``penalty``: from 0 to 1, what the other reply adds that the
    real one does not support, or contradicts.
    """

    points: tuple[float, ...]
    penalty: float


def alignment(judgement: Judgement) -> float | None:
    """clip(C - P, 0, 1), C the mean of the points; None where there is none.

    After HumanLM (Wu et al. 2026, arXiv 2603.03303, and its release): C is the coverage of
    one to three key points of the real reply, P the penalty for extra or conflicting content.
    There the judge does the sum as well; here only the parts are asked for.
    """
    if not judgement.points:
        return None
    coverage = sum(judgement.points) / len(judgement.points)
    return min(1.0, max(0.0, coverage - judgement.penalty))


def agreed(orders: Sequence[Mapping[str, Judgement] | None]) -> dict[str, float] | None:
    """Per state the mean score over the orders in which the two replies were shown.

    A state counts where every order gives it a score; None where an order has no valid answer.
    """
    if not orders or any(each is None for each in orders):
        return None
    judged = [each for each in orders if each is not None]
    found: dict[str, float] = {}
    for name in judged[0]:
        scores = [alignment(each[name]) for each in judged if name in each]
        known = [score for score in scores if score is not None]
        if len(known) == len(judged):
            found[name] = sum(known) / len(known)
    return found
