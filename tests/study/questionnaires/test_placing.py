"""Order and sides of questions: seeded, balanced, and without a word on what an answer means."""

import pytest

pytest.importorskip("sqlalchemy", reason="needs the extra study")

from hypothesis import given, settings
from hypothesis import strategies as st

from usergap.study.questionnaires.placing import placed
from usergap.study.questionnaires.reading import questionnaire

PMQ, TRUST = questionnaire("pmq"), questionnaire("trust")


@given(st.integers(0, 10**6), st.integers(0, 50), st.booleans())
@settings(max_examples=50, deadline=None)
def test_the_place_next_to_a_word_always_means_that_word(seed, item, flipped):
    for one in placed(PMQ, seed=seed, item=item, flipped=flipped):
        left, right = one.ends
        values = one.values(7)
        # the answer next to the high word is 7, whichever side it stands on
        assert (values[0], left) in ((7, one.question.high), (1, one.question.low))
        assert (values[-1], right) in ((7, one.question.high), (1, one.question.low))


@given(st.integers(0, 10**6), st.integers(0, 50))
@settings(max_examples=50, deadline=None)
def test_every_question_is_shown_both_ways_and_half_of_them_are_turned(seed, item):
    straight = placed(PMQ, seed=seed, item=item, flipped=False)
    flipped = placed(PMQ, seed=seed, item=item, flipped=True)
    sides = {one.question.id: one.turned for one in straight}
    assert {one.question.id: not one.turned for one in flipped} == sides
    for factor, size in (("human-likeness", 6), ("flexibility", 3)):
        turned = sum(sides[one.id] for one in PMQ.of(factor))
        assert turned in (size // 2, size - size // 2)


def test_statements_keep_their_scale():
    for flipped in (False, True):
        rows = placed(TRUST, seed=1, item=0, flipped=flipped)
        assert all(one.ends == ("not at all", "fully") for one in rows)
        assert all(one.values(7)[0] == 1 for one in rows)


def test_the_order_is_seeded_and_differs_between_items():
    def order(**changed):
        rows = placed(PMQ, **({"seed": 1, "item": 0, "flipped": False} | changed))
        return [one.question.id for one in rows]

    assert sorted(order()) == sorted(one.id for one in PMQ.questions)
    assert order() == order()
    assert order() != order(item=1)
    assert order() != order(flipped=True)
    assert order() != order(seed=2)


def test_sides_are_the_study_s_whatever_the_item():
    sides = [
        {one.question.id: one.turned for one in placed(PMQ, seed=1, item=item, flipped=False)}
        for item in range(5)
    ]
    assert all(one == sides[0] for one in sides)
