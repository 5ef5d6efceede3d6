"""``read``: a corpus from whatever people have, with an account of everything lost."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from usergap.dialogues import Corpus, Dialogue, Reading, Remark
from usergap.dialogues.cleaning import printable
from usergap.dialogues.endings import END_TOKENS, TRAILING_END_TOKENS
from usergap.errors import InputError
from usergap.formats.building import Builder
from usergap.formats.container import rows
from usergap.formats.format import BadRowError, Draft, Format, Log, Said
from usergap.formats.records import records
from usergap.formats.registry import formats
from usergap.formats.source import (
    Source,
    combined_hash,
    expand,
    open_source,
    split_side,
    unzipped,
)

SKIPPED = "files passed over (no data)"


def read(
    source: str | Path | Sequence[str | Path],
    *,
    name: str | None = None,
    strict: bool = False,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    end_tokens: Sequence[str] = END_TOKENS,
    trailing_end_tokens: Sequence[str] = TRAILING_END_TOKENS,
) -> Corpus:
    """Read dialogues from files, folders or standard input (``-``), told by content.

    ``FILE#real`` and ``FILE#simulated`` choose a side where a file holds both.
    ``columns`` maps our names (`id`, `role`, `content`, `messages`, `user`,
    `assistant`, `domain` ...) to a file's own. ``name`` defaults to the folder's name
    or the first file's stem, with the side where one was chosen. ``end_tokens`` are
    removed from users' messages wherever they stand, ``trailing_end_tokens`` only at
    the end of the last one. Rows that cannot be used are dropped and listed in
    ``corpus.reading.remarks``; notable things are counted in ``.notes``.

    Raises InputError where there is nothing to read or no usable dialogue, where a
    file holds both sides and none is chosen, and under ``strict`` for any drop.
    """
    sources, skipped = expand(source)
    builder = Builder(end_tokens, trailing_end_tokens)
    logs: list[Log] = []
    names: list[str] = []
    digests: list[str] = []
    for one in sources:
        stream, digest = open_source(one, stdin if stdin is not None else _stdin(one))
        log = Log(one.shown)
        logs.append(log)
        digests.append(digest)
        with stream:
            kind = _read_one(one, stream, log, builder, columns, alone=len(sources) == 1)
        if kind and kind.name not in names:
            names.append(kind.name)
    notes: Counter[str] = Counter()
    remarks: list[Remark] = []
    for log in logs:
        notes.update(log.notes)
        remarks += log.remarks
    if skipped:
        notes[SKIPPED] += len(skipped)
    builder.settle_languages(notes)
    reading = Reading(
        path=place_of(source, sources),
        format=", ".join(names),
        sha256=combined_hash(digests),
        rows=sum(log.rows for log in logs),
        remarks=tuple(remarks),
        notes=+notes,
    )
    refuse_empty(reading, builder.dialogues, strict=strict)
    return Corpus(name or name_of(source, sources), tuple(builder.dialogues), reading)


def _stdin(source: Source) -> BinaryIO | None:
    return sys.stdin.buffer if source.path is None else None


def _read_one(
    source: Source,
    stream: BufferedReader,
    log: Log,
    builder: Builder,
    columns: Mapping[str, str] | None,
    *,
    alone: bool,
) -> Format | None:
    kind, drafts = drafts_in(source, stream, log, columns, alone=alone)
    before = len(builder.dialogues)
    for line, draft in drafts:
        builder.add(draft, line, log)
    if kind and source.side and not kind.sides:
        chosen = [d for d in builder.dialogues[before:] if side_of(d) == source.side]
        if not chosen:
            raise no_such_side(source)
        builder.dialogues[before:] = chosen
    return kind


def drafts_in(
    source: Source,
    stream: BufferedReader,
    log: Log,
    columns: Mapping[str, str] | None,
    *,
    alone: bool,
) -> tuple[Format | None, Iterator[tuple[int, Draft]]]:
    """A file's format and its drafts with their lines; None where it holds no dialogues."""
    kind, found, keys = records(rows(unzipped(stream, log), log), log, columns)
    if kind is None:
        if alone and keys:
            raise InputError(_not_recognised(source, keys))
        if {"dialogue_id", "turn"} <= set(keys):  # labels, which lie beside dialogues
            log.notes[SKIPPED] += 1
        elif keys or not log.remarks:
            held = "no known format" if keys else _held(stream, once=source.path is None)
            log.drop(0, "file", "dialogues", Said(held))
        return None, iter(())
    if kind.sides and source.side is None:
        spellings = " or ".join(f"{source.shown}#{side}" for side in kind.sides)
        folder = "" if alone else f" (or put it after the folder's name: FOLDER#{kind.sides[0]})"
        raise InputError(
            f"{source.shown}: {kind.title} hold both sides: say which one, {spellings}{folder}"
        )
    return kind, _drafts(kind, found, log, source.side)


def no_such_side(source: Source) -> InputError:
    """The error for a file without a dialogue of the side that was chosen."""
    return InputError(f"{source.shown}#{source.side}: found no {source.side} dialogue there")


def _held(stream: BufferedReader, *, once: bool) -> str:
    """What a file without one record holds, in words."""
    if not stream.seek(0, 2):
        return f"nothing{' (it can be read only once)' if once else ''}"
    stream.seek(0)
    while block := stream.read(1 << 18):
        if block.strip():
            return "no known format"
    return "only blank lines"


def _drafts(
    kind: Format, found: Iterator[tuple[int, Mapping[str, object]]], log: Log, side: str | None
) -> Iterator[tuple[int, Draft]]:
    for line, record in kind.gather(found, log) if kind.gather else found:
        try:
            for draft in kind.parse(record, side):
                yield line, draft
        except BadRowError as bad:
            log.drop(line, bad.field, bad.expected, bad.found)
        except RecursionError:
            log.drop(line, "row", "a record", Said("one nested too deeply"))


def side_of(dialogue: Dialogue) -> str:
    """Whose side a dialogue is on where the file does not say so by its form."""
    origin = dialogue.provenance.origin if dialogue.provenance else "not recorded"
    simulated = origin == "synthetic" or (origin != "real" and dialogue.simulator is not None)
    return "simulated" if simulated else "real"


def _folder(given: str | Path | Sequence[str | Path]) -> Path | None:
    """The folder, where one folder was all that was given."""
    folder = Path(split_side(given)[0]) if isinstance(given, str | Path) else None
    return folder if folder is not None and folder.is_dir() else None


def place_of(given: str | Path | Sequence[str | Path], sources: Sequence[Source]) -> str:
    """Where the dialogues came from, in one short line for a folder of many files."""
    folder = _folder(given)
    if folder is not None and len(sources) > 1:
        return f"{folder} ({len(sources)} files)"
    return ", ".join(one.shown for one in sources)


def name_of(given: str | Path | Sequence[str | Path], sources: Sequence[Source]) -> str:
    """The corpus's name: the folder's or the first file's stem, with the side chosen."""
    folder, first = _folder(given), sources[0]
    name = first.stem if folder is None else folder.resolve().name or first.stem
    return f"{name}#{first.side}" if first.side else name


def _not_recognised(source: Source, keys: Sequence[str]) -> str:
    shown = ", ".join(printable(key) for key in keys[:8]) or "none"
    known = ", ".join(kind.title for kind in formats())
    return (
        f"{source.shown}: expected dialogues, found records with the fields: {shown}; a table"
        f" needs columns (--column FIELD=COLUMN) that say what holds what; known are {known}"
    )


def refuse_empty(
    reading: Reading,
    dialogues: Sequence[Dialogue],
    *,
    strict: bool,
    dropped: int | None = None,
) -> None:
    """Raises ``InputError`` where there are no dialogues, and under ``strict`` for any drop.

    ``dropped``: how many, where ``reading`` lists only the first of them.
    """
    drops = [remark for remark in reading.remarks if remark.dropped]
    count = len(drops) if dropped is None else dropped
    if dialogues and not (strict and count):
        return
    listed = "".join(f"\n  {remark}" for remark in drops[:5])
    more = f"\n  and {count - 5} more" if count > 5 else ""
    if not dialogues:
        reason = f": {count} dropped" if count else f" in {reading.rows} records"
        raise InputError(f"{reading.path}: expected dialogues, found none{reason}{listed}{more}")
    raise InputError(f"{reading.path}: {count} dropped, and strict{listed}{more}")
