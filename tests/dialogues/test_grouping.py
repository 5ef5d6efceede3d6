import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import Dialogue, Message, connected_groups, groups_of_people, person_of


def test_rows_connect_through_any_key() -> None:
    # 0-1 share a conversation, 1-2 a scenario, so 0, 1, 2 are one group; 3 stands alone.
    assert connected_groups(["a", "a", "b", None], [1, 2, 2, None]) == [0, 0, 0, 1]
    assert connected_groups() == []
    with pytest.raises(ValueError, match="one entry per row"):
        connected_groups([1], [1, 2])


keys = st.lists(st.tuples(*[st.none() | st.integers(0, 4)] * 2), max_size=12)


@given(keys)
def test_sharing_a_key_means_sharing_a_group(rows: list[tuple[int | None, int | None]]) -> None:
    groups = connected_groups([a for a, _ in rows], [b for _, b in rows])
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            if any(a is not None and a == b for a, b in zip(one, other, strict=True)):
                assert groups[i] == groups[j]
    assert sorted(set(groups)) == list(range(len(set(groups))))
    assert all(g <= max(groups[:i], default=-1) + 1 for i, g in enumerate(groups))


def test_dialogues_of_one_person_are_one_group() -> None:
    people = ["ann", "bob", "ann", None, None]
    assert groups_of_people(people, ["a", "b", "c", "d", "d"]) == ([0, 1, 0, 2, 2], True)
    assert groups_of_people([None] * 3, ["a", "b", "a"]) == ([0, 1, 0], True)
    assert groups_of_people([]) == ([], True)


def test_people_who_chain_everything_are_left_aside() -> None:
    # ann and bob both took scenarios 1 and 2, bob and cyd 2 and 3: all of it hangs together
    people, scenarios = ["ann", "ann", "bob", "bob", "cyd"], [1, 2, 2, 3, 3]
    assert groups_of_people(people, scenarios) == ([0, 1, 1, 2, 2], False)
    # one id for all is nobody's name
    assert groups_of_people(["user"] * 4, ["a", "b", "c", "d"]) == ([0, 1, 2, 3], False)
    # half of the rows may be one person's; a scenario may hold more than half by itself
    assert groups_of_people(["ann", "ann", "bob", "cyd"], ["a", "b", "c", "d"])[1]
    assert groups_of_people(["ann", "ann", "bob"], ["a", "a", "b"]) == ([0, 0, 1], True)


@pytest.mark.parametrize(
    ("told", "person"),
    [("ann", "ann"), (7, "7"), (0, "0"), ("", None), (None, None), (True, None), (["a"], None)],
)
def test_a_person_is_a_text_or_a_whole_number(told: object, person: str | None) -> None:
    dialogue = Dialogue("d", (Message("user", "hi"),), extra={"user_id": told})
    assert person_of(dialogue) == person
