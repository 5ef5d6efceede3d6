"""From one measure's sample and replicates to the numbers of its row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from usergap.annotators.annotator import Card
from usergap.compare.beside import beside, scenario_cosines
from usergap.compare.correction.cards import CardChoice, strangers
from usergap.compare.correction.estimate import correctable
from usergap.compare.correction.sides import card_choice, correct
from usergap.compare.distances import tvd
from usergap.compare.draft import Draft
from usergap.compare.floors import summarise
from usergap.compare.intervals.bounds import (
    label_bounds,
    number_bounds,
    unvaried,
    vector_bounds,
)
from usergap.compare.intervals.inversion import Interval
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.noise_test import alike, noise
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import Observations
from usergap.compare.permutation import p_value
from usergap.compare.sides import Floats, Sides, column
from usergap.compare.statistic import Collected, Statistic
from usergap.compare.summaries import describe_labels, describe_numbers
from usergap.compare.verdicts import ALPHA
from usergap.dimensions import Kind


@dataclass(frozen=True)
class Drawn:
    """One measure's sample and replicates; ``tests`` is the size of its family."""

    seen: Observations
    statistic: Statistic
    sample: Collected
    resampled: Collected
    permuted: Collected
    floor: Collected
    tests: int


def assess(
    draft: Draft,
    sides: Sides,
    drawn: Drawn,
    card: Card | None,
    seed: int,
    *,
    people: bool = False,
) -> Draft:
    """Fill a draft with distance, floor, interval, p-value and both sides' figures.

    ``people``: both sides are real people, and the card's errors on real text hold for both.
    """
    value = float(drawn.statistic.distances(drawn.sample)[0])
    if not np.isfinite(value):
        return replace(draft, undefined="nothing that both sides show can be compared")
    permuted = drawn.statistic.distances(drawn.permuted)
    floor = summarise(drawn.statistic.distances(drawn.floor))
    p, critical = _tested(value, permuted, sides, drawn)
    real, simulated = _figures(draft, sides, drawn)
    found = replace(
        draft,
        value=value,
        floor=None if floor is None else floor.mean,
        floor95=None if floor is None else floor.point95,
        noise=None if floor is None else floor.square,
        p=p,
        critical=critical,
        groups=_groups(sides, drawn.seen),
        spread=_spread(drawn.statistic.distances(drawn.resampled)),
        tests=drawn.tests,
        real=real,
        simulated=simulated,
    )
    if isinstance(drawn.statistic, LabelStatistic):
        choice = card_choice(found, sides, card)
        if people:
            choice = _for_people(choice, sides, card)
        found = _with_labels(found, drawn, drawn.statistic, choice, seed)
        return replace(found, weak=_is_weak(card, choice, draft.dimension.labels))
    if isinstance(drawn.statistic, NumberStatistic):
        ends = number_bounds(drawn.sample, drawn.resampled, found.groups, found.p)
        values = [drawn.seen.values[drawn.seen.defined & x, 0] for x in (sides.real, ~sides.real)]
        if all((each == each[0]).all() for each in values):
            both = float(values[0][0]), float(values[1][0])
            ends = unvaried(both, found.groups, found.p)
    else:
        ends = vector_bounds(drawn.sample, drawn.resampled, found.groups, found.p)
    return _with_interval(found, ends)


def _for_people(choice: CardChoice, sides: Sides, card: Card | None) -> CardChoice:
    """The same errors on both sides, where the card covers the other people's text too."""
    if card is None or card.real is None or choice.real is None:
        return CardChoice(None, None, choice.reason)
    rows = {x: column(sides.table[1], x) for x in ("domain", "language")}
    missing = "; ".join(strangers([card.real], rows, "other real"))
    return CardChoice(choice.real, None if missing else choice.real, missing)


def _tested(
    value: float, permuted: Floats, sides: Sides, drawn: Drawn
) -> tuple[float | None, float | None]:
    """The p-value, and the distance from which it is below alpha / tests."""
    known = permuted[np.isfinite(permuted)]
    p = p_value(value, permuted)
    if p is None:
        return None, None
    critical = float(np.quantile(known, 1 - ALPHA / drawn.tests))
    if not alike(drawn.seen, sides):
        groups = _groups(sides, drawn.seen)
        summed, chance = noise(drawn.statistic, drawn.sample, drawn.resampled, groups)
        p = max(p, p_value(summed, chance) or 0.0)
        if chance.size and summed > 0:
            scale = value / summed
            critical = max(critical, scale * float(np.quantile(chance, 1 - ALPHA / drawn.tests)))
    return p, critical


def _with_labels(
    found: Draft,
    drawn: Drawn,
    statistic: LabelStatistic,
    choice: CardChoice,
    seed: int,
) -> Draft:
    unverified = choice.real is None or choice.simulated is None
    remark = (
        "not corrected: no label has TPR - FPR of .3 on both sides, so that errors of the "
        "annotator may hide a gap or make one"
    )
    if unverified:
        remark = f"annotator unverified: {choice.reason}"
    found = replace(found, unverified=unverified, remark=remark)
    corrected = correct(found, choice, drawn.sample, drawn.resampled, drawn.floor, seed)
    if corrected is None:
        real, simulated = (statistic.profile(sums)[0] for sums in drawn.sample)
        replicates = [statistic.profile(sums) for sums in drawn.resampled]
    else:
        real, simulated = corrected.profile
        replicates = list(corrected.resampled)
        floor = summarise(corrected.floor)
        found = replace(
            found,
            corrected=float(tvd(real, simulated)),
            scale_floor=None if floor is None else floor.mean,
            scale_floor95=None if floor is None else floor.point95,
            noise=None if floor is None else floor.square,
            remark=corrected.remark,
            real={**found.real, **corrected.figures(found, 0)},
            simulated={**found.simulated, **corrected.figures(found, 1)},
        )
    units = float(drawn.sample[0][0, -1]), float(drawn.sample[1][0, -1])
    difference, resampled = simulated - real, replicates[1] - replicates[0]
    if corrected is not None:
        plain = statistic.profile(drawn.resampled[1]) - statistic.profile(drawn.resampled[0])
        found = replace(found, lasting=_lasting(found, resampled, plain))
    rates = found.dimension.kind is Kind.FLAGS
    ends = label_bounds(difference, resampled, found.groups, units, found.p, rates=rates)
    if corrected is not None and np.isfinite(corrected.full):
        ends = Interval(min(ends.low, corrected.full), max(ends.high, corrected.full))
    return _with_interval(found, ends)


def _is_weak(card: Card | None, choice: CardChoice, labels: tuple[str, ...]) -> bool:
    """Whether a card that holds for both sides says that most labels cannot be told apart.

    Most: by how often people gave them, over all texts that the card was made from.
    """
    if card is None or choice.real is None or choice.simulated is None:
        return False
    able = correctable(choice.real, choice.simulated)
    gold = np.zeros(len(labels))
    for side in (card.real, *card.simulated.values()):
        for place, label in enumerate(labels):
            judged = None if side is None else side.labels.get(label)
            gold[place] += 0.0 if judged is None else judged.tp + judged.fn
    return bool(gold[able].sum() < gold.sum() / 2 or not able.any())


def _lasting(found: Draft, corrected: Floats, raw: Floats) -> float:
    """The share of the corrected replicates' spread that is the card's, not the sample's.

    Correction stretches the sample's noise as it does the distance; the rest of the
    variance over labels was drawn from what the card leaves open.
    """
    stretch = (found.corrected or 0.0) / found.value if found.value else 1.0
    whole, sampled = (float(np.nanvar(x, axis=0).sum()) for x in (corrected, raw))
    return float(np.sqrt(max(0.0, 1 - stretch**2 * sampled / whole))) if whole > 0 else 0.0


def _with_interval(found: Draft, ends: Interval) -> Draft:
    return replace(found, low=float(ends.low), high=float(ends.high))


def _spread(resampled: Floats) -> float | None:
    finite = resampled[np.isfinite(resampled)]
    return float(finite.std(ddof=1)) if finite.size > 1 else None


def _groups(sides: Sides, seen: Observations) -> tuple[int, int]:
    return (
        int(np.unique(sides.block[seen.defined & sides.real]).size),
        int(np.unique(sides.block[seen.defined & ~sides.real]).size),
    )


def _figures(draft: Draft, sides: Sides, drawn: Drawn) -> tuple[dict[str, Any], dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for place, mine in enumerate((sides.real, ~sides.real)):
        figures: dict[str, Any] = {}
        rows = drawn.seen.defined & mine
        if draft.dimension.kind in (Kind.LABELS, Kind.FLAGS):
            sample, replicates = drawn.sample[place], drawn.resampled[place]
            figures = describe_labels(draft.dimension, sample[0], replicates)
        elif draft.dimension.kind is Kind.NUMBER:
            figures = dict(describe_numbers(drawn.seen.values[rows, 0], sides.weight[rows]))
        extra = beside(draft.dimension, sides.table[place], sides.weight[mine])
        found.append(figures | ({"beside": extra} if extra else {}))
    if draft.dimension.kind is Kind.VECTORS:
        cosines = scenario_cosines(draft.dimension, drawn.seen, sides)
        found[1] |= {"scenario_cosine": cosines} if cosines else {}
    return found[0], found[1]
