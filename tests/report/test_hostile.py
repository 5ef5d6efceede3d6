"""Text that acts is made to show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.report.hostile import one_line, shorten, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31m", "␛[31m"),
        ("\x00\x7f", "␀␡"),
        ("\x9b", "[U+009B]"),
        ("\u202eabc\u2066", "[U+202E]abc[U+2066]"),
        ("\ud83d", "\ufffd"),
        ("👩‍💻 שלום", "👩‍💻 שלום"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(alphabet=st.characters()))
def test_visible_text_can_be_written_and_stays_the_same(text: str) -> None:
    shown = visible(text)
    shown.encode("utf-8")
    assert visible(shown) == shown


@given(st.text(alphabet=st.characters()))
def test_one_line_has_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_shorten_keeps_the_limit_and_the_start(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))
