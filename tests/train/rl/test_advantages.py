from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.train.rl.advantages import group_advantages

NAN = float("nan")


def test_by_hand() -> None:
    # 1, 2, 3: mean 2, SD with n - 1 is 1; 1e-4 is added to it.
    found = group_advantages(np.array([[1.0, 2.0, 3.0]]))
    assert found[0] == pytest.approx([-1 / 1.0001, 0.0, 1 / 1.0001], abs=1e-12)


def test_a_missing_reward_is_no_zero() -> None:
    found = group_advantages(np.array([[1.0, NAN, 2.0, 3.0]]))
    without = group_advantages(np.array([[1.0, 2.0, 3.0]]))
    assert np.isnan(found[0, 1])
    assert found[0, [0, 2, 3]] == pytest.approx(without[0], abs=1e-12)
    as_zero = group_advantages(np.array([[1.0, 0.0, 2.0, 3.0]]))
    assert abs(as_zero[0, 0] - found[0, 0]) > 0.3


@pytest.mark.parametrize("row", [[NAN, NAN, NAN], [NAN, 0.7, NAN]])
def test_a_group_without_two_rewards_teaches_nothing(row: list[float]) -> None:
    assert np.isnan(group_advantages(np.array([row]))).all()


def test_equal_rewards_give_no_direction() -> None:
    assert (group_advantages(np.full((1, 4), 0.3)) == 0).all()


rewards = st.lists(st.one_of(st.none(), st.floats(-5, 5)), min_size=2, max_size=9)


@given(rewards, st.floats(0.5, 3), st.floats(-2, 2))
def test_they_sum_to_zero_and_a_shift_changes_nothing(
    row: list[float | None], scale: float, shift: float
) -> None:
    values = np.array([[NAN if each is None else each for each in row]])
    found = group_advantages(values)
    assert abs(np.nansum(found)) < 1e-9
    assert np.allclose(group_advantages(values + shift), found, atol=1e-6, equal_nan=True)


@given(rewards, st.randoms())
def test_the_order_within_a_group_does_not_matter(row: list[float | None], random: object) -> None:
    values = np.array([NAN if each is None else each for each in row])
    order = np.arange(len(row))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = group_advantages(values[None])[0]
    assert np.allclose(group_advantages(values[order][None])[0], found[order], equal_nan=True)
