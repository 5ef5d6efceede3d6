"""The sections on confounds, on domains and on the ranking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.example_comparisons import comparison
from tests.report.parsed_page import Page
from usergap.compare.across_domains.record import AcrossDomains, Alarm, Correlation
from usergap.compare.comparison import Comparison
from usergap.compare.confounds.record import Confound, Effect
from usergap.compare.ranking.record import Between, Component, Ranked, Ranking
from usergap.report import render_html

HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "\ud800")


def confound(text: str = "sim") -> tuple[Confound, ...]:
    moved = Effect("turns", "w1", 2.06, 1.31, 0.48, 0.31, -0.75, -1.2, -0.3)
    unmoved = Effect("feedback", "tvd", 27.3, 27.9, 3.4, 3.5, 0.6, -1.1, 2.2)
    return (
        Confound("turn_cap", "Turn cap", text, text, 31, 0, 126, 126, 126, 126,
                 f"Simulated dialogues end at {text}", (moved, unmoved), text),
        Confound("source", "Platform", text, None, 0, 0, 126, 126, 126, 126, f"Nothing in {text}"),
    )  # fmt: skip


def across(text: str = "sim") -> tuple[AcrossDomains, ...]:
    return (
        AcrossDomains(
            text, "domain", ("a", text), (text,), False, 20,
            (Correlation("words", None, 16, 0.5, 0.0057, 0.7983, 0.81, 0.6, 0.7, 0.31, 151.2),
             Correlation("intent", text, 16, -0.2, None, None, 0.0, 0.5, None, -0.1, 0.2),
             Correlation("intent", "rare", 16, 0.1, -0.4, 0.6, 0.5, 0.5, 0.5, 0.1, 0.01)),
            (Alarm(text, "words", "w1", 91.4, 31.2, 4.1, 0.002),),
            f"1 of 2 domains: {text}",
        ),
    )  # fmt: skip


def ranking(names: tuple[str, ...] = ("sim", "other")) -> Ranking:
    def ranked(name: str, score: float, rank: int) -> Ranked:
        part = Component("words", "w1", 80.0, 20.0, 40.0, score)
        return Ranked(name, score, score - 0.4, score + 0.4, rank, 1, 2, 126, (part,))

    return Ranking(
        False, 719, "margin", ("words",), {"turns": names[0]},
        (ranked(names[0], 1.53, 1), ranked(names[1], 1.71, 2)),
        (Between(names[0], names[1], -0.18, -0.9, 0.54, 0.61),),
        ((names[0], names[1]),), f"all real dialogues of {names[0]}", f"0 of 1 pairs: {names[0]}",
    )  # fmt: skip


def whole(*names: str) -> Comparison:
    return replace(
        comparison(names, evidence=False),
        confounds=confound(names[0]),
        across_domains=across(names[0]),
        ranking=ranking((names[0], names[1])),
    )


def section(page: Page, anchor: str) -> str:
    return page.with_id(anchor).text


def test_sections_are_there_only_where_there_is_something_to_say() -> None:
    ids = {tag.attributes.get("id") for tag in Page(render_html(comparison())).named("section")}
    assert not {"confounds", "across-domains", "ranking"} & ids
    ids = {
        tag.attributes.get("id")
        for tag in Page(render_html(whole("sim", "other"))).named("section")
    }
    assert {"confounds", "across-domains", "ranking"} <= ids


def test_confounds_show_before_after_and_change() -> None:
    text = section(Page(render_html(whole("sim", "other"))), "confounds")
    for shown in ("2.06", "1.31", "−0.75", "−1.20 to −0.30", "27.3", "27.9", "+0.6", "31 / 0"):
        assert shown in text
    assert "Nothing in sim." in text
    bold = [tag.text for tag in Page(render_html(whole("sim", "other"))).named("strong")]
    assert "−0.75" in bold
    assert "+0.6" not in bold


def test_domains_show_r_with_its_interval_and_dashes_where_unknown() -> None:
    text = section(Page(render_html(whole("sim", "other"))), "across-domains")
    for shown in ("0.50", "0.01 to 0.80", "0.70", "0.31", "91.4", "31.2", "0.002", "−0.20––−0.10"):
        assert shown in text
    assert "rare" not in text
    assert "Sides are swapped within pairs" not in text


def test_ranking_shows_ranks_parts_ties_and_what_is_left_out() -> None:
    text = section(Page(render_html(whole("sim", "other"))), "ranking")
    for shown in ("1.53", "1.71", "1 to 2", "−0.18", "−0.90 to 0.54", "0.610", "in margins"):
        assert shown in text
    assert "Turns (sim)" in text
    assert "sim, other" in text
    in_floors = replace(whole("sim", "other"), ranking=replace(ranking(), unit="floor95"))
    assert "no margin is known" in section(Page(render_html(in_floors)), "ranking")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_add_no_tag(text: str) -> None:
    page, calm = Page(render_html(whole(text, "b"))), Page(render_html(whole("calm", "b")))
    assert [tag.name for tag in page.tags] == [tag.name for tag in calm.tags]
