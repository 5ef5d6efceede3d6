"""pytest plugin: the fixture ``usergap_gate`` and its options.

It lies outside of the rooms, and imports nothing of them until a test asks for the fixture:
pytest loads it in every project of whoever has usergap installed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from usergap.ledger.gate import Decision


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("usergap", "gates on simulated users")
    group.addoption("--usergap-policy", metavar="FILE", help="policy of the usergap_gate fixture")
    group.addoption("--usergap-comparison", metavar="FILE", help="comparison.json that it judges")
    group.addoption("--usergap-probes", metavar="FILE", help="what `usergap probe -o` wrote")
    group.addoption("--usergap-ledger", metavar="FILE", help="a ledger's file")
    group.addoption(
        "--usergap-suite", metavar="FILE", action="append", help="results of a suite; repeat"
    )


@pytest.fixture
def usergap_gate(request: pytest.FixtureRequest) -> Callable[..., Decision]:
    """A function (policy, comparison, probes, ledger, suites) that fails the test at the gate.

    Each argument is a path; what is left out is the command line's. Returns
    the decision where every rule passes. Raises InputError as ``usergap gate`` does.
    """

    def gate(
        policy: str | Path | None = None,
        *,
        comparison: str | Path | None = None,
        probes: str | Path | None = None,
        ledger: str | Path | None = None,
        suites: Sequence[str | Path] = (),
    ) -> Decision:
        __tracebackhide__ = True
        from usergap.ledger.gate import Files, decide

        policy = policy or _option(request.config, "usergap_policy")
        if policy is None:
            pytest.fail("usergap_gate: expected a policy, or --usergap-policy; found none", False)
        files = Files(
            comparison or _option(request.config, "usergap_comparison"),
            probes or _option(request.config, "usergap_probes"),
            ledger or _option(request.config, "usergap_ledger"),
            suites or _option(request.config, "usergap_suite") or (),
        )
        decision = decide(policy, files)
        if not decision.passed:
            lines = [decision.summary, *(each.line for each in decision.failed)]
            pytest.fail("\n".join(lines), pytrace=False)
        return decision

    return gate


def _option(config: pytest.Config, name: str) -> Any:
    return config.getoption(name)
