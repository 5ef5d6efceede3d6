"""How long resampling takes: 10,000 clustered replicates over 10,000 dialogues a side.

Run: python -m benchmarks.resampling [--replicates 10000] [--dialogues 10000]

Made-up counts, four label measures; each conversation holds one to three dialogues.
Prints the seconds for pairs (one weight serves both sides of a scenario) and for
pools (each side has its own groups), best of three, and then the whole compare stage of
719 real against twice 130 simulated dialogues with ten measures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pyarrow as pa

from usergap.compare import compare
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.observations import needed_columns, observe
from usergap.compare.replication import replicate
from usergap.compare.resampling import bootstrap
from usergap.compare.sides import Sides, bring_together
from usergap.compare.statistic import Statistic
from usergap.dimensions import MEASURES, Kind, label_columns
from usergap.profiles import Profile

LABELLED = [x for x in MEASURES.values() if x.kind in (Kind.LABELS, Kind.FLAGS)]


def made_up(dialogues: int, seed: int, first_scenario: int = 0) -> pa.Table:
    """A profile table of random counts, numbers and vectors."""
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 4, dialogues)
    columns: dict[str, object] = {
        "dialogue": np.arange(dialogues, dtype=np.int32),
        "group": np.repeat(np.arange(dialogues), size)[:dialogues].astype(np.int32),
        "pair": [f"s{first_scenario + at}" for at in range(dialogues)],
        "simulator": pa.nulls(dialogues, pa.string()),
        "domain": [f"d{at % 16}" for at in range(dialogues)],
        "language": ["en"] * dialogues,
    }
    for measure in MEASURES.values():
        if measure in LABELLED:
            high = 2 if measure.kind is Kind.FLAGS else 4
            for name in label_columns(measure):
                columns[name] = rng.integers(0, high, dialogues)
            continue
        for name in needed_columns(measure):
            if name.endswith(".vector"):
                vectors = rng.integers(-99, 99, (dialogues, 64)).astype(np.int8)
                columns[name] = [vector.tobytes() for vector in vectors]
            else:
                columns[name] = np.exp(rng.normal(4, 1, dialogues)).round(1)
    return pa.table(columns)


def statistics(sides: Sides) -> dict[str, Statistic]:
    """The label measures over both sides."""
    pooled = pa.concat_tables(sides.table)
    found: dict[str, Statistic] = {}
    for measure in LABELLED:
        seen = observe(measure, pooled)
        assert seen is not None
        found[measure.id] = LabelStatistic.of(seen, sides, measure.kind is Kind.FLAGS)
    return found


def best_of(runs: int, work: Callable[[], object]) -> str:
    """The shortest of several runs: on the clock, and of the processor (busy machines)."""
    times = []
    for _ in range(runs):
        start, busy = time.perf_counter(), time.process_time()
        work()
        times.append((time.perf_counter() - start, time.process_time() - busy))
    wall, cpu = (min(column) for column in zip(*times, strict=True))
    return f"{wall:.2f} s on the clock, {cpu:.2f} s of CPU"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=10_000)
    parser.add_argument("--dialogues", type=int, default=10_000)
    options = parser.parse_args()
    n = options.dialogues
    for name, first in (("paired", 0), ("pooled", n)):
        sides = bring_together(made_up(n, 1), made_up(n, 2, first), name == "paired")
        ready = statistics(sides)
        seconds = best_of(3, lambda: replicate(bootstrap(sides, options.replicates, 0), ready))  # noqa: B023
        print(
            f"{name}: {options.replicates} replicates over {n} dialogues a side, "
            f"{sides.units} units, {len(ready)} label measures: {seconds}"
        )
    real, one, two = made_up(719, 1), made_up(130, 2), made_up(130, 3)
    notes = {"annotators": {}, "dimensions": {}}
    profiles = [Profile(x, t, notes) for x, t in (("real", real), ("a", one), ("b", two))]
    for pairs in ("auto", "off"):
        seconds = best_of(3, lambda: compare(*profiles, pairs=pairs))  # type: ignore[arg-type]  # noqa: B023
        print(f"compare, pairs {pairs}: 719 x 2 x 130 dialogues, ten measures: {seconds}")


if __name__ == "__main__":
    main()
