import pytest

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.compare import Verdict
from usergap.train.transfer.verdict import Numbers, judge


def around(value, reach=0.01):
    return Estimate(value, value - reach, value + reach)


def numbers(simulated, real, ratio=None, gains=(0.3, 0.0), reach=0.01):
    difference = around(simulated - real, reach)
    return Numbers(
        around(simulated, reach), around(real, reach), difference, ratio,
        around(gains[0]), around(gains[1]),
    )  # fmt: skip


def test_climbs_on_simulated_replies_only():
    told = judge(numbers(0.5, 0.0, around(0.0)))
    assert told.verdict is Verdict.DIFFERS
    assert told.claim == (
        "Progress measured on these simulated users would not carry over to real ones"
    )
    assert "+0.500 [+0.490, +0.510] per 100 steps on simulated replies" in told.sentence
    assert "+0.000 [−0.010, +0.010] on real ones" in told.sentence


def test_a_gain_that_is_carried_in_part_is_told():
    told = judge(numbers(0.5, 0.05, around(0.1), gains=(0.3, 0.05)))
    assert told.claim.startswith("Most of the progress")


def test_climbs_less_on_real_replies():
    told = judge(numbers(0.5, 0.4, around(0.8)))
    assert told.verdict is Verdict.DIFFERS
    assert "overstates" in told.claim
    assert "(ratio 0.80 [0.79, 0.81])" in told.sentence


def test_alike_is_close():
    assert judge(numbers(0.5, 0.5, around(1.0))).verdict is Verdict.CLOSE


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (numbers(0.0, 0.0), "even on simulated replies"),
        (numbers(0.05, 0.045, None), "the difference may be none"),
        (numbers(0.5, 0.5, around(1.0, 0.6)), "the difference may be none"),
        (numbers(0.2, 0.5, around(2.5)), "do not flatter"),
    ],
)  # fmt: skip
def test_cannot_tell_says_why(found, why):
    told = judge(found)
    assert told.verdict is Verdict.CANNOT_TELL
    assert why in told.sentence
    assert told.claim.endswith("cannot be told")


def test_a_wide_difference_is_no_difference():
    assert judge(numbers(0.5, 0.1, None, reach=0.45)).verdict is Verdict.CANNOT_TELL


def test_numbers_that_are_not_there_are_no_verdict():
    nothing = Estimate(None)
    told = judge(Numbers(nothing, nothing, nothing, None, nothing, nothing))
    assert told.verdict is Verdict.CANNOT_TELL
    assert "climbs – per 100 steps" in told.sentence
