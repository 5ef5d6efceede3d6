"""Task view: do tasks come out alike, and do users decide alike once they did?

pass^k = mean over tasks of C(c, k) / C(n, k), c successes in n trials (τ-bench, arXiv
2406.12045), exact, its interval by resampling tasks. Success with simulated against real
users, over five difficulty bins cut at .2, .4, .6 and .8 of the real success rate
(calibration error, USI), and its excess over people against people. Decisions given the
outcome: who praises, and who complains, after a success and after a failure.
A success is a ``reward`` (or ``success``) of 1, as the file records it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.probes.chance import at_edge
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.task_outcomes.calibration_figures import calibration
from usergap.probes.task_outcomes.trials import Task, fewest, one_side, outcome, powers, tasks

MARGIN: Final = 0.05
"""Five tasks in a hundred."""
DECISION_MARGIN: Final = 0.1
"""One user in ten."""
DECISIONS: Final = {"praise": "explicit_positive", "complain": "explicit_negative"}
MOST: Final = 10


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
    real, simulated = (
        tasks([material.dialogues[i] for i in mine], material.items.block[mine])
        for mine in (np.flatnonzero(~made), np.flatnonzero(made))
    )
    tables = [_table(real, simulated)]
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
        told, bins = calibration(material, real, simulated)
        figures += told
        tables += bins
    figures += _powers(material, real, simulated)
    return Measured(tuple(figures), seen, tuple(tables))


def _powers(material: Material, real: dict[str, Task], made: dict[str, Task]) -> list[Figure]:
    """pass^k of the simulated side for each k > 1 that every task has trials for."""
    found = []
    items = one_side(made)
    for k in range(2, min(MOST, fewest(made)) + 1):
        beside: tuple[Level, ...] = ()
        if fewest(real) >= k:
            beside = (Level("real", 100 * float(powers(real, k).mean())),)
        told = level(
            material,
            simulated_mean(powers(made, k)),
            items=items,
            name=f"task.pass_{k}",
            title=f"tasks of which {k} trials all succeed (pass^{k}), simulated users",
            unit="%",
            scale=100.0,
            beside=beside,
        )
        found.append(at_edge(told, items.groups()[1], 100.0))
    return found


def _table(real: dict[str, Task], simulated: dict[str, Task]) -> Table:
    """pass^k for each k that every task of a side has trials for."""
    sides = (real, simulated)
    rows = []
    for k in range(1, min(MOST, max(map(fewest, sides))) + 1):
        cells = [100 * float(powers(s, k).mean()) if fewest(s) >= k else None for s in sides]
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


PROBE = Probe(
    id="task",
    title="Task view",
    question="Are tasks solved as often, and outcomes answered alike, as with real users?",
    citation="tau-bench (arXiv 2406.12045) for pass^k; USI (arXiv 2603.11245) for the bins",
    version="2",
    run=run,
    lever="simulate --control friction; an assistant tested with real users",
    needs_real=False,
)
