"""Groups from numbers are those from the keys themselves, whatever the keys."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message, connected_groups
from usergap.profiles.components import Keys, components, number_of
from usergap.profiles.measure import groups_of

from .conftest import talk

KEY = st.none() | st.sampled_from("abcd")


def test_chains_over_two_keys_by_hand() -> None:
    # rows 0 and 3 share 5; rows 3 and 1 share 9 in the other column; row 2 has no key
    first = np.array([5, 0, 0, 5], np.uint64)
    second = np.array([0, 9, 0, 9], np.uint64)
    assert components(4, [first, second]).tolist() == [0, 0, 1, 0]
    assert components(0, [first[:0]]).tolist() == []
    assert components(2, []).tolist() == [0, 1]


@given(st.lists(st.tuples(KEY, KEY), max_size=30))
def test_as_the_union_find_over_whole_keys(rows: list[tuple[str | None, str | None]]) -> None:
    columns = [[row[at] for row in rows] for at in (0, 1)]
    numbers = [np.array([number_of(key) for key in column], np.uint64) for column in columns]
    assert components(len(rows), numbers).tolist() == connected_groups(*columns)


@given(st.lists(st.tuples(KEY, KEY, KEY, KEY), max_size=30), st.integers(1, 7))
def test_keys_taken_in_chunks_group_as_the_whole(
    rows: list[tuple[str | None, ...]], size: int
) -> None:
    dialogues = [
        Dialogue(
            str(at),
            (Message("user", "hi"),),
            conversation_id=a,
            scenario_id=b,
            context_id=c,
            extra={"user_id": person} if person else {},
        )
        for at, (a, b, c, person) in enumerate(rows)
    ]
    keys = Keys()
    for start in range(0, len(dialogues), size):
        keys.add(dialogues[start : start + size])
    numbers, people = keys.groups()
    expected, joined = groups_of(dialogues)
    assert numbers.tolist() == expected
    named = len({row[3] for row in rows} - {None})
    assert people == ({"people": {"named": named, "joined": joined}} if named else {})


def test_a_dialogue_costs_its_keys_and_no_text() -> None:
    keys = Keys()
    keys.add([talk(str(at), "x" * 10_000, scenario_id=str(at)) for at in range(100)])
    assert sum(column.itemsize * len(column) for column in keys.columns.values()) == 3200
