"""decide: a policy over what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from usergap.errors import InputError
from usergap.ledger.gate import comparison_rules, ledger_rules, probe_rules, suite_rules
from usergap.ledger.gate.outcome import Check, Decision, outcome, plain
from usergap.ledger.gate.policy import read_policy
from usergap.ledger.gate.rules import (
    AnyRule,
    ComparisonRule,
    LedgerRule,
    Policy,
    ProbeRule,
)
from usergap.ledger.ledger import Ledger
from usergap.ledger.results import read_results


@dataclass(frozen=True)
class Files:
    """The files that rules are over; None and () where there is none."""

    comparison: str | Path | None = None
    probes: str | Path | None = None
    ledger: str | Path | None = None
    suites: Sequence[str | Path] = ()


def decide(policy: str | Path | Policy, files: Files) -> Decision:
    """Every rule of a policy over the files.

    Raises InputError for a policy that cannot be, a rule over a file that was not given, and
    a file that is not what it should be; EnvironmentFailure where a ledger's file is damaged.
    """
    held = policy if isinstance(policy, Policy) else read_policy(policy)
    with ExitStack() as open_files:
        material = _Material(held, files, open_files)
        outcomes = tuple(
            outcome(rule.id, rule.name or title(rule), material.check(rule), rule.counts)
            for rule in held.rules
        )
    return Decision(plain(held.name), held.source, outcomes)


def title(rule: AnyRule) -> str:
    """A rule in words."""
    if isinstance(rule, ComparisonRule):
        return comparison_rules.title_of(rule)
    if isinstance(rule, ProbeRule):
        return probe_rules.title_of(rule)
    if isinstance(rule, LedgerRule):
        return ledger_rules.title_of(rule)
    return suite_rules.title_of(rule)


class _Material:
    """The files, each read once, and only where a rule is over it."""

    def __init__(self, policy: Policy, files: Files, stack: ExitStack) -> None:
        tables = {rule.id.partition("/")[0] for rule in policy.rules}
        given = {
            "comparison": files.comparison,
            "probe": files.probes,
            "ledger": files.ledger,
            "suite": files.suites,
        }
        for table in sorted(tables):
            if not given[table]:
                raise InputError(
                    f"{policy.source}: [[{table}]]: expected a file to judge, found none given "
                    f"(--{'probes' if table == 'probe' else table})"
                )
        if "comparison" in tables:
            self.comparison = comparison_rules.read_comparison(files.comparison or "")
        if "probe" in tables:
            self.probes = probe_rules.read_probes(files.probes or "")
        if "ledger" in tables:
            self.ledger = stack.enter_context(Ledger(files.ledger or ""))
        if "suite" in tables:
            self.suites = [read_results(path) for path in files.suites]

    def check(self, rule: AnyRule) -> list[Check]:
        if isinstance(rule, ComparisonRule):
            return comparison_rules.check_comparison(rule, self.comparison)
        if isinstance(rule, ProbeRule):
            return probe_rules.check_probes(rule, self.probes)
        if isinstance(rule, LedgerRule):
            return ledger_rules.check_ledger(rule, self.ledger)
        return suite_rules.check_suites(rule, self.suites)
