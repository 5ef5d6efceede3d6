from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues.cleaning import (
    BYTE_ORDER,
    CONTROL,
    LINE_ENDS,
    SURROGATE,
    clean_text,
    safe_repr,
)


@pytest.mark.parametrize(
    ("dirty", "clean", "changes"),
    [
        ("plain\ttext\n", "plain\ttext\n", {}),
        ("a\r\nb\rc", "a\nb\nc", {LINE_ENDS: 2}),
        ("a\x0bb\x0cc", "a\nb\nc", {LINE_ENDS: 2}),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc", {CONTROL: 3}),
        ("a\x9bb", "ab", {CONTROL: 1}),  # C1: a terminal takes it for an escape
        ("a\x85b", "a\x85b", {}),  # next line is white space
        ("x\ud800y", "x\ufffdy", {SURROGATE: 1}),
        ("\ufeffstart", "start", {BYTE_ORDER: 1}),
        ("naïve — £5 😀", "naïve — £5 😀", {}),
        ("", "", {}),
    ],
)
def test_known_changes(dirty: str, clean: str, changes: dict[str, int]) -> None:
    counted: Counter[str] = Counter()
    assert clean_text(dirty, counted) == clean
    assert dict(counted) == changes


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text, Counter())
    again: Counter[str] = Counter()
    assert clean_text(once, again) == once
    assert not again
    once.encode()  # and every file can hold it


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"))))
def test_ordinary_text_is_left_alone(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert clean_text(text, Counter()) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "nothing"),
        ({"a": 1, "b": 2}, "an object of 2 fields"),
        ([1, 2, 3], "a list of 3"),
        (True, "True"),
        (3.5, "3.5"),
        (b"raw", "bytes"),
        ("line\nend", r"'line\nend'"),
    ],
)
def test_found_is_shown_short(value: object, shown: str) -> None:
    assert safe_repr(value) == shown


def test_a_number_too_large_to_print() -> None:
    assert safe_repr(10**5000) == "a huge number"


@given(st.text())
def test_never_shows_more_than_forty_printable_characters(text: str) -> None:
    shown = safe_repr(text)
    assert len(shown) <= 40
    assert shown.isascii()
    assert shown.isprintable()
