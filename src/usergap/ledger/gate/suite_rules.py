"""Rules over the results of evaluation suites: pass rates with their intervals.

A suite of made-up items is a unit test: its pass rate says whether a chatbot broke on
these items, never how it fares with people, and is named so wherever it is printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.ledger.gate.comparison_rules import absent
from usergap.ledger.gate.json_files import read_object
from usergap.ledger.gate.limits import Number
from usergap.ledger.gate.outcome import Check
from usergap.ledger.gate.rules import SuiteRule

KINDS = ("unit test", "acceptance")


@dataclass(frozen=True, slots=True)
class Item:
    """One item's result; ``passed`` None where nobody could tell. Items of a cluster are alike."""

    category: str
    passed: bool | None
    cluster: str | None


@dataclass(frozen=True, slots=True)
class SuiteResults:
    """The results of one suite; ``kind`` is "unit test" or "acceptance"."""

    name: str
    kind: str
    items: tuple[Item, ...]


def read_suite(path: str | Path) -> SuiteResults:
    """Read a suite's results.

    Raises InputError where they are none, or where a suite with an item that is not real is
    called an acceptance test: no score on made-up items may be called that.
    """
    found = read_object(path)
    try:
        results = _results(found)
        origins = {each.get("origin") for each in found["items"]}
    except KeyError as error:
        raise InputError(f"{path}: expected the field {error}, found none") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{path}: expected the results of a suite, found {error}") from error
    if results.kind == "acceptance" and origins - {"real"}:
        raise InputError(
            f"{path}: items: expected origin 'real' in each, as an acceptance test needs, "
            f"found {', '.join(sorted(map(repr, origins - {'real'})))}"
        )
    return results


def check_suites(rule: SuiteRule, suites: Sequence[SuiteResults]) -> list[Check]:
    """A check for each suite, or for each of its categories that the rule names."""
    chosen = [suite for suite in suites if not rule.suites or suite.name in rule.suites]
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
    return f"pass rate of {of}{where} {rule.limit}"


def pass_rate(items: Sequence[Item]) -> Number:
    """Share of items that passed, with Wilson's interval; what is undecided did not pass."""
    import numpy as np

    from usergap.annotators.validation.agreement_intervals import cluster_share, wilson

    if not items:
        return Number(None)
    hits = np.array([float(item.passed is True) for item in items])
    names = [("", str(n)) if x.cluster is None else ("c", x.cluster) for n, x in enumerate(items)]
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    cluster = np.array([places[name] for name in names], dtype=np.int64)
    found = wilson(cluster_share(hits, np.ones(len(items)), cluster))
    return Number(found.value, found.low, found.high)


def _check(
    rule: SuiteRule, suite: SuiteResults, category: str | None, items: Sequence[Item]
) -> Check:
    rate, passed = pass_rate(items), sum(item.passed is True for item in items)
    open_ = sum(item.passed is None for item in items)
    undecided = f", {open_} undecided" if open_ else ""
    found = f"{suite.kind} pass rate {rate}, {passed} of {len(items)} items{undecided}"
    what = suite.name if category is None else f"{suite.name}, {category}"
    return Check(rule.limit.judge(rate), what, f"{found}, limit {rule.limit}")


def _results(found: Mapping[str, Any]) -> SuiteResults:
    name, kind = found["suite"], found["kind"]
    if not isinstance(name, str) or not name:
        raise ValueError(f"the suite {name!r}")
    if kind not in KINDS:
        raise ValueError(f"the kind {kind!r}, not {' or '.join(KINDS)}")
    return SuiteResults(name, kind, tuple(_items(found["items"])))


def _items(found: Iterable[Mapping[str, Any]]) -> Iterable[Item]:
    for number, each in enumerate(found, 1):
        category, passed, cluster = each["category"], each["passed"], each.get("cluster")
        if not isinstance(category, str):
            raise ValueError(f"the category {category!r} in item {number}")
        if passed is not None and not isinstance(passed, bool):
            raise ValueError(f"passed {passed!r} in item {number}")
        if cluster is not None and not isinstance(cluster, str):
            raise ValueError(f"the cluster {cluster!r} in item {number}")
        yield Item(category, passed, cluster)
