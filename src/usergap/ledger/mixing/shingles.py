"""Shingles: a text as the set of its runs of words, and how alike two such sets are.

Broder 1997, "On the resemblance and containment of documents".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from usergap.annotators.hashing import Hashes, Ints, batch, mixed, tokens, word_ngrams
from usergap.dialogues import Dialogue
from usergap.dialogues.likeness import FEWEST_WORDS

RUN: Final = 3
"""Words and marks in a shingle: short, so that messages of a dozen words have some."""


@dataclass(frozen=True)
class Shingles:
    """Sets of hashes; that of text i is ``hashes[first[i]:first[i + 1]]``, sorted."""

    hashes: Hashes
    first: Ints

    def __len__(self) -> int:
        return len(self.first) - 1

    def of(self, text: int) -> Hashes:
        """The set of one text."""
        return self.hashes[self.first[text] : self.first[text + 1]]


def shingles(texts: Sequence[str], run: int = RUN) -> Shingles:
    """The shingles of each text; case and white space do not count.

    A text with fewer words than ``run`` is one shingle of all it has, an empty one has none.
    """
    words = tokens(batch(texts))
    owner, hashes = word_ngrams(words, run)
    counts = np.diff(words.first)
    short = np.flatnonzero((counts > 0) & (counts < run))
    whole = [_whole(words.hashes[words.first[i] : words.first[i + 1]]) for i in short.tolist()]
    owner = np.concatenate((owner, short))
    hashes = np.concatenate((hashes, np.array(whole, np.uint64)))
    order = np.lexsort((hashes, owner))
    owner, hashes = owner[order], hashes[order]
    new = np.ones(len(owner), np.bool_)
    new[1:] = (owner[1:] != owner[:-1]) | (hashes[1:] != hashes[:-1])
    owner, hashes = owner[new], hashes[new]
    return Shingles(hashes, np.searchsorted(owner, np.arange(len(texts) + 1)))


def _whole(words: Hashes) -> int:
    found = np.zeros(1, np.uint64)
    for word in words:
        found = mixed(found ^ word, 1)
    return int(found[0])


def jaccard(one: Hashes, other: Hashes) -> float:
    """|A ∩ B| / |A ∪ B| of two sorted sets without repeats; 0 where either is empty."""
    if not len(one) or not len(other):
        return 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)


def compared_text(dialogue: Dialogue) -> str:
    """What of a dialogue is compared: the user's words, which the chatbot's would drown.

    Where the user wrote fewer than eight words, which different people write alike, all
    messages of user and chatbot.
    """
    said = "\n".join(turn.text for turn in dialogue.turns)
    if len(said.split()) >= FEWEST_WORDS:
        return said
    return "\n".join(m.content for m in dialogue.messages if m.role in ("user", "assistant"))
