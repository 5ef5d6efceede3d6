"""The section of probes, its pictures, and the same in a terminal."""

from __future__ import annotations

import io
import json
import re

import pytest
from rich.console import Console

from usergap.compare import Verdict
from usergap.probes.finding import Curve, Figure, Finding, Level, Measured, Quote, Table
from usergap.report import render_findings, write_report
from usergap.report.charts.curves import curves
from usergap.report.charts.figure_bar import figure_bar, figure_scale

from .example_comparisons import comparison

HOSTILE = "<script>alert(1)</script>"


def finding(simulator="bot", **fields):
    figure = Figure(
        "messiness.x", "a turn hedges", "points", 3.0, 1.0, 5.0, 0.01, 0.0, 5.0,
        (Level("real against real", 0.1, -2.0, 2.0), Level("real", 7.5)), Verdict.DIFFERS,
    )  # fmt: skip
    measured = Measured(
        (figure,),
        seen="it hedges",
        tables=(Table("Shares", ("what", "n"), (("a", 2), ("b", None))),),
        curves=(Curve("Densities", simulator, (0.0, 1.0, 2.0), (0.0, 1.0, 0.5)),),
        quotes=(Quote("real", "d1", 2, f"said {HOSTILE}", "hedge"),),
    )
    return Finding("messiness", "Messiness", simulator, Verdict.DIFFERS, measured, **fields)


def test_the_page_shows_findings_and_escapes_what_users_said(tmp_path):
    page = write_report(comparison(), tmp_path, findings=[finding("generic")]).read_text("utf-8")
    assert 'id="probes"' in page
    assert "it hedges" in page
    assert "said &lt;script&gt;" in page
    assert HOSTILE not in page
    found = json.loads((tmp_path / "probes.json").read_text("utf-8"))["findings"][0]
    assert found["measured"]["figures"][0]["verdict"] == "differs"
    assert "quotes" not in found["measured"]


def test_without_text_no_quote_is_left(tmp_path):
    page = write_report(comparison(), tmp_path, findings=[finding()], text=False).read_text("utf-8")
    assert "it hedges" in page
    assert "said " not in page[page.index('id="probes"') :].split("</section>")[0]


def test_a_reason_that_many_probes_share_is_said_once(tmp_path):
    lost = [
        Finding(f"p{i}", f"Probe {i}", "bot", Verdict.UNDEFINED, None, "real is a profile")
        for i in range(3)
    ]
    page = write_report(comparison(), tmp_path, findings=[*lost, finding()]).read_text("utf-8")
    assert page.count("real is a profile") == 1
    assert "Probe 0, Probe 1, Probe 2." in page
    assert 'id="probe-p0"' not in page
    assert 'id="probe-messiness"' in page


def test_figures_in_a_terminal_have_their_unit():
    console = Console(file=io.StringIO(), width=120)
    render_findings([finding()], console)
    assert "a turn hedges (points)" in console.file.getvalue()


def test_an_undefined_probe_says_why(tmp_path):
    lost = Finding("messiness", "Messiness", "bot", Verdict.UNDEFINED, None, "no personas")
    page = write_report(comparison(), tmp_path, findings=[lost]).read_text("utf-8")
    assert "no personas" in page


def test_a_bar_holds_value_interval_null_and_band():
    figure = finding().measured.figures[0]
    scale = figure_scale([figure])
    assert (scale.low, scale.high) == pytest.approx((-2 - 0.42, 5 + 0.42))
    drawn = figure_bar(figure, scale, 1)
    assert f'cx="{scale.place(3):.2f}' in drawn.replace("%", "")
    assert "floor-band" in drawn


def test_curves_fill_their_picture():
    drawn = curves("Densities", [("real", 0, (0.0, 2.0), (0.0, 1.0))])
    points = re.search(r'points="([^"]+)"', drawn)[1].split()
    # x from 0 to 100; y from the foot (100) to the top, less 3 % of room
    assert points[0] == "0.00,100.00"
    assert points[1].startswith("100.00,2.9")
    assert curves("Densities", [("real", 0, (1.0,), (1.0,))]) == ""


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_terminal_shows_every_figure_within_its_width(width):
    stream = io.StringIO()
    render_findings([finding()], Console(file=stream, width=width, force_terminal=False))
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert any("hedges" in line and "differs" in line for line in lines)
