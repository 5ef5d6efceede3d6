"""One cell of the correction table: a planted shift, the estimates, their intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from benchmarks.calibration.cells import seed_of
from benchmarks.calibration.corrections_population import (
    SIMULATORS,
    Floats,
    Judged,
    card_side,
    redraw,
    split,
)
from usergap.compare.correction.belief import believe, card_variance
from usergap.compare.correction.estimate import (
    Belief,
    as_profile,
    correctable,
    corrected_profiles,
)
from usergap.compare.correction.spread import drawn_rates, ends
from usergap.compare.correction.transfer import Errors, measured, predicted
from usergap.compare.distances import tvd
from usergap.compare.intervals.bounds import label_bounds

PEOPLE = "people"
CARD = 2 / 3
"""Groups that the card is made from, as a share of all."""


@dataclass(frozen=True)
class Cell:
    """``simulator``: which text plays the simulator; PEOPLE: other real users do.

    ``shift``: points by which one label's rate is moved on one side, label, side and
    direction drawn anew in each run. ``apart``: card and samples from different groups,
    else each drawn from all of them on its own.
    """

    measure: str
    simulator: str
    shift: float
    dialogues: int
    apart: bool = False


@dataclass(frozen=True)
class Sample:
    """Drawn dialogues of both sides (real, simulated), and what is true of them.

    ``given`` (n, k + 1) counts a side, ``truth`` profiles (k,) of both populations,
    ``errors`` as shipped, from text that none of the dialogues belongs to; ``own``: with
    the other simulators' rates unpooled. ``side, label``: what was shifted.
    """

    given: tuple[Floats, Floats]
    gold: tuple[Floats, Floats]
    truth: tuple[Floats, Floats]
    errors: tuple[Errors, Errors]
    own: tuple[Errors, Errors]
    missing: tuple[Floats, Floats]
    shares: bool
    side: int
    label: int


def draw(rng: np.random.Generator, kinds: Mapping[str, Judged], cell: Cell) -> Sample:
    """A card, and samples that it knows nothing of."""
    names = ("real", *SIMULATORS)
    cards, people = dict(kinds), dict(kinds)
    if cell.apart:
        card, rest = split([kinds[x] for x in names], CARD, rng)
        cards, people = (dict(zip(names, x, strict=True)) for x in (card, rest))
    else:
        cards = {x: redraw(kinds[x], CARD, rng) for x in names}
    near = [x for x in SIMULATORS if x != cell.simulator]
    if cell.simulator != PEOPLE:
        sides = (people["real"], people[cell.simulator])
    elif cell.apart:
        one, other = split([people["real"]], 0.5, rng)
        sides = (one[0], other[0])
    else:
        sides = (people["real"], people["real"])
    labels = sides[0].labels
    real, others = card_side(cards["real"]), [card_side(cards[x]) for x in near]
    errors = measured([real], labels), predicted([real, *others], labels)
    side, up = int(rng.integers(2)), bool(rng.integers(2))
    rates = [x.gold[:, :-1].sum(axis=0) / x.gold[:, -1].sum() for x in sides]
    label = int(rng.choice(np.flatnonzero(np.minimum(*rates) > 0)))
    given, gold, truth = [], [], []
    for place, judged in enumerate(sides):
        moved = cell.shift if place == side else 0.0
        weights = tilted(judged.gold, label, moved if up else -moved)
        chosen = rng.choice(weights.size, cell.dialogues, p=weights)
        given.append(judged.given[chosen])
        for where, sums in (
            (gold, judged.gold[chosen].sum(axis=0)),
            (truth, weights @ judged.gold),
        ):
            where.append(as_profile(sums[:-1] / sums[-1], judged.shares))
    return Sample(
        (given[0], given[1]),
        (gold[0], gold[1]),
        (truth[0], truth[1]),
        errors,
        (errors[0], measured(others, labels)),
        (_missing(cards["real"]), np.mean([_missing(cards[x]) for x in near], axis=0)),
        sides[0].shares,
        side,
        label,
    )


def tilted(gold: Floats, label: int, shift: float) -> Floats:
    """Weights of dialogues that move a label's rate by ``shift``, at most half way to 0 or 1.

    Exponential tilting by the dialogue's own rate of the label.
    """
    own = gold[:, label] / np.maximum(gold[:, -1], 1)
    rate = gold[:, label].sum() / gold[:, -1].sum()
    wanted = float(np.clip(rate + shift / 100, rate / 2, (1 + rate) / 2))
    low, high = -20.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        weights = np.exp(middle * (own - own.max() * (middle > 0)))
        found = weights @ gold[:, label] / (weights @ gold[:, -1])
        low, high = (middle, high) if found < wanted else (low, middle)
    weights = np.exp((low + high) / 2 * (own - own.max() * (low + high > 0)))
    return np.asarray(weights / weights.sum())


def _sums(sample: Sample) -> tuple[Floats, Floats]:
    return sample.given[0].sum(axis=0), sample.given[1].sum(axis=0)


def _full(sample: Sample, errors: tuple[Errors, Errors]) -> tuple[Floats, Floats]:
    sums = _sums(sample)
    found = corrected_profiles(
        (sums[0][None], sums[1][None]), errors, Belief.full(correctable(*errors)), sample.shares
    )
    return found[0][0], found[1][0]


def _missing(judged: Judged) -> Floats:
    """What the annotator's rates lack of the gold ones on the card's text, (k,)."""
    return np.asarray((judged.gold - judged.given).sum(axis=0)[:-1] / judged.given[:, -1].sum())


def _additive(sample: Sample) -> tuple[Floats, Floats]:
    """The card's differences added: as if what is missed were the same everywhere."""
    rates = [
        np.clip(x[:-1] / x[-1] + more, 0, 1)
        for x, more in zip(_sums(sample), sample.missing, strict=True)
    ]
    return as_profile(rates[0], sample.shares), as_profile(rates[1], sample.shares)


LOSERS: Mapping[str, Callable[[Sample], tuple[Floats, Floats]]] = {
    "full, the other simulator's rates": lambda x: _full(x, x.own),
    "additive": _additive,
    "full, real rates for both": lambda x: _full(x, (x.errors[0], x.errors[0])),
}


def run(cell: Cell, kinds: Mapping[str, Judged], runs: int, draws: int) -> dict[str, Any]:
    """Bias, error and coverage of raw and corrected distances and shares in one cell."""
    rng = np.random.default_rng(seed_of(cell))
    rows: dict[str, list[Floats]] = {}
    for _ in range(runs):
        sample = draw(rng, kinds, cell)
        where = sample.side, sample.label
        known = [float(tvd(*sample.gold)), float(tvd(*sample.truth))]
        known += [100 * x[where[0]][where[1]] for x in (sample.gold, sample.truth)]
        for name, found in _estimates(rng, sample, draws).items():
            rows.setdefault(name, []).append(np.array([*known, *found]))
        for name, estimate in LOSERS.items():
            profiles = estimate(sample)
            own = [float(tvd(*profiles)), 100 * profiles[where[0]][where[1]]]
            rows.setdefault(name, []).append(np.array([*known, *own]))
    return {
        **asdict(cell),
        "runs": runs,
        "methods": {name: _score(np.array(found)) for name, found in rows.items()},
    }


def _estimates(rng: np.random.Generator, sample: Sample, draws: int) -> dict[str, list[float]]:
    """Raw, shipped, and the card at its word with its standard errors.

    Each: distance, the shifted label's share, the distance's ends, the share's (x 100).
    """
    n = len(sample.given[0])
    one, other = (x.sum(axis=0)[None] for x in sample.given)
    weights = [rng.multinomial(n, np.full(n, 1 / n), draws) for _ in sample.given]
    replicates = weights[0] @ sample.given[0], weights[1] @ sample.given[1]
    units = float(one[0, -1]), float(other[0, -1])
    rates = one[0, :-1] / units[0], other[0, :-1] / units[1]
    able = correctable(*sample.errors)
    own = [card_variance(r, e) for r, e in zip(rates, sample.errors, strict=True)]
    full = replace(Belief.full(able), variance=np.where(able, own, 0.0))
    shipped = believe(rates, sample.errors, able, units, sample.shares)
    found = {}
    for name, belief in (
        ("raw", Belief.none(rates[0].size)),
        ("shipped", shipped),
        ("full, predicted rates", full),
    ):
        pair = corrected_profiles((one, other), sample.errors, belief, sample.shares)
        profiles = pair[0][0], pair[1][0]
        drawn = corrected_profiles(replicates, sample.errors, belief, sample.shares, rng)
        interval = label_bounds(
            profiles[1] - profiles[0], drawn[1] - drawn[0], (n, n), units, None,
            rates=not sample.shares,
        )  # fmt: skip
        spread = np.nanquantile(drawn[sample.side], [0.025, 0.975], axis=0)
        if belief is shipped:
            judged = drawn_rates(
                replicates[sample.side], units[sample.side] / n, sample.errors[sample.side], rng
            )
            spread = np.array(ends(judged, profiles[sample.side], sample.shares))
        found[name] = [
            float(tvd(profiles[0], profiles[1])),
            float(100 * profiles[sample.side][sample.label]),
            *interval,
            *(100 * spread[:, sample.label]),
        ]
    return found


def _score(rows: Floats) -> dict[str, float]:
    """Errors against the gold labels of the same dialogues, coverage of the population."""
    gold, truth, gold_share, share = rows[:, :4].T
    out = {"gold": float(gold.mean()), **_errors_of(rows[:, 4] - gold)}
    parts = {"share": _errors_of(rows[:, 5] - gold_share)}
    if rows.shape[1] > 6:
        out |= _cover(truth, rows[:, 6], rows[:, 7])
        parts["share"] |= _cover(share, rows[:, 8], rows[:, 9])
    return out | {f"share_{name}": x for name, x in parts["share"].items()}


def _errors_of(wrong: Floats) -> dict[str, float]:
    return {"bias": float(wrong.mean()), "rmse": float(np.sqrt((wrong**2).mean()))}


def _cover(truth: Floats, low: Floats, high: Floats) -> dict[str, float]:
    inside = float(((low <= truth + 1e-9) & (truth <= high + 1e-9)).mean())
    return {"coverage": inside, "width": float((high - low).mean())}
