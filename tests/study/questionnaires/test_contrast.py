"""Means and differences of groups: Welch and the paired t test as ends of one formula."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind, ttest_rel

from usergap.study.questionnaires.contrast import difference, mean_of
from usergap.study.questionnaires.scoring import Scores


def made(rows):
    """Rows of (rater, group, shown, value)."""
    rater, group, shown, value = zip(*rows, strict=True)
    return Scores(
        np.array(value, float), np.array(rater, str), np.array(group, str), np.array(shown, str), 0
    )


def apart(ones, others):
    return made(
        [(f"a{at}", "a", "0", value) for at, value in enumerate(ones)]
        + [(f"b{at}", "b", "1", value) for at, value in enumerate(others)]
    )


def test_welch_by_hand():
    # means 2 and 5; variances 1 and 2 over 3 and 2 raters: 1/3 + 1 = 4/3;
    # degrees of freedom (4/3)^2 / ((1/3)^2 / 2 + 1^2 / 1) = 32/19
    found = difference(apart([1, 2, 3], [4, 6]), "a", "b")
    assert found.estimate.value == pytest.approx(-3)
    assert found.raters == 5
    from scipy.stats import t

    half = t.ppf(0.975, 32 / 19) * math.sqrt(4 / 3)
    assert found.estimate.low == pytest.approx(-3 - half, abs=1e-9)
    assert found.estimate.high == pytest.approx(-3 + half, abs=1e-9)


def test_paired_by_hand():
    # differences 1, 2, 3 of the same three raters: mean 2, standard error sqrt(1/3), t = sqrt(12);
    # with two degrees of freedom p = 1 - t / sqrt(t^2 + 2) = 1 - sqrt(12 / 14)
    rows = [(at, "a", "0", 3 + at + at) for at in range(1, 4)]
    rows += [(at, "b", "1", 3 + at) for at in range(1, 4)]
    found = difference(made(rows), "a", "b")
    assert found.estimate.value == pytest.approx(2)
    assert found.raters == 3
    assert found.p == pytest.approx(1 - math.sqrt(12 / 14), abs=1e-9)


VALUES = st.lists(st.integers(1, 7), min_size=3, max_size=12)


@given(VALUES, VALUES)
@settings(max_examples=60, deadline=None)
def test_raters_of_one_group_each_give_welch(ones, others):
    assume(len({*ones}) > 1 and len({*others}) > 1)
    found = difference(apart(ones, others), "a", "b")
    theirs = ttest_ind(ones, others, equal_var=False)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)
    low, high = theirs.confidence_interval()
    assert (found.estimate.low, found.estimate.high) == pytest.approx((low, high), abs=1e-6)


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_raters_of_both_groups_give_the_paired_test(pairs):
    assume(len({one - other for one, other in pairs}) > 1)
    rows = [(at, "a", "0", one) for at, (one, _) in enumerate(pairs)]
    rows += [(at, "b", "1", other) for at, (_, other) in enumerate(pairs)]
    found = difference(made(rows), "a", "b")
    theirs = ttest_rel(*zip(*pairs, strict=True))
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)


def test_the_other_way_round_is_the_same_with_the_other_sign():
    scored = apart([1, 2, 5], [4, 6, 7, 7])
    one, other = difference(scored, "a", "b"), difference(scored, "b", "a")
    assert one.estimate.value == pytest.approx(-other.estimate.value)
    assert one.estimate.low == pytest.approx(-other.estimate.high)
    assert one.p == pytest.approx(other.p)


def test_a_rater_who_fills_in_more_counts_no_more():
    rows = [("r", "a", "0", 1)] * 5 + [("s", "a", "0", 7)]
    assert mean_of(made(rows), "a", 7).estimate.value == pytest.approx(4)


def test_copies_of_a_rater_s_sheets_change_nothing():
    once = [("r", "a", "0", 1), ("s", "a", "0", 4), ("t", "a", "0", 5)]
    one, thrice = mean_of(made(once), "a", 7), mean_of(made(once * 3), "a", 7)
    assert one.estimate == thrice.estimate


def test_the_mean_s_interval_stays_on_the_scale():
    found = mean_of(made([("r", "a", "0", 7), ("s", "a", "0", 5)]), "a", 7)
    assert found.estimate.high == 7
    assert found.estimate.low == 1


def test_conversations_are_a_sample_too():
    # all raters agree on each conversation: by raters nothing varies, by conversations all does
    rows = [(rater, "a", str(at), value) for rater in "rst" for at, value in enumerate((2, 4, 6))]
    # by conversation: variance of 2, 4, 6 is 4, over 3 conversations 4/3; t of 2 degrees of freedom
    found = mean_of(made(rows), "a", 7)
    from scipy.stats import t

    half = t.ppf(0.975, 2) * math.sqrt(4 / 3)
    assert found.estimate.low == pytest.approx(max(1, 4 - half))
    same = mean_of(made([(r, g, "0", v) for r, g, _, v in rows]), "a", 7)
    assert same.estimate.low is None, "one conversation, and raters who agree: nothing varies"


@pytest.mark.parametrize(
    "rows",
    [
        [("r", "a", "0", 3), ("s", "b", "1", 5)],  # one rater a group
        [("r", "a", "0", 3), ("s", "a", "0", 5)],  # no second group
        [("r", "a", "0", 3), ("s", "a", "0", 3), ("t", "b", "1", 5), ("u", "b", "1", 5)],
    ],
)
def test_without_spread_there_is_no_interval_and_no_p(rows):
    found = difference(made(rows), "a", "b")
    assert found.estimate.low is None
    assert found.p is None
