"""The section on faulty dialogues, and the line in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from tests.report.example_comparisons import comparison
from tests.report.parsed_page import Page
from tests.report.test_comparing_sections import HOSTILE, confound
from usergap.compare.faults.record import FaultAudit, FaultCount
from usergap.report import render_html
from usergap.report.sections.faults import fault_sentence, faults
from usergap.report.terminal import render_terminal


def audit(name="sim", faulty_real=3):
    counts = (
        FaultCount("loop", "Loop", True, 12, 126, 2, 126),
        FaultCount("leak", "Leaked scenario", True, 4, 126, 0, 0),
        FaultCount("repeat", "Verbatim repeat", False, 20, 126, 9, 126),
    )
    return FaultAudit(name, 126, 15, 126, faulty_real, counts, confound(name))


def test_the_page_shows_kinds_people_and_effects():
    made = comparison()
    name = made.simulators[0]
    page = Page(render_html(replace(made, faults=(audit(name),))))
    text = next(tag for tag in page.tags if tag.name == "body").text
    assert "Did a simulator break down?" in text
    for told in ("12 of 126", "not judged", "Verbatim repeat (people do so too)", "15 of 126"):
        assert told in text


def test_nothing_audited_no_section():
    assert faults(comparison()) is None
    assert "Did a simulator break down?" not in render_html(comparison())


def test_hostile_names_stay_text():
    for name in HOSTILE:
        page = render_html(replace(comparison(), faults=(audit(name),)))
        assert "<script>" not in page
        assert "<img src=x" not in page


def test_the_sentence_names_the_most_frequent_kinds_and_people():
    told = "15 of 126 dialogues are faulty (loop 12, leaked scenario 4); of people's, 3 of 126"
    assert fault_sentence(audit()) == told
    assert fault_sentence(audit(faulty_real=None)) == told.partition(";")[0]
    clean = replace(audit(), faulty=0)
    assert fault_sentence(clean) == "none of 126 dialogues is faulty"


def test_the_terminal_tells_of_faulty_simulators_only():
    def shown(*audits):
        stream = io.StringIO()
        console = Console(file=stream, width=160)
        render_terminal(replace(comparison(), faults=audits), console)
        return stream.getvalue()

    assert "Faults, sim: 15 of 126 dialogues are faulty" in shown(audit())
    assert "Faults" not in shown(replace(audit(), faulty=0))
