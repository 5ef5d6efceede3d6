import pytest

from usergap.compare.comparison import Verdict
from usergap.compare.verdicts import FEWEST_CLOSE, LONG_TAILED, tail
from usergap.compare.verdicts import judge as judge_groups
from usergap.dimensions import Kind


def judge(*numbers, groups=100, **options):
    return judge_groups(*numbers, groups=groups, **options)


@pytest.mark.parametrize(
    ("low", "high", "p", "margin", "floor95", "wanted"),
    [
        (0.0, 3.0, 0.5, 4.0, 2.0, Verdict.CLOSE),
        (1.0, 3.0, 0.001, 4.0, 2.0, Verdict.CLOSE),  # significant, and yet too small to matter
        (5.0, 9.0, 0.001, 4.0, 2.0, Verdict.DIFFERS),
        (1.0, 9.0, 0.001, 4.0, 2.0, Verdict.DIFFERS),
        (1.0, 9.0, 0.05, 4.0, 2.0, Verdict.CANNOT_TELL),  # adjusted p must be below .05
        (0.0, 9.0, 0.001, 4.0, 2.0, Verdict.CANNOT_TELL),  # the annotator's error explains it
        (0.0, 3.0, 0.5, 4.0, 4.0, Verdict.CANNOT_TELL),  # the floor reaches the margin
        (1.0, 3.0, 0.01, 4.0, 5.0, Verdict.DIFFERS),
        (0.0, 3.0, 0.5, None, 2.0, Verdict.CANNOT_TELL),  # no margin, never close
        (1.0, 3.0, 0.01, None, 2.0, Verdict.DIFFERS),
        (0.0, 4.0, 0.5, 4.0, 2.0, Verdict.CANNOT_TELL),  # the upper end must lie below the margin
        (1.0, 9.0, None, 4.0, 2.0, Verdict.CANNOT_TELL),
    ],
)
def test_the_order_of_verdicts(low, high, p, margin, floor95, wanted):
    assert judge(low, high, p, margin, floor95).verdict is wanted


def test_every_answer_but_differs_gives_its_reason():
    assert judge(0.0, 3.0, 0.5, 4.0, 2.0).reason
    assert "margin" in judge(0.0, 3.0, 0.5, 4.0, 4.0).reason
    # Numbers have no annotator: the reason must not blame one.
    assert "interval" in judge(0.0, 9.0, 0.001, 4.0, 2.0).reason
    assert "annotator" not in judge(0.0, 9.0, 0.001, 4.0, 2.0).reason
    assert "no margin" in judge(0.0, 9.0, 0.2, None, 2.0).reason
    assert judge(5.0, 9.0, 0.001, 4.0, 2.0).reason == ""


def test_missing_labels_may_hide_a_gap_so_close_needs_room_for_them():
    # the interval ends at 3; labels that are missing may add 0.9 or 1.0 to it; the margin is 4
    assert judge(0.0, 3.0, 0.5, 4.0, 2.0, unknown=0.9).verdict is Verdict.CLOSE
    kept_open = judge(0.0, 3.0, 0.5, 4.0, 2.0, unknown=1.0)
    assert kept_open.verdict is Verdict.CANNOT_TELL
    assert "missing" in kept_open.reason
    # a gap that the labels at hand show is no less a gap
    assert judge(5.0, 9.0, 0.001, 4.0, 2.0, unknown=50.0).verdict is Verdict.DIFFERS


def test_labels_of_a_weak_annotator_are_never_close_and_may_differ():
    assert judge(0.0, 3.0, 0.5, 4.0, 2.0, weak=False).verdict is Verdict.CLOSE
    assert judge(0.0, 3.0, 0.5, 4.0, 2.0, weak=True).verdict is Verdict.CANNOT_TELL
    assert "annotator" in judge(0.0, 3.0, 0.5, 4.0, 2.0, weak=True).reason
    # also where the raw gap is surely above 0 and below the margin, it may be larger in truth
    assert judge(1.0, 3.0, 0.001, 4.0, 2.0, weak=True).verdict is Verdict.DIFFERS
    assert judge(5.0, 9.0, 0.001, 4.0, 2.0, weak=True).verdict is Verdict.DIFFERS


def test_a_handful_of_groups_is_never_called_close():
    assert judge(0.0, 3.0, 0.5, 4.0, 2.0, groups=FEWEST_CLOSE).verdict is Verdict.CLOSE
    few = judge(0.0, 3.0, 0.5, 4.0, 2.0, groups=FEWEST_CLOSE - 1)  # 19
    assert few.verdict is Verdict.CANNOT_TELL
    assert "too few groups" in few.reason
    # a gap that a few groups show is a gap all the same
    assert judge(5.0, 9.0, 0.001, 4.0, 2.0, groups=4).verdict is Verdict.DIFFERS


def test_a_yardstick_of_no_length_shows_no_closeness():
    nothing = judge(0.0, 3.0, 0.5, 0.0, 2.0)
    assert nothing.verdict is Verdict.CANNOT_TELL
    assert "nothing can be called close by this yardstick" in nothing.reason
    assert judge(5.0, 9.0, 0.001, 0.0, 2.0).verdict is Verdict.DIFFERS
    # 100 groups, floor 2, margin .01: 100 * 200^2 = 4 million groups; margin .03: 444,444
    assert "by this yardstick" in judge(0.0, 3.0, 0.5, 0.01, 2.0).reason
    assert "too few groups" in judge(0.0, 3.0, 0.5, 0.03, 2.0).reason


def test_heavy_tails_need_room_below_two_hundred_groups():
    # the upper half of 2 to 6 counts half as much again
    assert tail(Kind.NUMBER, LONG_TAILED - 1, 2.0, 6.0) == 2
    assert tail(Kind.NUMBER, LONG_TAILED, 2.0, 6.0) == 0
    assert tail(Kind.LABELS, 50, 2.0, 6.0) == 0
    assert judge(0.0, 6.0, 0.5, 8.1, 2.0, tail=2.0).verdict is Verdict.CLOSE
    kept_open = judge(0.0, 6.0, 0.5, 8.0, 2.0, tail=2.0)
    assert kept_open.verdict is Verdict.CANNOT_TELL
    assert "tail" in kept_open.reason
