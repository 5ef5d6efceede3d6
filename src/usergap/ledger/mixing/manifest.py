"""The manifest of a mix: which sample came from where, hashes, settings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.dialogues import Corpus, Dialogue
from usergap.errors import InputError
from usergap.formats import write
from usergap.ledger.entry import content_of
from usergap.ledger.mixing.mix import Mix, Sample
from usergap.ledger.sweep.conditional import conditional, generator_of
from usergap.version import __version__
from usergap.writing import write_text

VERSION = 1


def content_hash(dialogue: Dialogue) -> str:
    """SHA-256 (hex) of what was said, as the ledger computes it."""
    return sha256(content_of(dialogue)).hexdigest()


def manifest(
    made: Mix, corpora: Sequence[Corpus], errors: Mapping[str, Estimate] | None = None
) -> dict[str, Any]:
    """Everything that is needed to make the mix again and to trace each sample.

    ``corpora`` are the files that it was made from, ``errors`` the measured error rates of
    generators by name. Holds ids and hashes, no text.
    """
    sides = Counter(_side(one) for one in made.train)
    return {
        "version": VERSION,
        "usergap_version": __version__,
        "settings": asdict(made.settings),
        "inputs": [
            {
                "name": corpus.name,
                "path": corpus.reading.path,
                "sha256": corpus.reading.sha256,
                "dialogues": len(corpus),
                "dropped": corpus.reading.dropped,
            }
            for corpus in corpora
        ],
        "train": {"real": sides["real"], "synthetic": sides["synthetic"], "ratio": made.ratio},
        "conditional": clauses(made, errors),
        "held_out": {"real": len(made.held_out)},
        "barred_from_held_out": made.barred,
        "left_out": [
            {"file": file, "id": name, "reason": why} for file, name, why in made.left_out
        ],
        "samples": [_row(one) for one in (*made.train, *made.held_out)],
    }


def write_mix(
    made: Mix,
    corpora: Sequence[Corpus],
    path: Path,
    errors: Mapping[str, Estimate] | None = None,
) -> tuple[Path, Path, Path]:
    """Write the training set, ``NAME.held_out.jsonl`` and ``NAME.manifest.json`` beside it.

    The manifest comes last: where it stands, the sets stand.
    """
    stem = path.name.removesuffix(".gz").removesuffix(".jsonl").removesuffix(".parquet")
    held_out = path.with_name(f"{stem}.held_out.jsonl")
    told = path.with_name(f"{stem}.manifest.json")
    write((one.dialogue for one in made.train), path)
    write((one.dialogue for one in made.held_out), held_out)
    write_text(
        told, json.dumps(manifest(made, corpora, errors), indent=1, ensure_ascii=False) + "\n"
    )
    return path, held_out, told


def clauses(made: Mix, errors: Mapping[str, Estimate] | None = None) -> list[str]:
    """What every number downstream of the mix is conditional on, a line per generator.

    Generators are named as samples state or as their file is called. Raises InputError for
    the error of a generator that made none of them.
    """
    synthetic = [one for one in made.train if _side(one) == "synthetic"]
    names = {generator_of(one.dialogue) or one.file for one in synthetic}
    known = errors or {}
    if unknown := sorted(known.keys() - names):
        raise InputError(
            f"--error: expected a generator of the mix ({', '.join(sorted(names)) or 'none'}), "
            f"found {unknown[0]!r}"
        )
    return [conditional(name, known.get(name)) for name in sorted(names)]


def _row(one: Sample) -> dict[str, Any]:
    stated = one.dialogue.provenance
    return {
        "id": one.dialogue.id,
        "part": one.part,
        "origin": _side(one),
        "domain": one.dialogue.domain,
        "file": one.file,
        "file_id": one.id,
        "generator": stated.generator if stated else None,
        "content": content_hash(one.dialogue),
    }


def _side(one: Sample) -> str:
    return one.dialogue.provenance.origin if one.dialogue.provenance else "not recorded"
