"""``stream``: the dialogues of one place one after the other, in bounded memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from usergap.dialogues import Dialogue, Remark
from usergap.errors import InputError
from usergap.formats.building import Builder
from usergap.formats.format import Log
from usergap.formats.read import drafts_in, no_such_side, side_of
from usergap.formats.source import Source, expand, open_source


def stream(
    source: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    remarks: list[Remark] | None = None,
) -> Iterator[tuple[str, Iterator[Dialogue]]]:
    """The files of one place, each with its name and its dialogues as they are read.

    As ``read``, but only one dialogue is held at a time, so what needs all of them is left
    out: ids stay as the file gives them, also where one stands twice (`given_id` tells the same
    of what ``read`` numbered; a dialogue without one gets its content hash), and languages are
    not detected. ``remarks`` collects rows that
    were dropped or repaired. Raises as ``read`` does; a file without a dialogue at its end.
    """
    sources, _ = expand(source)
    for one in sources:
        yield one.shown, _dialogues(one, columns, remarks, alone=len(sources) == 1)


def _dialogues(
    source: Source,
    columns: Mapping[str, str] | None,
    remarks: list[Remark] | None,
    *,
    alone: bool,
) -> Iterator[Dialogue]:
    log, builder, found = Log(source.shown), Builder(detect=False), False
    opened, _ = open_source(source, None if source.path else sys.stdin.buffer)
    with opened:
        kind, drafts = drafts_in(source, opened, log, columns, alone=alone)
        choose = source.side if kind and not kind.sides else None
        for line, draft in drafts:
            builder.add(draft, line, log)
            for dialogue in builder.take():
                if choose is None or side_of(dialogue) == choose:
                    found = True
                    yield dialogue
    if remarks is not None:
        remarks += log.remarks
    if found or not alone:
        return
    if choose and log.rows:
        raise no_such_side(source)
    listed = "".join(f"\n  {remark}" for remark in log.remarks[:5])
    raise InputError(f"{source.shown}: expected dialogues, found none{listed}")
