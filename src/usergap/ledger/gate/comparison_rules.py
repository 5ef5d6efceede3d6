"""Rules over a comparison's rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from usergap.compare.comparison import Verdict
from usergap.ledger.gate.json_fields import Entry
from usergap.ledger.gate.limits import Number
from usergap.ledger.gate.outcome import Check, State
from usergap.ledger.gate.rules import EVERY, ComparisonRule
from usergap.ledger.results.files import read_object


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule needs of one row; ``distance`` is the reported one with its interval."""

    measure: str
    simulator: str
    domain: str | None
    verdict: Verdict
    reason: str
    distance: Number
    excess: Number


def read_comparison(path: str | Path) -> tuple[Judged, ...]:
    """The rows of comparison.json. Raises InputError that names file, row and field."""
    return tuple(_judged(each) for each in Entry(str(path), read_object(path)).each("rows"))


def check_comparison(rule: ComparisonRule, comparison: Sequence[Judged]) -> list[Check]:
    """A check for each row that the rule selects, and one for each name that no row has."""
    every = rule.domains == (EVERY,)
    rows = [
        row
        for row in comparison
        if (not rule.measures or row.measure in rule.measures)
        and (not rule.simulators or row.simulator in rule.simulators)
        and (row.domain is not None if every else row.domain in (rule.domains or (None,)))
    ]
    return [
        *absent("measure", rule.measures, (row.measure for row in rows)),
        *absent("simulator", rule.simulators, (row.simulator for row in rows)),
        *absent("domain", () if every else rule.domains, (row.domain for row in rows)),
        *(_check(rule, row) for row in rows),
    ]


def title_of(rule: ComparisonRule) -> str:
    """The rule in words."""
    of = ", ".join(rule.measures) or "every measure"
    who = f" of {', '.join(rule.simulators)}" if rule.simulators else ""
    where = ", ".join("each domain" if x == EVERY else x for x in rule.domains)
    asked = f"{rule.on} {rule.limit}" if rule.limit else f"is {' or '.join(rule.verdicts)}"
    return f"{of}{who}{f' in {where}' if where else ''} {asked}"


def absent(
    what: str, asked: Sequence[str], found: Iterable[str | None], where: str = ""
) -> list[Check]:
    """A failed check for each name that was asked for and is not there."""
    there = set(found)
    return [
        Check(State.FAIL, f"{what} {name}", f"expected it{where}, found none")
        for name in asked
        if name not in there
    ]


def by_verdict(verdict: Verdict, allowed: Sequence[str]) -> State:
    """An open verdict stays open; another passes where it is allowed."""
    if verdict in (Verdict.CANNOT_TELL, Verdict.UNDEFINED):
        return State(verdict.value)
    return State.PASS if verdict.value in allowed else State.FAIL


def _judged(found: Entry) -> Judged:
    value, corrected = found.number("value"), found.number("corrected")
    return Judged(
        found.text("measure"),
        found.text("simulator"),
        found.text_or_none("domain"),
        found.verdict(),
        found.text_or_none("reason") or "",
        Number(
            value if corrected is None else corrected, found.number("low"), found.number("high")
        ),
        Number(found.number("excess")),
    )


def _check(rule: ComparisonRule, row: Judged) -> Check:
    place = "" if row.domain is None else f", {row.domain}"
    what = f"{row.measure}, {row.simulator}{place}"
    number = row.distance
    if rule.limit is None:
        why = f": {row.reason}" if row.reason else ""
        return Check(by_verdict(row.verdict, rule.verdicts), what, f"{row.verdict}, {number}{why}")
    if row.verdict is Verdict.UNDEFINED:
        return Check(State.UNDEFINED, what, f"undefined: {row.reason}")
    if rule.on == "excess":
        number = row.excess
    return Check(rule.limit.judge(number), what, f"{rule.on} {number}, limit {rule.limit}")
