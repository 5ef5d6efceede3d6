import numpy as np
import pytest

from usergap.train.transfer.lengths import reweighted


def test_lengths_alone_by_hand():
    # Short replies (2 words) get 0.1, long ones (30) 0.5; three long to one short: 0.4
    rewards, words = np.array([[0.1, 0.5]]), np.array([[2.0, 30]])
    assert reweighted(rewards, words, np.array([30.0, 40, 50, 1])) == pytest.approx(0.4)


def test_the_same_lengths_change_nothing():
    rng = np.random.default_rng(0)
    rewards, words = rng.random((6, 8)), rng.integers(0, 40, (6, 8)).astype(float)
    assert reweighted(rewards, words, words) == pytest.approx(rewards.mean())


def test_a_missing_reward_does_not_count():
    rewards, words = np.array([0.1, np.nan, 0.5]), np.array([2.0, 2, 30])
    assert reweighted(rewards, words, np.array([2.0, 30])) == pytest.approx(0.3)


def test_lengths_that_were_never_rewarded_are_left_out():
    rewards, words = np.array([0.1]), np.array([2.0])
    assert reweighted(rewards, words, np.array([2.0, 30])) == pytest.approx(0.1)
    assert np.isnan(reweighted(rewards, words, np.array([30.0])))
