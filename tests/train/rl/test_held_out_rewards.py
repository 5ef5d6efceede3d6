from __future__ import annotations

import numpy as np
import pytest

from usergap.train.rl.held_out_rewards import change

NAN = float("nan")


def test_by_hand() -> None:
    before = np.array([[0.0, 0.2], [0.4, NAN], [0.5, 0.5]])
    after = np.array([[0.3, 0.3], [0.6, 0.6], [NAN, NAN]])
    found = change(before, after, [0, 1, 2], 0)
    # The third context has no reward after: contexts 0.1, 0.4 before; 0.3, 0.6 after.
    assert found["before"]["value"] == pytest.approx(0.25)
    assert found["after"]["value"] == pytest.approx(0.45)
    assert found["difference"] == {"value": pytest.approx(0.2), "low": None, "high": None}
    assert found["contexts"] == 2
    assert (found["missing_before"], found["missing_after"]) == pytest.approx((1 / 6, 2 / 6))


def test_nothing_known() -> None:
    found = change(np.full((2, 2), NAN), np.zeros((2, 2)), [0, 1], 0)
    assert found["before"] is found["after"] is found["difference"] is None


def test_the_interval_covers_the_change_and_counts_groups() -> None:
    # 40 groups of 5 contexts that share their level; the true change is 0.1.
    covered, widths = 0, []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        level = np.repeat(rng.normal(0, 0.3, 40), 5)[:, None]
        moved = np.repeat(rng.normal(0.1, 0.3, 40), 5)[:, None]
        before = level + rng.normal(0, 0.05, (200, 2))
        after = level + moved + rng.normal(0, 0.05, (200, 2))
        found = change(before, after, np.repeat(np.arange(40), 5).tolist(), seed)["difference"]
        covered += found["low"] <= 0.1 <= found["high"]
        widths.append(found["high"] - found["low"])
    assert covered >= 52  # 95 % of 60 is 57, SD 1.7
    # By contexts instead of groups it would be 2 * 1.96 * 0.3 / sqrt(200) = 0.083 wide.
    assert np.mean(widths) > 0.15
