"""What may be said of a share."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.study.blind.shares import Share
from usergap.study.blind.verdicts import false_discovery, holm, verdict_of


def share(low: float, high: float) -> Share:
    return Share(100, 50, 0.5, low, high, low, high, 0.5)


@pytest.mark.parametrize(
    ("low", "high", "p", "said"),
    [
        (0.41, 0.59, 0.9, "close"),
        (0.51, 0.59, 0.01, "close"),  # a difference, but one that is within the margin
        (0.51, 0.7, 0.01, "told apart"),
        (0.2, 0.39, 0.01, "told apart"),  # taken for the human more often than the human
        (0.51, 0.7, 0.06, "cannot tell"),  # not after adjusting
        (0.3, 0.7, 0.9, "cannot tell"),
    ],
)
def test_verdicts(low, high, p, said):
    assert verdict_of(share(low, high), p) == said


def test_two_raters_are_too_few_for_a_verdict():
    assert verdict_of(Share(80, 80, 1.0, 0.95, 1.0, None, None, None), None) == "cannot tell"


def test_holm_by_hand():
    # .01 * 3, then max(.03, .03 * 2), then max(.06, .04 * 1)
    assert holm([0.01, 0.04, None, 0.03]) == pytest.approx([0.03, 0.06, None, 0.06])


def test_benjamini_and_hochberg_by_hand():
    # .01 * 3/1, .03 * 3/2, .04 * 3/3, each at most the next
    assert false_discovery([0.01, 0.04, None, 0.03]) == pytest.approx([0.03, 0.04, None, 0.04])
    assert false_discovery([None]) == [None]


@given(st.lists(st.floats(0, 1), min_size=1))
def test_adjusting_never_makes_smaller_and_keeps_the_order(values):
    for adjusted in (holm(values), false_discovery(values)):
        assert all(one >= value - 1e-12 for one, value in zip(adjusted, values, strict=True))
        ranked = [adjusted[at] for at in sorted(range(len(values)), key=values.__getitem__)]
        assert all(one <= other + 1e-12 for one, other in pairwise(ranked))
