"""Export: the samples with their tags for others, or a refusal that names what lacks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from usergap.errors import EnvironmentFailure, InputError
from usergap.ledger.croissant import Samples, croissant
from usergap.ledger.dataset_card import dataset_card
from usergap.ledger.entry import Row
from usergap.ledger.ledger import Ledger
from usergap.ledger.tags import TAGS, lacking, stated
from usergap.ledger.tallies import Tallies
from usergap.ledger.verification import verify
from usergap.writing import whole, write_text

SAMPLES, CROISSANT, CARD = "samples.jsonl", "croissant.json", "README.md"
NAMED = 3
"""Samples that a refusal names for each tag; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which samples may leave, and how the metadata calls them.

    ``only`` keeps samples with these tags; ``require`` are the tags that each must carry
    (None: what METHODS demands, by origin; empty: none). ``texts`` gives stored words away.
    """

    name: str = "samples"
    description: str = ""
    url: str = ""
    published: str = ""
    cite: str = ""
    only: Mapping[str, Any] | None = None
    require: Sequence[str] | None = None
    texts: bool = False


def export(ledger: Ledger, folder: str | Path, wanted: Wanted) -> Tallies:
    """Write samples as JSONL, their Croissant metadata and a dataset card; returns the counts.

    Nothing is written unless the log is whole and every sample carries the tags that are
    demanded. Raises InputError naming what lacks, or where no sample is left, and
    EnvironmentFailure for a log that does not verify.
    """
    folder = Path(folder)
    if wanted.require is not None and (
        unknown := [name for name in wanted.require if name not in TAGS]
    ):
        raise InputError(f"--require: expected tags of {', '.join(TAGS)}; found {unknown[0]!r}")
    if not (found := verify(ledger)).whole:
        more = len(found.problems) - 1 + found.more
        raise EnvironmentFailure(
            f"{ledger.path}: the log is not whole and nothing was exported: "
            f"{next(iter(found.problems))}{f', and {more} more' if more else ''}; "
            "`usergap ledger verify` names all"
        )
    with ledger.snapshot():
        counts = _checked(ledger, wanted)
        digest, size, texts = sha256(), 0, 0
        with whole(folder / SAMPLES) as draft, draft.open("wb") as file:
            for row in chosen(ledger, wanted.only):
                record = _record(ledger, row, texts=wanted.texts)
                texts += "messages" in record
                line = json.dumps(record, ensure_ascii=False)
                content = line.encode("utf-8", "replace") + b"\n"
                digest.update(content)
                size += file.write(content)
        entries, head = ledger.head()
    samples = Samples(
        name=wanted.name,
        description=wanted.description,
        url=wanted.url,
        file=SAMPLES,
        sha256=digest.hexdigest(),
        size=size,
        entries=entries,
        head=head,
        texts=texts,
        published=wanted.published,
        cite=wanted.cite,
    )
    metadata = json.dumps(croissant(samples, counts), indent=2, ensure_ascii=False)
    write_text(folder / CROISSANT, metadata + "\n")
    write_text(folder / CARD, dataset_card(samples, counts))
    return counts


def chosen(ledger: Ledger, only: Mapping[str, Any] | None) -> Iterator[Row]:
    """The ledger's rows with certain tags."""
    for row in ledger.rows():
        if not only or all(getattr(row.provenance, name) == only[name] for name in only):
            yield row


def _checked(ledger: Ledger, wanted: Wanted) -> Tallies:
    """Counts over the chosen samples. Raises InputError where demanded tags lack."""
    counts = Tallies()
    short: Counter[str] = Counter()
    named: dict[str, list[str]] = {}
    refused = 0
    for row in chosen(ledger, wanted.only):
        counts.count(row)
        if missing := lacking(row.provenance, wanted.require):
            refused += 1
            short.update(missing)
            for name in missing:
                if len(named.setdefault(name, [])) < NAMED:
                    named[name].append(f"{row.dialogue} ({row.sample[:12]})")
    if not counts.samples:
        raise InputError(f"{ledger.path}: expected samples to export, found none that fit")
    if refused:
        lines = [
            f"\n{name} lacks in {count}: {', '.join(named[name])}{_more(count)}"
            for name, count in short.most_common()
        ]
        raise InputError(
            f"{ledger.path}: {refused} of {counts.samples} samples lack tags and nothing was "
            f"exported{''.join(lines)}\nfill them with `usergap ledger add FILE --set TAG=VALUE`, "
            "or say which tags you demand with --require"
        )
    return counts


def _more(count: int) -> str:
    return f" and {count - NAMED} more" if count > NAMED else ""


def _record(ledger: Ledger, row: Row, *, texts: bool) -> dict[str, Any]:
    """One line: a chat record that ``usergap.read`` knows again where the words are there."""
    record: dict[str, Any] = {
        "id": row.dialogue,
        "sample": row.sample,
        "content_sha256": row.content,
        "occurrence": row.occurrence,
        "provenance": stated(row.provenance),
    }
    said = ledger.text(row) if texts else None
    if said is not None:
        messages, context_length = said
        if context_length:
            record["context_length"] = context_length
        record["messages"] = [{"role": m.role, "content": m.content} for m in messages]
    return record
