"""The results of a blind test as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from usergap.study.blind.results import BlindResults, Row
from usergap.study.blind.shares import Share


def lines(found: BlindResults) -> Iterator[str]:
    """What people found, line by line; the first says whether there is anything."""
    if not found.raters:
        yield "No answers yet."
        return
    if found.note:
        yield found.note
    yield from _table(found.rows, found.balanced)
    flagged = [one for one in found.raters if one.flags]
    if flagged:
        yield ""
        yield f"Without {len(flagged)} flagged of {len(found.raters)} raters:"
        yield from _table(found.rows_without_flagged, found.balanced)
    for name, share in found.taken_for_human.items():
        yield f"{name}: taken for human in {of(share)}"
    if found.position is not None:
        yield f"position: the first choice in {of(found.position)}"
    agreement = found.agreement
    if agreement.same is not None:
        parts = [f"two raters say the same in {100 * agreement.same:.0f} %"]
        if agreement.alpha is not None:
            bounds = _bounds(agreement.low, agreement.high)
            parts.append(f"alpha {agreement.alpha:.2f}{bounds}")
        if agreement.kappa is not None:
            bounds = _bounds(agreement.kappa_low, agreement.kappa_high)
            parts.append(f"{agreement.kind} kappa {agreement.kappa:.2f}{bounds}")
        yield f"agreement on {agreement.items} items: {', '.join(parts)}"
    for level, share in found.by_confidence.items():
        yield f"confidence {level}: right in {of(share)}"
    for one in flagged:
        yield f"rater {one.number} ({one.rater}): {'; '.join(one.flags)}"


def of(share: Share) -> str:
    """A share with its interval for independent judgements."""
    return f"{100 * share.share:.0f} % of {share.n} [{100 * share.low:.0f}, {100 * share.high:.0f}]"


def _bounds(low: float | None, high: float | None) -> str:
    return "" if low is None else f" [{low:.2f}, {high:.2f}]"


def _table(rows: Sequence[Row], balanced: bool) -> Iterator[str]:
    if balanced:
        yield "right: real and simulated users weighed alike"
    for row in rows:
        share = row.share
        distance, low, high = share.distance
        where = f"{row.simulator}" if row.domain is None else f"  {row.domain}"
        wide = (
            "-"
            if share.wide_low is None or share.wide_high is None
            else f"[{100 * share.wide_low:.0f}, {100 * share.wide_high:.0f}]"
        )
        yield (
            f"{where}: right in {of(share)}, wide {wide}; "
            f"|p-50| {distance:.0f} [{low:.0f}, {high:.0f}]: {row.verdict}"
        )
    yield (
        "wide: over raters and conversations (-: fewer than three of either); "
        "the others: exact, of these judgements alone"
    )
