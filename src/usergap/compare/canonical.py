"""An order of rows that depends on what they hold, never on where they stood.

Profiles carry running numbers for dialogues and groups, so the same dialogues in
another order give another table. Draws are made over rows in the order of their
digests: then the result is the same for every order of the input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Digests = NDArray[np.uint64]
ROW = "_row"  # the place in the input, added while comparing
DIGEST = "_digest"  # of the row, added while comparing: subsets of rows bring theirs along
RUNNING_NUMBERS = frozenset({"dialogue", "group", ROW, DIGEST})
AUDITED = "faults."
"""How columns begin that say what an audit found: they are beside what is compared, and
profiles from before have none."""


@lru_cache(maxsize=65536)
def key(text: str) -> int:
    """A stable 64-bit number of a text (BLAKE2b), equal on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def mix(values: Digests) -> Digests:
    """Scatter 64-bit numbers (SplitMix64, Steele, Lea and Flood 2014)."""
    z = values + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(z ^ (z >> np.uint64(31)), np.uint64)


def row_digests(table: pa.Table) -> Digests:
    """One number per row from everything it holds but the running numbers, shape (rows,)."""
    total = np.zeros(table.num_rows, np.uint64)
    for name in sorted(set(table.column_names) - RUNNING_NUMBERS):
        if name.startswith(AUDITED):
            continue
        total += mix(_bits(table[name]) ^ np.uint64(key(name)))
    return mix(total)


def digests_of(table: pa.Table) -> Digests:
    """The row digests that a table brings along (``with_row_numbers``), or made now, (rows,)."""
    if DIGEST in table.column_names:
        return np.asarray(table[DIGEST].to_numpy(), np.uint64)
    return row_digests(table)


def group_digests(digests: Digests, group: NDArray[np.int64], groups: int) -> Digests:
    """One number per group from its rows' digests, whatever their order, shape (groups,)."""
    total = np.zeros(groups, np.uint64)
    np.add.at(total, group, mix(digests))
    return mix(total)


def _bits(column: pa.ChunkedArray) -> Digests:
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        numbers = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
        known = ~np.asarray(column.is_null())
        plain = np.where(known, numbers, 0.0) + 0.0  # + 0.0 turns -0.0 into 0.0
        bits: Digests = mix(np.ascontiguousarray(plain, np.float64).view(np.uint64))
        return np.where(known, bits, np.uint64(key("null")))
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    codes: Mapping[object, int] = {None: key("null")}
    return np.array([codes.get(x) or key(_spell(x)) for x in column.to_pylist()], np.uint64)


def _spell(value: object) -> str:
    return value if isinstance(value, str) else repr(value)
