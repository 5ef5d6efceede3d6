"""docs/probes.md lists every probe as the registry has it."""

from __future__ import annotations

from pathlib import Path

from usergap.probes import probes
from usergap.probes.suite.messiness import SIGNS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "probes.md"


def test_every_probe_stands_in_the_page_with_its_question_and_lever():
    listed = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    assert listed[: len(probes())] == [
        f"| `{each.id}` | {each.question} | {each.lever} |" for each in probes().values()
    ]


def test_pages_of_probes_are_linked_and_belong_to_one():
    text = PAGE.read_text("utf-8")
    for page in (PAGE.parent / "probes").glob("*.md"):
        assert page.stem in probes()
        assert f"(probes/{page.name})" in text


def test_the_page_counts_the_signs_of_messiness():
    text = (PAGE.parent / "probes" / "messiness.md").read_text("utf-8")
    assert len(SIGNS) == 6
    assert "Six\nsigns" in text
