import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.ledger.sweep.corruption import KINDS, corrupted

CODES = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2])
LENGTHS = np.array([1, 9, 3, 4, 5, 6, 7, 8, 2, 10])


@given(
    st.lists(st.integers(0, 3), max_size=40),
    st.floats(0, 1),
    st.sampled_from(KINDS),
    st.integers(0, 50),
)
def test_exactly_the_share_is_wrong_and_every_label_exists(codes, eta, kind, seed):
    before = np.array(codes, np.int64)
    after = corrupted(before, before, eta, kind, 4, seed)
    assert (after != before).sum() == round(eta * len(codes))
    assert ((after >= 0) & (after < 4)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_more_error_keeps_what_was_wrong(kind):
    less, more = (corrupted(CODES, LENGTHS, eta, kind, 3, 1) for eta in (0.3, 0.6))
    wrong = less != CODES
    assert (more[wrong] == less[wrong]).all()


def test_by_style_the_longest_are_wrong():
    wrong = corrupted(CODES, LENGTHS, 0.3, "style", 3, 5) != CODES
    assert sorted(LENGTHS[wrong]) == [8, 9, 10]


def test_by_class_one_class_is_wrong_before_the_next_and_always_alike():
    for seed in range(10):
        after = corrupted(CODES, LENGTHS, 0.5, "class", 3, seed)
        wrong = after != CODES
        # classes hold 4, 3 and 3 turns: five wrong ones are one class whole and part of one
        shares = [wrong[one == CODES].mean() for one in range(3)]
        assert sum(share == 1 for share in shares) == 1
        assert sum(share == 0 for share in shares) == 1
        assert all(len(set(after[wrong & (one == CODES)])) <= 1 for one in range(3))


def test_an_error_rate_is_a_share():
    with pytest.raises(InputError, match="error rate"):
        corrupted(CODES, LENGTHS, 1.5, "random", 3, 0)
