"""Decoding: a label above its threshold, else the nearest; the rest label alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from usergap.annotators.decoding import decode

CUT = np.array([0.5, 0.5, 0.5], dtype=np.float32)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([0.9, 0.6, 0.1], [1, 1, 0]),  # two above their thresholds
        ([0.1, 0.1, 0.9], [0, 0, 1]),  # the rest label alone
        ([0.6, 0.1, 0.9], [0, 0, 1]),  # rest exceeds by more: .4 against .1
        ([0.9, 0.1, 0.6], [1, 0, 0]),  # rest exceeds, another by more
        ([0.4, 0.2, 0.1], [1, 0, 0]),  # nothing exceeds: the nearest
        ([0.2, 0.2, 0.3], [0, 0, 1]),
    ],
)
def test_by_hand(scores, expected):
    given_ = decode(np.array([scores], dtype=np.float32), CUT, rest=2)
    assert given_.astype(int).tolist() == [expected]


SCORES = hnp.arrays(np.float32, (5, 4), elements=st.floats(-2, 2, width=32))


@given(SCORES, st.integers(0, 3))
def test_every_unit_has_a_label_and_the_rest_label_stands_alone(scores, rest):
    found = decode(scores, np.zeros(4, dtype=np.float32), rest)
    assert found.any(axis=1).all()
    assert (found.sum(axis=1)[found[:, rest]] == 1).all()
