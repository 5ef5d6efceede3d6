"""Which estimate of the distance between two crowds of real people is nearest to the truth?

    python -m benchmarks.calibration.margins [--runs N] [--out FOLDER]

The distance between two samples is never 0, so a yardstick taken as it is makes a margin
too wide and *close* too easy. From the shipped profiles of real users two samples are
drawn, of as many groups as WildChat and LMSYS have, the second from a population at a
known distance (tilted, see ``usergap.compare.power.population``). Gaps are 0 to 4 times
what chance alone shows at this size. Candidates:

* raw: the distance of the samples;
* minus floor: less the mean distance of two samples of one side, not below 0;
* quadrature: sqrt(distance^2 - mean squared floor), not below 0: noise adds to a distance
  as to the length of a vector, and hardly where the distance is long;
* blend: the mean of the two before;
* split halves: both sides halved at random, component by component the root of the mean
  product of the halves' differences, whose noise is independent, not below 0.

An energy distance is a squared length already: for it "minus floor" is the quadrature.
Writes ``margins.json``. Needs no development data.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray

from benchmarks.calibration.verdicts import directions
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.power.population import Population, population
from usergap.compare.vector_statistic import VectorStatistic
from usergap.compare.yardstick import debiased
from usergap.dimensions import MEASURES
from usergap.profiles import load_reference

Floats = NDArray[np.float64]

GAPS = (0.0, 0.5, 1.0, 2.0, 4.0)
DRAWS = 200
HALVINGS = 20
ESTIMATES = ("raw", "minus floor", "quadrature", "blend", "split halves")


def estimates(
    people: Population, picks: tuple[Floats, Floats], rng: np.random.Generator
) -> dict[str, float]:
    """Every candidate from two samples, given as the groups that were drawn."""
    counts = [np.bincount(each, minlength=people.groups).astype(float) for each in picks]
    value = float(people.distances(counts[0][None], counts[1][None])[0])
    floors = np.concatenate([_floor(people, one, picks, rng) for one in counts])
    squared = isinstance(people.statistic, VectorStatistic)
    minus = max(0.0, value - float(floors.mean()))
    noise = floors.mean() if squared else np.square(floors).mean()
    quadrature = debiased(value, float(noise), squared=squared)
    return {
        "raw": value,
        "minus floor": minus,
        "quadrature": quadrature,
        "blend": (minus + quadrature) / 2,
        "split halves": _halves(people, picks, rng),
    }


def _floor(
    people: Population, one: Floats, picks: tuple[Floats, Floats], rng: np.random.Generator
) -> Floats:
    """Distances of two samples of one side, at both sides' sizes."""
    left, right = (
        rng.multinomial(each.size, one / one.sum(), DRAWS // 2).astype(float) for each in picks
    )
    return people.distances(left, right)


def _halves(people: Population, picks: tuple[Floats, Floats], rng: np.random.Generator) -> float:
    halves: list[list[Floats]] = [[], []]
    for _ in range(HALVINGS):
        for each in picks:
            mixed = rng.permutation(each)
            for half, part in enumerate((mixed[::2], mixed[1::2])):
                halves[half].append(np.bincount(part, minlength=people.groups).astype(float))
    first, second = ((np.stack(half[0::2]), np.stack(half[1::2])) for half in halves)
    statistic = people.statistic
    if isinstance(statistic, VectorStatistic):
        return _energy_of_halves(statistic, first, second)
    if isinstance(statistic, LabelStatistic):
        one, two = (_label_difference(statistic, *half) for half in (first, second))
        weights = np.full(one.shape[1], 50.0)
    else:
        assert isinstance(statistic, NumberStatistic)
        one, two = (_cdf_difference(statistic, *half) for half in (first, second))
        weights = statistic.gaps
    product = (one * two).mean(axis=0)
    return float(weights @ np.sqrt(np.maximum(product, 0.0)))


def _label_difference(statistic: LabelStatistic, left: Floats, right: Floats) -> Floats:
    counts = statistic.counts.astype(float)
    return statistic.profile(right @ counts) - statistic.profile(left @ counts)


def _cdf_difference(statistic: NumberStatistic, left: Floats, right: Floats) -> Floats:
    parts = []
    for side in (left, right):
        rows = side[:, statistic.block] * statistic.weight
        parts.append(np.cumsum(rows, axis=1) / rows.sum(axis=1, keepdims=True))
    return np.asarray((parts[1] - parts[0])[:, :-1])


def _energy_of_halves(
    statistic: VectorStatistic, first: tuple[Floats, Floats], second: tuple[Floats, Floats]
) -> float:
    energies = []
    for part in statistic.parts:
        signed = []
        for left, right in (first, second):
            sides = []
            for side in (left, right):
                own = side[:, part.at]
                sides.append(own / (own @ part.mass)[:, None])
            signed.append(sides[0] - sides[1])
        energies.append(-((signed[0] @ part.between) * signed[1]).sum(axis=1).mean())
    return max(0.0, float(np.mean(energies)))


def run(measure: str, runs: int, seed: int, gaps: Sequence[float] = GAPS) -> list[dict[str, Any]]:
    """One measure: bias and root mean square error of each candidate at each gap."""
    sizes = [load_reference(name) for name in ("wildchat", "lmsys")]
    groups = [len(set(each.table["group"].to_pylist())) for each in sizes]
    people = population(load_reference(), MEASURES[measure])
    people, ways = directions(people, MEASURES[measure].kind)
    rng = np.random.default_rng([seed, *measure.encode()])
    chance = float(
        people.distances(
            *(rng.multinomial(n, people.even, 400).astype(float) for n in groups)
        ).mean()
    )
    found = []
    for gap in gaps:
        for way in ways if gap else ways[:1]:
            shares = people.planted(way, gap * chance)
            if shares is None:
                continue
            truth = people.distance(shares)
            rows: dict[str, list[float]] = {name: [] for name in ESTIMATES}
            for _ in range(runs):
                picks = (
                    rng.choice(people.groups, groups[0], p=people.even),
                    rng.choice(people.groups, groups[1], p=shares),
                )
                for name, value in estimates(people, picks, rng).items():
                    rows[name].append(value)
            found.append(
                {
                    "measure": measure,
                    "gap": gap,
                    "way": way,
                    "chance": chance,
                    "truth": truth,
                    "runs": runs,
                    "bias": {x: float(np.mean(v)) - truth for x, v in rows.items()},
                    "rmse": {
                        x: float(np.sqrt(np.mean((np.array(v) - truth) ** 2)))
                        for x, v in rows.items()
                    },
                }
            )
    return found


def markdown(results: Sequence[Mapping[str, Any]]) -> str:
    """Bias and RMSE in units of what chance shows, mean over measures and directions."""
    runs = min(x["runs"] for x in results)
    lines = [
        f"Bias (root mean square error), in units of what chance shows; {runs} runs a cell.",
        "",
        f"| true gap / chance | {' | '.join(ESTIMATES)} |",
        "|---" * (len(ESTIMATES) + 1) + "|",
    ]
    kinds = {
        "tvd, half sum": ("intent", "feedback", "emotion", "identity"),
        "W1": ("words", "turns", "fk_grade", "mtld", "errors"),
        "energy": ("knowledge",),
    }
    for title, measures in kinds.items():
        for gap in GAPS:
            cells = [x for x in results if x["gap"] == gap and x["measure"] in measures]
            if not cells:
                continue
            row = []
            for name in ESTIMATES:
                bias = np.mean([x["bias"][name] / x["chance"] for x in cells])
                rmse = np.sqrt(np.mean([(x["rmse"][name] / x["chance"]) ** 2 for x in cells]))
                row.append(f"{bias:+.2f} ({rmse:.2f})")
            lines.append(f"| {title}, {gap:g} | {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all measures, print the table, write the file."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--measure", action="append", choices=list(MEASURES))
    parser.add_argument("--out", type=Path, help="folder for margins.json")
    options = parser.parse_args()
    started = time.perf_counter()
    results = [row for name in options.measure or MEASURES for row in run(name, options.runs, 1)]
    print(markdown(results))
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "margins.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
