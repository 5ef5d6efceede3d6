"""Which turns a shipped model was trained on, by content hash."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from usergap.annotators.hashing import Hashes, Ints
from usergap.annotators.turn_view import TurnView


def turn_hashes(view: TurnView) -> Hashes:
    """64 bits of each turn's text and of the start of the answer before it."""
    found = bytearray()
    for text, before in zip(view.texts, view.before.tolist(), strict=True):
        content = f"{text.strip()}\x00{view.heads[before].strip()}"
        found += blake2b(content.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.frombuffer(bytes(found), dtype="<u8").astype(np.uint64)


def assigned(view: TurnView, seen: Hashes, fold: np.ndarray, dialogues: int) -> tuple[Ints, Ints]:
    """Model of each turn (-1: trained on none of it), and turns it was trained on.

    All turns of a dialogue get the fold that holds most of its known turns; those
    known from another fold cannot be replaced and are counted per dialogue.
    """
    hashes = turn_hashes(view)
    row = np.minimum(np.searchsorted(seen, hashes), len(seen) - 1)
    known = seen[row] == hashes
    folds = int(fold.max()) + 1
    votes = np.zeros((dialogues, folds), dtype=np.int64)
    np.add.at(votes, (view.dialogue[known], fold[row[known]]), 1)
    model = np.where(votes.any(axis=1), votes.argmax(axis=1), -1)
    left = votes.sum(axis=1) - votes.max(axis=1)
    return model[view.dialogue], left
