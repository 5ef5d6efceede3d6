"""A decision as SARIF 2.1.0 (OASIS, 2020), which code-scanning pages read."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from usergap.ledger.gate.outcome import Decision, Outcome, State
from usergap.version import __version__

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

# SARIF 3.27.9 and 3.27.10: a level other than none belongs to the kind fail alone.
_OPEN = {State.PASS: "pass", State.CANNOT_TELL: "open", State.UNDEFINED: "notApplicable"}


def to_sarif(decision: Decision) -> str:
    """One result a rule, at the policy's file."""
    driver = {
        "name": "usergap",
        "version": __version__,
        "rules": [
            {"id": each.id, "shortDescription": {"text": each.title}} for each in decision.outcomes
        ],
    }
    results = [_result(n, each, decision) for n, each in enumerate(decision.outcomes)]
    found = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _result(number: int, outcome: Outcome, decision: Decision) -> dict[str, Any]:
    path = PurePath(decision.source)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    return {
        "ruleId": outcome.id,
        "ruleIndex": number,
        "kind": _OPEN[outcome.state] if outcome.passed else "fail",
        "level": "none" if outcome.passed else "error",
        "message": {"text": outcome.line},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}],
    }
