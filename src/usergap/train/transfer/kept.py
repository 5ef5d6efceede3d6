"""Finished seeds on disk: a study that was cut off begins at the first seed that is not there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from usergap.train.transfer.effort import Effort
from usergap.train.transfer.replies import ReplyPair
from usergap.train.transfer.runs import Runs
from usergap.writing import whole

VERSION = 1


@dataclass(frozen=True)
class Kept:
    """``folder`` holds a file a seed, named by what was run: other settings find nothing."""

    folder: Path
    name: str

    @classmethod
    def of(
        cls,
        folder: Path,
        pairs: Sequence[ReplyPair],
        effort: Effort,
        told: Mapping[str, Any],
    ) -> Kept:
        """The store of this very study; ``told``: further settings (model, reward)."""
        about = asdict(effort)
        del about["seeds"]  # more seeds are more of the same
        key = json.dumps([VERSION, about, dict(told)], sort_keys=True, default=str)
        digest = hashlib.sha256(key.encode())
        for pair in pairs:
            digest.update(repr(pair).encode("utf-8", "surrogatepass"))
        return cls(folder, digest.hexdigest()[:16])

    def place(self, seed: int) -> Path:
        """The file of one seed."""
        return self.folder / f"{self.name}-seed-{seed}.npz"

    def load(self, seed: int) -> Runs | None:
        """One finished seed; None where it is not there or not whole."""
        try:
            with (
                self.place(seed).open("rb") as file,
                np.load(file, allow_pickle=False) as stored,
            ):
                return Runs(*(stored[each.name] for each in fields(Runs)))
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def save(self, seed: int, found: Runs) -> None:
        """Write one seed, whole or not at all."""
        with whole(self.place(seed)) as draft, draft.open("wb") as file:
            np.savez(file, **{each.name: getattr(found, each.name) for each in fields(Runs)})
