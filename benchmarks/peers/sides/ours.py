"""usergap: the same tasks from the same file."""

# ruff: noqa: ANN001, ANN201, ANN202

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
from timing import main

from usergap.compare.distances import tvd, w1
from usergap.compare.draws import observed
from usergap.compare.label_statistic import LabelStatistic
from usergap.compare.number_statistic import NumberStatistic
from usergap.compare.observations import Observations
from usergap.compare.permutation import p_value, permutations
from usergap.compare.replication import replicate
from usergap.compare.sides import Sides
from usergap.dialogues import Dialogue, Message
from usergap.dimensions import counting
from usergap.dimensions.fk_grade import measure_fk_grade
from usergap.dimensions.mtld import measure_mtld
from usergap.probes.discrimination.ridge import folds_by, refitted_areas
from usergap.probes.discrimination.thin_ridge import ridge_of
from usergap.probes.discrimination.views import bag, words_of

REPEATS, PERMUTATIONS, REFITS = 300, 1000, 200


def measured(texts, measure, name):
    counting._remembered_sentences.cache_clear()
    counting._remembered_words.cache_clear()
    found = [measure(one)[name] for one in texts]
    known = [x for x in found if x is not None]
    return sum(known) / len(known)


def sides_of(real: int, simulated: int) -> Sides:
    """Rows that are groups of their own."""
    rows = np.arange(real + simulated)
    ones = np.ones(rows.size)
    return Sides(((), ()), ((), ()), rows, rows, rows < real, ones, ones, False)


def seen_of(values) -> Observations:
    rows = len(values)
    ones = np.ones(rows)
    return Observations(values, ones > 0, ones, np.ones((rows, 1), bool))


def null(statistic, sides):
    value = statistic.distances(statistic.collect(observed(sides)))[0]
    drawn = replicate(permutations(sides, PERMUTATIONS, 0), {"x": statistic})["x"]
    return p_value(float(value), statistic.distances(drawn))


def areas(ridge, made, refits):
    """The area and its p over permutations, each with a classifier of its own."""
    rng = np.random.default_rng(0)
    fold = folds_by(np.arange(made.size), [str(x) for x in rng.random(made.size)], 5)
    shuffled = rng.permuted(np.tile(made, (refits, 1)), axis=1).T
    found = refitted_areas(ridge, np.column_stack([made, shuffled]), fold)
    return float(found[0]), float((1 + (found[1:] >= found[0]).sum()) / (1 + refits))


def report(real, simulated):
    from usergap.cli.app import main as command

    with tempfile.TemporaryDirectory() as folder:
        try:
            command(["compare", real["dialogues"], simulated["dialogues"], "-o", folder])
        except SystemExit as end:
            if end.code == 2:
                raise
        return max(x.stat().st_size for x in Path(folder).rglob("*.html"))


def simulate(url):
    """The same conversations, journalled; what was kept."""
    from benchmarks import simulate as runner

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "sims.jsonl"
        size = (runner.CONVERSATIONS, runner.EXCHANGES, runner.IN_FLIGHT)
        return asyncio.run(runner.simulated(url, output, *size)).dialogues


def prepare(given):
    real, simulated = given["real"], given["simulated"]
    texts = {
        name: [Dialogue(f"{name} {at}", (Message("user", text),)) for at, text in enumerate(side)]
        for name, side in (("real", real["texts"]), ("simulated", simulated["texts"]))
    }
    words = [np.array(x["words"], float) for x in (real, simulated)]
    labels = [x["labels"] for x in (real, simulated)]
    made = np.repeat([False, True], [len(texts["real"]), len(texts["simulated"])])

    def shares():
        names = sorted({*labels[0], *labels[1]})
        counts = [Counter(side) for side in labels]
        return [np.array([count[x] for x in names]) / count.total() for count in counts]

    def w1_null():
        sides = sides_of(*map(len, words))
        seen = seen_of(np.concatenate(words)[:, None])
        return null(NumberStatistic.of(seen, sides), sides)

    def tvd_null():
        sides = sides_of(*map(len, labels))
        names, at = np.unique([*labels[0], *labels[1]], return_inverse=True)
        seen = seen_of(np.eye(names.size)[at])
        return null(LabelStatistic.of(seen, sides, rates=False), sides)

    def detection(refits):
        columns = [list(x["numbers"].values()) for x in (real, simulated)]
        table = np.concatenate([np.array(x, float).T for x in columns])
        return areas(ridge_of(table, scale=True), made, refits)

    def text():
        every = [*texts["real"], *texts["simulated"]]
        return areas(ridge_of(bag(every, words_of), scale=False), made, REFITS)

    return {
        "mtld": lambda: measured(texts["real"], measure_mtld, "mtld"),
        "grade": lambda: measured(texts["real"], measure_fk_grade, "fk_grade"),
        "w1": lambda: [w1(*words) for _ in range(REPEATS)].pop(),
        "w1_null": w1_null,
        "tvd": lambda: [float(tvd(*shares())) for _ in range(REPEATS)].pop(),
        "tvd_null": tvd_null,
        "detection": lambda: detection(0),
        "detection_null": lambda: detection(REFITS),
        "text": text,
        "report": lambda: report(real, simulated),
        "simulate": lambda: simulate(given["url"]),
    }


if __name__ == "__main__":
    main(prepare)
