"""How numbers are written."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from usergap.report.numbers import (
    count,
    distance,
    interval,
    p_value,
    percent,
    signed,
    significant,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, "–"), (float("nan"), "–"), (float("inf"), "–"), (0, "0"), (5, "5"),
        (1204.4, "1,204"),
        (155.2, "155"), (99.96, "100"), (36.81, "36.8"), (9.996, "10.0"), (7.037, "7.04"),
        (0.193, "0.19"), (0.0953, "0.095"), (0.0432, "0.043"), (0.00431, "0.0043"),
        (-2.5, "−2.50"), (-1.04e-9, "0"), (9.5e-17, "0"), (-1.04e-5, "−1.0e-05"),
    ],
)  # fmt: skip
def test_significant(number: float | None, text: str) -> None:
    assert significant(number) == text


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [(14.66, "tvd", "14.7"), (103.04, "half_sum", "103.0"), (-0.04, "tvd", "0.0"),
     (-1.26, "tvd", "−1.3"), (2.0, "w1", "2.00"), (0.0, "w1", "0"), (None, "w1", "–")],
)  # fmt: skip
def test_distance(number: float | None, kind: str, text: str) -> None:
    assert distance(number, kind) == text


def test_signed_marks_excess_above_the_floor_only() -> None:
    assert signed(2.04, "tvd") == "+2.0"
    assert signed(-2.04, "tvd") == "−2.0"
    assert signed(None, "tvd") == "–"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.0213, "2.1 %"), (0.0994, "9.9 %"), (0.0996, "10 %"), (0.234, "23 %"),
     (1, "100 %"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_percent(share: float | None, text: str) -> None:
    assert percent(share) == text


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0005, "< 0.001"), (0.001, "0.001"), (0.0496, "0.050"), (1.0, "1"), (None, "–")],
)
def test_p_value(p: float | None, text: str) -> None:
    assert p_value(p) == text


def test_interval_needs_both_ends() -> None:
    assert interval(12.2, 18.24, "tvd") == "12.2 – 18.2"
    assert interval(None, 18.2, "tvd") == "–"
    assert interval(1.0, float("nan"), "tvd") == "–"


def test_count() -> None:
    assert (count(12345), count(None)) == ("12,345", "–")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_is_written_without_nan_or_inf(number: float) -> None:
    for text in (significant(number), distance(number, "tvd"), percent(number), p_value(number)):
        assert "nan" not in text
        assert "inf" not in text


@given(st.floats(min_value=1e-3, max_value=1e6))
@example(0.095)
@example(0.0995)
def test_what_is_written_is_near_the_number(number: float) -> None:
    written = float(significant(number).replace(",", ""))
    assert abs(written - number) <= max(0.05 * number, 0.0)
