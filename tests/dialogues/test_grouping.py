import pytest
from hypothesis import given
from hypothesis import strategies as st

from usergap.dialogues import connected_groups


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
