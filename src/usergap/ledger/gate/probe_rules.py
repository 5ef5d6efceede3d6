"""Rules over the findings of probes, as probes.json holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from usergap.compare.comparison import Verdict
from usergap.ledger.gate.comparison_rules import absent, by_verdict
from usergap.ledger.gate.json_fields import Entry
from usergap.ledger.gate.limits import Number
from usergap.ledger.gate.outcome import Check, State
from usergap.ledger.gate.rules import ProbeRule
from usergap.ledger.results.files import read_object


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """One number of a finding, or the finding's own verdict where ``name`` is ""."""

    name: str
    number: Number
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule needs of one finding."""

    probe: str
    simulator: str
    itself: FoundFigure
    figures: tuple[FoundFigure, ...]


def read_probes(path: str | Path) -> tuple[Found, ...]:
    """Read probes.json. Raises InputError where it is none."""
    return tuple(_finding(each) for each in Entry(str(path), read_object(path)).each("findings"))


def check_probes(rule: ProbeRule, findings: Sequence[Found]) -> list[Check]:
    """A check for each finding that the rule selects, and one for each name that none has."""
    chosen = [
        each
        for each in findings
        if (not rule.probes or each.probe in rule.probes)
        and (not rule.simulators or each.simulator in rule.simulators)
    ]
    return [
        *absent("probe", rule.probes, (each.probe for each in chosen)),
        *absent("simulator", rule.simulators, (each.simulator for each in chosen)),
        *(_check(rule, each) for each in chosen),
    ]


def title_of(rule: ProbeRule) -> str:
    """The rule in words."""
    of = ", ".join(rule.probes) or "every probe"
    who = f" of {', '.join(rule.simulators)}" if rule.simulators else ""
    figure = f", {rule.figure}," if rule.figure else ""
    return f"{of}{who}{figure} is {rule.limit or ' or '.join(rule.verdicts)}"


def _check(rule: ProbeRule, finding: Found) -> Check:
    what = f"{finding.probe}, {finding.simulator}"
    figure = finding.itself
    if rule.figure is not None:
        what = f"{what}, {rule.figure}"
        named = [each for each in finding.figures if each.name == rule.figure]
        if not named and finding.itself.verdict is Verdict.UNDEFINED:
            return Check(State.UNDEFINED, what, f"undefined: {finding.itself.reason}")
        if not named:
            names = ", ".join(each.name for each in finding.figures) or "none"
            return Check(State.FAIL, what, f"expected this figure, found {names}")
        figure = named[0]
    shown = str(figure.verdict) if not figure.name else f"{figure.verdict}, {figure.number}"
    if rule.limit is None:
        why = f": {figure.reason}" if figure.reason else ""
        return Check(by_verdict(figure.verdict, rule.verdicts), what, shown + why)
    state = rule.limit.judge(figure.number)
    why = f": {figure.reason}" if state is State.UNDEFINED and figure.reason else ""
    return Check(state, what, f"{figure.number}, limit {rule.limit}{why}")


def _finding(found: Entry) -> Found:
    reason = found.text_or_none("reason") or ""
    itself = FoundFigure("", Number(None), found.verdict(), reason)
    measured = found.found.get("measured")
    figures: tuple[FoundFigure, ...] = ()
    if measured is not None:
        held = Entry.of(f"{found.where}: measured", measured)
        figures = tuple(_figure(each) for each in held.each("figures"))
    return Found(found.text("probe"), found.text("simulator"), itself, figures)


def _figure(found: Entry) -> FoundFigure:
    number = Number(found.number("value"), found.number("low"), found.number("high"))
    reason = found.text_or_none("reason") or ""
    return FoundFigure(found.text("name"), number, found.verdict(), reason)
