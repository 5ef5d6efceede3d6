"""Perplexity of held-out user turns, with and without intent, before and after training.

exp(Σ −log p(yₜ | x, y₍<t₎) / Σ |y|) over the words' tokens of the user's turns, by the model's
own tokenizer: comparable between models of one tokenizer only; bits per character compare
others. The mark that ends a turn, and the end of the dialogue, are no words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from usergap.errors import UndefinedMeasureError
from usergap.probes.inference import Floats, Items, one_sided
from usergap.train.flipping.samples import Sample
from usergap.train.sft.scoring import Scores

REPLICATES = 2000


@dataclass(frozen=True)
class Turns:
    """Held-out samples with the group that each belongs to, for resampling whole groups."""

    samples: tuple[Sample, ...]
    group: NDArray[np.int64]

    @property
    def said(self) -> NDArray[np.bool_]:
        """Which are user turns, and not the end of a dialogue."""
        return np.array([not each.ends for each in self.samples], bool)

    @property
    def characters(self) -> Floats:
        """Characters of each target."""
        return np.array([len(each.target.strip()) for each in self.samples], float)


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval by the bootstrap over groups; None: too few groups."""

    value: float
    low: float | None
    high: float | None

    def record(self) -> dict[str, float | None]:
        """As JSON values."""
        return {"value": self.value, "low": self.low, "high": self.high}


def perplexity(turns: Turns, scores: Scores, seed: int = 0) -> Figure | None:
    """Perplexity of the user turns; None where there is none."""
    return _ratio(turns, scores.surprise, scores.tokens, np.exp, seed)


def bits_per_character(turns: Turns, scores: Scores, seed: int = 0) -> Figure | None:
    """The same surprise in bits, per character instead of per token."""
    return _ratio(turns, scores.surprise / np.log(2), turns.characters, _same, seed)


def change(turns: Turns, before: Scores, after: Scores, seed: int = 0) -> Figure | None:
    """Perplexity after / before, of the same turns: below 1 it fell."""
    return _ratio(turns, after.surprise - before.surprise, after.tokens, np.exp, seed)


def endings(turns: Turns, scores: Scores) -> dict[str, float | int | None]:
    """Mean probability of ending where users ended and where they went on."""
    known = np.isfinite(scores.ending)
    ended, went_on = known & ~turns.said, known & turns.said
    return {
        "ends": int(ended.sum()),
        "at_ends": float(np.exp(scores.ending[ended]).mean()) if ended.any() else None,
        "elsewhere": float(np.exp(scores.ending[went_on]).mean()) if went_on.any() else None,
    }


def report(turns: Turns, scores: dict[str, Scores], seed: int = 0) -> dict[str, Any]:
    """All figures; ``scores`` by ``before.with_intent``, ``after.without_intent`` and so on."""
    said = turns.said
    found: dict[str, Any] = {
        "user_turns": int(said.sum()),
        "groups": int(np.unique(turns.group[said]).size),
        "interval": "95 %, percentile bootstrap over groups of dialogues",
    }
    for way in ("with_intent", "without_intent"):
        own = {when: scores.get(f"{when}.{way}") for when in ("before", "after")}
        rows: dict[str, Any] = {}
        for when, each in own.items():
            if each is not None:
                rows[when] = {
                    "tokens": int(each.tokens[said].sum()),
                    "perplexity": _told(perplexity(turns, each, seed)),
                    "bits_per_character": _told(bits_per_character(turns, each, seed)),
                    "ending": endings(turns, each),
                }
        if own["before"] is not None and own["after"] is not None:
            rows["after_over_before"] = _told(change(turns, own["before"], own["after"], seed))
        found[way] = rows or None
    with_, without = (scores.get(f"after.{way}") for way in ("with_intent", "without_intent"))
    if with_ is not None and without is not None:
        found["with_over_without_intent"] = _told(change(turns, without, with_, seed))
    return found


def _told(figure: Figure | None) -> dict[str, float | None] | None:
    return None if figure is None else figure.record()


def _same(values: Floats) -> Floats:
    return values


def _ratio(
    turns: Turns, upper: Floats, lower: Floats, shape: Callable[[Floats], Floats], seed: int
) -> Figure | None:
    """``shape(Σ upper / Σ lower)`` over user turns, resampled by whole groups."""
    said = turns.said & (lower > 0)
    top, bottom = upper[said], lower[said]
    if not bottom.size:
        return None

    def statistic(_: Floats, weights: Floats) -> Floats:
        return shape((weights @ top) / (weights @ bottom))

    value = float(shape(np.array([top.sum() / bottom.sum()]))[0])
    items = Items(turns.group[said], np.ones(int(said.sum()), bool))
    try:
        found = one_sided(items, statistic, seed=seed, name="perplexity", replicates=REPLICATES)
    except UndefinedMeasureError:
        return Figure(value, None, None)
    return Figure(value, found.low, found.high)


def turns_of(samples: Sequence[Sample], group: Sequence[int]) -> Turns:
    """Samples with the group of their dialogue, by its place."""
    return Turns(tuple(samples), np.array([group[each.dialogue] for each in samples], np.int64))
