"""What a row says of itself."""

from __future__ import annotations

from dataclasses import fields

import pytest

from usergap.compare import Row, Verdict


def row(value: float | None, corrected: float | None) -> Row:
    """A row of which only the distances matter."""
    found = {field.name: None for field in fields(Row)}
    return Row(**{**found, "value": value, "corrected": corrected, "verdict": Verdict.DIFFERS})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "corrected", "reported", "moved"),
    [
        (10.0, None, 10.0, False),  # no card
        (10.0, 12.0, 12.0, True),
        (10.0, 10.0, 10.0, False),  # a card too unsure to move anything
        (10.0, 10.0 + 1e-12, 10.0 + 1e-12, False),  # float noise is no correction
        (0.0, 1e-3, 1e-3, True),
        (None, None, None, False),
    ],
)
def test_a_correction_counts_where_it_moves_the_distance(
    value: float | None, corrected: float | None, reported: float | None, moved: bool
) -> None:
    found = row(value, corrected)
    assert found.reported == reported
    assert found.moved is moved
