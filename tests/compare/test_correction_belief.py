from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compare.made_cards import exact
from usergap.compare.correction.belief import believe, card_variance, judging_variance
from usergap.compare.correction.estimate import correctable, corrected_rates
from usergap.compare.correction.transfer import Errors

RATES = np.array([0.30, 0.25, 0.40, 0.20, 0.35]), np.array([0.50, 0.10, 0.45, 0.40, 0.20])
UNITS = (1e9, 1e9)


def belief(errors, shares, rates=RATES, units=UNITS):
    return believe(rates, errors, correctable(*errors), units, shares)


def test_card_variance_by_hand():
    # rate .5, TPR .9, FPR .1: true (.5 - .1) / .8 = .5;
    # ((.5 * .05)^2 + (.5 * .05)^2) / .8^2 = .001953125
    found = card_variance(np.array([0.5]), exact([0.9], [0.1], 0.05))
    assert found == pytest.approx(0.001953125)


def test_judging_variance_by_hand():
    # true .5: (.5 * .9 * .1 + .5 * .1 * .9) / 90 = .001
    assert judging_variance(np.array([0.5]), exact([0.9], [0.1]), 90) == pytest.approx(0.001)


def test_it_is_the_variance_of_hits_and_misses():
    rng = np.random.default_rng(0)
    true = np.arange(200) < 60
    given = rng.random((20000, 200)) < np.where(true, 0.8, 0.1)
    found = judging_variance(np.array([0.31]), exact([0.8], [0.1]), 200)
    assert given.mean(axis=1).var() == pytest.approx(found[0], rel=0.05)


@pytest.mark.parametrize("shares", [True, False])
def test_a_sure_card_is_taken_at_its_word(shares):
    errors = (
        exact([0.9, 0.6, 0.7, 0.8, 0.95], [0.02] * 5),
        exact([0.5, 0.8, 0.9, 0.6, 0.7], [0.1] * 5),
    )
    found = belief(errors, shares)
    assert found.part == pytest.approx(1, abs=1e-6)
    assert found.stretch == pytest.approx(0, abs=1e-6)
    assert found.variance == pytest.approx(0, abs=1e-9)
    assert found.held == pytest.approx(0, abs=1e-4)


def test_an_unsure_card_moves_no_share():
    errors = exact([0.8] * 5, [0.1] * 5, 0.2), exact([0.8] * 5, [0.1] * 5, 0.2)
    found = belief(errors, shares=True)
    assert not found.moves
    assert (found.variance > 0).all()


def test_what_is_held_back_of_a_shift_is_known():
    # TPR .7, FPR .2 on both sides: gaps of 20 and -20 points are 40 and -40 in truth, shifts
    # of .2 and -.2. An unsure card moves nothing, and holds back a part of just that shift.
    rates = np.array([0.35, 0.55]), np.array([0.55, 0.35])
    errors = exact([0.7] * 2, [0.2] * 2, 0.09), exact([0.7] * 2, [0.2] * 2, 0.09)
    found = belief(errors, True, rates)
    assert not found.moves
    assert found.held[0] == pytest.approx(-found.held[1])
    assert 0.05 < found.held[0] < 0.2
    surer = exact([0.7] * 2, [0.2] * 2, 0.01), exact([0.7] * 2, [0.2] * 2, 0.01)
    assert abs(belief(surer, True, rates).held[0]) < 0.02


def test_a_correction_that_may_not_pay_is_not_made():
    # noise per label: (.05^2 (t^2 + (1-t)^2)) / .7^2 on either side, so of SD some .07 on
    # the shift; the five shifts below are of that size, their mean square barely above it
    errors = exact([0.8] * 5, [0.1] * 5, 0.05), exact([0.75, 0.8, 0.9, 0.8, 0.7], [0.1] * 5, 0.05)
    assert not belief(errors, shares=True).moves
    surer = tuple(Errors(x.tpr, x.fpr, x.tpr_se / 10, x.fpr_se / 10) for x in errors)
    assert belief(surer, shares=True).moves


@pytest.mark.parametrize("shares", [True, False])
def test_the_doubt_of_the_stretch_is_told_apart_from_that_of_the_labels(shares):
    rates = RATES[0] / 2, RATES[1] / 2
    unsure = exact([0.5] * 5, [1e-9] * 5, 0.15), exact([0.5] * 5, [1e-9] * 5, 0.15)
    assert (belief(unsure, shares, rates).doubt > 0.1).all()
    sure = exact([0.5] * 5, [1e-9] * 5), exact([0.5] * 5, [1e-9] * 5)
    assert belief(sure, shares, rates).doubt == pytest.approx(0, abs=1e-3)


def test_rates_that_were_foreseen_stay_unsure():
    # Shifts near 0 on five labels: gold of this text would make the annotator sure of them,
    # rates foreseen from other text would not; the variance is then the card's own.
    errors = exact([0.9] * 5, [0.05] * 5, 0.05), exact([0.9] * 5, [0.05] * 5, 0.1)
    known = belief(errors, True)
    foreseen = replace(errors[1], foreseen=np.array([True, True, True, True, False]))
    found = belief((errors[0], foreseen), True)
    own = card_variance(RATES[1], errors[1])
    assert found.variance[1, :4] == pytest.approx(own[:4])
    assert (found.variance[1, :4] > known.variance[1, :4]).all()
    assert found.variance[1, 4] == known.variance[1, 4]
    assert found.variance[0] == pytest.approx(known.variance[0])


def test_a_common_stretch_of_rates():
    # the annotator finds half of everything, on both sides: gaps are twice as large.
    # The card is unsure of each label, but they agree.
    rates = RATES[0] / 2, RATES[1] / 2
    errors = exact([0.5] * 5, [1e-9] * 5, 0.03), exact([0.5] * 5, [1e-9] * 5, 0.03)
    found = belief(errors, False, rates)
    assert found.stretch == pytest.approx(1, abs=0.15)
    real, simulated = corrected_rates(rates, errors, found)
    assert simulated - real == pytest.approx(RATES[1] - RATES[0], rel=0.1)
    assert not belief(errors, True, rates).stretch.any()


def test_noise_of_the_annotator_is_not_stretched():
    rates = RATES[0] / 2, RATES[1] / 2
    errors = exact([0.5] * 5, [1e-9] * 5, 0.03), exact([0.5] * 5, [1e-9] * 5, 0.03)
    stretches = [belief(errors, False, rates, (n, n)).stretch[0] for n in (1e6, 100, 30, 8)]
    assert stretches == sorted(stretches, reverse=True)
    assert stretches[-1] < 0.5 * stretches[0]


def test_weak_labels_are_unsure_too():
    errors = exact([0.9, 0.6, 0.3, 0.8, 0.9], [0.1] * 5, 0.05), exact([0.8] * 5, [0.1] * 5, 0.05)
    for shares in (True, False):
        found = belief(errors, shares)
        assert found.part[2] == found.stretch[2] == 0
        assert (found.variance[:, 2] > 0).all()


@given(
    st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6),
    st.lists(st.floats(0.35, 1.0), min_size=3, max_size=3),
    st.floats(0.0, 0.3),
    st.integers(1, 1000),
    st.booleans(),
)
def test_whatever_the_card(rates, tpr, se, units, shares):
    pair = np.array(rates[:3]), np.array(rates[3:])
    errors = exact(tpr, [0.02] * 3, se), exact(tpr[::-1], [0.05] * 3, se)
    found = belief(errors, shares, pair, (units, units))
    assert ((found.part >= 0) & (found.part <= 1)).all()
    assert np.isfinite(found.stretch).all()
    assert (found.variance >= 0).all()
    assert np.isfinite(found.variance).all()
    assert np.isfinite(found.held).all()
    for side in corrected_rates(pair, errors, found):
        assert ((side >= 0) & (side <= 1)).all()


def test_one_label_is_enough():
    found = believe(
        (np.array([0.3]), np.array([0.5])),
        (exact([0.8], [0.1], 0.05), exact([0.8], [0.1], 0.05)),
        np.array([True]),
        (100.0, 100.0),
        False,
    )
    assert np.isfinite(found.part).all()
    assert np.isfinite(found.variance).all()
