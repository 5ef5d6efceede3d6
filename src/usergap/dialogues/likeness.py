"""Likeness: a hash by which two records of one dialogue are known, whatever their ids."""

from __future__ import annotations

import json
from hashlib import sha256

from usergap.dialogues.model import Dialogue

FEWEST_WORDS = 8
"""Shorter than this, different people write the same."""


def said_hash(dialogue: Dialogue) -> str | None:
    """A hash (16 hex digits) of the user's turns, case and white space ignored.

    None where the user wrote fewer than ``FEWEST_WORDS`` words in all.
    """
    turns = [turn.text.casefold().split() for turn in dialogue.turns]
    if sum(map(len, turns)) < FEWEST_WORDS:
        return None
    text = json.dumps([" ".join(words) for words in turns])
    return sha256(text.encode("ascii")).hexdigest()[:16]
