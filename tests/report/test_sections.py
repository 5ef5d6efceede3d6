"""What single sections say: notes, labels, shades, quotes, cards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.report.example_comparisons import CARD, comparison, row, turn
from usergap.compare import Comparison, Verdict
from usergap.report.sections.cards import cards
from usergap.report.sections.evidence import evidence
from usergap.report.sections.guide import guide
from usergap.report.sections.heatmap import heatmap
from usergap.report.sections.pictures import pictures
from usergap.report.sections.quality import quality
from usergap.report.sections.table import unverified_note, verdict_note

EMPTY = Comparison("0", {}, (), ())


def of(*rows, **changes) -> Comparison:
    return replace(EMPTY, rows=rows, **changes)


def test_note_says_why_and_what_would_settle_it() -> None:
    unsure = replace(row("sim", "fk_grade"), reason="no significant gap", n_needed=1200)
    assert verdict_note(unsure) == (
        "no significant gap; about 1,200 dialogues a side would settle it"
    )
    assert verdict_note(replace(unsure, verdict=Verdict.DIFFERS)) == "no significant gap"


def test_an_unverified_annotator_is_said_once() -> None:
    found = replace(row("sim", "intent"), annotator_unverified=True,
                    reason="labels differ; annotator unverified: no card")  # fmt: skip
    assert verdict_note(found) == "labels differ"
    assert unverified_note(found) == "labels not verified: no card"
    assert unverified_note(replace(found, reason="")) == (
        "labels not verified on this simulator’s text"
    )
    assert unverified_note(replace(found, annotator_unverified=False)) == ""


@pytest.mark.parametrize(
    ("excess", "margin", "shade"),
    [(-1.0, 5.0, "h0"), (2.0, 5.0, "h1"), (2.5, 5.0, "h2"), (5.0, 5.0, "h3"), (10.0, 5.0, "h4"),
     (20.0, 5.0, "h5"), (5.0, None, "h2"), (20.0, None, "h5")],
)  # fmt: skip
def test_shade_grows_with_the_excess(excess: float, margin: float | None, shade: str) -> None:
    base = replace(row("sim", "words", "a"), floor95=0.0, value=50.0, excess=20.0, margin=margin)
    other = replace(base, domain="b", excess=excess)
    section = heatmap(of(base, other))
    assert section is not None
    (_, _), (_, (cell,)) = section.context["maps"][0]["lines"]
    assert cell["class_"] == shade


def test_cells_within_the_floor_are_hatched_and_sure_ones_outlined() -> None:
    noise = replace(row("sim", "words", "a"), value=10.0, floor95=10.0, q=0.2)
    sure = replace(noise, domain="b", value=10.1, q=0.049)
    section = heatmap(of(noise, sure))
    assert section is not None
    cells = [cells[0] for _, cells in section.context["maps"][0]["lines"]]
    assert [(cell["noise"], cell["sure"]) for cell in cells] == [(True, False), (False, True)]


def test_corrected_cells_are_shaded_on_the_scale_of_their_margin() -> None:
    # Raw 20, 10 beyond the floor; corrected twice as long: 20 of a margin of 10 is twice it,
    # h4, where the raw excess would be one margin, h3. Raw noise is noise, corrected or not.
    base = replace(row("sim", "identity", "a"), value=20.0, floor=10.0, excess=10.0, margin=10.0)
    plain = replace(base, floor95=15.0, corrected=None)
    longer = replace(plain, domain="b", corrected=40.0)
    noise = replace(longer, domain="c", floor95=21.0)
    section = heatmap(of(plain, longer, noise))
    assert section is not None
    cells = [cells[0] for _, cells in section.context["maps"][0]["lines"]]
    assert [cell["class_"] for cell in cells] == ["h3", "h4", "noise"]


def test_missing_cells_stay_empty_and_the_field_is_named() -> None:
    rows = (row("sim", "words", "a"), row("sim", "turns", "b"))
    section = heatmap(of(*rows, settings={"by": "assistant_model"}))
    assert section is not None
    assert section.title == "Gaps by assistant model"
    lines = dict(section.context["maps"][0]["lines"])
    assert [cell is None for cell in lines["a"]] == [False, True]
    assert [cell is None for cell in lines["b"]] == [True, False]


def test_turns_are_grouped_by_measure_and_simulator_with_domains_last() -> None:
    turns = (
        turn("sim", "real", "one", domain="law"),
        turn("sim", "real", "two", domain=None),
        turn("sim", "sim", "three", domain=None, label="54", measure="feedback"),
        turn("sim", "sim", "four", domain=None, label="54", measure="words"),
    )
    section = evidence(replace(EMPTY, evidence=turns))
    assert section is not None
    assert section.holds_text
    feedback, words = section.context["blocks"]
    assert feedback["count"] == 3
    assert [domain for domain, _ in feedback["parts"]] == [None, "law"]
    whole = feedback["parts"][0][1]
    assert [(title, len(quotes)) for title, _, quotes in whole] == [("Real users", 1), ("sim", 1)]
    assert words["parts"][0][1][0][2][0]["label"] == "54 words"


def test_very_long_quotes_are_cut() -> None:
    section = evidence(replace(EMPTY, evidence=(turn("sim", "sim", "x" * 9000),)))
    assert section is not None
    assert len(section.context["blocks"][0]["parts"][0][1][0][2][0]["text"]) == 1200


def test_card_rates_by_hand() -> None:
    section = cards(of(row("sim", "feedback"), cards={"feedback": CARD}))
    assert section is not None
    (card,) = section.context["cards"]
    label, numbers = card["sides"][0]["labels"][0]
    # found 41 / (41 + 12) = 77.4 %, right 41 / (41 + 9) = 82.0 %, false 9 / 979 = 0.9 %
    assert (label, numbers) == ("explicit praise", ["53", "77.4 ± 6.0", "82.0", "0.9 ± 0.3"])
    # nothing in gold: no rate of finding it
    assert card["sides"][0]["labels"][1][1][:2] == ["0", "–"]
    assert [side["name"] for side in card["sides"]] == ["real text", "other-simulator"]


def test_no_labels_no_cards() -> None:
    assert cards(of(row("sim", "words"))) is None


def test_corrected_rates_are_drawn_without_the_raw_intervals() -> None:
    base = row("sim", "feedback")
    fixed = replace(
        base, simulated={**base.simulated, "corrected_rates": {"explicit_positive": 0.3}}
    )
    drawn = pictures(of(fixed)).context["figures"][0]
    assert "corrected" in drawn["caption"]
    praise = next(line for line in drawn["lines"] if line[0] == "explicit praise")
    assert [value for _, value in praise[2]] == ["2.1 %", "30 %"]
    assert praise[1].count("whisker") == 1


def test_figures_beside_a_number_get_their_columns() -> None:
    (drawn,) = pictures(of(row("sim", "mtld"))).context["figures"]
    assert drawn["columns"] == ["median", "mean", "SD", "under 100 tokens"]
    assert drawn["lines"][0][3][-1] == "58 %"


def test_undefined_shares_are_listed_only_where_there_are_any() -> None:
    found = quality(of(row("sim", "mtld"), row("sim", "words"))).context["undefined"]
    assert found == [("Vocabulary", "sim", "3.1 %", "0 %")]


def test_settings_are_written_in_words() -> None:
    settings = {"seed": 0, "where": None, "paired": True, "margins": {"words": 12.5}, "empty": {}}
    assert guide(replace(EMPTY, settings=settings)).context["settings"] == [
        ("seed", "0"), ("where", "not set"), ("paired", "yes"), ("margins", "words 12.5"),
        ("empty", "not set"),
    ]  # fmt: skip


def test_guide_explains_only_the_distances_at_hand() -> None:
    assert guide(of(row("sim", "words"))).context["distances"] == ["w1"]
    assert len(guide(comparison()).context["distances"]) == 4
