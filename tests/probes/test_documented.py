"""docs/probes.md lists every probe as the registry has it."""

from __future__ import annotations

from pathlib import Path

from usergap.probes import probes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "probes.md"


def test_every_probe_stands_in_the_page_with_its_question_and_lever():
    listed = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert listed[: len(probes())] == [
        f"| `{each.id}` | {each.question} | {each.lever} |" for each in probes().values()
    ]
