"""Axes and positions: planted texts at both ends and in the middle."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from usergap.probes.caricatures.exaggeration import axes, position

N = 12
TOPIC = np.repeat([True, False, False], N)
PERSONA = np.repeat([False, True, False], N)
CELL = np.repeat([False, False, True], N)
HALF = np.arange(3 * N) % 2


def texts(words):
    return (
        [Counter({"tax": 4, "the": 3})] * N
        + [Counter({"sea": 4, "the": 3})] * N
        + [Counter(words)] * N
    )


@pytest.mark.parametrize(
    ("words", "place"),
    [({"tax": 2, "the": 1}, 0), ({"sea": 7}, 1), ({"sea": 3, "tax": 3}, 0.5), ({"the": 4}, 0.5)],
)
def test_the_place_between_the_poles(words, place):
    found = axes(texts(words), TOPIC, PERSONA, HALF)
    assert [axis.words for axis in found] == [("sea",), ("sea",)]
    where = position(found, TOPIC, PERSONA, CELL)
    assert where(np.ones((1, 3 * N)))[0] == pytest.approx(place)


def test_weights_move_the_place():
    mixed = texts({"sea": 1})
    mixed[-1] = Counter({"tax": 1})
    where = position(axes(mixed, TOPIC, PERSONA, HALF), TOPIC, PERSONA, CELL)
    weights = np.ones((2, 3 * N))
    weights[1, -1] = N - 1
    assert where(weights) == pytest.approx([(N - 1) / N, 0.5])


def test_words_are_chosen_without_the_texts_that_fix_the_ends():
    for side, axis in enumerate(axes(texts({"sea": 1}), TOPIC, PERSONA, HALF)):
        assert (axis.anchors == (side != HALF)).all()


def test_poles_that_are_alike_have_no_axis():
    same = [Counter({"the": 3})] * (3 * N)
    assert axes(same, TOPIC, PERSONA, HALF) == []
    nowhere = position([], TOPIC, PERSONA, CELL)
    assert np.isnan(nowhere(np.ones((1, 3 * N)))).all()
