"""What collapse shows in: entropy, distinct-n, recall of the tail, distance to real text.

Shumailov et al. 2024 ("AI models collapse when trained on recursively generated data"): the
tails go first. All indicators are of one amount of text, because each grows or falls with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from usergap.errors import InputError
from usergap.probes.words import lowered

RARE: Final = 3
"""Uses in the real text up to which a word belongs to its tail."""
INDICATORS: Final = ("entropy", "distinct", "tail", "distance")


@dataclass(frozen=True)
class Indicators:
    """What is measured of one text.

    ``entropy`` of words in bits; ``distinct``: different pairs of words per pair;
    ``tail``: share of the real text's rare words that occur; ``distance``: Jensen-Shannon
    divergence of word frequencies to real text, in bits from 0 to 1.
    """

    entropy: float
    distinct: float
    tail: float
    distance: float


def amount_of(texts: Sequence[str]) -> int:
    """Words of texts, as the indicators count them."""
    return sum(len(lowered(text)) for text in texts)


def indicators(texts: Sequence[str], real: Sequence[str], amount: int, seed: int) -> Indicators:
    """Of the first ``amount`` words of ``texts`` in random order, against ``real`` texts.

    Raises InputError where texts have fewer words, or ``real`` has no rare word.
    """
    lines = [lowered(text) for text in texts]
    taken: list[list[str]] = []
    left = amount
    for place in np.random.default_rng(seed).permutation(len(lines)).tolist():
        taken.append(lines[place][:left])
        left -= len(taken[-1])
        if left <= 0:
            break
    if left > 0 or amount < 2:
        raise InputError(f"expected {max(amount, 2)} words in a generation, found {amount - left}")
    words = Counter(word for line in taken for word in line)
    pairs = [pair for line in taken for pair in pairwise(line)]
    people = Counter(word for text in real for word in lowered(text))
    rare = [word for word, uses in people.items() if uses <= RARE]
    if not rare:
        raise InputError(f"expected real text with words used {RARE} times or less, found none")
    return Indicators(
        _entropy(np.array(list(words.values()), float)),
        len(set(pairs)) / len(pairs) if pairs else 0.0,
        sum(word in words for word in rare) / len(rare),
        _divergence(words, people),
    )


def _entropy(counts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log2(share)).sum()) + 0.0


def _divergence(one: Counter[str], other: Counter[str]) -> float:
    """H((P + Q)/2) − (H(P) + H(Q))/2 (Lin 1991)."""
    names = sorted({*one, *other})
    p, q = (np.array([side[name] for name in names], float) for side in (one, other))
    p, q = p / p.sum(), q / q.sum()
    return max(0.0, _entropy(p + q) - (_entropy(p) + _entropy(q)) / 2)
