"""Groups of dialogues over a whole input that is never held: keys as numbers, 8 bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue, person_of

KEYS = ("person", "conversation", "scenario", "context")


def number_of(key: str | None) -> int:
    """A key as 64 bits, 0 for none.

    Among a million keys two collide with odds of 1 to 37 million (n² / 2^65), which would
    join two groups, and nothing else.
    """
    if key is None:
        return 0
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


@dataclass
class Keys:
    """The keys of all dialogues so far by which they may belong together: 32 bytes each."""

    columns: dict[str, array[int]] = field(
        default_factory=lambda: {name: array("Q") for name in KEYS}
    )

    def add(self, dialogues: Sequence[Dialogue]) -> None:
        """Take the keys of dialogues that come next."""
        for name, found in (
            ("person", [person_of(d) for d in dialogues]),
            ("conversation", [d.conversation_id for d in dialogues]),
            ("scenario", [d.scenario_id for d in dialogues]),
            ("context", [d.context_id for d in dialogues]),
        ):
            self.columns[name].extend(map(number_of, found))

    def groups(self) -> tuple[NDArray[np.int32], dict[str, Any]]:
        """Each dialogue's group as `usergap.dialogues.groups_of_people` numbers them.

        And the profile's metadata about people: how many are named, and whether the
        dialogues of one person are one group; empty where nobody is named.
        """
        columns = {n: np.frombuffer(c, dtype=np.uint64) for n, c in self.columns.items()}
        people, *keys = columns.values()
        apart = components(len(people), keys)
        named = np.unique(people[people != 0]).size
        if not named:
            return apart, {}
        joined = components(len(people), [*keys, people])
        kept = _largest(joined) <= max(len(people) / 2, _largest(apart))
        return (joined if kept else apart), {"people": {"named": int(named), "joined": kept}}


def components(rows: int, columns: Sequence[NDArray[np.uint64]]) -> NDArray[np.int32]:
    """The connected component of each row, numbered from 0 in order of first appearance.

    Rows that share a value other than 0 in any of ``columns`` (each of shape ``(rows,)``)
    are connected.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends: list[NDArray[np.int32]] = []
    starts: list[NDArray[np.int32]] = []
    for column in columns:
        known = np.flatnonzero(column).astype(np.int32)
        _, first, which = np.unique(column[known], return_index=True, return_inverse=True)
        root = known[first][which]
        linked = root != known
        starts.append(root[linked])
        ends.append(known[linked])
    row = np.concatenate([np.empty(0, np.int32), *starts])
    if not row.size:
        return np.arange(rows, dtype=np.int32)
    edges = (np.ones(row.size, np.int8), (row, np.concatenate(ends)))
    graph = coo_array(edges, shape=(rows, rows))
    _, label = connected_components(graph, directed=False)
    _, first, which = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int32)
    rank[np.argsort(first)] = np.arange(first.size, dtype=np.int32)
    return rank[which]


def _largest(groups: NDArray[np.int32]) -> int:
    return int(np.bincount(groups).max()) if groups.size else 0
