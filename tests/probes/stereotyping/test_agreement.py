"""Spread, agreement, difficulty and twins by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import UndefinedMeasureError
from usergap.probes.stereotyping.agreement import (
    agreement,
    agreement_excess,
    closeness,
    human_agreement,
    pairs,
    predictability,
    spread,
    spread_ratio,
)
from usergap.probes.stereotyping.difficulty import crossed, strata
from usergap.probes.stereotyping.twins import twin_gain

from .surveys import sides, survey


def test_spread_of_a_scale_is_its_unbiased_variance():
    # Range 8; variances of 0, 4, 8 (16) and of 2, 4, 6 (4): a ratio of 1 / 4.
    found = survey([[0], [4], [8], [2], [4], [6]], [0, 0, 0, 1, 1, 1], nominal=False)
    held = pairs(found, spread)
    assert spread_ratio(held)(*sides(found))[0] == pytest.approx(4 / 16)
    assert held.means(sides(found)[0], sides(found)[0])[0, 0] == pytest.approx(16 / 8**2)


def test_spread_of_names_is_the_chance_that_two_differ():
    # Of 3 pairs of a, a, b two differ; of a, b, c all do.
    found = survey([[0], [0], [1], [0], [1], [2]], [0, 0, 0, 1, 1, 1])
    assert spread_ratio(pairs(found, spread))(*sides(found))[0] == pytest.approx(1 / (2 / 3))


def test_differences_between_groups_are_no_spread_within():
    found = survey([[0], [1], [8], [9], [0], [0], [9], [9]], [0] * 4 + [1] * 4,
                   group=[0, 0, 1, 1] * 2, nominal=False)  # fmt: skip
    assert spread_ratio(pairs(found, spread))(*sides(found))[0] == 0


@given(st.lists(st.integers(0, 3), min_size=5, max_size=9), st.integers(1, 3))
def test_copies_of_a_respondent_do_not_make_a_sample_flatter(values, times):
    """A weight of k on everybody gives the value of weight 1: pairs with oneself do not count."""
    found = survey([[v] for v in [0, 1, *values]] * 2, [0] * (len(values) + 2)
                   + [1] * (len(values) + 2), nominal=False)  # fmt: skip
    statistic = spread_ratio(pairs(found, spread))
    real, made = sides(found)
    assert statistic(times * real, made)[0] == pytest.approx(1)


def test_agreement_by_hand():
    # Simulated 0 and 1 agree with real 0, 0 and 2 in 2 of 6 pairs; the real ones in 1 of 3.
    found = survey([[0], [0], [2], [0], [1]], [0, 0, 0, 1, 1])
    held = pairs(found, closeness)
    assert agreement(held)(*sides(found))[0] == pytest.approx(2 / 6)
    assert human_agreement(held)(*sides(found))[0] == pytest.approx(1 / 3)
    assert agreement_excess(held)(*sides(found))[0] == pytest.approx(0)


def test_closeness_on_a_scale_is_by_its_range_and_gaps_do_not_count():
    found = survey([[0], [4], [1], [np.nan]], [0, 0, 1, 1], nominal=False)
    assert agreement(pairs(found, closeness))(*sides(found))[0] == pytest.approx((0.75 + 0.25) / 2)


def test_a_person_s_twin_is_not_somebody_of_the_group():
    found = survey([[0], [1], [0], [1]], [0, 0, 1, 1], block=[0, 1, 0, 1])
    assert agreement(pairs(found, closeness))(*sides(found))[0] == 0


def planted(people=120, seed=0):
    """Two easy items (9 of 10 say 0) and two idiosyncratic ones (four answers alike)."""
    rng = np.random.default_rng(seed)
    easy = rng.choice(2, size=(people, 2), p=[0.9, 0.1])
    return np.hstack([easy, rng.integers(0, 4, size=(people, 2))])


def test_predictability_and_strata():
    found = survey(planted(400), [0] * 400)
    # .9² + .1² = .82 and 4 (1 / 4)² = .25
    assert predictability(found) == pytest.approx([0.82, 0.82, 0.25, 0.25], abs=0.04)
    for easy, hard in strata(found):
        assert easy.tolist() == [True, True, False, False]
        assert hard.tolist() == [False, False, True, True]


def test_strata_need_items_that_differ():
    with pytest.raises(UndefinedMeasureError, match="needs 4 items"):
        strata(survey(planted()[:, :3], [0] * 120))
    with pytest.raises(UndefinedMeasureError, match="equally predictable"):
        strata(survey(np.zeros((20, 4)), [0] * 20))


def test_sorting_items_leaves_no_excess_where_both_sides_are_alike():
    """Items alike in truth, sorted by chance: measured on the other half nothing is left."""
    gaps = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        found = survey(rng.integers(0, 2, size=(40, 12)), [0] * 20 + [1] * 20)
        chosen = [easy for easy, _ in strata(found)]
        gaps.append(crossed(found, chosen, agreement_excess)(*sides(found))[0])
    # The SD of one is about .02 to .04; sorted on the same half the mean would be -.05.
    assert np.mean(gaps) == pytest.approx(0, abs=0.015)


def test_twins_gain_what_they_know_of_their_person():
    rng = np.random.default_rng(1)
    real = rng.integers(0, 4, size=(100, 6))
    knows = rng.random((100, 6)) < 0.6
    made = np.where(knows, real, rng.integers(0, 4, size=(100, 6)))
    found = survey(np.vstack([real, made]), [0] * 100 + [1] * 100, block=[*range(100)] * 2)
    all_items = [np.ones(6, bool)] * 2
    # .6 + .4 / 4 with one's own person, 1 / 4 with others.
    gain = twin_gain(found, all_items)(*sides(found))[0]
    assert gain == pytest.approx(0.7 - 0.25, abs=0.05)
    strangers = survey(np.vstack([real, made]), [0] * 100 + [1] * 100)
    assert twin_gain(strangers, all_items) is None
