"""Shares and slopes per dialogue by hand."""

from __future__ import annotations

import pytest

from usergap.probes.consistency_judges.judge import Count
from usergap.probes.consistency_judges.measures import drift, per_dialogue, shares


def test_share_per_dialogue_leaves_out_what_was_not_judged():
    measure = shares([[Count(0, 0), Count(1, 1), Count(1, 2)], [Count()], []])
    assert measure.totals.tolist() == pytest.approx([1 / 3, 0, 0])  # 1 - 2/3
    assert measure.sizes.tolist() == [1, 0, 0]


def test_drift_is_the_slope_within_dialogues():
    # consistency 1, 1, 0 at t = 1, 2, 3: Sxy = -1, Sxx = 2; a dialogue of one line has none
    measure = drift([[Count(0, 1), Count(0, 1), Count(1, 1)], [Count(0, 1)], [Count(0, 1)] * 2])
    assert measure.totals.tolist() == pytest.approx([-1, 0, 0])
    assert measure.sizes.tolist() == pytest.approx([2, 0, 0.5])


def test_unknown_values_count_in_no_mean():
    measure = per_dialogue(3, [0, 2], [[0.5, None, 1.0], [None]])
    assert measure.totals.tolist() == [0.75, 0, 0]
    assert measure.sizes.tolist() == [1, 0, 0]
