"""The results of a blind test as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from usergap.study.blind.results import BlindResults, Row
from usergap.study.blind.shares import Share


def lines(found: BlindResults) -> Iterator[str]:
    """What people found, line by line; the first says whether there is anything."""
    if not found.rows:
        yield "No answers yet."
        return
    yield from _table(found.rows)
    flagged = [one for one in found.raters if one.flags]
    if flagged:
        yield ""
        yield f"Without {len(flagged)} flagged of {len(found.raters)} raters:"
        yield from _table(found.rows_without_flagged)
    for name, share in found.taken_for_human.items():
        yield f"{name}: taken for human in {of(share)}"
    if found.position is not None:
        yield f"position: the first choice in {of(found.position)}"
    agreement = found.agreement
    if agreement.alpha is not None:
        kappa = "" if agreement.kappa is None else f", kappa {agreement.kappa:.2f}"
        yield f"agreement: alpha {agreement.alpha:.2f}{kappa} on {agreement.items} items"
    for level, share in found.by_confidence.items():
        yield f"confidence {level}: right in {of(share)}"
    for one in flagged:
        yield f"rater {one.number + 1} ({one.rater}): {'; '.join(one.flags)}"


def of(share: Share) -> str:
    """A share with its exact interval."""
    return f"{100 * share.share:.0f} % of {share.n} [{100 * share.low:.0f}, {100 * share.high:.0f}]"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        distance, low, high = row.share.distance
        where = f"{row.simulator}" if row.domain is None else f"  {row.domain}"
        yield (
            f"{where}: right in {of(row.share)}; "
            f"|p - 50| = {distance:.0f} [{low:.0f}, {high:.0f}]: {row.verdict}"
        )
