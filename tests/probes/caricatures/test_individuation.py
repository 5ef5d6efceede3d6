"""Held-out hits: by hand on a line, ties, folds without both sides."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.caricatures.individuation import balanced_accuracy, held_out_hits
from usergap.probes.discrimination.ridge import Gram

SIDES = np.array([[False], [True], [False], [True]])


def hits(x, fold, sides=SIDES):
    return held_out_hits(Gram(np.outer(x, x).astype(float)), sides, np.array(fold))[:, 0]


def test_the_cut_lies_between_the_sides_of_the_other_fold():
    # Learnt on 0 and 10 the cut is at 5, learnt on 2 and 4 it is at 3: all four are right,
    # 4 is wrong and 3 would be on the cut.
    assert hits([0, 10, 2, 6], [0, 0, 1, 1]).tolist() == [1, 1, 1, 1]
    assert hits([0, 10, 2, 4], [0, 0, 1, 1]).tolist() == [1, 1, 1, 0]
    assert hits([3, 10, 2, 4], [0, 0, 1, 1]).tolist() == [0.5, 1, 1, 0]


def test_a_fold_whose_others_hold_one_side_has_no_value():
    sides = np.array([[True], [True], [False], [True]])
    found = hits([1, 2, 3, 4], [0, 0, 1, 1], sides)
    assert np.isnan(found[2:]).all()
    assert np.isfinite(found[:2]).all()


def test_both_sides_count_alike_whatever_their_size():
    told = np.array([[1.0], [1], [1], [0], [np.nan]])
    sides = np.array([[True], [True], [True], [False], [False]])
    assert balanced_accuracy(told, sides)[0] == pytest.approx((1 + 0) / 2)
