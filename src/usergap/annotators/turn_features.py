"""From dialogues to the two parts of a turn's features, chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from usergap.annotators.hashing import Hashes, Ints
from usergap.annotators.turn_context import context
from usergap.annotators.turn_ngrams import BITS, BLOCKS, occurrences, reading
from usergap.annotators.turn_view import TurnView, view
from usergap.compiled import kernel
from usergap.dialogues import Dialogue

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class TurnFeatures:
    """Features of the turns of some dialogues.

    ``rows`` (turn x block) and ``buckets`` list the n-gram occurrences;
    ``context`` is (turns, dense features).
    """

    view: TurnView
    rows: Ints
    buckets: Ints
    context: Floats


def turn_features(dialogues: Sequence[Dialogue]) -> TurnFeatures:
    """All features of the user turns of the dialogues."""
    shown = view(dialogues)
    if not len(shown):
        nothing = np.zeros(0, dtype=np.int64)
        return TurnFeatures(shown, nothing, nothing, np.zeros((0, 0), dtype=np.float32))
    read = reading(shown)
    rows, buckets = occurrences(shown, read)
    return TurnFeatures(shown, rows, buckets, context(shown, read))


@dataclass(frozen=True)
class Columns:
    """Which buckets have a column: the one of their rank among them, as ``buckets`` rise."""

    buckets: npt.NDArray[np.int32]

    @cached_property
    def of(self) -> npt.NDArray[np.int32]:
        """The column of every bucket; -1: none."""
        table = np.full(2**BITS, -1, dtype=np.int32)
        table[self.buckets] = np.arange(len(self.buckets))
        return table

    @cached_property
    def ranks(self) -> tuple[Hashes, npt.NDArray[np.int32]]:
        """A bit a bucket, 64 a word, and how many are set before each word."""
        marked = np.zeros(2**BITS, dtype=np.uint8)
        marked[self.buckets] = 1
        marks = np.packbits(marked, bitorder="little").view("<u8").astype(np.uint64)
        each = marked.reshape(-1, 64).sum(axis=1)
        return marks, (np.cumsum(each) - each).astype(np.int32)


def known(
    rows: Ints, buckets: Ints, columns: Columns, rarity: Floats, turns: int
) -> sparse.csr_matrix[np.float32]:
    """``scaled`` of the occurrences whose bucket has a column."""
    if kernel is None:
        return plain_known(rows, buckets, columns, rarity, turns)
    values, indices = np.empty(len(rows), np.float32), np.empty(len(rows), np.int32)
    bounds = np.empty(turns + 1, dtype=np.int32)
    count = kernel.scaled(rows, buckets, *columns.ranks, rarity, values, indices, bounds)
    shape = (turns, len(rarity))
    return sparse.csr_matrix((values[:count], indices[:count], bounds), shape=shape)


def plain_known(
    rows: Ints, buckets: Ints, columns: Columns, rarity: Floats, turns: int
) -> sparse.csr_matrix[np.float32]:
    """``known`` without the compiled kernel."""
    column = columns.of[buckets]
    found = np.flatnonzero(column >= 0)
    return scaled(rows[found], column[found], rarity, turns)


def scaled(
    rows: Ints, columns: Ints | npt.NDArray[np.int32], rarity: Floats, turns: int
) -> sparse.csr_matrix[np.float32]:
    """(turns, columns): every occurrence counts its rarity, each block has length 1.

    The length of a block is the root of the sum of squares over occurrences.
    """
    value = rarity[columns]
    square = np.bincount(rows, weights=value * value, minlength=turns * len(BLOCKS))
    length = np.sqrt(np.maximum(square, 1e-12)).astype(np.float32)
    value /= length[rows]
    # numpy sorts 16 bits by radix
    turn = (rows // len(BLOCKS)).astype(np.uint16 if turns <= 2**16 else np.int64)
    order = np.argsort(turn, kind="stable")
    bounds = np.zeros(turns + 1, dtype=np.int32)
    np.cumsum(np.bincount(turn, minlength=turns), out=bounds[1:])
    indices = columns.astype(np.int32, copy=False)[order]
    return sparse.csr_matrix((value[order], indices, bounds), shape=(turns, len(rarity)))
