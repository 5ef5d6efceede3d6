"""One bit of the file changed: named, refused in one line, or in bytes that mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.samples import dialogues, ledger_of
from usergap.errors import UsergapError
from usergap.ledger import Ledger, verify
from usergap.ledger.entry import Row


def state(path: Path) -> list[Row] | None:
    """The whole log where verify finds nothing, else None. Raises where it refuses."""
    with Ledger(path) as ledger:
        return list(ledger.entries()) if verify(ledger).whole else None


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    path = ledger_of(tmp_path_factory.mktemp("l") / "l", 60, origin="real")
    with Ledger(path) as ledger:
        ledger.add(dialogues(3), with_text=True, tags={"licence": "MIT"})
    return path


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_flipped_bit_passes_as_another_log(whole: Path, tmp_path_factory, data) -> None:
    content = bytearray(whole.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path = tmp_path_factory.mktemp("damaged") / "l"
    path.write_bytes(content)
    refused = ""
    try:
        found = state(path)
    except UsergapError as refusal:
        found, refused = None, str(refusal)
    assert "\n" not in refused
    assert found in (None, state(whole))


def test_entries_that_lost_their_numbers_are_named(whole: Path, tmp_path: Path) -> None:
    content = whole.read_bytes()
    path = tmp_path / "l"
    # numbers live in the row ids, of which the column is an alias by these words alone
    path.write_bytes(content.replace(b"number INTEGER PRIMARY", b"number INTEGER QRIMARY"))
    assert path.read_bytes() != content
    with Ledger(path) as ledger:
        told = [problem.what for problem in verify(ledger).problems]
    assert sum("have lost their numbers" in each for each in told) == 1
