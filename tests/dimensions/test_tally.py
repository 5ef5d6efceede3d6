"""From labels to columns: what is not known is None."""

from __future__ import annotations

import pytest

from usergap.dimensions import MEASURES, tally

PAST, NONE = ("past",), ("none",)


@pytest.mark.parametrize(
    ("units", "past", "future"),
    [
        ([NONE, PAST], 1, 0),
        ([NONE, NONE], 0, 0),
        ([PAST, None], 1, None),  # told in one turn is told; of the other nothing is known
        ([NONE, None], None, None),
        ([None, None], None, None),
        ([], None, None),
    ],
)
def test_a_flag_is_0_only_where_every_turn_was_judged(units, past, future):
    cells = tally(MEASURES["identity"], units)
    assert (cells["identity.past"], cells["identity.future"]) == (past, future)


def test_missing_turns_are_counted_and_are_no_label():
    cells = tally(MEASURES["feedback"], [("no_feedback",), None, ("explicit_positive",)])
    assert (cells["feedback.units"], cells["feedback.missing"]) == (2, 1)
    assert cells["feedback.no_feedback"] == cells["feedback.explicit_positive"] == 1
    assert (cells["feedback.first.no_feedback"], cells["feedback.first.explicit_positive"]) == (
        1,
        0,
    )
