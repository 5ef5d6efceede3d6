"""What a notebook cell and a prompt show."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from tests.report.example_comparisons import FACTS, comparison
from tests.report.parsed_page import Page
from usergap.compare import Comparison
from usergap.profiles import Profile
from usergap.report import comparison_html, comparison_text, profile_html, profile_text

PROFILE = Profile(
    "<b>real</b>",
    pa.table(
        {
            "dialogue": pa.array([0, 1, 2], pa.int32()),
            "domain": ["a", None, "b"],
            "words": pa.array([10, 20, 60], pa.int32()),
            "fk_grade": pa.array([5.5, None, 6.5]),
            "empty": pa.array([None, None, None], pa.float64()),
        }
    ),
    {},
)


def test_comparison_cell_has_a_line_a_headline_row() -> None:
    page = Page(comparison_html(comparison(("one", "two"))))
    assert len(page.named("tr")) == 1 + 2 * len(FACTS)
    assert "one: differs from real users on 7 of 10 measures" in page.named("p")[0].text
    assert any("2.1 % → 23 % explicit praise" in tag.text for tag in page.named("tr"))


def test_cells_escape_what_they_show() -> None:
    base = comparison(("<script>x</script>",))
    for html in (comparison_html(base), profile_html(PROFILE)):
        assert {tag.name for tag in Page(html).tags} <= {
            "p", "b", "table", "thead", "tbody", "tr", "th", "td",
        }  # fmt: skip


def test_comparison_text_counts_and_names() -> None:
    lines = comparison_text(comparison(("one", "two"))).splitlines()
    assert lines[0] == "Comparison of 2 simulators on 10 measures, 4 domains"
    assert lines[1].startswith("  one: differs from real users on 7 of 10 measures")
    assert len(lines) == 1 + 2 + 3


def test_an_empty_comparison_has_a_text() -> None:
    empty = Comparison("0", {}, (), ())
    assert comparison_text(empty) == "Comparison of 0 simulators on 0 measures, 0 domains"
    assert Page(comparison_html(empty)).named("table")


def test_control_characters_stay_out_of_the_prompt() -> None:
    text = comparison_text(replace(comparison(("a\x1b[2Jb",)), headlines=("x\ny",)))
    assert "\x1b" not in text
    assert "  - x y" in text


def test_profile_cell_describes_each_number() -> None:
    rows = [tag.text for tag in Page(profile_html(PROFILE)).named("tr")]
    # words: mean (10 + 20 + 60) / 3 = 30; fk_grade: two known, mean 6
    assert "words33010" in rows[1].replace(" ", "")
    assert "fkgrade265.506.50" in rows[2].replace(" ", "")
    assert rows[3].replace(" ", "") == "empty0–––"
    assert len(rows) == 4


def test_profile_text_says_size_and_that_no_text_is_inside() -> None:
    assert profile_text(PROFILE) == "Profile <b>real</b>: 3 dialogues, 5 columns, no text"
