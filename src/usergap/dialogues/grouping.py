"""Connected groups: rows that share a conversation or a scenario belong together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def connected_groups(*keys: Sequence[Hashable | None]) -> list[int]:
    """Number the connected components over several keys per row.

    Every sequence holds one key per row; ``None`` connects to nothing. Rows that
    share any key, directly or through others, get the same number. Numbers count
    from 0 in order of first appearance.

    >>> connected_groups(["a", "b", None, "b"], [1, 2, 3, 1])
    [0, 0, 1, 0]
    """
    if not keys:
        return []
    if len({len(column) for column in keys}) != 1:
        raise ValueError("every key sequence needs one entry per row")
    parent = list(range(len(keys[0])))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for column in keys:
        first: dict[Hashable, int] = {}
        for row, key in enumerate(column):
            if key is not None:
                one, other = root(first.setdefault(key, row)), root(row)
                parent[max(one, other)] = min(one, other)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(root(row), len(numbers)) for row in range(len(parent))]
