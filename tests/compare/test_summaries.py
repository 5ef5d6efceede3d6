import numpy as np
import pytest

from usergap.compare.summaries import describe_labels, describe_numbers
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY


def test_numbers_by_hand():
    found = describe_numbers(np.array([4.0, 1.0, 3.0, 2.0]), np.ones(4))
    assert found["mean"] == 2.5
    assert found["sd"] == pytest.approx(np.std([1, 2, 3, 4], ddof=1))
    assert found["median"] == 2.5
    assert found["q25"] == 1.75  # linear interpolation, as numpy's default


def test_weights_count_like_copies():
    weighted = describe_numbers(np.array([1.0, 5.0]), np.array([3.0, 1.0]))
    copied = describe_numbers(np.array([1.0, 1.0, 1.0, 5.0]), np.ones(4))
    assert weighted["mean"] == copied["mean"] == 2
    assert 1 <= weighted["median"] < 3


def test_one_value_has_no_spread_and_none_has_nothing():
    assert describe_numbers(np.array([7.0]), np.ones(1))["sd"] == 0
    assert describe_numbers(np.array([]), np.array([])) == {}


def test_shares_and_rates_by_hand():
    # 7 labels: 3 turns without feedback, 1 positive, and 1 of the 4 turns has two labels
    sums = np.array([3.0, 1.0, 1.0, 0, 0, 0, 0, 4.0])
    found = describe_labels(FEEDBACK, sums, np.tile(sums, (10, 1)))
    assert found["shares"]["no_feedback"] == 0.6
    assert found["rates"]["no_feedback"] == 0.75
    assert found["rates_low"] == found["rates_high"] == found["rates"]
    assert sum(found["shares"].values()) == pytest.approx(1)


def test_intervals_hold_the_middle_95_percent():
    rng = np.random.default_rng(0)
    replicates = np.zeros((4000, 8))
    replicates[:, 0] = rng.binomial(100, 0.3, 4000)
    replicates[:, 7] = 100
    found = describe_labels(FEEDBACK, np.array([30.0, 0, 0, 0, 0, 0, 0, 100]), replicates)
    # normal approximation: .3 -+ 1.96 * sqrt(.3 * .7 / 100)
    assert found["rates_low"]["no_feedback"] == pytest.approx(0.21, abs=0.02)
    assert found["rates_high"]["no_feedback"] == pytest.approx(0.39, abs=0.02)


def test_flags_have_rates_only():
    sums = np.array([1.0, 0, 0, 0, 0, 0, 0, 2.0])
    found = describe_labels(IDENTITY, sums, np.tile(sums, (3, 1)))
    assert found["rates"]["demographic"] == 0.5
    assert "shares" not in found
