"""The terminal view: what it says at each width, and that it never breaks a terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.report.example_comparisons import comparison, row
from usergap.compare import Comparison, Verdict
from usergap.report import render_terminal
from usergap.report.terminal import LAYOUTS


def printed(compared: Comparison, width: int, **options) -> str:
    stream = io.StringIO()
    render_terminal(compared, Console(file=stream, width=width, **options))
    return stream.getvalue()


def printed_as(encoding: str, compared: Comparison, width: int = 100) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    render_terminal(compared, Console(file=stream, width=width))
    stream.flush()
    return raw.getvalue().decode(encoding)


def test_wide_table_says_everything_of_a_row() -> None:
    lines = printed(comparison(("sim",)), 130).splitlines()
    (feedback,) = (line for line in lines if line.startswith("Feedback"))
    assert " ".join(feedback.split()) == (
        "Feedback 2.1 % → 23 % explicit praise 29.6* 3.4 (5.2) 23.8 – 35.7 0.004 differs 126/126"
    )


def test_a_row_a_measure_then_the_three_worst_gaps() -> None:
    compared = comparison(("sim",))
    text = printed(compared, 120)
    for title in ("Intent", "Self-disclosure", "Knowledge", "Reading grade", "Language errors"):
        assert sum(line.startswith(title + "  ") for line in text.splitlines()) == 1
    table, gaps = text.split("The worst gaps")
    assert "differs from real users on 7 of 10 measures" in table
    assert [f"{i}. {h}" for i, h in enumerate(compared.headlines[:3], 1)] == gaps.split("\n")[1:4]
    assert compared.headlines[3] not in gaps


@pytest.mark.parametrize("width", [60, 70, 80, 100, 120, 200])
def test_table_fits_and_keeps_distance_and_verdict(width: int) -> None:
    text = printed(comparison(), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    rows = [line for line in text.splitlines() if line.startswith("Reading grade")]
    assert len(rows) == 2
    assert "1.55" in rows[0]
    assert all("cannot tell" in line for line in rows)


@pytest.mark.parametrize(
    ("width", "there", "gone"),
    [
        (130, "410", None),
        (120, "0.496", "410"),
        (80, "0 – 3.10", "0.496"),
        (60, "7.31 → 6.42", "0 – 3.10"),
    ],
)
def test_columns_leave_in_the_stated_order(width: int, there: str, gone: str | None) -> None:
    lines = printed(comparison(("sim",)), width).splitlines()
    (grade,) = (line for line in lines if line.startswith("Reading grade"))
    assert there in grade
    assert gone is None or gone not in grade


def test_layouts_only_ever_lose_or_shorten_a_column() -> None:
    same = {"both": "values", "floors": "floor"}
    for wide, narrow in pairwise(LAYOUTS):
        short = [same.get(column, column) for column in wide]
        kept = [same.get(column, column) for column in narrow]
        assert [column for column in short if column in kept] == kept
        assert wide != narrow


def test_no_colour_outside_a_terminal_and_colour_inside() -> None:
    assert "\x1b" not in printed(comparison(), 100)
    assert "\x1b[" in printed(comparison(), 100, force_terminal=True, color_system="standard")


def test_ascii_where_the_encoding_is_not_utf() -> None:
    text = printed_as("ascii", comparison(("Simülator",)))
    assert "2.1 % -> 23 %" in text
    assert "Sim\\xfclator" in text
    assert "23.8 - 35.7" in text


def test_utf_keeps_arrows() -> None:
    assert "2.1 % → 23 %" in printed_as("utf-8", comparison(("Simülator",)))


def test_hostile_names_are_text() -> None:
    text = printed(comparison(("[red]x[/red]\x1b[2J\r\n\u202e",)), 120)
    assert "[red]x[/red]␛[2J" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_marks_and_reasons_are_explained() -> None:
    text = printed(comparison(("sim",)), 120)
    assert "Knowledge is undefined: embedding versions differ" in text
    assert "* corrected for labelling errors" in text
    assert "! labels not verified" in text


def test_marks_that_no_row_carries_are_not_explained() -> None:
    compared = replace(comparison(("sim",)), rows=(row("sim", "words"),))
    text = printed(compared, 120)
    assert "* corrected" not in text
    assert "! labels" not in text
    assert "undefined:" not in text


def test_an_empty_comparison_says_so() -> None:
    assert "Nothing was compared" in printed(Comparison("0", {}, (), ()), 80)


def test_notes_on_the_data_are_printed_and_a_flood_of_them_is_counted() -> None:
    compared = replace(comparison(("sim",)), notes=tuple(f"note {i} \x1b[31m" for i in range(7)))
    text = printed(compared, 120)
    assert [f"Note: note {i}" in text for i in range(7)] == [True] * 5 + [False] * 2
    assert "2 more notes are in the report" in text
    assert "\x1b" not in text
    assert "Note" not in printed(replace(compared, notes=()), 120)


def test_measures_that_one_reason_left_undefined_are_one_line() -> None:
    lost = {"verdict": Verdict.UNDEFINED, "reason": "only 1 group"}
    rows = tuple(replace(row("bot", measure), **lost) for measure in ("turns", "mtld"))
    text = printed(replace(comparison(), rows=rows), 120)
    assert "Turns, Vocabulary are undefined: only 1 group" in text
    assert text.count("only 1 group") == 1
