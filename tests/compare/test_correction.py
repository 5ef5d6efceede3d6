import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.compare.made_cards import exact
from usergap.compare.correction.estimate import (
    Belief,
    as_profile,
    correctable,
    corrected_profiles,
    corrected_rates,
    rogan_gladen,
)
from usergap.compare.draws import generator

NONE = np.zeros((2, 2))
"""Two fields of a belief in two labels."""


def test_rogan_gladen_by_hand():
    # true 30 %, TPR .8, FPR .1: observed .8 * .3 + .1 * .7 = .31; (.31 - .1) / .7 = .3
    assert rogan_gladen(np.array(0.31), np.array(0.8), np.array(0.1)) == pytest.approx(0.3)
    assert rogan_gladen(np.array(0.05), np.array(0.8), np.array(0.1)) == 0
    assert rogan_gladen(np.array(0.95), np.array(0.8), np.array(0.1)) == 1


@given(
    st.lists(st.floats(0.01, 0.9), min_size=2, max_size=5),
    st.floats(0.6, 1.0),
    st.floats(0.0, 0.2),
)
def test_known_errors_are_undone(true, tpr, fpr):
    true = np.array(true)
    observed = tpr * true + fpr * (1 - true)
    sums = np.concatenate([observed * 1000, [1000]])[None]
    card = exact([tpr] * true.size, [fpr] * true.size)
    able = correctable(card)
    assert able.all()
    for shares, wanted in ((False, true), (True, true / true.sum())):
        for side in corrected_profiles((sums, sums), (card, card), Belief.full(able), shares):
            assert side[0] == pytest.approx(wanted)


def test_each_side_has_its_own_errors():
    # .31 means 30 % on the real side (see above), (.31 - .05) / .5 = 52 % on the other
    rates = np.array([0.31]), np.array([0.31])
    errors = exact([0.8], [0.1]), exact([0.55], [0.05])
    real, simulated = corrected_rates(rates, errors, Belief.full(np.array([True])))
    assert real == pytest.approx(0.3)
    assert simulated == pytest.approx(0.52)


def test_weak_labels_cannot_be_corrected():
    card = exact([0.9, 0.5], [0.1, 0.3])  # TPR - FPR: .8 and .2
    assert correctable(card).tolist() == [True, False]
    assert correctable(card, exact([0.3, 0.9], [0.1, 0.1])).tolist() == [False, False]
    assert not correctable(exact([np.nan], [0.1])).any()
    sums = np.array([[50.0, 40.0, 100.0]])
    found = corrected_profiles((sums, sums), (card, card), Belief.full(correctable(card)), False)
    assert found[0][0] == pytest.approx([0.5, 0.4])  # (.5 - .1) / .8 and as it was


def test_part_and_stretch_by_hand():
    # raw .31 and .45, full .3 and .5; half way: .305 and .475; stretch .2 * .14 = .028
    rates = np.array([0.31]), np.array([0.45])
    errors = exact([0.8], [0.1]), exact([0.8], [0.1])
    belief = Belief(np.array([0.5]), np.array([0.2]), np.zeros((2, 1)), *np.zeros((2, 1)))
    real, simulated = corrected_rates(rates, errors, belief)
    assert real == pytest.approx(0.305)
    assert simulated == pytest.approx(0.503)
    assert rates[0][0] == 0.31
    # .1 of .4: stretched by .5 the gap is -.45, the simulated rate cannot take it all
    rates = np.array([0.4]), np.array([0.1])
    belief = Belief(np.array([0.0]), np.array([0.5]), np.zeros((2, 1)), *np.zeros((2, 1)))
    real, simulated = corrected_rates(rates, errors, belief)
    assert (real, simulated) == (pytest.approx(0.45), 0)
    far = Belief(np.array([0.0]), np.array([50.0]), np.zeros((2, 1)), *np.zeros((2, 1)))
    assert corrected_rates(rates, errors, far) == (1, 0)


def test_the_variance_is_in_the_replicates():
    sums = np.tile([50.0, 40.0, 100.0], (4000, 1))
    card = exact([0.9, 0.9], [0.1, 0.1])
    belief = Belief(np.ones(2), np.zeros(2), np.array([[0.01, 0.0], [0.0004, 0.0]]), *NONE)
    rng = generator(0, "card")
    real, simulated = corrected_profiles((sums, sums), (card, card), belief, False, rng)
    assert real.std(axis=0) == pytest.approx([0.1, 0], rel=0.05)
    assert simulated.std(axis=0) == pytest.approx([0.02, 0], rel=0.05)
    assert abs(np.corrcoef(real[:, 0], simulated[:, 0])[0, 1]) < 0.05


def test_the_doubt_of_the_stretch_is_one_for_all_labels():
    # raw .5 and .4 against .1 and .6: gaps -.4 and .2. A common doubt of .3 moves both
    # labels by the same multiple of their gap, with SD .3
    sums = np.tile([50.0, 40.0, 100.0], (4000, 1)), np.tile([10.0, 60.0, 100.0], (4000, 1))
    card = exact([0.9, 0.9], [0.1, 0.1])
    nothing = np.zeros((2, 2))
    belief = Belief(*NONE, nothing, np.full(2, 0.3), np.zeros(2))
    real, simulated = corrected_profiles(sums, (card, card), belief, False, generator(0, "card"))
    assert real == pytest.approx(np.tile([0.5, 0.4], (4000, 1)))
    moved = (simulated - [0.1, 0.6]) / [-0.4, 0.2]
    assert moved[:, 0] == pytest.approx(moved[:, 1])
    assert moved[:, 0].std() == pytest.approx(0.3, rel=0.05)


def test_what_was_held_back_is_one_for_all_labels():
    # simulated rates .1 and .6 with .05 and -.1 held back: both move by one multiple of it,
    # in proportion 1 to -2, with SD .05 and .1; real rates stay
    sums = np.tile([50.0, 40.0, 100.0], (4000, 1)), np.tile([10.0, 60.0, 100.0], (4000, 1))
    card = exact([0.9, 0.9], [0.1, 0.1])
    belief = Belief(*NONE, np.zeros((2, 2)), np.zeros(2), np.array([0.05, -0.1]))
    real, simulated = corrected_profiles(sums, (card, card), belief, False, generator(0, "card"))
    assert real == pytest.approx(np.tile([0.5, 0.4], (4000, 1)))
    moved = simulated - [0.1, 0.6]
    assert moved[:, 1] == pytest.approx(-2 * moved[:, 0])
    assert moved[:, 0].std() == pytest.approx(0.05, rel=0.05)


def test_profiles():
    assert as_profile(np.array([0.2, 0.6]), True) == pytest.approx([0.25, 0.75])
    assert as_profile(np.array([0.2, 0.6]), False) == pytest.approx([0.2, 0.6])
    assert np.isnan(as_profile(np.zeros(2), True)).all()
