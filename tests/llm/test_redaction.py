from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.llm.redaction import MARK, PIECE, Redactor

KEY = "sk-Planted0123456789abcdefXYZ"


def test_the_key_and_long_pieces_of_it_are_hidden():
    redactor = Redactor([KEY])
    assert redactor.clean(f"wrong key {KEY}.") == f"wrong key {MARK}."
    assert redactor.clean(f"wrong key {KEY[:10]}***{KEY[-9:]}") == f"wrong key {MARK}***{MARK}"
    assert redactor.clean("a short piece: sk-Plan") == "a short piece: sk-Plan"


def test_other_peoples_bearer_tokens_are_hidden_too():
    assert "abcdef123456" not in Redactor([]).clean("Authorization: Bearer abcdef123456")
    assert "abcdef123456" not in Redactor([]).clean('{"api_key": "abcdef123456"}')


@settings(deadline=None)
@given(st.text(), st.text(), st.integers(0, len(KEY) - PIECE), st.integers(PIECE, len(KEY)))
def test_no_piece_survives_wherever_it_stands(before, after, start, length):
    piece = KEY[start : start + length]
    cleaned = Redactor([KEY]).clean(before + piece + after, limit=10_000)
    assert all(piece[i : i + PIECE] not in cleaned for i in range(len(piece) - PIECE + 1))


@settings(deadline=None)
@given(st.text())
def test_a_clean_line_is_one_printable_line_within_its_limit(text):
    line = Redactor([KEY]).clean(text, limit=50)
    assert len(line) <= 50
    assert line.isprintable()


def test_an_answer_is_left_as_it_is_but_for_the_key():
    text = "Bearer of news:\n  line two \x00"
    assert Redactor([KEY]).answer(text + KEY) == text + MARK


def test_its_repr_tells_nothing():
    assert KEY not in repr(Redactor([KEY]))
    assert Redactor([]).clean("x" * 400).endswith("…")
