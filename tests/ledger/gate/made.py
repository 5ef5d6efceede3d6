"""Files for the gate's tests: an invented comparison, probes, suites and policies."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.report.example_comparisons import comparison
from usergap.compare import Verdict, write_json
from usergap.ledger.gate import Decision, Files, decide
from usergap.probes.finding import Figure, Finding, Measured
from usergap.probes.findings_json import write_findings


def policy(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def compared(folder: Path, names: tuple[str, ...] = ("plain",), **some: Any) -> Path:
    return write_json(comparison(names, evidence=False, **some), folder / "comparison.json")


def probed(folder: Path) -> Path:
    figures = (
        Figure("auc", "AUC", "", 0.8, 0.7, 0.9, verdict=Verdict.DIFFERS),
        Figure("spread", "spread", "", None, reason="too few"),
    )
    findings = (
        Finding("told_apart", "t", "plain", Verdict.DIFFERS, Measured(figures)),
        Finding("surprise", "s", "plain", Verdict.UNDEFINED, None, "no language model"),
        Finding("variety", "v", "plain", Verdict.CLOSE, Measured(())),
    )
    return write_findings(findings, folder / "probes.json")


def suited(
    folder: Path, passed: Sequence[bool | None], kind: str = "unit test", origin: str = "synthetic"
) -> Path:
    items = [
        {"category": "ab"[n % 2], "passed": each, "origin": origin} for n, each in enumerate(passed)
    ]
    path = folder / "suite.json"
    path.write_text(json.dumps({"suite": "stress", "kind": kind, "items": items}))
    return path


def decided(folder: Path, text: str, **files: Any) -> Decision:
    return decide(policy(folder, text), Files(**files))


def states(decision: Decision) -> list[str]:
    return [each.state.value for each in decision.outcomes]
