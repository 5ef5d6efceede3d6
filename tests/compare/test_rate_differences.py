from dataclasses import replace
from math import hypot
from statistics import NormalDist

import numpy as np
import pytest

from tests.compare.made_profiles import FEEDBACK, MEASURES, labels, people, profile
from usergap.compare import compare
from usergap.compare.rate_differences import rate_differences, rates

QUICK = {"measures": {"feedback": MEASURES["feedback"]}, "replicates": 400}


@pytest.fixture(scope="module")
def row():
    real, other = profile(people(60, 1)), profile(people(60, 2, praise=0.5), "sim")
    return compare(real, other, **QUICK).rows[0]


def with_side(rate, low, high):
    return {"rates": rate, "rates_low": low, "rates_high": high}


def test_square_and_add_by_hand(row):
    found = rate_differences(
        replace(
            row,
            real=with_side({"a": 0.2}, {"a": 0.1}, {"a": 0.4}),
            simulated=with_side({"a": 0.5}, {"a": 0.42}, {"a": 0.56}),
        )
    )["a"]
    assert found.value == pytest.approx(0.3)
    assert found.low == pytest.approx(0.3 - hypot(0.08, 0.2))
    assert found.high == pytest.approx(0.3 + hypot(0.06, 0.1))
    assert found.sure


def test_more_labels_take_wider_intervals(row):
    def side(rate, count):
        names = [f"l{at}" for at in range(count)]
        return with_side(*(dict.fromkeys(names, x) for x in (rate, rate - 0.05, rate + 0.05)))

    for count in (1, 7):
        (found, *_) = rate_differences(
            replace(row, real=side(0.3, count), simulated=side(0.6, count))
        ).values()
        # .05 sqrt 2, times z(1 - .025 / k) / z(.975)
        stretch = NormalDist().inv_cdf(1 - 0.025 / count) / NormalDist().inv_cdf(0.975)
        assert found.high - found.value == pytest.approx(stretch * 0.05 * 2**0.5)


def test_a_label_nobody_showed_is_not_surely_absent(row):
    zero, some = with_side({"a": 0.0}, {"a": 0.0}, {"a": 0.0}), {"a": 0.04}
    found = rate_differences(
        replace(row, real=zero, simulated=with_side(some, some, some), n_real=60)
    )["a"]
    # 1 - .025^(1/60) = 6.0 % of 60 dialogues could show it
    assert found.low == pytest.approx(0.04 - (1 - 0.025 ** (1 / 60)))
    assert not found.sure


def test_corrected_rates_bring_their_own_ends(row):
    raw = with_side({"a": 0.2}, {"a": 0.19}, {"a": 0.21})
    fixed = {f"corrected_{name}": {"a": value} for name, value in
             (("rates", 0.4), ("rates_low", 0.2), ("rates_high", 0.6))}  # fmt: skip
    assert rates({**raw, **fixed}) == {"a": 0.4}
    found = rate_differences(replace(row, real=raw, simulated={**raw, **fixed}))["a"]
    assert found.value == pytest.approx(0.2)
    assert not found.sure
    del fixed["corrected_rates_low"]
    assert rate_differences(replace(row, real=raw, simulated={**raw, **fixed})) == {}


def test_all_labels_hold_at_once():
    """Equal users: in 95 of 100 comparisons no label at all may seem to differ."""
    wrong = 0
    for seed in range(60):
        sides = []
        for side in (0, 1):
            rng = np.random.default_rng([seed, side])
            shares = np.array([0.4, 0.15, 0.15, 0.1, 0.1, 0.05, 0.05])
            counts = [rng.multinomial(5, rng.dirichlet(8 * shares)) for _ in range(80)]
            names = FEEDBACK.labels
            rows = [
                labels(FEEDBACK, 5, **dict(zip(names, x.tolist(), strict=True))) for x in counts
            ]
            sides.append(profile(rows, f"side {side}"))
        found = compare(*sides, seed=seed, **QUICK).rows[0]
        wrong += any(x.sure for x in rate_differences(found).values())
    assert wrong <= 7  # 5 % of 60 is 3, and its standard error 1.7
