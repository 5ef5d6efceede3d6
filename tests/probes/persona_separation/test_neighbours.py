"""Retrieval, silhouettes, contrast and relabelling by hand."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.persona_separation.contrast import contrast_difference
from usergap.probes.persona_separation.neighbours import hits, silhouettes
from usergap.probes.persona_separation.relabelling import relabelled

PERSONA = np.array([0, 0, 1, 1])
APART = np.arange(4)
NEAR = np.array(
    [
        [1.0, 0.8, 0.2, 0.4],
        [0.8, 1.0, 0.0, 0.8],
        [0.2, 0.0, 1.0, 0.1],
        [0.4, 0.8, 0.1, 1.0],
    ]
)


def test_the_nearest_of_another_group_ties_shared():
    # The nearest: 1; 0 and 3, of which one is of the same persona; 0; 1.
    assert hits(NEAR, PERSONA, APART).tolist() == [1, 0.5, 0, 0]


def test_dialogues_of_one_group_are_not_compared():
    # With 0 and 1 in one group persona 0 has no other group, and 3's nearest is still 1.
    found = hits(NEAR, PERSONA, np.array([7, 7, 2, 3]))
    assert np.isnan(found[:2]).all()
    assert found[2:].tolist() == [0, 0]
    assert np.isnan(silhouettes(NEAR, PERSONA, np.array([7, 7, 2, 3]))[:2]).all()


def test_silhouettes_by_hand():
    # Distances of 0: .2 to its own; .8 and .6 to the other, mean .7: (.7 - .2) / .7.
    # Distances of 2: .9 to its own; .8 and 1 to the other, mean .9: 0.
    found = silhouettes(NEAR, PERSONA, APART)
    assert found[0] == pytest.approx(0.5 / 0.7)
    assert found[2] == pytest.approx(0, abs=1e-12)


def test_the_least_far_persona_is_the_rival():
    near = np.array([[1, 0.9, 0.5, 0.1], [0.9, 1, 0.5, 0.1], [0.5, 0.5, 1, 0], [0.1, 0.1, 0, 1]])
    found = silhouettes(near, np.array([0, 0, 1, 2]), APART)
    assert found[0] == pytest.approx((0.5 - 0.1) / 0.5)
    assert np.isnan(found[2:]).all()


def test_contrast_by_hand_and_its_sign():
    # Same persona: .8 and .1, mean .45; others: .2, .4, 0 and .8, mean .35.
    one = np.ones((1, 4))
    statistic = contrast_difference(np.block([[NEAR, NEAR * 0], [NEAR * 0, NEAR * 0.5]]),
                                    np.tile(PERSONA, 2), np.arange(8))  # fmt: skip
    real, made = np.hstack([one, 0 * one]), np.hstack([0 * one, one])
    assert statistic(real, made)[0] == pytest.approx(0.05 - 0.1)
    assert statistic(made, real)[0] == pytest.approx(0.1 - 0.05)


def test_personas_are_dealt_within_topics_and_by_whole_groups():
    persona = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    block = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    topic = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    seen = {tuple(each.tolist()) for each in relabelled(persona, block, topic, 40, 0)}
    assert seen == {
        (*a, *b)
        for a in ((0, 0, 1, 1), (1, 1, 0, 0))
        for b in ((2, 2, 3, 3), (3, 3, 2, 2))
    }  # fmt: skip


def test_groups_of_several_personas_swap_single_dialogues():
    persona = np.array([0, 1, 0, 1])
    found = list(relabelled(persona, np.array([0, 0, 1, 1]), np.zeros(4, int), 40, 0))
    assert all(sorted(each.tolist()) == [0, 0, 1, 1] for each in found)
    assert len({tuple(each.tolist()) for each in found}) == 6
