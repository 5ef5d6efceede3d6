"""A chain of generations: a Markov generator trained on what the one before it wrote."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from usergap.errors import InputError
from usergap.ledger.collapse.indicators import amount_of
from usergap.simulate.users.markov import Table, count_words, write_words

ORDER = 2


def chain(
    real: Sequence[str], generations: int, *, fresh: float = 0.0, seed: int, order: int = ORDER
) -> list[list[str]]:
    """Texts of generations 0 (the real ones) to ``generations``.

    Each generation is trained on the one before it, of which a share ``fresh`` is replaced
    by real texts, and writes as many words as the real texts have. Offline and exact: words
    follow one another as they did in training (the floor among the simulators, "markov").
    """
    if not 0 <= fresh <= 1:
        raise InputError(f"fresh: expected a share from 0 to 1, found {fresh}")
    if generations < 1 or order < 1:
        raise InputError("collapse: expected 1 generation or more and an order of 1 or more")
    kept = [text for text in real if text.split()]
    if not kept:
        raise InputError("collapse: expected real texts with words, found none")
    rng = random.Random(f"collapse {seed}")
    amount = amount_of(kept)
    found = [kept]
    for generation in range(generations):
        before = found[-1]
        number = min(round(fresh * len(before)), len(kept)) if generation else 0
        learnt = rng.sample(before, len(before) - number) + rng.sample(kept, number)
        found.append(_write(_table(learnt, order), amount, order, rng))
    return found


def _table(texts: Sequence[str], order: int) -> Table:
    table: Table = defaultdict(list)
    for text in texts:
        count_words(text.split(), order, table)
    return table


def _write(table: Table, amount: int, order: int, rng: random.Random) -> list[str]:
    texts: list[str] = []
    written = 0
    while written < amount:
        texts.append(write_words(table, order, rng))
        written += max(amount_of(texts[-1:]), 1)
    return texts
