"""Scores and Cronbach's alpha: known answers by hand, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from usergap.study.questionnaires.questionnaire import Question, Questionnaire
from usergap.study.questionnaires.scoring import Sheet, coded, cronbach, scores

FORM = Questionnaire(
    "own", "Own", "?", 7,
    (
        Question("a", "f", "no", "yes"),
        Question("b", "f", "no", "yes", reverse=True),
        Question("c", "f", "no", "yes"),
        Question("d", "other", "no", "yes"),
    ),
)  # fmt: skip


def sheet(a, b, c, rater="r", group="g"):
    return Sheet(rater, group, "0", {"own.a": a, "own.b": b, "own.c": c})


def test_reversed_questions_are_turned():
    # 7-point scale: 2 becomes 8 - 2 = 6, so (7 + 6 + 5) / 3 = 6
    assert scores(FORM, "f", [sheet(7, 2, 5)]).value.tolist() == [6.0]


def test_half_of_the_questions_is_enough_and_less_is_not():
    # two of three: (7 + (8 - 2)) / 2; one of three is less than half
    found = scores(FORM, "f", [sheet(7, 2, None), sheet(7, None, None), sheet(None, None, None)])
    assert found.value.tolist() == [6.5]
    assert found.unscored == 2


def test_an_even_factor_takes_exactly_half():
    form = Questionnaire("own", "O", "?", 7, FORM.questions[:2])
    assert scores(form, "f", [sheet(4, None, None)]).value.tolist() == [4.0]


def test_questions_that_were_never_asked_count_as_open():
    assert np.isnan(coded(FORM, "other", [sheet(1, 1, 1)])).all()
    assert scores(FORM, "other", [sheet(1, 1, 1)]).unscored == 1


ONE = np.array(["g"] * 3)
WHO = np.array(["r", "s", "t"])


def test_alpha_and_feldt_by_hand():
    # variances 1 and 1, totals 2, 5, 5 with variance 3: 2 / (2 - 1) * (1 - 2 / 3) = 2 / 3.
    # F with 2 and 2 degrees of freedom has the distribution x / (1 + x), so its 97.5 % point is
    # 39 and its 2.5 % point 1 / 39: low = 1 - 39 / 3 = -12, high = 1 - 1 / 117.
    found = cronbach(np.array([[1.0, 1], [2, 3], [3, 2]]), ONE, WHO)
    assert found.value == pytest.approx(2 / 3, abs=1e-12)
    assert found.low == pytest.approx(-12, abs=1e-9)
    assert found.high == pytest.approx(1 - 1 / 117, abs=1e-9)


def test_alpha_of_questions_that_say_the_same_is_one():
    assert cronbach(np.array([[1.0, 2], [2, 3], [3, 4]]), ONE, WHO).value == pytest.approx(1)


def test_a_difference_of_groups_is_no_reliability():
    # within both groups the two questions go against each other exactly: no total differs
    rows = np.array([[1.0, 2], [2, 1], [6, 7], [7, 6]])
    group = np.array(["a", "a", "b", "b"])
    who = np.array(["r", "s", "t", "u"])
    assert cronbach(rows, group, who).value is None
    assert cronbach(rows, np.array(["a"] * 4), who).value > 0.9


def test_more_sheets_of_the_same_raters_give_no_narrower_interval():
    rows = np.array([[1.0, 1], [2, 3], [3, 2]])
    once = cronbach(rows, ONE, WHO)
    thrice = cronbach(np.tile(rows, (3, 1)), np.tile(ONE, 3), np.tile(WHO, 3))
    assert thrice.value == pytest.approx(once.value)
    assert thrice.low == pytest.approx(once.low)


@pytest.mark.parametrize(
    "rows", [np.array([[1.0], [2], [3]]), np.full((3, 2), 4.0), np.zeros((0, 2))]
)
def test_alpha_is_undefined_for_one_question_or_no_spread_or_nobody(rows):
    count = len(rows)
    assert cronbach(rows, ONE[:count], WHO[:count]).value is None


@given(arrays.arrays(float, (8, 4), elements=st.integers(1, 7).map(float)), st.randoms())
@settings(max_examples=50, deadline=None)
def test_alpha_is_at_most_one_and_does_not_see_order_or_shift(rows, random):
    group, who = np.array(["g"] * 8), np.array([str(at) for at in range(8)])
    found = cronbach(rows, group, who)
    if found.value is None:
        return
    assert found.low <= found.value <= 1 + 1e-9
    order = list(range(8))
    random.shuffle(order)
    again = cronbach(rows[order][:, ::-1] + 3, group, who)
    assert again.value == pytest.approx(found.value, abs=1e-9)
