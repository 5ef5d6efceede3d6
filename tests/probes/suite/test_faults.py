"""Faults: planted break-downs against people who have none."""

from __future__ import annotations

from usergap.compare import Verdict
from usergap.probes import probe_named, run_probes

from ..talks import many


def test_planted_faults_are_counted_by_kind_and_quoted():
    real = many("r", 20, "where is the boat", "and the red one")
    broken = many("s", 20, "As an AI language model I cannot have a boat.", "and the red one")
    (found,) = run_probes([probe_named("faults")], real, {"bot": broken})
    figures = {figure.name: figure for figure in found.measured.figures}
    assert figures["faults.any"].value == 100
    assert figures["faults.any"].verdict is Verdict.DIFFERS
    assert found.measured.quotes
    assert "100.0 of 100 simulated dialogues" in found.measured.seen


def test_people_against_people_show_no_gap():
    real = many("r", 20, "where is the boat", "and the red one")
    (found,) = run_probes([probe_named("faults")], real, {"bot": many("s", 20, "which boat", "ok")})
    assert found.verdict is Verdict.CLOSE
