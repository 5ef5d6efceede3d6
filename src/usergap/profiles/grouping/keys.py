"""``Keys``: by what dialogues may belong together, and the groups that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from usergap.dialogues import Dialogue, person_of
from usergap.profiles.grouping.merging import Numbers
from usergap.profiles.grouping.numbers import Groups
from usergap.profiles.grouping.runs import Runs, Spill
from usergap.profiles.grouping.stars import packed, stars

PERSON, OTHERS = "person", ("conversation", "scenario", "context")


def number_of(key: str | None) -> int:
    """A key as 64 bits, 0 for none.

    Among a million keys two collide with odds of 1 to 37 million (n² / 2^65), which would
    join two groups, and nothing else.
    """
    if key is None:
        return 0
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


class Keys:
    """The keys of all dialogues so far, as 64 bits each, on disk past a million of a kind."""

    def __init__(self, spill: Spill) -> None:
        self._spill = spill
        self._rows = 0
        self._columns = {name: spill.runs(rows=True) for name in (PERSON, *OTHERS)}

    def add(self, dialogues: Sequence[Dialogue]) -> None:
        """Take the keys of dialogues that come next."""
        found = {
            PERSON: [person_of(d) for d in dialogues],
            "conversation": [d.conversation_id for d in dialogues],
            "scenario": [d.scenario_id for d in dialogues],
            "context": [d.context_id for d in dialogues],
        }
        self.add_numbers(
            {
                name: np.fromiter(map(number_of, keys), np.uint64, len(keys))
                for name, keys in found.items()
            }
        )

    def add_numbers(self, columns: dict[str, Numbers]) -> None:
        """Take the keys of rows that come next as `number_of` gives them, column by column."""
        count = len(columns[PERSON])
        for name, numbers in columns.items():
            known = np.flatnonzero(numbers)
            if known.size:
                rows = (known + self._rows).astype(np.uint32)
                self._columns[name].add(numbers[known], rows)
        self._rows += count

    def groups(self) -> tuple[Groups, dict[str, Any]]:
        """The groups as `usergap.dialogues.groups_of_people` numbers them; uses the keys up.

        And the profile's metadata about people: how many are named, and whether the
        dialogues of one person are one group; empty where nobody is named.
        """
        links = self._spill.runs()
        for name in OTHERS:
            _link(self._columns[name], links)
        found = stars(links, self._spill)
        apart = Groups(self._rows, found, self._spill)
        links = self._spill.runs()
        named = _link(self._columns[PERSON], links)
        if not named:
            found.close()
            return apart, {}
        for block in found.distinct():
            links.add(block)
        found.close()
        found = stars(links, self._spill)
        joined = Groups(self._rows, found, self._spill)
        found.close()
        kept = joined.largest <= max(self._rows / 2, apart.largest)
        chosen, other = (joined, apart) if kept else (apart, joined)
        other.close()
        return chosen, {"people": {"named": named, "joined": kept}}


def _link(column: Runs, links: Runs) -> int:
    """Link rows with the same key, and forget the keys; returns how many keys there are."""
    different, key_before, row_before = 0, None, np.uint32(0)
    for keys, rows in column.blocks():
        starts = np.ones(len(keys), bool)
        starts[1:] = keys[1:] != keys[:-1]
        one = rows[starts][np.cumsum(starts) - 1]
        if key_before is not None and keys[0] == key_before:
            one[keys == key_before] = row_before
            starts[0] = False
        different += int(starts.sum())
        key_before, row_before = keys[-1], one[-1]
        linked = one != rows
        one, rows = one[linked], rows[linked]
        links.add(packed(np.maximum(one, rows), np.minimum(one, rows)))
    column.close()
    return different
