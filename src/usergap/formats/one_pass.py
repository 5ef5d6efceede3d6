"""``OnePass``: what ``read`` reads, dialogue after dialogue, in memory that does not grow."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from usergap.dialogues import Dialogue, Reading, Remark
from usergap.formats.building import ASSUMED, UNDETERMINED, Builder
from usergap.formats.format import Log
from usergap.formats.kept import Kept
from usergap.formats.read import (
    SKIPPED,
    drafts_in,
    name_of,
    no_such_side,
    place_of,
    refuse_empty,
    side_of,
)
from usergap.formats.remote import is_url, open_url, urls
from usergap.formats.source import Source, combined_hash, expand

KEPT = 1000
"""Remarks kept one by one, and reasons counted apart; what comes after is only counted."""

OTHER = "other reasons"


@dataclass
class OnePass:
    """The dialogues of one place in their order, and, once all were taken, the account of them.

    Dialogues, notes and the account are those of ``read``, but for three things that need the
    whole: ids are not made unique, remarks past the first ``KEPT`` are only counted, and a
    dialogue that does not tell its language has none until ``assumed`` says, at the end, which
    one four in five others have. ``source`` is a path, ``-`` or a URL that fsspec knows (extra
    ``cluster``); ``kept`` says what standard input is and where it is put to be read twice.
    """

    source: str
    columns: Mapping[str, str] | None = None
    remarks: list[Remark] = field(default_factory=list)
    further: Counter[tuple[bool, str]] = field(default_factory=Counter)
    dropped: int = 0
    notes: Counter[str] = field(default_factory=Counter)
    languages: Counter[str | None] = field(default_factory=Counter)
    place: int = 0
    size: int = 0
    reading: Reading = field(default_factory=Reading)
    name: str = ""
    kept: Kept = field(default_factory=Kept, repr=False)
    _refused: list[Remark] = field(default_factory=list)

    def __iter__(self) -> Iterator[Dialogue]:
        """Every dialogue, once. Raises ``InputError`` as ``read`` does."""
        sources, skipped = self._sources()
        self.name = name_of(self.source, [_named(one) for one in sources])
        digests: list[str] = []
        kinds: list[str] = []
        rows = 0
        if skipped:
            self.notes[SKIPPED] += len(skipped)
        for one in sources:
            log = Log(one.shown)
            yield from self._dialogues(one, log, digests, kinds, alone=len(sources) == 1)
            self._drain(log)
            self.notes.update(log.notes)
            rows += log.rows
        if missing := self.languages[None]:
            self.notes[ASSUMED if self.assumed else UNDETERMINED] += missing
        self.reading = Reading(
            path=self.source if is_url(self.source) else place_of(self.source, sources),
            format=", ".join(kinds),
            sha256=combined_hash(digests),
            rows=rows,
            remarks=tuple(self.remarks),
            notes=+self.notes,
        )

    @property
    def assumed(self) -> str | None:
        """The language that four in five of those have that tell one; None: there is none."""
        told = Counter({code: n for code, n in self.languages.items() if code})
        if not told:
            return None
        code, count = told.most_common(1)[0]
        return code if count >= 0.8 * told.total() else None

    def refuse(self, *, strict: bool) -> None:
        """Raises ``InputError`` where there was no dialogue, and under ``strict`` for any drop."""
        found = self.languages.total()
        if found and not (strict and self.dropped):
            return
        reading = Reading(self.reading.path, rows=self.reading.rows, remarks=tuple(self._refused))
        refuse_empty(reading, [_ANY] if found else [], strict=strict, dropped=self.dropped)

    def _sources(self) -> tuple[list[Source], list[str]]:
        if is_url(self.source):
            return urls(self.source), []
        return expand(self.source)

    def _dialogues(
        self, source: Source, log: Log, digests: list[str], kinds: list[str], *, alone: bool
    ) -> Iterator[Dialogue]:
        opened, digest, raw = self._open(source)
        digests.append(digest)
        before, self.size = self.size, self.size + _size(opened)
        builder, found = Builder(), False
        with opened:
            kind, drafts = drafts_in(source, opened, log, self.columns, alone=alone)
            if kind and kind.name not in kinds:
                kinds.append(kind.name)
            choose = source.side if kind and not kind.sides else None
            for line, draft in drafts:
                builder.add(draft, line, log)
                if len(log.remarks) > KEPT:
                    self._drain(log)
                for dialogue in builder.take():
                    if choose is None or side_of(dialogue) == choose:
                        found = True
                        self.languages[dialogue.language] += 1
                        self.place = before + raw.tell()
                        yield dialogue
        if choose and not found:
            raise no_such_side(source)

    def _open(self, source: Source) -> tuple[io.BufferedReader, str, IO[bytes]]:
        if is_url(source.shown):
            opened, digest = open_url(source.shown)
        else:
            opened, digest = self.kept.open(source)
        raw = getattr(opened, "raw", None)
        return opened, digest, raw if raw is not None else opened

    def _drain(self, log: Log) -> None:
        for remark in log.remarks:
            self.dropped += remark.dropped
            if remark.dropped and len(self._refused) < KEPT:
                self._refused.append(remark)
            if len(self.remarks) < KEPT:
                self.remarks.append(remark)
                continue
            key = (remark.dropped, remark.reason)
            full = key not in self.further and len(self.further) >= KEPT
            self.further[(remark.dropped, OTHER) if full else key] += 1
        log.remarks.clear()


_ANY = Dialogue("", ())


def _named(source: Source) -> Source:
    """The source with a path to take a name from, where it is a URL."""
    if not is_url(source.shown):
        return source
    return Source(Path(source.shown.rpartition("/")[2]), source.side, source.shown)


def _size(stream: io.BufferedReader) -> int:
    end = stream.seek(0, 2)
    stream.seek(0)
    return end
