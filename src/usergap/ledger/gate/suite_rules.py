"""Rules over the results of evaluation suites: pass rates with their intervals.

A suite of made-up items is a unit test: its pass rate says whether a chatbot broke on
these items, never how it fares with people, and is named so wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Sequence

from usergap.ledger.gate.comparison_rules import absent
from usergap.ledger.gate.limits import Number
from usergap.ledger.gate.outcome import Check
from usergap.ledger.gate.rules import SuiteRule
from usergap.ledger.results import ItemResult, Results, rate_of


def check_suites(rule: SuiteRule, suites: Sequence[Results]) -> list[Check]:
    """A check for each suite, or for each of its categories that the rule names."""
    chosen = [
        suite
        for suite in suites
        if (not rule.suites or suite.name in rule.suites)
        and (not rule.kinds or suite.kind in rule.kinds)
    ]
    checks = absent("suite", rule.suites, (suite.name for suite in chosen))
    for suite in chosen:
        names = [item.category for item in suite.items]
        checks += absent("category", rule.categories, names, f" in {suite.name}")
        for category in rule.categories or (None,):
            items = [x for x in suite.items if category in (None, x.category)]
            checks += [_check(rule, suite, category, items)] if items else []
    return checks


def title_of(rule: SuiteRule) -> str:
    """The rule in words."""
    of = ", ".join(rule.suites) or "every suite"
    where = f" in {', '.join(rule.categories)}" if rule.categories else ""
    kind = f"{rule.kinds[0]} " if len(rule.kinds) == 1 else ""
    return f"{kind}pass rate of {of}{where} {rule.limit}"


def _check(
    rule: SuiteRule, suite: Results, category: str | None, items: Sequence[ItemResult]
) -> Check:
    found_rate, passed = rate_of(items), sum(item.passed is True for item in items)
    rate = Number(found_rate.value, found_rate.low, found_rate.high)
    open_ = sum(item.passed is None for item in items)
    undecided = f", {open_} undecided" if open_ else ""
    found = f"{suite.kind} pass rate {rate}, {passed} of {len(items)} items{undecided}"
    what = suite.name if category is None else f"{suite.name}, {category}"
    return Check(rule.limit.judge(rate), what, f"{found}, limit {rule.limit}")
