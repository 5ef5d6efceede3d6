"""The refusal to train on what was held out.

A dialogue is held out by its own mark, by its hash in a ledger, a manifest or a list, or because
it is one of the held-out dialogues, their kin or a near-duplicate. A clean result does not clear
data: a paraphrase shares neither hash nor words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from usergap.dialogues import Dialogue, Provenance
from usergap.errors import InputError
from usergap.formats import read
from usergap.ledger import Ledger
from usergap.ledger.mixing.manifest import content_hash
from usergap.ledger.mixing.splitting import kin_of_held_out
from usergap.profiles.seeds import hashed, marks, seeds_in

SPLITS = ("held-out", "test")
"""Values of ``provenance.split`` that bar a dialogue from training, however spelled."""
_HASH = re.compile(r"[0-9a-f]{64}")
_LEDGER = b"SQLite format 3\0"
SHOWN = 3


@dataclass(frozen=True)
class HeldOut:
    """Content hashes (SHA-256, hex) and dialogues that must not be trained on."""

    hashes: frozenset[str] = frozenset()
    dialogues: tuple[Dialogue, ...] = ()
    sources: tuple[str, ...] = ()

    def joined(self, dialogues: Iterable[Dialogue], source: str) -> HeldOut:
        """With further dialogues."""
        more = tuple(dialogues)
        return HeldOut(self.hashes, (*self.dialogues, *more), (*self.sources, source))


def read_held_out(paths: Iterable[str | Path]) -> HeldOut:
    """What these files hold out.

    They are ledgers, manifests of ``mix`` or ``train flip``, lists of hashes (one a line), or
    dialogues in any format. Raises InputError.
    """
    found = HeldOut()
    for path in paths:
        hashes = _hashes(Path(path))
        if hashes is None:
            found = found.joined(read(path).dialogues, str(path))
        else:
            found = HeldOut(found.hashes | hashes, found.dialogues, (*found.sources, str(path)))
    return found


def objections(training: Sequence[Dialogue], held_out: HeldOut) -> dict[int, str]:
    """Why dialogues, by place, must not be trained on."""
    found: dict[int, str] = {}
    seeds = seeds_in(training)
    seed = next((each.id for each in held_out.dialogues if _is_seed(each, seeds.ids, seeds.pairs)),
                None)  # fmt: skip
    kin = kin_of_held_out(training, held_out.dialogues) if held_out.dialogues else {}
    same = held_out.hashes | {content_hash(each) for each in held_out.dialogues}
    for place, each in enumerate(training):
        if _held(each.provenance):
            found[place] = f"its provenance says split={each.provenance.split}"  # type: ignore[union-attr]
        elif same and content_hash(each) in same:
            found[place] = "the same words are held out"
        elif place in kin:
            found[place] = kin[place]
        elif seed is not None and _states_seeds(each):
            found[place] = f"its simulator was made from held-out {seed}"
    return found


def refuse(training: Sequence[Dialogue], held_out: HeldOut) -> None:
    """Raises InputError, naming the first few, where a training dialogue is held out."""
    found = objections(training, held_out)
    if found:
        shown = [f"{training[place].id}: {why}" for place, why in list(found.items())[:SHOWN]]
        rest = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise InputError(
            f"training data: expected nothing that is held out, found {len(found)} of"
            f" {len(training)} dialogues\n" + "\n".join([*shown, *rest])
        )


def _held(provenance: Provenance | None) -> bool:
    told = "" if provenance is None else provenance.split
    return re.sub(r"[\s_]+", "-", told.strip().lower()).replace("heldout", "held-out") in SPLITS


def _is_seed(each: Dialogue, ids: frozenset[str], pairs: frozenset[str]) -> bool:
    pair = each.scenario_id or each.context_id
    return bool(marks(each) & ids) or (pair is not None and hashed(pair) in pairs)


def _states_seeds(each: Dialogue) -> bool:
    simulation = each.extra.get("simulation")
    return isinstance(simulation, Mapping) and "seeds" in simulation


def _hashes(path: Path) -> frozenset[str] | None:
    """The hashes that a ledger, manifest or list holds out; None where it is something else."""
    try:
        with path.open("rb") as file:
            head = file.read(len(_LEDGER))
        if head == _LEDGER:
            with Ledger(path) as ledger:
                return frozenset(row.content for row in ledger.rows() if _held(row.provenance))
        if path.suffix.lower() not in (".json", ".txt", ".sha256"):
            return None
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None  # the reader of dialogues says what is wrong, or reads a folder
    lines = [line.split()[0] for line in text.splitlines() if line.strip()]
    if lines and all(_HASH.fullmatch(line) for line in lines):
        return frozenset(lines)
    return _of_manifest(text)


def _of_manifest(text: str) -> frozenset[str] | None:
    try:
        told: Any = json.loads(text)
        rows = told["samples"]
        return frozenset(row["content"] for row in rows if row["part"] in SPLITS)
    except (ValueError, KeyError, TypeError):
        return None
