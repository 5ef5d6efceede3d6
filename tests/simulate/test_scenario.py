"""Scenario files: what is read, and what is told about what is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.simulate.scenario import Scenario, read_scenarios, scenario_lines

WORD = st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=8)
TEXT = st.lists(WORD, min_size=1, max_size=19).map(" ".join)


@given(
    st.lists(
        st.builds(
            Scenario, WORD, TEXT, st.none() | WORD, st.lists(TEXT, max_size=5).map(tuple),
            st.lists(WORD, max_size=2).map(tuple), WORD,
        ),
        min_size=1, max_size=4, unique_by=lambda s: s.id,
    )
)  # fmt: skip
def test_what_is_written_is_read_again(tmp_path_factory, scenarios):
    path = tmp_path_factory.mktemp("s") / "s.jsonl"
    path.write_text(scenario_lines(scenarios), "utf-8")
    assert read_scenarios(path) == scenarios


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "row: expected one JSON object"),
        ("[1]", "row: expected one JSON object, found a list of 1"),
        ({"id": "b"}, "scenario: expected text, found nothing"),
        ({"scenario": "x"}, "id: expected text, found nothing"),
        ({"id": 3, "scenario": "x"}, "id: expected text, found 3"),
        ({"id": "a", "scenario": "x"}, "id: expected one of its own, found that of line 1"),
        ({"id": "b", "scenario": "w " * 20}, "scenario: expected at most 19 words, found 20"),
        ({"id": "b", "scenario": "x", "personas": "me"}, "personas: expected a list of texts"),
        ({"id": "b", "scenario": "x", "personas": [None]}, "personas: expected a list of texts"),
        ({"id": "b", "scenario": "x", "persona": "y"}, "'persona': expected only id, scenario"),
    ],
)
def test_a_bad_row_is_told_with_file_line_and_field(tmp_path, row, told):
    path = tmp_path / "s.jsonl"
    line = row if isinstance(row, str) else json.dumps(row)
    path.write_text('{"id": "a", "scenario": "buy a boat"}\n\n' + line + "\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_scenarios(path)
    assert str(caught.value).startswith(f"{path}:3: {told}")


def test_nineteen_words_pass_and_a_byte_order_mark_too(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text("\ufeff" + json.dumps({"id": "a", "scenario": "w " * 19}), "utf-8")
    assert read_scenarios(path) == [Scenario("a", ("w " * 19).strip())]


def test_no_file_and_no_scenario_are_told(tmp_path):
    empty = tmp_path / "s.jsonl"
    empty.write_text("\n")
    with pytest.raises(InputError, match="expected scenarios, found none"):
        read_scenarios(empty)
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_scenarios(tmp_path / "no.jsonl")
