"""Splits: whole groups, people apart, and later dialogues held out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.train.talks import dated, marked, talk, talks
from usergap.errors import InputError
from usergap.train.flipping.splitting import Shares, disjoint_groups, split_dialogues
from usergap.train.flipping.times import time_of


def by(user, dialogue):
    return replace(dialogue, extra={**dialogue.extra, "user_id": user})


def parts(found):
    return {"train": found.train, "validation": found.validation, "held_out": found.held_out}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(1, 28)), min_size=8,
             max_size=30),
    st.booleans(),
)  # fmt: skip
def test_no_person_or_conversation_is_in_two_parts(rows, timed):
    dialogues = [
        by(f"u{user}", talk(i, conversation_id=f"c{c}")) for i, (user, c, _) in enumerate(rows)
    ]
    if timed:
        dialogues = dated(dialogues, [day for _, _, day in rows])
    try:
        found = split_dialogues(dialogues, Shares(0.2, 0.2))
    except InputError:
        return  # one group of nearly all: nothing can be parted
    placed = sorted((*found.train, *found.validation, *found.held_out, *found.straddling))
    assert placed == list(range(len(rows)))
    for key in ([c for _, c, _ in rows], *([[u for u, _, _ in rows]] if found.by_user else [])):
        owners = [{key[place] for place in part} for part in parts(found).values()]
        assert not owners[0] & (owners[1] | owners[2])
        assert not owners[1] & owners[2]
    if timed:
        days = [max((rows[p][2] for p in part), default=0) for part in parts(found).values()]
        first = [min((rows[p][2] for p in part), default=99) for part in parts(found).values()]
        assert days[0] < first[1]
        assert days[1] < first[2]


def test_the_latest_are_held_out_and_older_ones_of_the_same_person_are_left_out():
    # ten days, a dialogue each; d9 (held out) and d2 are by one person, d8 is validated
    dialogues = list(dated(talks(10), range(1, 11)))
    dialogues[2], dialogues[9] = by("ann", dialogues[2]), by("ann", dialogues[9])
    found = split_dialogues(dialogues, Shares(0.1, 0.1))
    assert (found.held_out, found.validation, found.straddling) == ((9,), (8,), (2,))
    assert found.train == (0, 1, 3, 4, 5, 6, 7)
    assert found.by_time
    assert found.by_user


def test_one_dialogue_without_a_time_makes_the_order_random_or_an_error():
    dialogues = [*dated(talks(9), range(1, 10)), talk(9)]
    assert not split_dialogues(dialogues).by_time
    with pytest.raises(InputError, match="found 1 of 10 without one"):
        split_dialogues(dialogues, order="time")
    assert not split_dialogues(dated(talks(10), range(1, 11)), order="random").by_time


def test_a_seed_draws_the_same_parts_and_another_others():
    dialogues = talks(40)
    assert split_dialogues(dialogues, seed=1) == split_dialogues(dialogues, seed=1)
    assert len({split_dialogues(dialogues, seed=s).held_out for s in range(5)}) > 1


@pytest.mark.parametrize("shares", [(-0.1, 0.1), (0.5, 0.5), (0.0, 1.0)])
def test_shares_that_cannot_be(shares):
    with pytest.raises(InputError, match="together below 1"):
        split_dialogues(talks(10), Shares(*shares))


def test_a_part_that_would_be_empty_is_an_error():
    one = [talk(i, conversation_id="c") for i in range(10)]
    with pytest.raises(InputError, match="10 dialogues in 1 groups"):
        split_dialogues(one)
    assert split_dialogues(one, Shares(0, 0)).train == tuple(range(10))


def test_people_who_hang_everything_together_are_left_aside_and_that_is_told():
    everybody = [by("me", each) for each in talks(10)]
    group, joined = disjoint_groups(everybody)
    assert joined is False
    assert len(set(group)) == 10
    assert disjoint_groups(talks(3))[1] is None


@pytest.mark.parametrize(
    "value",
    ["2024-01-02T03:04:05Z", "2024-01-02 03:04:05 UTC", "2024-01-02T04:04:05+01:00", 1704164645,
     1704164645000, "1704164645", datetime(2024, 1, 2, 3, 4, 5)],
)  # fmt: skip
def test_times_are_read_in_all_their_spellings(value):
    told = replace(talk(0), extra={"created_at": value})
    assert time_of(told) == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("value", ["yesterday", None, True, "", 1e300, ["2024-01-01"]])
def test_what_is_no_time_is_none(value):
    assert time_of(replace(talk(0), extra={"timestamp": value})) is None


def test_provenance_tells_the_time_where_the_record_does_not():
    assert time_of(marked(talk(0), created="2024-01-02T00:00:00Z")).day == 2
