"""Task view: do tasks come out alike, and do users decide alike once they did?

pass^k = mean over tasks of C(c, k) / C(n, k), c successes in n trials (τ-bench, arXiv
2406.12045), exact. Success with simulated against real users, over five difficulty bins cut
at .2, .4, .6 and .8 of the real success rate (calibration error, USI). Decisions given the
outcome: who praises, and who complains, after a success and after a failure.
A success is a ``reward`` (or ``success``) of 1, as the file records it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import comb
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference, simulated_mean

MARGIN: Final = 0.05
"""Five tasks in a hundred."""
DECISION_MARGIN: Final = 0.1
"""One user in ten."""
CUTS: Final = (0.2, 0.4, 0.6, 0.8)
DECISIONS: Final = {"praise": "explicit_positive", "complain": "explicit_negative"}
MOST: Final = 10


def pass_k(successes: int, trials: int, k: int) -> float:
    """C(c, k) / C(n, k): the chance that k trials drawn of n all succeed. 1 <= k <= n."""
    if not 0 <= successes <= trials or not 1 <= k <= trials:
        raise ValueError(f"expected 0 <= c <= n and 1 <= k <= n, found {successes}, {trials}, {k}")
    return comb(successes, k) / comb(trials, k)


def outcome(dialogue: Dialogue) -> bool | None:
    """Whether the task was solved, where the file says it."""
    for key in ("success", "reward"):
        value = dialogue.extra.get(key)
        if isinstance(value, bool | int | float):
            return float(value) >= 1
    return None


def run(material: Material) -> Measured:
    """pass^k of the simulated side; success and decisions against the real one."""
    known = np.array([outcome(dialogue) is not None for dialogue in material.dialogues])
    solved = np.array([outcome(dialogue) is True for dialogue in material.dialogues], float)
    made = material.items.simulated
    material.need(bool(known[made].any()), "no simulated dialogue records an outcome (reward)")
    figures = [
        level(
            material,
            simulated_mean(solved, known),
            name="task.success",
            title="tasks solved with simulated users",
            unit="%",
            scale=100.0,
        )
    ]
    tables = [_powers(material)]
    seen = f"{figures[0].value:.0f} % of tasks are solved" if figures[0].value is not None else ""
    if known[~made].any():
        rate = 100 * float(solved[~made].sum() / known[~made].sum())
        figures.append(
            figure(
                material,
                mean_difference(solved, known),
                name="task.success_gap",
                title="tasks solved, simulated - real users",
                unit="points of 100",
                null=0.0,
                margin=MARGIN,
                scale=100.0,
                beside=(Level("real", rate),),
            )
        )
        seen += f" with simulated users, {rate:.0f} % with real ones"
        figures += _decisions(material, solved, known)
        tables += _calibration(material)
    return Measured(tuple(figures), seen, tuple(tables))


def _trials(dialogues: Sequence[Dialogue]) -> dict[str, tuple[int, int]]:
    """Successes and trials of each task."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for dialogue in dialogues:
        solved = outcome(dialogue)
        if solved is not None:
            entry = found[dialogue.scenario_id or dialogue.id]
            entry[0] += solved
            entry[1] += 1
    return {task: (c, n) for task, (c, n) in found.items()}


def _powers(material: Material) -> Table:
    """pass^k for each k that every task has trials for."""
    sides = [_trials(side) for side in (material.real, material.simulated)]
    least = [min((n for _, n in side.values()), default=0) for side in sides]
    rows = []
    for k in range(1, min(MOST, max(least)) + 1):
        cells = [
            100 * float(np.mean([pass_k(c, n, k) for c, n in side.values()]))
            if side and k <= fewest
            else None
            for side, fewest in zip(sides, least, strict=True)
        ]
        rows.append((f"pass^{k}", *cells))
    return Table("All of k trials succeed, % of tasks", ("k", "real", "simulated"), tuple(rows))


def _decisions(material: Material, solved: Floats, known: Floats) -> list[Figure]:
    """Praise and complaint in the last judged turn, given the outcome: simulated minus real."""
    last = [
        next((set(u) for u in reversed(found.units.get("feedback", ())) if u is not None), None)
        for found in material.annotations
    ]
    judged = np.array([labels is not None for labels in last]) & known.astype(bool)
    figures = []
    for verb, label in DECISIONS.items():
        did = np.array([labels is not None and label in labels for labels in last])
        for name, mine in (("success", solved == 1), ("failure", solved == 0)):
            held = judged & mine
            if not all((held & side).any() for side in (material.items.simulated,
                                                        ~material.items.simulated)):  # fmt: skip
                continue
            figures.append(
                figure(
                    material,
                    mean_difference((did & held).astype(float), held.astype(float)),
                    name=f"task.{verb}_after_{name}",
                    title=f"users who {verb} at the end after a {name}, simulated - real",
                    unit="points of 100 users",
                    null=0.0,
                    margin=DECISION_MARGIN,
                    scale=100.0,
                )
            )
    return figures


def _calibration(material: Material) -> list[Table]:
    """Success in five bins of difficulty, and the expected calibration error over them."""
    real, simulated = (_trials(side) for side in (material.real, material.simulated))
    shared = sorted(real.keys() & simulated.keys())
    if not shared:
        return []
    difficulty = np.array([real[task][0] / real[task][1] for task in shared])
    told = np.array([simulated[task][0] / simulated[task][1] for task in shared])
    bins = np.digitize(difficulty, CUTS)
    rows: list[tuple[object, ...]] = []
    error = 0.0
    edges = (0.0, *CUTS, 1.0)
    for place in range(len(CUTS) + 1):
        mine = bins == place
        if mine.any():
            one, other = float(difficulty[mine].mean()), float(told[mine].mean())
            error += float(mine.mean()) * abs(other - one)
            name = f"{edges[place]:g} to {edges[place + 1]:g}"
            rows.append((name, int(mine.sum()), 100 * one, 100 * other))
    rows.append(("calibration error", len(shared), None, 100 * error))
    heads = ("real success rate", "tasks", "real, %", "simulated, %")
    return [Table("Success by difficulty", heads, tuple(rows))]


PROBE = Probe(
    id="task",
    title="Task view",
    question="Are tasks solved as often, and outcomes answered alike, as with real users?",
    citation="tau-bench (arXiv 2406.12045) for pass^k; USI (arXiv 2603.11245) for the bins",
    version="1",
    run=run,
    lever="simulate --control friction; an assistant tested with real users",
    needs_real=False,
)
