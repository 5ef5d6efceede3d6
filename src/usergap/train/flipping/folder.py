"""The folder that ``usergap train flip`` writes: three parts, their samples, a manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from usergap.dialogues import Corpus, Dialogue, Provenance
from usergap.errors import InputError
from usergap.formats import read, write
from usergap.ledger.mixing.manifest import content_hash
from usergap.train.flipping.intents import Intended, copied_share
from usergap.train.flipping.samples import flip_all, sample_record
from usergap.train.flipping.splitting import Split
from usergap.version import __version__
from usergap.writing import write_text

PARTS = ("train", "validation", "held_out")
MARKS = {"train": "train", "validation": "validation", "held_out": "held-out"}
"""What each part's dialogues say in ``provenance.split``."""
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Flipped:
    """Dialogues in three parts, each with its intent as ``scenario``."""

    train: tuple[Dialogue, ...]
    validation: tuple[Dialogue, ...] = ()
    held_out: tuple[Dialogue, ...] = ()


def parted(dialogues: Sequence[Dialogue], split: Split) -> Flipped:
    """The dialogues of each part, marked as such in their provenance."""

    def part(name: str) -> tuple[Dialogue, ...]:
        places = getattr(split, name)
        return tuple(_marked(dialogues[place], MARKS[name]) for place in places)

    return Flipped(*map(part, PARTS))


def write_flipped(
    flipped: Flipped,
    folder: Path,
    *,
    corpora: Sequence[Corpus],
    split: Split,
    intended: Intended,
    settings: dict[str, Any],
    left_out: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Write all files and return the manifest, which comes last: where it stands, all stand."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: expected a folder to write to, found a file")
    told = manifest(flipped, corpora, split, intended, settings, left_out)
    (folder / MANIFEST).unlink(missing_ok=True)
    for name in PARTS:
        dialogues = getattr(flipped, name)
        write(dialogues, folder / f"{name}.jsonl")
        lines = (sample_record(each, dialogues[each.dialogue]) for each in flip_all(dialogues))
        write_text(folder / f"{name}.samples.jsonl", _lines(lines))
    write_text(folder / MANIFEST, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    return told


def read_flipped(folder: Path) -> Flipped:
    """The parts of a folder that ``write_flipped`` wrote whole. Raises InputError."""
    if not (folder / MANIFEST).is_file():
        raise InputError(
            f"{folder}: expected what `usergap train flip` writes, found no {MANIFEST}"
        )

    def part(name: str) -> tuple[Dialogue, ...]:
        path = folder / f"{name}.jsonl"
        return read(path).dialogues if path.is_file() and path.stat().st_size else ()

    return Flipped(*map(part, PARTS))


def manifest(
    flipped: Flipped,
    corpora: Sequence[Corpus],
    split: Split,
    intended: Intended,
    settings: dict[str, Any],
    left_out: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """Inputs, sizes and a hash of every dialogue; ids and hashes, no text."""
    sizes = {name: _sizes(getattr(flipped, name)) for name in PARTS}
    return {
        "version": 1,
        "usergap_version": __version__,
        "settings": settings,
        "inputs": [
            {"name": c.name, "path": c.reading.path, "sha256": c.reading.sha256,
             "dialogues": len(c), "dropped": c.reading.dropped}
            for c in corpora
        ],
        "parts": sizes,
        "split": {
            "by_time": split.by_time,
            "by_user": split.by_user,
            "straddling": len(split.straddling),
            "groups": len(set(split.group)),
        },
        "intents": {
            **intended.counts(),
            "copied_share": copied_share(intended.dialogues),
        },
        "left_out": [{"id": name, "reason": why} for name, why in left_out],
        "samples": [
            {"id": each.id, "part": MARKS[name], "content": content_hash(each)}
            for name in PARTS
            for each in getattr(flipped, name)
        ],
    }  # fmt: skip


def _sizes(dialogues: Sequence[Dialogue]) -> dict[str, Any]:
    samples = flip_all(dialogues)
    licences = Counter(each.provenance.licence for each in dialogues if each.provenance)
    return {
        "dialogues": len(dialogues),
        "user_turns": sum(not each.ends for each in samples),
        "ends": sum(each.ends for each in samples),
        "licences": dict(sorted(licences.items())),
    }


def _marked(dialogue: Dialogue, mark: str) -> Dialogue:
    known = dialogue.provenance or Provenance()
    return replace(dialogue, provenance=replace(known, split=mark))


def _lines(records: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
