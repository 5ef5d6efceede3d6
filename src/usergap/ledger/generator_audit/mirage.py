"""The domain-mirage index: synthetic minus real in five signs of unpolished text.

Typos, words that the domain's people do not use, spread of lengths, ill-formed turns and
self-contradiction. A mirage looks like the domain and lacks these. Five numbers, not one: a
sum would let a surplus of typos pay for a lack of contradictions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators.validation.agreement_intervals import Estimate, cluster_share, wilson
from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.dimensions.errors_rules import error_kinds
from usergap.errors import InputError
from usergap.ledger.generator_audit.gray_zone import share_difference
from usergap.probes.consistency_judges.rules import contradictions, facts
from usergap.probes.words import lowered

Floats = NDArray[np.float64]
SIGNS: Final = (
    ("typos", "misspelt words per 100 words", 100.0),
    ("oov", "words per 100 that no real user of the other half used", 100.0),
    ("length_cv", "spread of turn lengths (SD / mean, in words)", 1.0),
    ("ill_formed", "turns per 100 with a language error other than spelling", 100.0),
    ("contradiction", "dialogues per 100 whose user contradicts what they said", 100.0),
)
REPLICATES: Final = 999
AGAINST: Final = 7
"""The place of dialogues with a contradiction among the sums."""


@dataclass(frozen=True)
class Sign:
    """One sign on both sides and synthetic minus real with a percentile interval."""

    id: str
    title: str
    real: float | None
    synthetic: float | None
    index: Estimate


def mirage(
    real: Sequence[Dialogue], synthetic: Sequence[Dialogue], *, seed: int
) -> tuple[Sign, ...]:
    """The five signs over user turns; English only, as the word list and judge are.

    Groups that share a scenario or conversation are resampled together on both sides.
    Raises InputError where a side has no user words or another language is marked.
    """
    whole = [*real, *synthetic]
    if foreign := next((d for d in whole if d.language not in (None, "en", "English")), None):
        raise InputError(
            f"dialogue {foreign.id!r}: expected English, which the word list is of, found "
            f"{foreign.language}"
        )
    keys = ([d.scenario_id for d in whole], [d.conversation_id for d in whole])
    group = np.array(connected_groups(*keys), np.int64)
    rng = np.random.default_rng(seed)
    half = rng.permutation(group.max() + 1)[group] % 2 if len(group) else group
    words = [[lowered(turn.text) for turn in d.turns] for d in whole]
    known = [
        {w for place in range(len(real)) if half[place] == side for t in words[place] for w in t}
        for side in (0, 1)
    ]
    if not known[0] or not known[1] or not any(any(t) for own in words[len(real) :] for t in own):
        raise InputError("mirage: expected user words on both sides and in two real groups")
    sums = np.array(
        [_sums(d, said, known[1 - h]) for d, said, h in zip(whole, words, half, strict=True)]
    )
    side = np.arange(len(whole)) >= len(real)
    by_group = np.stack([_grouped(sums * (side == one)[:, None], group) for one in (False, True)])
    value = _values(by_group.sum(axis=1))
    count = by_group.shape[1]
    weights = rng.multinomial(count, np.full(count, 1 / count), REPLICATES).astype(float)
    drawn = _values(np.einsum("bg,sgc->bsc", weights, by_group))
    found = []
    for place, (name, title, scale) in enumerate(SIGNS):
        people, made = (_known(scale * one) for one in value[:, place])
        index = _index(value, drawn, place, scale)
        if name == "contradiction" and index.low is None:
            index = _against(sums[:, AGAINST], group, side)
        found.append(Sign(name, title, people, made, index))
    return tuple(found)


def _sums(dialogue: Dialogue, words: list[list[str]], known: set[str]) -> list[float]:
    kinds = [error_kinds(turn.text) for turn in dialogue.turns]
    lengths = [len(turn.text.split()) for turn in dialogue.turns]
    told = [fact for turn in dialogue.turns for fact in facts(turn.text)]
    against = any(contradictions([a], [b]) for a, b in combinations(told, 2))
    return [
        sum(each["spelling"] for each in kinds),
        sum(lengths),
        sum(word not in known for turn in words for word in turn),
        sum(map(len, words)),
        sum(length**2 for length in lengths),
        sum(any(n for kind, n in each.items() if kind != "spelling") for each in kinds),
        len(lengths),
        against,
        1,
    ]


def _grouped(sums: Floats, group: NDArray[np.int64]) -> Floats:
    found = np.zeros((group.max() + 1, sums.shape[1]))
    np.add.at(found, group, sums)
    return found


def _values(sums: Floats) -> Floats:
    """(…, 5) signs of (…, 9) sums; NaN where a sign has nothing to be counted on."""
    typos, words, oov, tokens, squares, bad, turns, against, dialogues = np.moveaxis(sums, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = words / turns
        spread = np.sqrt(np.maximum(squares / turns - mean**2, 0)) / mean
        rates = (typos / words, oov / tokens, spread, bad / turns, against / dialogues)
    return np.stack(rates, axis=-1)


def _index(value: Floats, drawn: Floats, place: int, scale: float) -> Estimate:
    gap = scale * (value[1, place] - value[0, place])
    gaps = scale * (drawn[:, 1, place] - drawn[:, 0, place])
    gaps = gaps[np.isfinite(gaps)]
    if not np.isfinite(gap) or len(gaps) < REPLICATES // 2 or not np.ptp(gaps):
        return Estimate(_known(gap))
    low, high = np.quantile(gaps, (0.025, 0.975))
    return Estimate(float(gap), float(low), float(high))


def _against(hits: Floats, cluster: NDArray[np.int64], side: NDArray[np.bool_]) -> Estimate:
    """Per 100 dialogues, where so few contradict themselves that no resample differs."""
    synthetic, real = (
        wilson(cluster_share(hits[one], np.ones(int(one.sum())), cluster[one]))
        for one in (side, ~side)
    )
    found = share_difference(synthetic, real)
    return Estimate(*(None if x is None else 100 * x for x in (found.value, found.low, found.high)))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
