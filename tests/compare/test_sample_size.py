import pytest

from usergap.compare.sample_size import POWER_80, fewest_testable, n_needed

UNKNOWN = {"high": None, "critical": None, "spread": None, "margin": None, "floor95": None}


def test_groups_for_a_difference_by_hand():
    # critical 4, SD 1, gap 2, 100 a side: 100 * ((4 + .8416) / 2) ** 2 = 586.03 -> 587
    options = {**UNKNOWN, "critical": 4.0, "spread": 1.0}
    assert n_needed(gap=2.0, groups=(100, 100), **options) == 587
    assert pytest.approx(586.03, abs=0.01) == 100 * ((4 + POWER_80) / 2) ** 2


def test_groups_for_closeness_by_hand():
    # gap 1, upper end 5, margin 3: the width 4 must shrink to 2: 4 times as many
    options = {**UNKNOWN, "high": 5.0, "margin": 3.0, "floor95": 1.0}
    assert n_needed(gap=1.0, groups=(50, 50), **options) == 200
    # a floor of 12 against a margin of 3 needs 16 times as many
    assert n_needed(gap=1.0, groups=(50, 50), **{**options, "floor95": 12.0}) == 800


def test_the_cheaper_way_counts():
    options = {"high": 5.0, "critical": 4.0, "spread": 1.0, "margin": 3.0, "floor95": 1.0}
    assert n_needed(gap=2.0, groups=(100, 100), **options) == 587  # to be close: 900
    assert n_needed(gap=1.0, groups=(100, 100), **options) == 400


def test_uneven_sides_count_by_their_harmonic_mean():
    # 2 / (1/300 + 1/60) = 100
    options = {**UNKNOWN, "critical": 4.0, "spread": 1.0}
    assert n_needed(gap=2.0, groups=(300, 60), **options) == 587


def test_what_cannot_be_settled():
    options = {**UNKNOWN, "critical": 4.0, "spread": 1.0}
    assert n_needed(gap=-1.0, groups=(100, 100), **options) is None
    assert n_needed(gap=0.001, groups=(100, 100), **options) is None
    assert n_needed(gap=3.0, groups=(9, 9), **{**UNKNOWN, "high": 5.0, "margin": 3.0}) is None
    assert n_needed(gap=2.0, groups=(0, 5), **options) is None


def test_more_than_there_is_now():
    options = {**UNKNOWN, "critical": 1.0, "spread": 0.1}
    assert n_needed(gap=2.0, groups=(100, 100), **options) == 101


def test_groups_without_which_no_permutation_can_reject():
    # 2 * 10 / C(2n, n) < .05 from C(12, 6) = 924 on (C(10, 5) = 252 is too few)
    assert fewest_testable(10, paired=False) == 6
    # 2 * 10 / 2^n < .05 from 512 = 2^9 on
    assert fewest_testable(10, paired=True) == 9
    # one test: 2 / C(8, 4) = 2 / 70 < .05, 2 / C(6, 3) = .1
    assert fewest_testable(1, paired=False) == 4
    options = {**UNKNOWN, "critical": 1.0, "spread": 0.1}
    assert n_needed(gap=9.0, groups=(2, 2), fewest=6, **options) == 6
