from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.train.latent_states.scoring import Judgement, agreed, alignment

share = st.floats(0, 1)
points = st.lists(share, max_size=3).map(tuple)


@pytest.mark.parametrize(
    ("found", "penalty", "score"),
    [
        ((1.0, 0.5), 0.25, 0.5),  # C = 0.75
        ((1.0,), 0.0, 1.0),
        ((0.2, 0.0, 0.1), 0.6, 0.0),  # C - P < 0 is cut off
        ((), 0.3, None),
    ],
)
def test_by_hand(found: tuple[float, ...], penalty: float, score: float | None) -> None:
    assert alignment(Judgement(found, penalty)) == pytest.approx(score)


@given(points, share, share)
def test_it_is_a_share_and_falls_with_the_penalty(found, penalty, more) -> None:
    one, other = (alignment(Judgement(found, p)) for p in sorted((penalty, more)))
    if found:
        assert 0 <= other <= one <= 1
    else:
        assert one is other is None


@given(st.lists(st.tuples(points, share), min_size=2, max_size=2))
def test_the_order_of_showing_does_not_matter(pairs) -> None:
    orders = [{"goal": Judgement(*pair)} for pair in pairs]
    assert agreed(orders) == agreed(orders[::-1])


def test_a_state_counts_where_all_orders_have_it() -> None:
    one = {"goal": Judgement((1.0,), 0.0), "emotion": Judgement((0.5,), 0.0)}
    other = {"goal": Judgement((0.5,), 0.0), "emotion": Judgement((), 0.0)}
    assert agreed([one, other]) == {"goal": 0.75}


def test_an_order_without_a_valid_answer_leaves_nothing() -> None:
    assert agreed([{"goal": Judgement((1.0,), 0.0)}, None]) is None
    assert agreed([]) is None
