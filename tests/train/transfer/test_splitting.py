import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.errors import InputError
from usergap.train.transfer.replies import Example, ReplyPair
from usergap.train.transfer.splitting import Parts, parts_of


def pair(group, reply="a b"):
    return ReplyPair(group, Example((), reply), Example((), f"{reply} {group}"))


@given(st.integers(0, 500), st.floats(0.2, 0.6))
def test_no_group_is_on_both_parts(seed, share):
    pairs = [pair(number // 3) for number in range(90)]
    parts = parts_of(pairs, share, 60, 30, seed)
    assert not {p.group for p in parts.train} & {p.group for p in parts.test}
    assert len(parts.train) <= 60
    assert len(parts.test) <= 30


def test_seeds_hold_out_other_groups():
    pairs = [pair(number) for number in range(40)]
    held_out = {tuple(sorted(p.group for p in parts_of(pairs, 0.3, 99, 99, s).test))
                for s in range(5)}  # fmt: skip
    assert len(held_out) == 5
    assert {len(each) for each in held_out} == {12}


def test_copied_replies_are_counted_by_side():
    parts = Parts((pair(1, "Yes"), pair(2, "no")), (pair(3, "yes "), pair(4, "perhaps")))
    assert parts.copied().tolist() == [0.0, 0.5]


def test_too_few_pairs_are_refused():
    with pytest.raises(InputError, match="expected 5 pairs"):
        parts_of([pair(number) for number in range(12)], 0.3, 99, 99, 0)
