import numpy as np
import pytest
from scipy.special import expit, logit

from tests.compare.made_cards import card_side
from usergap.compare.correction.transfer import (
    filled,
    measured,
    predicted,
    variance_between,
)


def test_rates_from_summed_counts_by_hand():
    # TPR: (8 + 10 + .5) / (10 + 30 + 1); FPR: (1 + 3 + .5) / (10 + 30 + 1)
    found = measured([card_side(a=(8, 1, 2, 9)), card_side(a=(10, 3, 20, 27))], ("a", "b"))
    assert found.tpr[0] == pytest.approx(18.5 / 41)
    assert found.fpr[0] == pytest.approx(4.5 / 41)
    # clusters: sqrt((10 * .02)^2 + (30 * .02)^2) / 40 = .0158, below that of 41
    # independent units, sqrt(p (1 - p) / 41) = .0777: the larger one counts
    assert found.tpr_se[0] == pytest.approx(np.sqrt(18.5 / 41 * 22.5 / 41 / 41))
    assert np.isnan(found.tpr[1])


def test_clusters_count_where_they_say_more():
    found = measured([card_side(se=0.3, a=(50, 10, 50, 90))], ("a",))
    assert found.tpr_se[0] == pytest.approx(0.3)


def test_a_rate_of_one_is_not_certain():
    found = measured([card_side(se=0.0, a=(5, 0, 0, 100))], ("a",))
    assert found.tpr[0] == pytest.approx(5.5 / 6)
    assert found.tpr_se[0] > 0.1


def test_no_unit_with_the_label():
    found = measured([card_side(a=(0, 3, 0, 97))], ("a",))
    assert np.isnan(found.tpr[0])
    assert found.fpr[0] == pytest.approx(3.5 / 101)


def test_variance_between_by_hand():
    # two sides at -1 and 1, no noise: squares 1 + 1 around the mean 0, one degree of
    # freedom: 2 / t = 1
    value, nothing = np.array([[-1.0], [1.0]]), np.zeros((2, 1))
    assert variance_between(value, nothing + 1e-9) == pytest.approx(2.0, rel=1e-6)
    # noise of 2 on each explains all of it, of .5 leaves 1.5
    assert variance_between(value, nothing + 2) == 0
    assert variance_between(value, nothing + 0.5) == pytest.approx(1.5)
    # a label known on one side says nothing
    one = np.array([[-1.0, 5.0], [1.0, np.nan]])
    assert variance_between(one, np.full((2, 2), 0.5)) == pytest.approx(1.5)
    assert variance_between(np.array([[1.0], [np.nan]]), nothing + 1) == 0


def test_the_variance_is_found_again():
    rng = np.random.default_rng(0)
    truth = rng.normal(0, np.sqrt(0.4), (3, 2000)) + rng.normal(size=2000)
    value = truth + rng.normal(0, 0.5, truth.shape)
    assert variance_between(value, np.full(value.shape, 0.25)) == pytest.approx(0.4, rel=0.1)


def test_sides_that_agree_are_pooled():
    one = predicted([card_side(a=(80, 10, 20, 90), b=(60, 5, 40, 95))] * 2, ("a", "b"))
    both = measured([card_side(a=(80, 10, 20, 90), b=(60, 5, 40, 95))] * 2, ("a", "b"))
    assert one.tpr == pytest.approx(both.tpr, abs=0.01)
    assert one.tpr_se == pytest.approx(both.tpr_se, rel=0.1)


def test_sides_that_disagree_say_little_of_another():
    real = card_side(a=(800, 10, 200, 990), b=(900, 100, 100, 900))
    other = card_side(a=(300, 300, 700, 700), b=(400, 400, 600, 600))
    found = predicted([real, other], ("a", "b"))
    assert np.all(found.tpr_se > 0.1)
    assert np.all((found.tpr > 0.3) & (found.tpr < 0.9))
    # two sides with large counts: halfway between them on the log-odds scale
    assert found.tpr[0] == pytest.approx(expit((logit(0.8) + logit(0.3)) / 2), abs=0.01)


def test_a_label_that_one_side_lacks_rests_on_the_others():
    real = card_side(a=(80, 10, 20, 90), b=(60, 5, 40, 95))
    other = card_side(a=(60, 10, 40, 90), b=(0, 5, 0, 95))
    found = predicted([real, other], ("a", "b"))
    assert found.tpr[1] == pytest.approx(60.5 / 101)
    assert np.isfinite(found.tpr_se).all()
    # the spread seen on the first label is in the second one's error
    assert found.tpr_se[1] > measured([real], ("b",)).tpr_se[0]


def test_what_no_gold_of_this_text_measured_is_marked():
    sides = [card_side(a=(80, 10, 20, 90), b=(60, 5, 40, 95)), card_side(a=(70, 10, 30, 90))]
    guess = predicted(sides, ("a", "b"))
    assert guess.foreseen.tolist() == [True, True]
    known = measured(sides[1:], ("a", "b"))
    assert known.foreseen is None
    assert filled(known, guess).foreseen.tolist() == [False, True]
