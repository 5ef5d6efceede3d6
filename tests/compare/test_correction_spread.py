import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from tests.compare.made_cards import exact
from usergap.compare.correction.belief import card_variance
from usergap.compare.correction.spread import drawn_rates, ends
from usergap.compare.correction.transfer import Errors

B = 4000


def rng(seed=0):
    return np.random.default_rng(seed)


def test_a_sure_card_gives_rogan_gladen():
    # TPR .8, FPR .1: .31 means 30 %, see test_correction
    sums = np.tile([0.31e9, 1e9], (5, 1))
    found = drawn_rates(sums, 1.0, exact([0.8], [0.1]), rng())
    assert found == pytest.approx(0.3, abs=1e-6)


def test_a_label_that_was_never_seen_has_half_a_sighting():
    # 100 dialogues of one unit, an annotator without error: Gamma(1/2) / 100 sightings,
    # and 2 Gamma(1/2) is chi-squared with one degree of freedom: .975 point 5.02 / 200
    sums = np.tile([0.0, 100.0], (B, 1))
    found = drawn_rates(sums, 1.0, exact([1 - 1e-9], [1e-9]), rng())
    low, high = ends(found, np.zeros(1), shares=False)
    assert low == 0
    assert high[0] == pytest.approx(chi2.ppf(0.975, 1) / 200, rel=0.1)


def test_below_the_fpr_a_rate_is_still_in_doubt():
    # 2 % observed, FPR 3 %, yet the annotator may find only one in five
    errors = exact([0.4], [0.03], 0.0)
    errors = Errors(errors.tpr, errors.fpr, np.array([0.15]), np.array([0.01]))
    high = ends(drawn_rates(np.tile([20, 1000.0], (B, 1)), 5, errors, rng()), np.zeros(1), False)[1]
    assert high[0] > 0.02
    # the delta method sees next to nothing there
    assert 2 * np.sqrt(card_variance(np.array([0.02]), errors))[0] < high[0]


def test_an_annotator_that_says_nothing_leaves_everything_open():
    sums = np.tile([10.0, 100.0], (B, 1))
    low, high = ends(drawn_rates(sums, 1, exact([0.3], [0.3]), rng()), np.array([0.1]), False)
    assert low[0] == pytest.approx(0.025, abs=0.01)
    assert high[0] == pytest.approx(0.975, abs=0.01)
    unknown = Errors(*(np.array([x]) for x in (np.nan, 0.01, np.nan, 0.001)))
    low, high = ends(drawn_rates(sums, 1, unknown, rng()), np.array([0.1]), False)
    assert low[0] < 0.12
    assert high[0] > 0.8


def test_shares_sum_to_one_and_ends_hold_what_is_reported():
    draws = np.array([[0.2, 0.6], [0.4, 0.4]])
    low, high = ends(draws, np.array([0.9, 0.1]), shares=True)
    # shares .25 and .5 of the first label: 2.5 and 97.5 % points .25625 and .49375
    assert low == pytest.approx([0.25625, 0.1])
    assert high == pytest.approx([0.9, 0.74375])


@given(
    st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3),
    st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3),
    st.floats(0.0, 0.4),
    st.integers(1, 500),
)
def test_whatever_the_card(rates, tpr, se, units):
    sums = np.tile([*(units * x for x in rates), units], (50, 1)).astype(float)
    found = drawn_rates(sums, 1.0, exact(tpr, tpr[::-1], se), rng())
    assert ((found >= 0) & (found <= 1)).all()


def covered(runs, doubt):
    """How often the interval holds a true rate of 20 %: card and text judged alike, n small."""
    hits = 0
    for seed in range(runs):
        draw = rng(seed)
        tp, fp = draw.binomial(40, 0.6), draw.binomial(160, 0.05)
        tpr, fpr = (tp + 0.5) / 41, (fp + 0.5) / 161
        se = [np.sqrt(x * (1 - x) / n) * doubt for x, n in ((tpr, 41), (fpr, 161))]
        errors = Errors(*(np.array([x]) for x in (tpr, fpr, *se)))
        seen = draw.binomial(300, 0.2 * 0.6 + 0.8 * 0.05)
        sums = np.stack([draw.binomial(300, seen / 300, 400), np.full(400, 300)], axis=1)
        low, high = np.quantile(drawn_rates(sums.astype(float), 1, errors, draw), [0.025, 0.975])
        hits += low <= 0.2 <= high
    return hits / runs


def test_the_interval_covers_because_it_knows_the_cards_doubt():
    # 200 runs: one Monte-Carlo error at 95 % is 1.5
    assert covered(200, 1.0) >= 0.95 - 3 * 0.0154
    assert covered(200, 0.0) < 0.85
