"""What to fix first: gaps of measures and of probes on one scale, the margin.

A measure's size is (distance − floor) / margin: how many times what counts as close lies
between simulated users and a second sample of real ones. A probe's is |value − null| /
margin of its largest figure: figures of probes are signed, so their null is where two samples
of real users fall on average, and nothing is left to subtract. The margin is the only unit
that distances, rates and areas share; it is a convention, so the order is one too, and sizes
whose intervals overlap are told as ties. What is no gap in realism (validity) is never ranked
among them: see ``kept_apart``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from usergap.compare import Comparison, Row, Verdict
from usergap.compare.headlines import say
from usergap.dimensions import MEASURES
from usergap.probes.finding import Figure, Finding, Quote
from usergap.report.contrast import known
from usergap.report.levers import lever_for
from usergap.report.sides import anchor, headline_rows
from usergap.report.wording import words_for

TURNS = 3


@dataclass(frozen=True)
class Fix:
    """One gap that a simulator should lose, and what acts on it.

    ``size``: in margins; None where the gap has no margin to be held against, and then it
    stands last. ``low``, ``high``: the same of the interval's ends. ``tied``: whether its interval
    reaches that of the entry before it. ``turns``: ids of dialogues and numbers of turns.
    """

    simulator: str
    title: str
    of: str
    size: float | None
    low: float | None
    high: float | None
    seen: str
    doubts: tuple[str, ...]
    lever: str
    anchor: str
    turns: tuple[tuple[str, int], ...] = ()
    more: int = 0
    tied: bool = False


def fixes(comparison: Comparison, findings: Sequence[Finding] = ()) -> tuple[Fix, ...]:
    """Everything whose verdict is *differs*, the largest first; each simulator on its own."""
    found = [
        _of_row(comparison, row)
        for row in headline_rows(comparison)
        if row.verdict is Verdict.DIFFERS
    ]
    found += _of_findings(findings, comparison.simulators)
    names = list(dict.fromkeys((*comparison.simulators, *(f.simulator for f in findings))))
    ordered: list[Fix] = []
    for name in names:
        own = [fix for fix in found if fix.simulator == name]
        own.sort(key=lambda fix: -1.0 if fix.size is None else fix.size, reverse=True)
        ordered += [
            replace(fix, tied=place > 0 and _overlap(own[place - 1], fix))
            for place, fix in enumerate(own)
        ]
    return tuple(ordered)


def _overlap(before: Fix, after: Fix) -> bool:
    return before.low is not None and after.high is not None and after.high >= before.low


def _of_row(comparison: Comparison, row: Row) -> Fix:
    turns = [
        (turn.dialogue, turn.turn)
        for turn in comparison.evidence
        if (turn.measure, turn.simulator, turn.domain) == (row.measure, row.simulator, None)
        and turn.side != "real"
    ]
    dimension = MEASURES.get(row.measure)
    sentence = "" if dimension is None else say(row, dimension)
    doubts = [] if row.margin else ["no margin: its size cannot be ranked"]
    if row.annotator_unverified:
        doubts.append("labels not verified on this simulator’s text")
    sizes = [
        None
        if end is None or row.floor is None or not row.margin
        else max(0.0, end - row.floor) / row.margin
        for end in (row.reported, row.low, row.high)
    ]
    return Fix(
        simulator=row.simulator,
        title=words_for(row.measure).title,
        of="measure",
        size=sizes[0],
        low=sizes[1],
        high=sizes[2],
        seen=sentence or row.reason,
        doubts=tuple(doubts),
        lever=lever_for(row.measure, fewer=_mean(row.simulated) < _mean(row.real)),
        anchor=anchor("turns", row.measure, row.simulator, comparison.simulators) if turns else "",
        turns=tuple(turns[:TURNS]),
        more=max(0, len(turns) - TURNS),
    )


def _mean(side: Mapping[str, Any]) -> float:
    return known(side).get("mean", 0.0)


def _of_findings(findings: Sequence[Finding], names: Sequence[str]) -> list[Fix]:
    told: set[tuple[str, float, float, float]] = set()
    found = []
    for finding in findings:
        if finding.verdict is Verdict.DIFFERS and not apart(finding):
            fix = _of_finding(finding, names, told)
            found += [] if fix is None else [fix]
    return found


def _of_finding(
    finding: Finding, names: Sequence[str], told: set[tuple[str, float, float, float]]
) -> Fix | None:
    """The largest figure that no probe before has told (``told``: what was) of the simulator."""
    from usergap.probes.registry import probes

    if finding.measured is None:
        return None
    judged = [
        (_size(figure, figure.value), figure)
        for figure in finding.measured.figures
        if figure.headline and figure.verdict is Verdict.DIFFERS
    ]
    fresh = [each for each in judged if _told(finding.simulator, each[1]) not in told]
    if not fresh:
        return None
    size, figure = max(fresh, key=lambda pair: -1.0 if pair[0] is None else pair[0])
    told.update(_told(finding.simulator, each) for _, each in judged)
    ends = [_size(figure, end) for end in (figure.low, figure.high)]
    sizes = sorted(end for end in ends if end is not None)
    turns = _showing(finding.measured.quotes, figure.name)
    probe = probes().get(finding.probe)
    others = len(judged) - 1
    return Fix(
        simulator=finding.simulator,
        title=finding.title,
        of=f"probe: {figure.title}" + (f", and {others} more" if others else ""),
        size=size,
        low=sizes[0] if sizes else None,
        high=sizes[-1] if sizes else None,
        seen=figure.seen or finding.measured.seen,
        doubts=() if figure.margin else ("no margin: its size cannot be ranked",),
        lever=_spelled(probe.lever if probe is not None else ""),
        anchor=anchor("quotes", finding.probe, finding.simulator, names) if turns else "",
        turns=tuple(turns[:TURNS]),
        more=max(0, len(turns) - TURNS),
    )


def _showing(quotes: Sequence[Quote], figure: str) -> list[tuple[str, int]]:
    """Turns that show this figure; else those that show the finding, never another figure."""
    made = [quote for quote in quotes if quote.side != "real"]
    own = [quote for quote in made if quote.figure == figure]
    whole = [quote for quote in made if not quote.figure]
    return [(quote.dialogue, quote.turn) for quote in own or whole]


def _told(simulator: str, figure: Figure) -> tuple[str, float, float, float]:
    """One quantity under two names has one value, null and margin."""
    return simulator, figure.value or 0.0, figure.null or 0.0, figure.margin or 0.0


def _size(figure: Figure, value: float | None) -> float | None:
    if value is None or figure.null is None or not figure.margin:
        return None
    return abs(value - figure.null) / figure.margin


def apart(finding: Finding) -> str:
    """Why a finding is no gap in realism; "" where it is one."""
    from usergap.probes.registry import probes

    probe = probes().get(finding.probe)
    return "" if probe is None else probe.apart


def kept_apart(findings: Sequence[Finding]) -> tuple[tuple[Finding, str], ...]:
    """Findings that are not ranked, each with the reason; those that found nothing are left out."""
    told = ((finding, apart(finding)) for finding in findings if finding.measured is not None)
    return tuple((finding, reason) for finding, reason in told if reason)


def _spelled(lever: str) -> str:
    if not lever:
        return lever_for("")
    return lever if lever.startswith("usergap ") else f"usergap {lever}"
