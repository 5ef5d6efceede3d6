"""``measure_to``: from dialogues of any number to their profile on disk, in bounded memory."""

from __future__ import annotations

import re
import tempfile
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from usergap.dialogues import Dialogue
from usergap.formats.one_pass import OnePass
from usergap.formats.remote import is_url, send
from usergap.profiles.batch import Plan
from usergap.profiles.components import Keys, number_of
from usergap.profiles.engines import Engine, PoolEngine, Work
from usergap.profiles.engines.engine import BATCH
from usergap.profiles.measure import made_how
from usergap.profiles.row_groups import finish
from usergap.profiles.schema import schema
from usergap.profiles.seeds import Seeds
from usergap.writing import whole

ROW_GROUP = 64 * BATCH
"""Rows of a Parquet row group: what is held of the profile at once."""

DEFINED = (None, "en")
"""Languages that every measure and shipped annotator takes for the same."""

_GIVEN_BY_US = re.compile("[0-9a-f]{16}-1")  # a dialogue without an id gets a content hash

Watch = Callable[[OnePass, int], None]


@dataclass(frozen=True)
class Written:
    """A profile on disk: where, how large, its fingerprint, and what reading remarked.

    ``repeated_ids``: dialogues with an id that stood before; they are measured like others.
    """

    path: str
    dialogues: int
    fingerprint: str
    repeated_ids: int
    reading: OnePass = field(repr=False)


@dataclass
class _Seen:
    """What is kept of every dialogue while the input goes by; never its text."""

    count: int = 0
    keys: Keys = field(default_factory=Keys)
    seeds: Seeds = field(default_factory=Seeds)
    ids: array[int] = field(default_factory=lambda: array("Q"))

    def take(self, dialogues: Sequence[Dialogue]) -> None:
        """Remember what is needed of the dialogues that come next."""
        self.count += len(dialogues)
        self.keys.add(dialogues)
        for dialogue in dialogues:
            self.seeds.add(dialogue)
            if not _GIVEN_BY_US.fullmatch(dialogue.id):
                self.ids.append(number_of(dialogue.id))

    @property
    def repeated_ids(self) -> int:
        """Dialogues whose id stood before."""
        return len(self.ids) - int(np.unique(np.frombuffer(self.ids, np.uint64)).size)


def measure_to(
    output: str | Path,
    source: str,
    plan: Plan,
    engine: Engine | None = None,
    *,
    columns: dict[str, str] | None = None,
    strict: bool = False,
    watch: Watch | None = None,
) -> Written:
    """Measure what lies at ``source`` and write its profile to ``output``.

    The profile is that of ``measure_corpus``, bit for bit (same fingerprint), on every engine.
    Memory: some hundred batches of 256 dialogues, and 40 bytes a dialogue for its group
    and id. Both
    places may be URLs. ``watch`` is called with the reading and the number of dialogues just
    finished. Only for annotators that take a dialogue without a language for an English one,
    as the shipped ones do, and that do not look at ids. Raises as ``read`` and annotators do.
    """
    with _draft(output) as draft:
        rows = draft.with_name(draft.name + ".rows")
        try:
            found, seen = _measured(rows, source, columns, plan, engine, watch, None)
            found.refuse(strict=strict)
            if found.languages[None] and found.assumed not in DEFINED:
                # the dialogues that do not tell are not in English: measure as what they are
                language = found.assumed
                found, seen = _measured(rows, source, columns, plan, engine, watch, language)
            groups, people = seen.keys.groups()
            metadata = made_how(
                found.name, seen.count, found.reading, found.dropped, plan, seen.seeds.found()
            )
            fingerprint = finish(rows, draft, groups, found.assumed, metadata | people)
        finally:
            rows.unlink(missing_ok=True)
    return Written(str(output), seen.count, fingerprint, seen.repeated_ids, found)


def _measured(
    rows: Path,
    source: str,
    columns: dict[str, str] | None,
    plan: Plan,
    engine: Engine | None,
    watch: Watch | None,
    language: str | None,
) -> tuple[OnePass, _Seen]:
    """Measure everything into ``rows``, not yet numbered or grouped."""
    passing, seen = OnePass(source, columns), _Seen()
    with pq.ParquetWriter(rows, schema(), compression="zstd") as writer:
        waiting: list[pa.RecordBatch] = []
        works = _works(passing, seen, language)
        for work, batch in (engine or PoolEngine()).run(works, plan):
            waiting.append(batch)
            if len(waiting) * BATCH >= ROW_GROUP:
                writer.write_table(pa.Table.from_batches(waiting), ROW_GROUP)
                waiting.clear()
            if watch is not None:
                watch(passing, len(work.dialogues))
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting), ROW_GROUP)
    return passing, seen


def _works(passing: OnePass, seen: _Seen, language: str | None) -> Iterator[Work]:
    dialogues = iter(passing)
    number = 0
    while chunk := tuple(islice(dialogues, BATCH)):
        seen.take(chunk)
        yield Work(number, tuple(_as(dialogue, language) for dialogue in chunk))
        number += 1


def _as(dialogue: Dialogue, language: str | None) -> Dialogue:
    return dialogue if dialogue.language else replace(dialogue, language=language)


@contextmanager
def _draft(output: str | Path) -> Iterator[Path]:
    """A local file to write, which becomes the output if all goes well."""
    if not is_url(output):
        with whole(output) as draft:
            yield draft
        return
    with tempfile.TemporaryDirectory(prefix="usergap-") as folder:
        draft = Path(folder) / "profile.parquet"
        yield draft
        send(draft, str(output))
