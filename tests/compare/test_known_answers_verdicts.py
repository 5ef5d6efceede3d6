"""Which number decides a verdict: the adjusted p, the given margin, the upper end."""

import pytest

from usergap.compare.comparison import Verdict
from usergap.compare.draft import Draft
from usergap.dimensions.words import WORDS


def draft(domain=None, **numbers):
    made = {"value": 3.0, "floor": 1.0, "floor95": 1.5, "low": 1.0, "high": 5.0, "p": 0.02}
    made = {**made, "groups": (200, 200), **numbers}
    return Draft(
        simulator="sim",
        domain=domain,
        dimension=WORDS,
        paired=False,
        n_real=200,
        n_simulated=200,
        **made,
    )


def test_the_adjusted_p_decides():
    assert draft().row(0.04, None, 2.0).verdict is Verdict.DIFFERS
    assert draft().row(0.20, None, 2.0).verdict is Verdict.CANNOT_TELL  # although p is .02


def test_cells_are_judged_by_q_and_whole_rows_by_holm():
    assert draft("law").row(None, 0.04, 2.0).verdict is Verdict.DIFFERS
    assert draft("law").row(0.04, 0.20, 2.0).verdict is Verdict.CANNOT_TELL
    assert draft().row(0.20, 0.04, 2.0).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(("margin", "verdict"), [(6.0, "close"), (4.9, "cannot tell")])
def test_the_margin_is_the_one_given(margin, verdict):
    # Twice the floor's 95 % point would be 3: with it neither row were close.
    assert draft(low=0.0).row(0.5, None, margin).verdict == verdict


def test_close_needs_the_whole_interval_below_the_margin():
    # The estimate 3 lies below the margin 4, the upper end 5 does not.
    assert draft(low=0.0).row(0.5, None, 4.0).verdict is Verdict.CANNOT_TELL


def test_a_floor_that_reaches_the_margin_forbids_close():
    assert draft(high=1.8, value=1.2, low=0.0).row(0.5, None, 2.0).verdict is Verdict.CLOSE
    coarse = draft(high=1.8, value=1.2, low=0.0, floor95=2.0)
    assert coarse.row(0.5, None, 2.0).verdict is Verdict.CANNOT_TELL


def test_labels_that_are_missing_may_hide_a_gap():
    # The interval ends at 1.8, below the margin 3, but missing labels could move it by 1.5.
    assert draft(high=1.8, value=1.2, low=0.0).row(0.5, None, 3.0).verdict is Verdict.CLOSE
    unsure = draft(high=1.8, value=1.2, low=0.0, unknown=1.5)
    assert unsure.row(0.5, None, 3.0).verdict is Verdict.CANNOT_TELL


def test_the_excess_is_over_the_mean_floor():
    row = draft().row(0.04, None, 2.0)
    assert row.excess == 2.0  # 3 - 1, not 3 - 1.5 and not 3
    assert row.verdict is Verdict.DIFFERS


def test_no_verdict_without_numbers():
    row = draft(undefined="no real dialogue has a value", value=None).row(0.01, None, 2.0)
    assert row.verdict is Verdict.UNDEFINED
    assert row.excess is None


def test_more_dialogues_do_not_settle_what_a_card_leaves_open():
    # Raw labels differ (p .01), corrected they may not: the card, not n, is too small.
    reached = {"low": 0.0, "critical": 1.0, "spread": 0.5}
    assert draft(**reached).row(0.2, None, None).n_needed is not None
    corrected = {"corrected": 2.5, "scale_floor": 1.0, "scale_floor95": 1.5, **reached}
    assert draft(**corrected).row(0.2, None, None).n_needed is not None
    # gap 2.5 - 1 = 1.5, width 5 - 1.5 = 3.5: half of it, 1.75, is the card's alone
    unsure = draft(**corrected, lasting=0.5).row(0.01, None, None)
    assert unsure.verdict is Verdict.CANNOT_TELL
    assert unsure.n_needed is None
    assert "the card is too unsure" in unsure.reason
    # a fifth of it, .7, leaves room: 200 * (3.5^2 - .49) / (1.5^2 - .49) = 1336.4
    assert draft(**corrected, lasting=0.2).row(0.01, None, None).n_needed == 1337


def test_significance_is_foretold_from_raw_distances():
    # raw gap 3 - 1 = 2 against the raw point 4 and SD 1: 200 * (4.8416 / 2)^2 = 1172.05, with
    # the corrected gap 8 - 1 it would be 200 * (4.8416 / 7)^2 = 95.7, fewer than there are
    scaled = {"corrected": 8.0, "scale_floor": 1.0, "scale_floor95": 2.0, "high": 20.0}
    row = draft(critical=4.0, spread=1.0, low=0.0, **scaled).row(0.2, None, None)
    assert row.n_needed == 1173


def test_a_doubtful_yardstick_is_said_where_it_decides():
    near = draft(high=1.8, value=1.2, low=0.0)
    assert "may be chance" in near.row(0.5, None, 2.0, doubtful=True).reason
    assert "may be chance" not in near.row(0.5, None, 2.0).reason
    assert "may be chance" not in near.row(0.5, None, 1.7, doubtful=True).reason


def test_a_number_from_fewer_than_two_hundred_groups_needs_room_for_its_tail():
    # value 1.2, upper end 1.8: half of .6 more is 2.1, beyond the margin 2
    assert draft(high=1.8, value=1.2, low=0.0).row(0.5, None, 2.0).verdict is Verdict.CLOSE
    fewer = draft(high=1.8, value=1.2, low=0.0, groups=(199, 900))
    assert fewer.row(0.5, None, 2.0).verdict is Verdict.CANNOT_TELL
    assert fewer.row(0.5, None, 2.2).verdict is Verdict.CLOSE
