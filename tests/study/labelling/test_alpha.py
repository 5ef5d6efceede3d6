"""Alpha of sets of labels: hand-made answers, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.annotators.validation.agreement import nominal_alpha
from usergap.study.labelling.alpha import alpha, masi, nominal

A, B, AB, BC = (frozenset(x) for x in ("a", "b", "ab", "bc"))


def test_masi_by_hand():
    """Subset: 1 - 1/2 x 2/3; overlap: 1 - 1/3 x 1/3; nothing shared: 1."""
    assert masi(A, A) == 0
    assert masi(A, AB) == masi(AB, A) == pytest.approx(2 / 3)
    assert masi(AB, BC) == pytest.approx(8 / 9)
    assert masi(A, B) == 1


def test_alpha_with_near_misses_by_hand():
    """Units (a, a), (a, ab), (b, b): n = 6, values a 3, ab 1, b 2.

    n D_o = 2 x 2/3 = 4/3 (one ordered pair each way, divided by m - 1 = 1).
    Pairs of all values: a-ab 2·3·1·2/3 = 4, a-b 2·3·2·1 = 12, ab-b 2·1·2·2/3 = 8/3: 56/3.
    alpha = 1 - 5 (4/3) / (56/3) = 1 - 20/56 = 9/14.
    """
    units = [{"p": A, "q": A}, {"p": A, "q": AB}, {"p": B, "q": B}]
    assert alpha(units, [0, 1, 2], masi, 0).value == pytest.approx(9 / 14)
    # all or nothing: n D_o = 2; pairs 2(3·1 + 3·2 + 1·2) = 22: 1 - 5·2/22
    assert alpha(units, [0, 1, 2], nominal, 0).value == pytest.approx(1 - 10 / 22)


def test_units_of_one_rater_say_nothing():
    units = [{"p": A, "q": A}, {"p": B, "q": B}, {"p": BC}]
    assert alpha(units, [0, 1, 2], masi, 0).value == 1
    assert alpha([{"p": A}, {"q": B}], [0, 1], masi, 0).value is None
    assert alpha([{"p": A, "q": A}] * 3, [0, 1, 2], masi, 0).value is None


said = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=25)


@given(said)
def test_two_raters_on_one_label_get_the_usual_coefficient(pairs):
    units = [{"p": one, "q": other} for one, other in pairs]
    expected = nominal_alpha(pairs)
    found = alpha(units, list(range(len(units))), nominal, 0)
    assert found.value == (None if expected is None else pytest.approx(expected))


@given(said)
def test_neither_names_nor_order_matter(pairs):
    units = [{"p": A if x else B, "q": AB if y else B} for x, y in pairs]
    turned = [{"q": unit["p"], "p": unit["q"]} for unit in reversed(units)]
    one = alpha(units, [0] * len(units), masi, 0).value
    other = alpha(turned, [0] * len(units), masi, 0).value
    assert one == (None if other is None else pytest.approx(other))


def of_raters_who_differ(count, seed):
    """15 % of second judgements turned at even odds: alpha is 1 - .15 / .5 = .7."""
    draw = np.random.default_rng(seed)
    first = draw.integers(0, 2, count).astype(bool)
    second = np.where(draw.random(count) < 0.15, ~first, first)
    units = [{"p": bool(x), "q": bool(y)} for x, y in zip(first, second, strict=True)]
    return alpha(units, list(range(count)), nominal, 1)


def test_the_interval_covers_the_truth():
    """60 runs; with true coverage .93 fewer than 50 have a chance of 1 in 200."""
    found = [of_raters_who_differ(60, seed) for seed in range(60)]
    assert sum(one.low < 0.7 < one.high for one in found) >= 50


def test_the_interval_narrows_with_more_dialogues():
    few, many = of_raters_who_differ(30, 3), of_raters_who_differ(600, 3)
    assert few.low < few.value < few.high
    assert many.high - many.low < (few.high - few.low) / 2
