"""The list of gaps: rows of the comparison through the filters of an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usergap.compare import Row
from usergap.compare.headlines import say
from usergap.dimensions import MEASURES, Kind
from usergap.report.contrast import Contrast, contrast
from usergap.report.numbers import distance, interval, p_value
from usergap.report.wording import CLASSES, GLYPHS, distance_unit, words_for
from usergap.study.browsing.address import Address
from usergap.study.browsing.catalogue import Catalogue

EVERY = "every"
"""A choice of domain: the rows of each domain."""


@dataclass(frozen=True)
class Gap:
    """A row in words; ``address`` leads to its turns."""

    simulator: str
    domain: str
    measure: str
    title: str
    asks: str
    contrast: Contrast | None
    distance: str
    unit: str
    floor: str
    interval: str
    p: str
    verdict: str
    glyph: str
    class_: str
    reason: str
    sentence: str


def gap_of(row: Row) -> Gap:
    """One row in words."""
    words = words_for(row.measure)
    p = row.p_holm if row.domain is None else row.q
    return Gap(
        simulator=row.simulator,
        domain=row.domain or "",
        measure=row.measure,
        title=words.title,
        asks=words.asks,
        contrast=contrast(row),
        distance=distance(row.reported, row.distance),
        unit=distance_unit(row),
        floor=distance(row.floor95, row.distance),
        interval=interval(row.low, row.high, row.distance),
        p=p_value(p),
        verdict=row.verdict.value,
        glyph=GLYPHS[row.verdict],
        class_=CLASSES[row.verdict],
        reason=row.reason,
        sentence=_sentence(row),
    )


def _sentence(row: Row) -> str:
    """The gap as a sentence; "" where there is no distance to speak of."""
    if row.reported is None or MEASURES[row.measure].kind is Kind.VECTORS:
        return ""
    said = say(row, MEASURES[row.measure])
    return said[:1].upper() + said[1:]


def gaps(catalogue: Catalogue, address: Address) -> list[Gap]:
    """The rows that pass; of all domains together where none is chosen. Worst first."""
    kept = [row for row in catalogue.comparison.rows if _passes(row, address, catalogue)]
    return [gap_of(row) for row in sorted(kept, key=_beyond, reverse=True)]


def _passes(row: Row, address: Address, catalogue: Catalogue) -> bool:
    if row.measure not in catalogue.measures:
        return False
    domains = {"": row.domain is None, EVERY: row.domain is not None}
    return (
        domains.get(address.domain, row.domain == address.domain)
        and address.simulator in ("", row.simulator)
        and address.measure in ("", row.measure)
        and address.verdict in ("", row.verdict.value)
    )


def _beyond(row: Row) -> float:
    """How far beyond the floor, as a ratio: the only scale that measures share."""
    if row.reported is None:
        return -1.0
    return row.reported / row.floor95 if row.floor95 else 0.0


def choices(catalogue: Catalogue) -> dict[str, Sequence[tuple[str, str]]]:
    """What can be filtered by: value and name of each choice."""
    rows = catalogue.comparison.rows
    has_domains = any(row.domain is not None for row in rows)
    every = [(EVERY, "each by itself")] if has_domains else []
    verdicts = dict.fromkeys(row.verdict.value for row in rows)
    return {
        "simulator": [("", "all"), *((x, x) for x in catalogue.facings)],
        "measure": [("", "all"), *((x, words_for(x).title) for x in catalogue.measures)],
        "domain": [("", "all together"), *every, *((x, x) for x in catalogue.domains)],
        "verdict": [("", "any"), *((x, x) for x in verdicts)],
    }
