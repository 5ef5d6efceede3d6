"""Postings: which texts hold a shingle, so that one text is compared with all others at once.

Where thousands of texts are variants of one template, comparing them two by two takes a set
operation for each pair; counting along the postings takes an addition for each shingle that
two texts have in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.hashing import Hashes, Ints
from usergap.ledger.mixing.shingles import Shingles


@dataclass(frozen=True)
class Postings:
    """The shingles of some texts, and for each the places of the texts that hold it.

    ``sizes``: how many shingles each text has. Those of shingle i are
    ``owners[first[i]:first[i + 1]]``.
    """

    shingles: Hashes
    first: Ints
    owners: Ints
    sizes: Ints

    @classmethod
    def of(cls, sets: Shingles, texts: Ints) -> Postings:
        """The postings of ``texts``; owners are places in that list."""
        own = [sets.of(text) for text in texts.tolist()]
        sizes = np.array([len(each) for each in own], np.int64)
        hashes = np.concatenate([*own, np.zeros(0, np.uint64)])
        order = np.argsort(hashes, kind="stable")
        names, first = np.unique(hashes[order], return_index=True)
        owners = np.repeat(np.arange(len(own)), sizes)[order]
        return cls(names, np.append(first, len(hashes)).astype(np.int64), owners, sizes)

    @property
    def steps(self) -> int:
        """Additions that comparing each of these texts with all of them takes."""
        return int((np.diff(self.first) ** 2).sum()) + len(self.sizes) ** 2

    def likeness(self, asked: Hashes) -> NDArray[np.float64]:
        """(texts,): exact Jaccard similarity of a sorted set without repeats with each text."""
        at = np.searchsorted(self.shingles, asked)
        inside = at < len(self.shingles)
        at = at[inside][self.shingles[at[inside]] == asked[inside]]
        held = [self.owners[self.first[place] : self.first[place + 1]] for place in at.tolist()]
        owners = np.concatenate([*held, np.zeros(0, np.int64)])
        common = np.bincount(owners, minlength=len(self.sizes))
        return np.asarray(common / np.maximum(self.sizes + len(asked) - common, 1))
