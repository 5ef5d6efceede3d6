"""One page: a claim no stronger than the verdicts, few numbers, and what is not known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.report.example_comparisons import comparison, row
from tests.report.parsed_page import Page
from usergap.compare import Verdict
from usergap.compare.comparison import Comparison, Evidence
from usergap.probes.finding import Figure, Finding, Measured
from usergap.report import write_report
from usergap.report.brief import render_brief
from usergap.report.brief.claim import claim
from usergap.report.brief.evidence import MOST, numbers
from usergap.report.brief.limits import limits

HOSTILE = "<script>alert(1)</script>"


def of(*rows):
    return Comparison("1", {}, (), rows)


def judged(verdict, *names, measure="turns"):
    return of(*(replace(row(name, measure), verdict=verdict) for name in names))


def test_one_simulator_is_named_with_its_gaps():
    told = claim(of(row("bot", "turns"), row("bot", "mtld"), row("bot", "knowledge")))
    assert "made by bot behave differently from real ones in 1 of the 2 ways" in told


def test_no_gap_is_not_told_as_closeness():
    told = claim(judged(Verdict.CANNOT_TELL, "bot"))
    assert "No difference" in told
    assert "closeness was shown in 0 of the 1" in told
    assert "close to real ones in all" in claim(judged(Verdict.CLOSE, "bot"))
    assert claim(judged(Verdict.UNDEFINED, "bot")) == "Nothing could be compared."
    assert claim(of()) == "Nothing could be compared."


def test_several_simulators_are_one_sentence():
    told = claim(judged(Verdict.DIFFERS, "one", "two"))
    assert told.endswith("one in 1 of 1 and two in 1 of 1 ways measured.")
    many = claim(judged(Verdict.DIFFERS, *"abcde"))
    assert "5 simulators" in many
    assert many.count(".") == 1


def test_numbers_are_few_and_the_largest_gap_leads():
    # feedback lies (29.6 - 3.4) / 5 = 5.2 margins away, turns 1.8, mtld is close
    found = numbers(of(row("bot", "mtld"), row("bot", "turns"), row("bot", "feedback")))
    assert [n.verdict for n in found] == ["differs", "differs", "close"]
    assert found[0].what == "users praise the chatbot"
    assert [(s.name, s.value) for s in found[0].sides] == [("real users", "2.1"), ("bot", "23")]
    assert len(numbers(comparison())) <= MOST


def test_what_cannot_be_told_is_no_evidence():
    assert numbers(judged(Verdict.CANNOT_TELL, "bot")) == ()


def test_telling_apart_is_shown_against_guessing():
    figure = Figure("x", "x", "area", 0.96, 0.9, 0.98, 0.001, 0.5, 0.05, verdict=Verdict.DIFFERS)
    found = Finding("discriminator", "D", "bot", Verdict.DIFFERS, Measured((figure,)))
    (first, *_) = numbers(of(row("bot", "turns")), [found])
    assert [(s.name, s.value) for s in first.sides] == [("by guessing", "50"), ("bot", "96")]


def test_limits_name_what_is_open_and_what_no_comparison_says():
    unsure = replace(row("bot", "turns"), verdict=Verdict.CANNOT_TELL, n_needed=420)
    told = limits(of(unsure, row("bot", "knowledge")))
    assert "turns" in told[0]
    assert "420" in told[0]
    assert any("knowledge" in sentence for sentence in told)
    assert any("product" in sentence for sentence in told)


def test_the_page_is_whole_quotes_nobody_and_escapes_names(tmp_path):
    turn = Evidence("turns", "bot", None, "bot", "12", "d1", 3, "a secret sentence", "")
    found = replace(comparison(), evidence=(turn,))
    rows = tuple(replace(each, simulator=f"{each.simulator} {HOSTILE}") for each in found.rows)
    text = render_brief(replace(found, rows=rows))
    assert HOSTILE not in text
    assert "a secret sentence" not in text
    page = Page(text)
    assert [tag.text for tag in page.named("h2")] == ["The evidence", "What cannot be concluded"]
    assert len(page.named("h1")) == 1
    body = page.named("body")[0].text
    assert not re.search(r"\b(nan|inf|None)\b", body)
    write_report(found, tmp_path, brief=True)
    assert (tmp_path / "brief.html").exists()
    write_report(found, tmp_path / "plain")
    assert not (tmp_path / "plain" / "brief.html").exists()


@pytest.mark.parametrize("verdict", list(Verdict))
def test_any_verdict_gives_a_page(verdict):
    assert "<h1>" in render_brief(judged(verdict, "bot"))


def test_where_only_one_simulator_is_open_the_page_says_which():
    generic = row("generic", "identity")
    informed = replace(row("informed", "identity"), verdict=Verdict.DIFFERS)
    both = (replace(generic, verdict=Verdict.CANNOT_TELL), informed)
    (number,) = numbers(of(*both))
    assert number.verdict == "differs"
    assert [(s.name, s.verdict) for s in number.sides] == [
        ("real users", ""), ("generic", "cannot tell"), ("informed", ""),
    ]  # fmt: skip
    assert "are alike or not (self-disclosure: generic): the data" in limits(of(*both))[0]
    alike = tuple(replace(each, verdict=Verdict.CANNOT_TELL) for each in both)
    assert "self-disclosure are alike or not: the data" in limits(of(*alike))[0]
    page = render_brief(of(*both))
    assert '<bdi>generic</bdi> <span class="unit">(cannot tell)</span>' in page
