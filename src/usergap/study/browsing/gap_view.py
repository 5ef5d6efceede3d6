"""One gap: its labels or values, its domains, and the turns on either side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from usergap.annotators.llm.view import clipped
from usergap.dimensions import Dimension, Kind
from usergap.report.contrast import rates
from usergap.report.hostile import visible
from usergap.report.numbers import percent, significant
from usergap.report.wording import label_for, words_for
from usergap.study.browsing.address import Address
from usergap.study.browsing.catalogue import Catalogue
from usergap.study.browsing.facing import REAL, Facing
from usergap.study.browsing.gaps import Gap, gap_of
from usergap.study.browsing.labelled import Hit, hits, mean_at_hand, rates_at_hand

PER_PAGE = 10
LONGEST = 1200
BEFORE = 300
"""Characters of the chatbot's answer before a turn, its end."""


@dataclass(frozen=True)
class LabelRow:
    """One label on both sides; shares from 0 to 1 where known, for the bars."""

    label: str
    title: str
    real: str
    simulated: str
    real_share: float | None
    simulated_share: float | None
    more: str


@dataclass(frozen=True)
class DomainRow:
    """One domain; figures as the dialogues at hand have them, the verdict as compared."""

    domain: str
    n_real: int
    n_simulated: int
    real: str
    simulated: str
    gap: Gap | None


@dataclass(frozen=True)
class Quote:
    """A turn to read."""

    dialogue: str
    turn: int
    domain: str
    text: str
    before: str
    labels: tuple[tuple[str, bool], ...]
    value: str


@dataclass(frozen=True)
class Column:
    """Turns of one side on this page; ``total`` of all pages."""

    side: str
    title: str
    total: int
    dialogues: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class GapView:
    """All that the page of a gap shows."""

    title: str
    unit: str
    gap: Gap | None
    kind: str
    labels: tuple[LabelRow, ...]
    figures_from: str
    domains: tuple[DomainRow, ...]
    columns: tuple[Column, ...]
    pages: int
    page: int
    doubts: tuple[str, ...]


def gap_view(catalogue: Catalogue, address: Address) -> GapView:
    """Raises InputError for a simulator, measure or label that is not there."""
    facing, dimension = catalogue.facing(address), catalogue.dimension(address)
    row = catalogue.row(facing.simulator, dimension.id, address.domain)
    columns, pages = [], 1
    for side in (REAL, "simulated"):
        found = hits(dimension, facing.talks(side, address.domain), address.label, address.order)
        pages = max(pages, -(-len(found) // PER_PAGE))
        columns.append((side, found))
    page = min(max(1, address.page), pages)
    words = words_for(dimension.id)
    return GapView(
        title=words.title,
        unit=words.unit,
        gap=None if row is None else gap_of(row),
        kind=dimension.kind.value,
        labels=_labels(catalogue, facing, dimension, address.domain),
        figures_from="the comparison" if row is not None else "the dialogues at hand",
        domains=_domains(catalogue, facing, dimension, address.label),
        columns=tuple(
            _column(side, facing, dimension, found, page, address.label) for side, found in columns
        ),
        pages=pages,
        page=page,
        doubts=tuple(_doubts(catalogue, facing, dimension)),
    )


def _labels(
    catalogue: Catalogue, facing: Facing, dimension: Dimension, domain: str
) -> tuple[LabelRow, ...]:
    if dimension.kind not in (Kind.LABELS, Kind.FLAGS):
        return ()
    row = catalogue.row(facing.simulator, dimension.id, domain)
    if row is not None and rates(row.real) and rates(row.simulated):
        real, simulated = rates(row.real), rates(row.simulated)
    else:
        real, simulated = (
            rates_at_hand(dimension, facing.talks(side, domain)) for side in (REAL, "simulated")
        )
    rows = []
    for label in dimension.labels:
        one, other = real.get(label), simulated.get(label)
        points = None if one is None or other is None else round(100 * (other - one))
        more = "" if points is None else "0" if not points else f"{points:+d}".replace("-", "−")
        rows.append(
            LabelRow(label, label_for(label), percent(one), percent(other), one, other, more)
        )
    return tuple(rows)


def _domains(
    catalogue: Catalogue, facing: Facing, dimension: Dimension, label: str
) -> tuple[DomainRow, ...]:
    found = []
    for domain in facing.domains:
        sides = [facing.talks(side, domain) for side in (REAL, "simulated")]
        if dimension.kind is Kind.NUMBER:
            said = [significant(mean_at_hand(dimension, talks)) for talks in sides]
        elif label:
            said = [percent(rates_at_hand(dimension, talks).get(label)) for talks in sides]
        else:
            said = ["", ""]
        row = catalogue.row(facing.simulator, dimension.id, domain)
        gap = None if row is None else gap_of(row)
        found.append(DomainRow(domain, len(sides[0]), len(sides[1]), said[0], said[1], gap))
    return tuple(found)


def _column(
    side: str, facing: Facing, dimension: Dimension, found: Sequence[Hit], page: int, label: str
) -> Column:
    start = (page - 1) * PER_PAGE
    return Column(
        side,
        "Real users" if side == REAL else facing.simulator,
        len(found),
        len({hit.talk.place for hit in found}),
        tuple(quote_of(hit, dimension, label) for hit in found[start : start + PER_PAGE]),
    )


def quote_of(hit: Hit, dimension: Dimension, label: str) -> Quote:
    """A turn as it is shown: cut, harmless."""
    value = "" if hit.value is None else f"{significant(hit.value)} {words_for(dimension.id).unit}"
    answer = hit.turn.answer.strip()
    return Quote(
        hit.talk.dialogue.id,
        hit.turn.number,
        hit.talk.dialogue.domain or "",
        visible(clipped(hit.turn.text, LONGEST * 2 // 3, LONGEST // 3)),
        visible(answer if len(answer) <= BEFORE else "…" + answer[-BEFORE:]),
        tuple((label_for(one), one == label) for one in hit.labels or ()),
        value.strip(),
    )


def _doubts(catalogue: Catalogue, facing: Facing, dimension: Dimension) -> list[str]:
    """Why the turns shown may not be those that were counted."""
    row = catalogue.row(facing.simulator, dimension.id, "")
    sides = [x for x in (facing.real, facing.simulated) if x is not None]
    by = {side.annotators.get(dimension.id) for side in sides}
    if row is None or row.annotator is None or by == {row.annotator}:
        return []
    named = ", ".join(sorted(str(one) for one in by))
    said = f"These labels are by {named}; the numbers were made with labels by {row.annotator}."
    return [f"{said} Give the same annotator or label files as to `usergap compare`."]
