"""From an estimate to a figure with its verdict."""

from __future__ import annotations

from collections.abc import Sequence

from usergap.compare import Verdict
from usergap.compare.verdicts import ALPHA
from usergap.errors import UndefinedMeasureError
from usergap.probes.finding import Figure, Level
from usergap.probes.inference import (
    SPLITS,
    Floats,
    Interval,
    Items,
    Statistic,
    estimate,
    one_sided,
)
from usergap.probes.material import Material


def figure(
    material: Material,
    statistic: Statistic,
    *,
    name: str,
    title: str,
    unit: str,
    null: float,
    margin: float | None,
    items: Items | None = None,
    beside: Sequence[Level] = (),
    headline: bool = True,
    scale: float = 1.0,
    splits: bool = True,
    permuted: Floats | None = None,
    interval: Interval = "percentile",
    seen: str = "",
) -> Figure:
    """A figure of a statistic that is ``null`` where both sides are alike.

    ``scale`` multiplies everything for print (100 for percent); ``null`` and ``margin``
    are before it. The real-against-real level stands first beside it.
    """
    try:
        found = estimate(
            items or material.items,
            statistic,
            null=null,
            seed=material.seed,
            name=name,
            replicates=material.replicates,
            splits=SPLITS if splits else 0,
            permuted=permuted,
            interval=interval,
        )
    except UndefinedMeasureError as reason:
        return Figure(name, title, unit, None, reason=str(reason), headline=headline)
    levels = list(beside)
    if found.split is not None:
        mean, low, high = found.split
        levels.insert(0, Level("real against real", mean * scale, low * scale, high * scale))
    verdict, reason_ = judged(found.low, found.high, found.p, null, margin)
    return Figure(
        name=name,
        title=title,
        unit=unit,
        value=found.value * scale,
        low=found.low * scale,
        high=found.high * scale,
        p=found.p,
        null=null * scale,
        margin=None if margin is None else margin * scale,
        beside=tuple(levels),
        verdict=verdict,
        reason=reason_,
        headline=headline,
        seen=seen,
    )


def level(
    material: Material,
    statistic: Statistic,
    *,
    name: str,
    title: str,
    unit: str,
    items: Items | None = None,
    beside: Sequence[Level] = (),
    scale: float = 1.0,
    interval: Interval = "percentile",
) -> Figure:
    """A figure without a null, of the simulated side or both, with its interval; never judged."""
    try:
        found = one_sided(
            items or material.items,
            statistic,
            seed=material.seed,
            name=name,
            replicates=material.replicates,
            interval=interval,
        )
    except UndefinedMeasureError as reason:
        return Figure(name, title, unit, None, reason=str(reason), headline=False)
    return Figure(
        name=name,
        title=title,
        unit=unit,
        value=found.value * scale,
        low=found.low * scale,
        high=found.high * scale,
        beside=tuple(beside),
        verdict=Verdict.UNDEFINED,
        reason="described, not judged",
        headline=False,
    )


def judged(
    low: float, high: float, p: float | None, null: float, margin: float | None
) -> tuple[Verdict, str]:
    """close: the interval within ``margin`` of the null; differs: null outside and p < .05."""
    if margin is not None and null - margin < low and high < null + margin:
        return Verdict.CLOSE, "the whole interval lies within the margin"
    if p is not None and p < ALPHA and not low <= null <= high:
        return Verdict.DIFFERS, ""
    if margin is None:
        return Verdict.CANNOT_TELL, "no significant gap, and no margin to call it close by"
    return Verdict.CANNOT_TELL, "no significant gap, but one beyond the margin is not excluded"
