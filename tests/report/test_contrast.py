"""The two values beside a distance, and the words around them."""

from __future__ import annotations

from dataclasses import replace

from tests.report.example_comparisons import row
from usergap.compare import Verdict
from usergap.report.contrast import Contrast, contrast
from usergap.report.wording import distance_unit, slug, tally_sentence, words_for


def with_sides(real: dict, simulated: dict):
    return replace(row("sim", "feedback"), real=real, simulated=simulated)


def test_the_label_that_differs_most() -> None:
    found = with_sides({"rates": {"a": 0.5, "b": 0.1}}, {"rates": {"a": 0.45, "b": 0.3}})
    assert contrast(found) == Contrast("b", "10 %", "30 %")


def test_background_labels_only_for_want_of_others() -> None:
    real = {"rates": {"no_feedback": 0.9, "explicit_positive": 0.02}}
    simulated = {"rates": {"no_feedback": 0.5, "explicit_positive": 0.2}}
    assert contrast(with_sides(real, simulated)) == Contrast("explicit praise", "2.0 %", "20 %")
    only = with_sides({"rates": {"no_feedback": 0.9}}, {"rates": {"no_feedback": 0.5}})
    assert contrast(only) == Contrast("no feedback", "90 %", "50 %")


def test_corrected_rates_before_raw_ones_and_shares_last() -> None:
    real = {"corrected_rates": {"a": 0.3}, "rates": {"a": 0.2}, "shares": {"a": 0.1}}
    assert contrast(with_sides(real, {"rates": {"a": 0.6}})).real == "30 %"
    assert contrast(with_sides({"shares": {"a": 0.1}}, {"shares": {"a": 0.2}})).real == "10 %"


def test_numbers_are_contrasted_by_their_mean() -> None:
    found = replace(row("sim", "words"), real={"mean": 151.2}, simulated={"mean": 78.44})
    assert contrast(found) == Contrast("mean words", "151", "78.4")


def test_where_the_means_agree_the_ranges_speak() -> None:
    real = {"mean": 112.0, "q05": 9.5, "q95": 420.0}
    simulated = {"mean": 105.0, "q05": 60.0, "q95": 150.0}
    found = replace(row("sim", "words"), value=37.5, real=real, simulated=simulated)
    assert contrast(found) == Contrast("words, 9 in 10", "9.50–420", "60–150")
    # the means explain 30 of 37.5 points of distance
    apart = replace(found, simulated=simulated | {"mean": 82.0})
    assert contrast(apart) == Contrast("mean words", "112", "82")


def test_nothing_to_contrast() -> None:
    assert contrast(with_sides({}, {})) is None
    assert contrast(with_sides({"rates": {"a": None}}, {"rates": {"a": 0.1}})) is None


def test_measures_of_plug_ins_have_words() -> None:
    assert words_for("typing_speed").title == "Typing speed"
    assert words_for("intent").title == "Intent"


def test_units_of_distances() -> None:
    assert distance_unit(row("sim", "words")) == "words"
    assert distance_unit(row("sim", "intent")) == "points"
    assert distance_unit(row("sim", "knowledge")) == ""


def test_slug() -> None:
    assert (slug("Fk grade/2"), slug("模拟器")) == ("fk-grade-2", "x")


def test_sentences_count_verdicts() -> None:
    rows = [replace(row("sim", "words"), verdict=v) for v in (*Verdict, Verdict.DIFFERS)]
    assert tally_sentence(rows) == (
        "differs from real users on 2 of 5 measures; close to them on 1; cannot tell on 1; "
        "undefined on 1"
    )
    assert tally_sentence(rows[1:2]) == (
        "differs from real users on 0 of 1 measures; close to them on 1"
    )
    assert tally_sentence([]) == "not compared on any measure"
