"""The rules that a policy may hold: one record each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from usergap.ledger.gate.limits import Limit
from usergap.ledger.gate.outcome import State

EVERY = "*"
"""As a domain: each domain's own row in place of the row of all."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What all rules have: a place in the policy, a name (may be ""), what open answers count."""

    id: str
    name: str
    counts: Mapping[State, State]


@dataclass(frozen=True, slots=True)
class ComparisonRule(Rule):
    """Rows of a comparison: verdicts that are allowed, or a limit on the distance.

    Empty selectors mean all; without ``domains`` the headline rows. ``on`` is the limited
    figure: "distance" (as reported, with its interval) or "excess" (over the floor).
    """

    measures: tuple[str, ...]
    simulators: tuple[str, ...]
    domains: tuple[str, ...]
    verdicts: tuple[str, ...]
    limit: Limit | None
    on: str


@dataclass(frozen=True, slots=True)
class ProbeRule(Rule):
    """Findings of probes: the verdict of a finding or of its ``figure``, or a limit on the latter.

    Empty selectors mean all.
    """

    probes: tuple[str, ...]
    simulators: tuple[str, ...]
    figure: str | None
    verdicts: tuple[str, ...]
    limit: Limit | None


@dataclass(frozen=True, slots=True)
class LedgerRule(Rule):
    """One demand on a ledger: it verifies, its samples have tags, or few are synthetic.

    ``tags`` ("demanded",) are those that an export demands by origin. ``split`` restricts
    tags and share to samples of one split.
    """

    verify: bool
    anchor: tuple[int, str] | None
    tags: tuple[str, ...]
    synthetic: Limit | None
    split: str | None


@dataclass(frozen=True, slots=True)
class SuiteRule(Rule):
    """A pass rate of a suite's results, over all or in some categories.

    ``kinds`` ("unit test", "acceptance"): only results of that kind; empty means both.
    """

    kinds: tuple[str, ...]
    suites: tuple[str, ...]
    categories: tuple[str, ...]
    limit: Limit


AnyRule = ComparisonRule | ProbeRule | LedgerRule | SuiteRule


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy file: its name, where it lies, and its rules in the order of their tables."""

    name: str
    source: str
    rules: tuple[AnyRule, ...]
