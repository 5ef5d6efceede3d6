"""Whatever is changed in a suite's file, it is read or said in words what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.gate.test_mutations import changed, places, values
from usergap.errors import InputError
from usergap.ledger.suites import Item, categories, generate
from usergap.ledger.suites.files import read_suite, write_suite
from usergap.ledger.suites.scoring import scored


@pytest.fixture(scope="module")
def suite(tmp_path_factory) -> Path:
    items = generate([categories()["jailbreak"]], 2, 0)
    path = tmp_path_factory.mktemp("suite") / "s.jsonl"
    return write_suite(items, path, "2026-01-01T00:00:00Z", [])


def items_or_words(path: Path) -> list[Item] | str:
    try:
        return read_suite(path)
    except InputError as error:
        return str(error)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(draw=st.data())
def test_any_change_gives_items_or_an_input_error(suite: Path, draw) -> None:
    first, second = (json.loads(line) for line in suite.read_text("utf-8").splitlines())
    place = draw.draw(st.sampled_from(places(first)))
    first = changed(first, place, draw.draw(values), drop=draw.draw(st.booleans()))
    path = suite.with_name("changed.jsonl")
    path.write_text(f"{json.dumps(first)}\n{json.dumps(second)}\n", "utf-8")
    found = items_or_words(path)
    if isinstance(found, str):
        assert str(path) in found
    else:
        assert all(result.passed is None for result in scored(found, []))
