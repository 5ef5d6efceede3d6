"""Pictures: where things lie, and that nothing unknown is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.report.example_comparisons import row
from tests.report.parsed_page import Page
from usergap.report.charts.interval_bar import interval_bar, interval_scale
from usergap.report.charts.label_bars import label_bars
from usergap.report.charts.quantile_strip import axis, quantile_strip
from usergap.report.charts.scale import Scale, scale_for

FINITE = st.floats(min_value=-1e6, max_value=1e6)


def test_scale_places_linearly_and_stays_inside() -> None:
    scale = Scale(0, 50)
    assert [scale.place(x) for x in (0, 5, 50, 70, -3)] == [0, 10, 100, 100, 0]


@given(st.lists(st.one_of(st.none(), FINITE)))
def test_scale_holds_zero_and_every_value(values: list[float | None]) -> None:
    scale = scale_for(values)
    assert scale.low <= 0 <= scale.high
    assert scale.low < scale.high
    for value in values:
        assert value is None or scale.low <= value <= scale.high


@given(st.floats(min_value=1e-6, max_value=1e9))
def test_ticks_are_few_and_inside(high: float) -> None:
    scale = Scale(0, high)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 6
    assert ticks[0] == 0
    assert all(tick <= high * (1 + 1e-6) for tick in ticks)


def test_ticks_are_round() -> None:
    assert Scale(0, 530).ticks() == [0, 200, 400]
    assert Scale(0, 18).ticks() == [0, 5, 10, 15]


def drawn(markup: str) -> Page:
    return Page(markup)


def test_interval_bar_draws_to_scale() -> None:
    found = replace(row("sim", "words"), value=50.0, low=40.0, high=60.0, floor=10.0,
                    floor95=20.0, margin=80.0)  # fmt: skip
    page = drawn(interval_bar(found, Scale(0, 100), 3))
    (band,) = page.classed("floor-band")
    assert (band.attributes["x"], band.attributes["width"]) == ("0%", "20%")
    (span,) = page.classed("span")
    assert (span.attributes["x1"], span.attributes["x2"]) == ("40%", "60%")
    assert page.classed("margin")[0].attributes["x1"] == "80%"
    assert page.classed("f3")[0].attributes["cx"] == "50%"
    assert not page.classed("raw")


def test_interval_bar_shows_raw_beside_corrected() -> None:
    found = replace(row("sim", "feedback"), value=20.0, corrected=30.0)
    page = drawn(interval_bar(found, Scale(0, 100), 1))
    assert page.classed("raw")[0].attributes["cx"] == "20%"
    assert page.classed("f1")[0].attributes["cx"] == "30%"


def test_undefined_rows_draw_nothing() -> None:
    found = row("sim", "knowledge")
    assert interval_bar(found, interval_scale([found]), 1) == ""


def test_unknown_floor_interval_and_margin_are_not_drawn() -> None:
    found = replace(row("sim", "words"), floor=None, floor95=None, low=None, margin=None)
    page = drawn(interval_bar(found, Scale(0, 100), 1))
    for name in ("floor-band", "floor", "span", "cap", "margin"):
        assert not page.classed(name)


def test_all_simulators_of_a_measure_share_a_scale() -> None:
    rows = [row("a", "words", factor=f) for f in (1.0, 3.0)]
    assert interval_scale(rows) == interval_scale(rows[::-1])
    assert interval_scale(rows).high >= 3 * 118.0


def test_label_bars_skip_what_is_unknown_and_draw_intervals() -> None:
    bars = [("real", 0.2, (0.1, 0.3), 0), ("sim", None, None, 1), ("other", 0.4, None, 2)]
    page = drawn(label_bars("praise", bars, Scale(0, 1)))
    assert [tag.attributes["width"] for tag in page.named("rect")] == ["20%", "40%"]
    (whisker,) = page.classed("whisker")
    assert (whisker.attributes["x1"], whisker.attributes["x2"]) == ("10%", "30%")
    assert page.named("title")[0].text == "praise: real 20 %, sim –, other 40 %"


def test_quantile_strip_places_quantiles() -> None:
    numbers = {"mean": 30.0, "median": 20.0, "q05": 0.0, "q25": 10.0, "q75": 40.0, "q95": 90.0}
    page = drawn(quantile_strip("sim", numbers, Scale(0, 100), 1))
    (half,) = page.classed("half")
    assert (half.attributes["x"], half.attributes["width"]) == ("10%", "30%")
    assert page.classed("mean")[0].attributes["cx"] == "30%"
    assert page.classed("median")[0].attributes["x1"] == "20%"


@pytest.mark.parametrize("numbers", [{}, {"mean": 3.0}, {"median": 2.0, "q05": 1.0}])
def test_quantile_strip_draws_only_what_is_known(numbers: dict[str, float]) -> None:
    page = drawn(quantile_strip("sim", numbers, Scale(0, 10), 1))
    assert bool(page.classed("mean")) == ("mean" in numbers)
    assert not page.classed("half")
    assert not page.classed("reach")


def test_axis_writes_its_ticks() -> None:
    assert [tag.text for tag in drawn(axis(Scale(0, 530))).named("text")] == ["0", "200", "400"]


def test_titles_in_pictures_are_escaped() -> None:
    page = drawn(label_bars("<script>", [("<b>\x1b", 0.1, None, 0)], Scale(0, 1)))
    assert page.named("title")[0].text == "<script>: <b>␛ 10 %"
