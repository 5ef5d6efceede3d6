"""Connected groups: rows that share a conversation, a scenario or a person belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from usergap.dialogues.model import Dialogue


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


def groups_of_people(
    people: Sequence[Hashable | None], *keys: Sequence[Hashable | None]
) -> tuple[list[int], bool]:
    """Connect rows over ``keys`` and over the people who wrote them, unless all hang together.

    One person's dialogues are no more independent than those of one scenario. But where
    everybody took part in several scenarios, each connects the next, and where one id stands
    for all, one group of nearly everything is left, which nothing can be resampled from.
    If people put more than half of the rows into one group, they are left aside: the rows
    then group by ``keys`` alone. Returns the numbers and whether people were kept.
    """
    joined = connected_groups(*keys, people)
    apart = connected_groups(*keys)
    if _largest(joined) > max(len(people) / 2, _largest(apart)):
        return apart, False
    return joined, True


def person_of(dialogue: Dialogue) -> str | None:
    """Who wrote a dialogue, where the file knows: its ``user_id``, a text or a whole number."""
    found = dialogue.extra.get("user_id")
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return str(found) or None


def _largest(numbers: Sequence[int]) -> int:
    return max(Counter(numbers).values(), default=0)
