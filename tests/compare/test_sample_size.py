import pytest

from usergap.compare.sample_size import FEWEST_FORESEEN, POWER_80, fewest_testable
from usergap.compare.sample_size import n_needed as on_scales

UNKNOWN = {"high": None, "critical": None, "spread": None, "margin": None, "floor95": None}


def n_needed(*, gap, **options):
    """Both scales alike, as for a distance that is not corrected."""
    return on_scales(**{"tested": gap, "gap": gap, **options})


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
    assert n_needed(gap=3.0, groups=(90, 90), **{**UNKNOWN, "high": 5.0, "margin": 3.0}) is None
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
    assert n_needed(gap=9.0, groups=(20, 20), fewest=32, **options) == 32


def test_closeness_of_numbers_needs_room_for_a_tail():
    # numbers: width 4, room 2; half as much again: 30 * 9 = 270 groups; from 200 on as it is:
    # 30 * 4 = 120, so 200
    options = {**UNKNOWN, "high": 5.0, "margin": 3.0, "floor95": 1.0}
    assert n_needed(gap=1.0, groups=(30, 30), tailed=False, **options) == 120
    assert n_needed(gap=1.0, groups=(30, 30), tailed=True, **options) == 200
    # width 2.5: 30 * (3.75 / 2)^2 = 105.5, fewer than 200
    assert n_needed(gap=1.0, groups=(30, 30), tailed=True, **{**options, "high": 3.5}) == 106


def test_a_handful_foretells_nothing():
    options = {**UNKNOWN, "critical": 4.0, "spread": 1.0}
    few = FEWEST_FORESEEN - 1
    assert n_needed(gap=2.0, groups=(few, 100), **options) is None
    assert n_needed(gap=2.0, groups=(FEWEST_FORESEEN, 100), **options) is not None


def test_significance_is_counted_on_the_raw_scale_and_closeness_on_the_reported_one():
    # raw: critical 4, SD 1, gap 2 -> 587; corrected: gap 1, upper end 5, margin 3 -> 4 * 100
    raw = {"tested": 2.0, "critical": 4.0, "spread": 1.0}
    scaled = {"gap": 1.0, "high": 5.0, "floor95": 1.0, "groups": (100, 100)}
    assert on_scales(**raw, **scaled, margin=None) == 587
    assert on_scales(**raw, **scaled, margin=3.0) == 400
    assert on_scales(**{**raw, "tested": 4.0}, **scaled, margin=3.0) == 147  # 4.8416^2 / 16


def test_what_a_card_leaves_open_does_not_shrink():
    # width 4, of which .3 stays: 1.2; the room is 2: (16 - 1.44) / (4 - 1.44) = 5.6875 times
    raw = {"tested": -1.0, "critical": None, "spread": None}
    close = {**raw, "gap": 1.0, "high": 5.0, "margin": 3.0, "floor95": 1.0, "groups": (100, 100)}
    assert on_scales(**close, lasting=0.3) == 569
    # half of the width, 2, is as much as the room: no number of dialogues makes it close
    assert on_scales(**close, lasting=0.5) is None
    # and no number makes a gap of 1 clear 0 where the card alone leaves 1.2 open
    differs = {**close, "margin": None, "tested": 2.0, "critical": 4.0, "spread": 1.0}
    assert on_scales(**differs, lasting=0.3) is None
    # .2 leaves .8: (16 - .64) / (1 - .64) = 42.67 times
    assert on_scales(**differs, lasting=0.2) == 4267
