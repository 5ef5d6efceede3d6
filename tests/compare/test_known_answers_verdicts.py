"""Which number decides a verdict: the adjusted p, the given margin, the upper end."""

import pytest

from usergap.compare.comparison import Verdict
from usergap.compare.draft import Draft
from usergap.dimensions.words import WORDS


def draft(domain=None, **numbers):
    made = {"value": 3.0, "floor": 1.0, "floor95": 1.5, "low": 1.0, "high": 5.0, "p": 0.02}
    return Draft(
        simulator="sim",
        domain=domain,
        dimension=WORDS,
        paired=False,
        n_real=50,
        n_simulated=50,
        groups=(50, 50),
        **{**made, **numbers},
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
    corrected = draft(corrected=2.5, scale_floor=1.0, scale_floor95=1.5, **reached)
    assert corrected.row(0.2, None, None).n_needed is not None
    unsure = corrected.row(0.01, None, None)
    assert unsure.verdict is Verdict.CANNOT_TELL
    assert unsure.n_needed is None
