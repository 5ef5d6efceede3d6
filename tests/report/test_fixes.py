"""What to fix first: what enters, in which order, and what is said beside it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from usergap.compare import Verdict
from usergap.compare.comparison import Evidence
from usergap.probes.finding import Figure, Finding, Measured, Quote
from usergap.report import fixes, render_fixes, write_report
from usergap.report.fixes import kept_apart
from usergap.report.page import render_html

from .example_comparisons import comparison, row
from .parsed_page import Page


def finding(value, low, high, **fields):
    figure = Figure(
        "praise.praise", "turns that praise", "points", value, low, high, 0.001, 0.0,
        fields.pop("margin", 5.0), verdict=fields.pop("figure_verdict", Verdict.DIFFERS),
    )  # fmt: skip
    measured = Measured(
        (figure,), seen="they praise", quotes=(Quote("bot", "secret-id", 4, "well done", "praise"),)
    )
    verdict = fields.pop("verdict", Verdict.DIFFERS)
    return Finding("praise", "Praise", "bot", verdict, measured, **fields)


def only(*measures, **changes):
    rows = tuple(replace(row("bot", measure), **changes) for measure in measures)
    return replace(comparison(), rows=rows, evidence=(), confounds=(), headlines=())


def test_sizes_are_in_margins_beyond_the_floor():
    # turns: distance 2.06, floor .48, margin .9, interval 1.12 to 3.05
    (fix,) = fixes(only("turns"))
    assert fix.size == pytest.approx((2.06 - 0.48) / 0.9)
    assert (fix.low, fix.high) == pytest.approx(((1.12 - 0.48) / 0.9, (3.05 - 0.48) / 0.9))
    assert "--min-turns" in fix.lever


def test_the_reported_distance_counts_where_it_was_corrected():
    # feedback: corrected 29.6, floor 3.4, margin 5
    (fix,) = fixes(only("feedback"))
    assert fix.size == pytest.approx((29.6 - 3.4) / 5.0)


def test_probes_stand_among_the_measures_by_their_own_margin():
    # 20 of 5 points: 4 margins; feedback 5.24, turns 1.76
    found = fixes(only("feedback", "turns"), [finding(20.0, 16.0, 24.0)])
    assert [fix.title for fix in found] == ["Feedback", "Praise", "Turns"]
    praise = found[1]
    assert (praise.size, praise.low, praise.high) == (4.0, 3.2, 4.8)
    assert praise.lever.startswith("usergap simulate --match")
    assert praise.turns == (("secret-id", 4),)


def test_a_negative_gap_counts_by_its_size():
    (fix,) = fixes(only(), [finding(-20.0, -24.0, -16.0)])
    assert (fix.size, fix.low, fix.high) == (4.0, 3.2, 4.8)


@pytest.mark.parametrize("verdict", [Verdict.CLOSE, Verdict.CANNOT_TELL, Verdict.UNDEFINED])
def test_only_what_differs_enters(verdict):
    assert fixes(only("turns", verdict=verdict)) == ()
    assert fixes(only(), [finding(20.0, 1.0, 40.0, verdict=verdict)]) == ()
    assert fixes(only(), [finding(20.0, 1.0, 40.0, figure_verdict=verdict)]) == ()


def test_one_quantity_under_two_names_is_one_entry():
    # both probes measure the same spread; the second has a smaller gap of its own beside it
    praise = finding(20.0, 16.0, 24.0)
    own = replace(praise.measured.figures[0], name="own", title="own gap", value=6.0)
    other = replace(
        praise,
        probe="endings",
        title="Endings",
        measured=replace(praise.measured, figures=(praise.measured.figures[0], own)),
    )
    found = fixes(only(), [praise, other])
    assert [(fix.title, fix.size) for fix in found] == [("Praise", 4.0), ("Endings", 1.2)]
    assert "own gap, and 1 more" in found[1].of
    again = replace(praise, probe="endings", title="Endings")
    assert [fix.title for fix in fixes(only(), [praise, again])] == ["Praise"]


def test_what_the_largest_figure_looks_like_is_said():
    praise = finding(20.0, 16.0, 24.0)
    figure = replace(praise.measured.figures[0], seen="thanks in every turn")
    measured = replace(praise.measured, figures=(figure,))
    (fix,) = fixes(only(), [replace(praise, measured=measured)])
    assert fix.seen == "thanks in every turn"


def test_validity_is_kept_apart_from_the_ranked_gaps():
    apart = replace(finding(20.0, 16.0, 24.0), probe="validity", title="Validity")
    assert fixes(only(), [apart]) == ()
    ((told, reason),) = kept_apart([apart, finding(20.0, 16.0, 24.0)])
    assert told is apart
    assert "Kept apart from realism" in reason
    page = Page(render_html(only("turns"), findings=[apart]))
    (box,) = [tag for tag in page.named("aside") if "apart" in tag.attributes.get("class", "")]
    assert "they praise" in box.text
    assert "SimEval-IR" in box.text
    assert not any("Validity" in item.text for item in page.named("ol"))
    out = io.StringIO()
    render_fixes(only("turns"), Console(file=out, width=300), [apart])
    ranked, beside = out.getvalue().split("Validity of bot: differs")
    assert ranked.count("margins") == 1
    assert "SimEval-IR" in beside


def test_what_is_apart_and_undefined_is_not_told():
    apart = replace(finding(20.0, 16.0, 24.0), probe="validity", measured=None)
    assert kept_apart([apart]) == ()
    page = Page(render_html(only("turns", verdict=Verdict.CLOSE), findings=[apart]))
    assert "fix-first" not in {tag.attributes["id"] for tag in page.named("section")}


def test_intervals_that_overlap_are_a_tie():
    one, other = finding(20.0, 16.0, 24.0), finding(15.0, 12.0, 18.0)
    below = finding(5.5, 5.1, 6.0)
    named = [replace(other, title="Other"), replace(below, title="Below"), one]
    assert [fix.tied for fix in fixes(only(), named)] == [False, True, False]


def test_without_a_margin_a_gap_stands_last_and_says_why():
    found = fixes(only("identity", "turns"))  # identity has no margin in the example
    assert [fix.title for fix in found] == ["Turns", "Self-disclosure"]
    assert found[1].size is None
    assert "no margin" in found[1].doubts[0]


def test_labels_that_nobody_verified_are_a_doubt():
    (fix,) = fixes(only("feedback", annotator_unverified=True))
    assert any("not verified" in doubt for doubt in fix.doubts)


def test_turns_are_linked_to_where_they_stand():
    turn = Evidence("turns", "bot", None, "bot", "12", "d1", 3, "hello", "")
    found = replace(only("turns"), evidence=(turn,))
    page = Page(render_html(found, findings=[finding(20.0, 16.0, 24.0)]))
    linked = {a.attributes["href"][1:] for a in page.named("a") if "turn" in a.text}
    assert {"turns-turns-1", "quotes-praise-1"} <= linked
    for place in linked:
        assert page.with_id(place) is not None


def test_a_report_to_share_names_no_turn(tmp_path):
    found = replace(
        only("turns"), evidence=(Evidence("turns", "bot", None, "bot", "12", "d1", 3, "hi", ""),)
    )
    page = write_report(found, tmp_path, findings=[finding(20.0, 16.0, 24.0)], text=False)
    told = page.read_text("utf-8")
    assert "What to fix first" in told
    assert "secret-id" not in told
    assert "turn 3" not in told


def test_the_terminal_names_three_and_the_lever():
    out = io.StringIO()
    console = Console(file=out, width=200)
    render_fixes(only("feedback", "turns", "words", "errors"), console)
    lines = out.getvalue().splitlines()
    assert lines[0] == "What to fix first in bot"
    assert [line[:2] for line in lines[1:4]] == ["1.", "2.", "3."]
    assert "usergap simulate" in lines[1]
    assert not any(line.startswith("4.") for line in lines)


def test_nothing_to_fix_is_no_section():
    page = Page(render_html(only("turns", verdict=Verdict.CLOSE)))
    assert "fix-first" not in {tag.attributes["id"] for tag in page.named("section")}


def test_turns_are_those_of_the_figure_that_is_told():
    one = finding(20.0, 16.0, 24.0)

    def turns(*quotes):
        found = replace(one, measured=replace(one.measured, quotes=quotes))
        return fixes(only(), [found])[0].turns

    own = Quote("bot", "own", 1, "", "", "praise.praise")
    other = Quote("bot", "other", 2, "", "", "praise.complaint")
    whole = Quote("bot", "whole", 3, "", "")
    real = Quote("real", "person", 4, "", "", "praise.praise")
    assert turns(other, whole, own, real) == (("own", 1),)
    assert turns(other, whole, real) == (("whole", 3),)
    assert turns(other) == ()
