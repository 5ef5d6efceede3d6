"""``measure_to``: from dialogues of any number to their profile on disk, in bounded memory."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.formats.kept import Kept
from usergap.formats.one_pass import OnePass
from usergap.formats.remote import is_url, send
from usergap.profiles.batch import Plan
from usergap.profiles.engines import Engine, PoolEngine, Work
from usergap.profiles.engines.engine import BATCH, TEXT
from usergap.profiles.grouping import MOST, Keys, Spill, number_of
from usergap.profiles.measure import made_how
from usergap.profiles.row_groups import ROW_GROUP, Draft, finish
from usergap.profiles.seeds import Seeds
from usergap.writing import whole

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


class _Seen:
    """What is kept of every dialogue while the input goes by; never its text."""

    def __init__(self, spill: Spill) -> None:
        self.count = 0
        self.keys = Keys(spill)
        self.seeds = Seeds()
        self._named = 0
        self._ids = spill.runs()

    def take(self, dialogues: Sequence[Dialogue]) -> None:
        """Remember what is needed of the dialogues that come next. Raises past ``MOST``."""
        self.count += len(dialogues)
        if self.count > MOST:
            raise InputError(f"expected at most {MOST:,} dialogues in one profile: measure shards")
        self.keys.add(dialogues)
        for dialogue in dialogues:
            self.seeds.add(dialogue)
        ids = [d.id for d in dialogues if not _GIVEN_BY_US.fullmatch(d.id)]
        self._ids.add(np.fromiter(map(number_of, ids), np.uint64, len(ids)))
        self._named += len(ids)

    def repeated_ids(self) -> int:
        """Dialogues whose id stood before."""
        return self._named - sum(map(len, self._ids.distinct()))


def measure_to(
    output: str | Path,
    source: str,
    plan: Plan,
    engine: Engine | None = None,
    *,
    columns: dict[str, str] | None = None,
    strict: bool = False,
    watch: Watch | None = None,
    stdin: BinaryIO | None = None,
) -> Written:
    """Measure what lies at ``source`` and write its profile to ``output``.

    The profile is that of ``measure_corpus``, bit for bit (same fingerprint), on every engine.
    Memory: some batches of 256 dialogues or 4 million characters, and a bounded part of what
    lies on disk beside the output while it is made: rows, keys of groups and hashes of ids, some
    56 bytes a dialogue, in files without a name. Both places may be URLs; ``-`` is ``stdin``,
    which is kept there too.
    ``watch`` is called with the reading and the number of dialogues just finished. Only for
    annotators that take a dialogue without a language for an English one, as the shipped ones
    do, and that do not look at ids. Raises as ``read`` and annotators do.
    """
    with _draft(output) as draft, Kept(draft.parent, stdin) as kept, ExitStack() as files:

        def measured(language: str | None) -> tuple[OnePass, _Seen, Draft]:
            reading = OnePass(source, columns, kept=kept)
            seen = _Seen(files.enter_context(Spill(draft.parent)))
            rows = files.enter_context(Draft(draft.parent))
            _measure(reading, seen, rows, plan, engine or PoolEngine(), watch, language)
            return reading, seen, rows

        found, seen, rows = measured(None)
        found.refuse(strict=strict)
        if found.languages[None] and found.assumed not in DEFINED:
            # the dialogues that do not tell are not in English: measure as what they are
            files.close()
            found, seen, rows = measured(found.assumed)
        groups, people = seen.keys.groups()
        metadata = made_how(
            found.name, seen.count, found.reading, found.dropped, plan, seen.seeds.found()
        )
        fingerprint = finish(rows, draft, groups, found.assumed, metadata | people)
        repeated = seen.repeated_ids()
    return Written(str(output), seen.count, fingerprint, repeated, found)


def _measure(
    reading: OnePass,
    seen: _Seen,
    rows: Draft,
    plan: Plan,
    engine: Engine,
    watch: Watch | None,
    language: str | None,
) -> None:
    """Measure everything into ``rows``, not yet numbered or grouped."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for work, batch in engine.run(_works(reading, seen, language), plan):
        waiting.append(batch)
        held += batch.num_rows
        if held >= ROW_GROUP:
            rows.add(waiting)
            waiting.clear()
            held = 0
        if watch is not None:
            watch(reading, len(work.dialogues))
    if waiting:
        rows.add(waiting)


def _works(reading: OnePass, seen: _Seen, language: str | None) -> Iterator[Work]:
    for number, chunk in enumerate(_chunks(reading)):
        seen.take(chunk)
        yield Work(number, tuple(_as(dialogue, language) for dialogue in chunk))


def _chunks(dialogues: Iterable[Dialogue]) -> Iterator[list[Dialogue]]:
    """``BATCH`` dialogues at a time, or fewer where they are long."""
    chunk: list[Dialogue] = []
    size = 0
    for dialogue in dialogues:
        chunk.append(dialogue)
        size += sum(len(message.content) for message in dialogue.messages)
        if len(chunk) == BATCH or size >= TEXT:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _as(dialogue: Dialogue, language: str | None) -> Dialogue:
    return dialogue if dialogue.language else replace(dialogue, language=language)


@contextmanager
def _draft(output: str | Path) -> Iterator[Path]:
    """A local file to write, which becomes the output if all goes well."""
    if not is_url(output):
        with whole(output) as draft:
            yield draft
        return
    draft = Path(tempfile.gettempdir(), f".usergap-{secrets.token_hex(8)}.part")
    try:
        yield draft
        send(draft, str(output))
    finally:
        draft.unlink(missing_ok=True)
