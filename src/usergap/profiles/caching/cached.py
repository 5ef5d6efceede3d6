"""``CachedMeasuring``: the rows of a batch, of which only what is not kept yet is measured."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

import pyarrow as pa

from usergap.dialogues import Dialogue
from usergap.profiles.batch import Plan
from usergap.profiles.caching.store import RowStore
from usergap.profiles.caching.units import Unit, joined, units_of

REMEMBERED = 8
"""Chunks kept unpacked: dialogues of one file mostly lie side by side."""

_OTHER = tuple(
    field.name for field in fields(Dialogue) if field.name not in ("id", "messages", "extra")
)
_other = attrgetter(*_OTHER)


def hash_of(dialogue: Dialogue, secret: bytes) -> bytes:
    """A keyed hash (16 bytes) of all that measures may look at: everything but the id."""
    said = [(message.role, message.content) for message in dialogue.messages]
    extra = json.dumps(dialogue.extra, sort_keys=True, default=repr)
    content = repr((said, _other(dialogue), extra)).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16, key=secret).digest()


class CachedMeasuring:
    """Measures batches by ``plan`` with the rows kept in ``folder``.

    A store that cannot be used (damaged, full, read only) is left aside for the rest of the
    run: rows are the same without it, only later. ``trouble`` then says what was found.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.units = units_of(plan)
        self.trouble: str | None = None
        self._store: RowStore | None = None
        self._chunks: OrderedDict[int, dict[str, pa.Table]] = OrderedDict()
        try:
            self._store = RowStore(folder)
        except (sqlite3.Error, OSError) as error:
            self.trouble = str(error)

    def rows(self, dialogues: Sequence[Dialogue]) -> pa.RecordBatch:
        """The rows of ``measure_batch``, bit for bit."""
        if self._store is not None:
            try:
                return self._with(self._store, dialogues)
            except (sqlite3.Error, OSError, pa.ArrowException) as error:
                self.trouble = str(error)
                self._store = None
        return joined(dialogues, [(unit, unit.measure(dialogues)) for unit in self.units])

    def _with(self, store: RowStore, dialogues: Sequence[Dialogue]) -> pa.RecordBatch:
        hashes = [hash_of(dialogue, store.secret) for dialogue in dialogues]
        places = store.places(hashes)
        found = [places.get(each, ()) for each in hashes]
        chunks = {chunk for held in found for chunk, _ in held}
        held = {chunk: self._chunk(store, chunk) for chunk in chunks}
        fresh: dict[tuple[int, ...], list[tuple[str, pa.Table]]] = {}
        measured: list[tuple[Unit, pa.Table]] = []
        for unit in self.units:
            where = [
                next(((c, at) for c, at in reversed(each) if unit.key in held[c]), None)
                for each in found
            ]
            missing = tuple(row for row, place in enumerate(where) if place is None)
            made = unit.measure([dialogues[row] for row in missing]) if missing else None
            if made is not None:
                fresh.setdefault(missing, []).append((unit.key, made))
            measured.append((unit, _gathered(unit, where, held, made)))
        for missing, tables in fresh.items():
            store.save([hashes[row] for row in missing], tables)
        return joined(dialogues, measured)

    def _chunk(self, store: RowStore, chunk: int) -> dict[str, pa.Table]:
        held = self._chunks.pop(chunk, None)
        self._chunks[chunk] = held = store.units(chunk) if held is None else held
        while len(self._chunks) > REMEMBERED:
            self._chunks.popitem(last=False)
        return held


def _gathered(
    unit: Unit,
    where: Sequence[tuple[int, int] | None],
    held: dict[int, dict[str, pa.Table]],
    made: pa.Table | None,
) -> pa.Table:
    """One table in the order of the rows, from chunks and from what was just measured."""
    used = sorted({place[0] for place in where if place is not None})
    tables = [held[chunk][unit.key] for chunk in used]
    starts, total = {}, 0
    for chunk, table in zip(used, tables, strict=True):
        starts[chunk], total = total, total + table.num_rows
    if made is not None:
        tables.append(made)
    order, fresh = [], total
    for place in where:
        if place is None:
            order.append(fresh)
            fresh += 1
        else:
            order.append(starts[place[0]] + place[1])
    whole = pa.concat_tables(tables)
    if order == list(range(whole.num_rows)):
        return whole
    return whole.take(pa.array(order, pa.int64()))
