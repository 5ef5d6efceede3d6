"""Measures per dialogue, and their figures: against real users, or of simulated ones alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usergap.probes.consistency_judges.judge import Count
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level
from usergap.probes.inference import FEWEST_GROUPS, Floats
from usergap.probes.material import Material
from usergap.probes.statistics import mean_difference, simulated_mean


@dataclass(frozen=True)
class Measure:
    """Mean = Σ totals / Σ sizes over dialogues; size 0 where a dialogue has nothing to measure."""

    totals: Floats
    sizes: Floats


def shares(counts: Sequence[Sequence[Count]]) -> Measure:
    """1 - flagged / judged per dialogue: C_L of own lines, C_P of a persona."""
    judged = np.array([sum(c.judged for c in each) for each in counts], float)
    flagged = np.array([sum(c.flagged for c in each) for each in counts], float)
    sizes = (judged > 0).astype(float)
    return Measure(sizes * (1 - flagged / np.maximum(judged, 1)), sizes)


def drift(counts: Sequence[Sequence[Count]]) -> Measure:
    """Within-dialogue least-squares slope of a line's consistency over the number of its turn.

    Σ_d Σ_t (t - t̄_d)(y_t - ȳ_d) / Σ_d Σ_t (t - t̄_d)²: dialogues that differ in level or
    length do not make a slope.
    """
    totals, sizes = np.zeros(len(counts)), np.zeros(len(counts))
    for place, each in enumerate(counts):
        points = [(t, 1 - c.flagged / c.judged) for t, c in enumerate(each, 1) if c.judged]
        if len(points) > 1:
            t, y = np.array(points, float).T
            centred = t - t.mean()
            totals[place], sizes[place] = centred @ (y - y.mean()), centred @ centred
    return Measure(totals, sizes)


def per_dialogue(
    number: int, places: Sequence[int], values: Sequence[Sequence[float | None]]
) -> Measure:
    """The mean of what is known of each dialogue's lines; ``places`` says whose the values are."""
    totals, sizes = np.zeros(number), np.zeros(number)
    for place, each in zip(places, values, strict=True):
        known = [value for value in each if value is not None]
        if known:
            totals[place], sizes[place] = sum(known) / len(known), 1.0
    return Measure(totals, sizes)


def figure_or_level(
    material: Material,
    measure: Measure,
    *,
    name: str,
    title: str,
    unit: str,
    margin: float,
    headline: bool = True,
    chance: float | None = None,
) -> Figure:
    """Simulated minus real where real users have the measure too, else simulated alone; in 100."""
    measured = measure.sizes > 0
    real = measured & ~material.items.simulated
    beside = [] if chance is None else [Level("chance", 100 * chance)]
    if np.unique(material.items.block[real]).size < FEWEST_GROUPS:
        statistic = simulated_mean(measure.totals, measure.sizes)
        return level(
            material, statistic, name=name, title=title, unit=unit, beside=beside, scale=100.0
        )
    people = float(measure.totals[real].sum() / measure.sizes[real].sum())
    return figure(
        material,
        mean_difference(measure.totals, measure.sizes),
        name=name,
        title=f"{title}, simulated - real",
        unit=unit,
        null=0.0,
        margin=margin,
        beside=(Level("real", 100 * people), *beside),
        headline=headline,
        scale=100.0,
    )
