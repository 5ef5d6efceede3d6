"""Rules over a ledger: it is whole, its samples say where they come from, few are synthetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from usergap.ledger.entry import Row
from usergap.ledger.gate.limits import Number
from usergap.ledger.gate.outcome import Check, State
from usergap.ledger.gate.policy import DEMANDED
from usergap.ledger.gate.rules import LedgerRule
from usergap.ledger.ledger import Ledger
from usergap.ledger.tags import lacking
from usergap.ledger.verification import verify


def check_ledger(rule: LedgerRule, ledger: Ledger) -> list[Check]:
    """The checks of one rule. Raises EnvironmentFailure where the ledger's file is damaged."""
    if rule.verify:
        return [_whole(rule, ledger)]
    with ledger.snapshot():
        rows = (r for r in ledger.rows() if rule.split in (None, r.provenance.split))
        return _tags(rule, rows) if rule.tags else _synthetic(rule, rows)


def title_of(rule: LedgerRule) -> str:
    """The rule in words."""
    if rule.verify:
        return "the ledger is whole" + (" and passes through its anchor" if rule.anchor else "")
    where = f" in split {rule.split}" if rule.split else ""
    if rule.tags:
        return f"every sample{where} has the tags: {', '.join(rule.tags)}"
    return f"share of synthetic samples{where} {rule.synthetic}"


def _whole(rule: LedgerRule, ledger: Ledger) -> Check:
    found = verify(ledger, anchor=rule.anchor)
    if found.whole:
        return Check(State.PASS, "log", f"whole, {found.entries} entries")
    more = len(found.problems) + found.more - 1
    first = str(found.problems[0]) if found.problems else "broken entries"
    return Check(State.FAIL, "log", first + (f", and {more} more" if more > 0 else ""))


def _tags(rule: LedgerRule, rows: Iterable[Row]) -> list[Check]:
    asked = None if rule.tags == (DEMANDED,) else rule.tags
    samples, without = 0, Counter[str]()
    for row in rows:
        samples += 1
        without.update(lacking(row.provenance, asked))
    if not samples:
        return []
    names = sorted(without) if asked is None else asked
    if not names:
        return [Check(State.PASS, "tags", f"none is lacking in {samples} samples")]
    return [
        Check(
            State.FAIL if without[name] else State.PASS,
            f"tag {name}",
            f"lacks in {without[name]} of {samples} samples",
        )
        for name in names
    ]


def _synthetic(rule: LedgerRule, rows: Iterable[Row]) -> list[Check]:
    counts = Counter(row.provenance.origin for row in rows)
    samples, synthetic = counts.total(), counts["synthetic"]
    if not samples or rule.synthetic is None:
        return []
    unknown = samples - synthetic - counts["real"]
    share = Number(synthetic / samples, synthetic / samples, (synthetic + unknown) / samples)
    told = f"{synthetic} of {samples} samples, {synthetic / samples:.4g}"
    if unknown:
        told += f"; {unknown} do not record their origin, so it may be up to {share.high:.4g}"
    return [Check(rule.synthetic.judge(share), "synthetic", f"{told}, limit {rule.synthetic}")]
