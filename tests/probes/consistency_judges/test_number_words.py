"""Numbers in words and digits."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.probes.consistency_judges.number_words import NUMBER, number


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("seven", 7), ("twenty two", 22), ("ninety-nine", 99), ("a hundred", 100),
     ("fourteen", 14), ("many", None), ("", None), ("½", None), ("٣", None)],
)  # fmt: skip
def test_value_of_a_number(text, value):
    assert number(text) == value


@given(st.integers(0, 999))
def test_what_is_matched_has_a_value(value):
    assert re.fullmatch(NUMBER, str(value))
    assert number(str(value)) == value


def test_a_compound_is_matched_whole():
    assert re.match(NUMBER, "thirty one dogs").group() == "thirty one"
