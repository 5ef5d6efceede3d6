"""The gate: a policy over a comparison, probes, a ledger and suites, as an exit code for CI."""

from usergap.ledger.gate.deciding import Files, decide
from usergap.ledger.gate.junit import to_junit
from usergap.ledger.gate.markdown import to_markdown
from usergap.ledger.gate.outcome import Check, Decision, Outcome, State
from usergap.ledger.gate.policy import policy_of, read_policy
from usergap.ledger.gate.rules import Policy
from usergap.ledger.gate.sarif import to_sarif

__all__ = [
    "Check",
    "Decision",
    "Files",
    "Outcome",
    "Policy",
    "State",
    "decide",
    "policy_of",
    "read_policy",
    "to_junit",
    "to_markdown",
    "to_sarif",
]
