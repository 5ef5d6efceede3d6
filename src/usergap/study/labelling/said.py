"""The results of a labelling study as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.study.labelling.results import LabellingResults


def lines(found: LabellingResults) -> Iterator[str]:
    """Progress, agreement, raters."""
    if not found.raters:
        yield "No labels yet."
        return
    for row in found.progress:
        yield (
            f"{row.dimension}: {row.units} turns: {row.agreed} agreed on, {row.disputed} disputed, "
            f"{row.single} judged once, {row.unseen} not yet"
        )
    if found.wanting:
        yield f"{found.wanting} judgements are missing until every item has two"
    for one in found.agreement:
        name = f"{one.dimension} per {one.unit}" if one.label is None else f"  {one.label}"
        cohen = Estimate(one.kappa, one.kappa_low, one.kappa_high)
        yield f"{name}: kappa {estimate(cohen)}, alpha {estimate(one.alpha)}, n {one.judged}"
    for rater in found.raters:
        same = "" if rater.same is None else f", as others on {100 * rater.same:.0f} %"
        yield (
            f"rater {rater.number + 1} ({rater.rater}): {rater.items} items, "
            f"{rater.seconds:.1f} s (median){same}"
        )


def number(value: float | None) -> str:
    """Two decimals, or a dash."""
    return "–" if value is None else f"{value:.2f}"


def estimate(found: Estimate) -> str:
    """A value with its interval, where there is one."""
    if found.low is None or found.high is None:
        return number(found.value)
    return f"{number(found.value)} [{found.low:.2f}, {found.high:.2f}]"
