"""Dialogues that go to another process: every field as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.dialogues.ids import NumberedId
from usergap.formats.parcels import spelled, unspelled


@pytest.mark.parametrize(
    "extra", [{"deck": [1, None, {"a": 0.5}]}, {"day": datetime(2026, 1, 2, tzinfo=UTC)}]
)
def test_every_field_comes_back(extra: dict[str, object]) -> None:
    said = (Message("system", "be \ud800 kind"), Message("user", "a\x00b"))
    full = Dialogue(
        NumberedId("a#2", "a"), said, "s", "d", "sc", "p", "c", "sim", "src", "m", "en", "x", 1,
        ended=True, provenance=Provenance("real", seed=2**70, parents=("a", "b")), extra=extra,
    )  # fmt: skip
    plain = replace(full, id="b", provenance=None)
    one, other = unspelled(spelled([full, plain]))
    assert (one, other) == (full, plain)
    assert (one.id, one.id.given, one.extra) == ("a#2", "a", extra)
    assert type(other.id) is str


def test_no_dialogue_is_a_parcel_too() -> None:
    assert unspelled(spelled([])) == ()
