"""Greedy matching of tokens by their vectors: BERTScore (Zhang et al. 2020, arXiv 1904.09675).

R = Σ idf(x) max_y x·y / Σ idf(x) over the reference's tokens x and the reply's tokens y, P the
other way round, F = 2PR / (P + R); vectors have length 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from usergap.probes.inference import Floats


@dataclass(frozen=True)
class Tokens:
    """A text's tokens: their names, unit vectors (n × d), and which count (marks do not)."""

    names: tuple[str, ...]
    vectors: Floats
    counted: tuple[bool, ...]


class Vectors(Protocol):
    """Where the vectors come from."""

    name: str

    def of(self, texts: Sequence[str]) -> list[Tokens]:
        """Each text's tokens."""
        ...


@dataclass(frozen=True)
class Match:
    """Precision, recall and F of a reply against its reference."""

    precision: float
    recall: float
    f: float


def match(reference: Tokens, reply: Tokens, idf: dict[str, float] | None = None) -> Match | None:
    """How well the tokens match; None for a reference without a token that counts.

    A reply without any matches nothing: 0, not missing. ``idf``: weights by name, the
    largest of them for names that it lacks; None: all alike.
    """
    mine, theirs = _weights(reference, idf), _weights(reply, idf)
    if not mine.sum():
        return None
    if not theirs.sum():
        return Match(0.0, 0.0, 0.0)
    near = reference.vectors @ reply.vectors.T
    recall = float(mine @ near.max(axis=1) / mine.sum())
    precision = float(theirs @ near.max(axis=0) / theirs.sum())
    both = precision + recall
    return Match(precision, recall, 2 * precision * recall / both if both > 0 else 0.0)


def inverse_frequencies(references: Sequence[Tokens]) -> dict[str, float]:
    """idf(w) = log((M + 1) / (m(w) + 1)) over M references, m(w) of which hold w."""
    held = Counter(name for tokens in references for name in set(tokens.names))
    found = {name: math.log((len(references) + 1) / (count + 1)) for name, count in held.items()}
    return {**found, "": math.log(len(references) + 1)}


def _weights(tokens: Tokens, idf: dict[str, float] | None) -> Floats:
    if idf is None:
        return np.array(tokens.counted, float)
    rare = idf.get("", 1.0)
    weights = np.array([idf.get(name, rare) for name in tokens.names], float)
    return np.asarray(weights * np.array(tokens.counted, float))
