"""Figures and the table of success by difficulty."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Table
from usergap.probes.inference import Floats, Items
from usergap.probes.material import Material
from usergap.probes.task_outcomes.calibration import (
    EDGES,
    Pair,
    cut,
    error,
    excess_error,
    relabelled,
    usable,
)
from usergap.probes.task_outcomes.trials import Task

MARGIN: Final = 0.05
"""Five tasks in a hundred."""


def calibration(
    material: Material, real: dict[str, Task], simulated: dict[str, Task]
) -> tuple[list[Figure], list[Table]]:
    """The error as published, its excess over people, and the bins, of shared tasks."""
    pairs = [(real[name], simulated[name]) for name in sorted(real.keys() & simulated.keys())]
    if not pairs:
        return [], []
    difficulty, told = (np.array([pair[side].solved.mean() for pair in pairs]) for side in (0, 1))
    twice = [pair for pair in pairs if usable(pair)]
    rng = np.random.default_rng([material.seed, 23])
    cuts = cut(twice, rng) if twice else None
    beside: tuple[Level, ...] = ()
    if cuts is not None:
        one = np.ones((1, len(twice)))
        people = [float(error(a, b, one)[0]) for a, b, _ in zip(*cuts, strict=True)]
        beside = (Level("real against real, half of their trials", 100 * float(np.mean(people))),)
    published = level(
        material,
        lambda weights, _made: error(difficulty, told, weights[:, : len(pairs)]),
        items=_items(pairs),
        name="task.calibration",
        title="calibration error over bins of difficulty",
        unit="points of 100",
        beside=beside,
        scale=100.0,
        interval="normal",
    )
    if published.low is not None:
        published = replace(published, low=max(published.low, 0.0))
    figures = [published]
    if cuts is not None:
        figures.append(
            figure(
                material,
                lambda weights, _made: excess_error(cuts, weights[:, : len(twice)]),
                items=_items(twice),
                name="task.calibration_excess",
                title="calibration error above that of people against people",
                unit="points of 100",
                null=0.0,
                margin=MARGIN,
                scale=100.0,
                headline=False,
                splits=False,
                permuted=relabelled(twice, material.replicates, rng),
                interval="normal",
            )
        )
    return figures, [_table(difficulty, told)]


def _items(pairs: list[Pair]) -> Items:
    """Each task as a real and a simulated item, real ones first."""
    block = [real.block for real, _ in pairs]
    return Items(np.array(block * 2, np.int64), np.arange(2 * len(pairs)) >= len(pairs))


def _table(difficulty: Floats, told: Floats) -> Table:
    bins = np.digitize(difficulty, EDGES)
    edges = (0.0, *EDGES, 1.0)
    rows: list[tuple[object, ...]] = []
    for place in range(len(EDGES) + 1):
        mine = bins == place
        if mine.any():
            name = f"{edges[place]:g} to {edges[place + 1]:g}"
            rates = (100 * float(side[mine].mean()) for side in (difficulty, told))
            rows.append((name, int(mine.sum()), *rates))
    heads = ("real success rate", "tasks", "real, %", "simulated, %")
    return Table("Success by difficulty", heads, tuple(rows))
