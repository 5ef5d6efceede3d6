"""Excess of a distance over people: by hand, 0 on average between people, right intervals."""

from __future__ import annotations

import numpy as np
import pytest

from usergap.probes.excess import excess
from usergap.probes.inference import Items, estimate


def distance(one, other):
    """|difference of means|, which never falls below its null."""
    return np.abs(one[:, 0] / one[:, 1] - other[:, 0] / other[:, 1])


def sums(values):
    return np.column_stack([values, np.ones(len(values))])


def sides(items):
    one = np.ones((1, items.block.size))
    return one * ~items.simulated, one * items.simulated


def names(count):
    return [f"d{i}" for i in range(count)]


def test_by_hand_where_people_are_all_alike():
    # people at 0 are 0 from each other; simulated users at 3 are 3 from them, in every cut
    items = Items(np.arange(30), np.arange(30) >= 20)
    values = np.where(items.simulated, 3.0, 0.0)
    found = excess(items, names(30), sums(values), distance, seed=0)(*sides(items))
    assert found[0] == pytest.approx(3)


def test_as_many_groups_are_held_against_the_rest_on_both_sides():
    # measure = sizes of its two sides: 20 real and 6 simulated groups -> 6 against 14, twice
    items = Items(np.arange(26), np.arange(26) >= 20)
    seen = []

    def size(one, other):
        seen.append((one[0, 1], other[0, 1]))
        return one[:, 1]

    found = excess(items, names(26), sums(np.zeros(26)), size, seed=0)(*sides(items))
    assert set(seen) == {(6, 14)}
    assert found[0] == 0
    # more simulated than half of the real: 10 against 10
    seen.clear()
    items = Items(np.arange(40), np.arange(40) >= 20)
    excess(items, names(40), sums(np.zeros(40)), size, seed=0)(*sides(items))
    assert set(seen) == {(10, 10)}


def test_pairs_are_cut_as_pairs():
    # within each pair both sides are alike, so both samples are the same distance from the rest
    rng = np.random.default_rng(0)
    values = np.tile(rng.normal(size=12), 2)
    items = Items(np.tile(np.arange(12), 2), np.arange(24) >= 12)
    found = excess(items, names(24), sums(values), distance, seed=0)(*sides(items))
    assert found[0] == pytest.approx(0, abs=1e-12)


def test_the_order_of_items_changes_nothing():
    rng = np.random.default_rng(1)
    values, turned = rng.normal(size=30), np.arange(30)[::-1]
    simulated = np.arange(30) >= 18
    told = []
    for order in (np.arange(30), turned):
        items = Items(np.arange(30), simulated[order])
        ids = [f"d{i}" for i in order]
        told.append(excess(items, ids, sums(values[order]), distance, seed=0)(*sides(items))[0])
    assert told[0] == pytest.approx(told[1], abs=1e-12)


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_it_is_0_on_average_between_people_and_its_interval_covers(shift):
    # 60 real and 25 simulated groups of 1; what it estimates is its mean over samples
    rng = np.random.default_rng(2)
    runs, items = 150, Items(np.arange(85), np.arange(85) >= 60)
    found = []
    for run in range(runs):
        values = rng.normal(size=85) + shift * items.simulated
        statistic = excess(items, names(85), sums(values), distance, seed=run)
        found.append(
            estimate(items, statistic, null=0, seed=run, name="x", replicates=150, splits=0,
                     interval="normal")
        )  # fmt: skip
    values = np.array([each.value for each in found])
    error = values.std() / runs**0.5
    if shift == 0:
        assert abs(values.mean()) < 3 * error
        # where a plain distance would be 6 errors or more above
        plain = np.abs(rng.normal(size=runs) * (1 / 60 + 1 / 25) ** 0.5)
        assert plain.mean() > 3 * error
    truth = 0.0 if shift == 0 else values.mean()
    covered = np.mean([each.low <= truth <= each.high for each in found])
    assert covered >= 0.9
