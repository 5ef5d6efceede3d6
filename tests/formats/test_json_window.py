"""A list of any length is read as the whole of it would be, and only a part of it is held."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.formats import json_window
from usergap.formats.format import Log
from usergap.formats.json_rows import JsonRows

WHOLE = 1 << 20
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUE = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
Found = tuple[list[tuple[int, Any]], list[str]]


def found(raw: bytes, block: int) -> Found:
    """Rows with their lines, and what was remarked of all that is not invalid UTF-8.

    That is counted over what was read, which may end at damage.
    """
    log = Log("f")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_window, "BLOCK", block)
        rows = list(JsonRows(io.BytesIO(raw), log))
    return rows, [str(each) for each in log.remarks if each.expected != "valid UTF-8"]


@settings(deadline=None)  # a busy machine is no error
@given(st.lists(VALUE, max_size=5), st.none() | st.just(1), st.booleans(), st.integers(1, 40))
def test_items_are_those_of_the_whole(
    items: list[Any], indent: int | None, ascii_only: bool, block: int
) -> None:
    text = json.dumps(items, indent=indent, ensure_ascii=ascii_only)
    raw = text.encode("utf-8", "replace")
    rows, remarks = found(raw, block)
    assert repr([value for _, value in rows]) == repr(json.loads(raw))
    assert (rows, remarks) == found(raw, WHOLE)
    assert remarks == []


@settings(deadline=None)  # a busy machine is no error
@given(
    st.lists(VALUE, min_size=1, max_size=5),
    st.none() | st.just(1),
    st.integers(0, 10_000),
    st.sampled_from([b"", b"\xff", b"\xe2\x82", b",", b"]", b"}", b'"', b"\n", b"\xef\xbf\xbd"]),
    st.integers(1, 40),
)
def test_damage_is_told_as_in_the_whole(
    items: list[Any], indent: int | None, place: int, sign: bytes, block: int
) -> None:
    raw = json.dumps(items, indent=indent).encode()
    place %= len(raw)
    for damaged in (raw[:place] + sign + raw[place:], raw[:place] + sign):
        assert repr(found(damaged, block)) == repr(found(damaged, WHOLE))


@pytest.mark.parametrize("block", [1, 2, 3, WHOLE])
def test_numbers_end_where_they_end(block: int) -> None:
    # "1", "1." and "1.5e" are numbers or their beginnings wherever a block ends
    rows, remarks = found(b"[1.5e+10, -0.25,\n 12345678901234567890, 1]", block)
    assert rows == [(1, 1.5e10), (1, -0.25), (2, 12345678901234567890), (2, 1)]
    assert remarks == []


@pytest.mark.parametrize("block", [1, 4, WHOLE])
def test_invalid_bytes_are_counted_once(block: int) -> None:
    # U+FFFD itself is no damage; \xff and the lone \xe2\x82 are, one sign each
    log = Log("f")
    raw = b'["a\xef\xbf\xbdb",\n "c\xffd", "e\xe2\x82f"]'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_window, "BLOCK", block)
        rows = list(JsonRows(io.BytesIO(raw), log))
    assert [value for _, value in rows] == ["a�b", "c�d", "e�f"]
    assert [str(each) for each in log.remarks] == [
        "f:1: repaired: text: expected valid UTF-8, found 2 invalid bytes"
    ]


@pytest.mark.parametrize("block", [3, WHOLE])
def test_lines_of_lists_are_no_list(block: int) -> None:
    rows, remarks = found(b'["a"]\n\n["b", 1]\n', block)
    assert (rows, remarks) == ([(1, ["a"]), (3, ["b", 1])], [])
    assert found(b'["a"]\n\n \n', block) == ([(1, "a")], [])


@pytest.mark.parametrize("block", [3, WHOLE])
def test_a_column_counts_from_the_start_of_its_line(block: int) -> None:
    _, remarks = found(b'["a", "b", "c", "d", nil]', block)
    assert [each.split(", found ")[1] for each in remarks] == [
        "Expecting value at column 22 (rest not read)"
    ]


@pytest.mark.parametrize("raw", [b"\x1c", b"\n\x1e\n"])
def test_what_only_python_takes_for_space_is_damage(raw: bytes) -> None:
    rows, remarks = found(raw, WHOLE)
    assert rows == []
    assert "expected one JSON object a line" in remarks[0]


@pytest.mark.parametrize("indent", [None, 1])
def test_memory_does_not_grow_with_the_list(
    monkeypatch: pytest.MonkeyPatch, indent: int | None
) -> None:
    from usergap.formats import json_rows

    monkeypatch.setattr(json_window, "BLOCK", 1 << 14)
    monkeypatch.setattr(json_rows, "FIRST", 1 << 14)

    def peak(count: int) -> int:
        raw = io.BytesIO(json.dumps(["word " * 40] * count, indent=indent).encode())
        tracemalloc.start()
        try:
            assert sum(1 for _ in JsonRows(raw, Log("f"))) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(8000) < 1.2 * peak(2000)
