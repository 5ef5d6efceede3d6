"""Where measuring spends its time: CPU milliseconds a dialogue, one core, stage by stage.

Run: python -m benchmarks.stages [FILE ...] [--runs 5]

Without files: ``realsim/real.jsonl`` and ``simulated/*.jsonl`` under ``USERGAP_DATA``
(default ``../shared/data``), or the embedded sample where they are missing. Stages run
batch by batch in the order of ``measure_corpus``, as each can use what the ones before
it remembered; the least of several runs counts. CPU time of this one process: other
work on the machine matters little, but it still costs caches and clock.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files as resources
from pathlib import Path

from usergap.compiled import kernel
from usergap.dialogues import Dialogue
from usergap.dimensions import MEASURES, Kind, counting, tally
from usergap.formats import read
from usergap.formats.samples import SAMPLES
from usergap.profiles import Plan, default_plan, measure_corpus
from usergap.profiles.batch import cells_of_faults
from usergap.profiles.measure import BATCH

Times = dict[str, float]


def corpora() -> tuple[list[str], bool]:
    """Files of real and simulated dialogues, real first; False: the embedded sample."""
    data = Path(os.environ.get("USERGAP_DATA", "../shared/data"))
    found = [data / "realsim" / "real.jsonl", *sorted((data / "simulated").glob("*.jsonl"))]
    if len(found) > 1 and found[0].exists():
        return [str(path) for path in found], True
    folder = resources("usergap.formats") / "sample"
    return [str(folder / f"{name}.jsonl.gz") for name in SAMPLES], False


@contextmanager
def timed(times: Times, stage: str) -> Iterator[None]:
    """Add the CPU time of a block to its stage."""
    start = time.process_time()
    yield
    times[stage] += time.process_time() - start


def one_run(paths: Sequence[str], plan: Plan) -> tuple[Times, int]:
    """CPU seconds of every stage over all files, and the number of dialogues."""
    times: Times = defaultdict(float)
    count = 0
    for path in paths:
        counting._remembered_sentences.cache_clear()
        counting._remembered_words.cache_clear()
        with timed(times, "reading"):
            dialogues = read(path).dialogues
        count += len(dialogues)
        for start in range(0, len(dialogues), BATCH):
            _stages(dialogues[start : start + BATCH], plan, times)
        counting._remembered_sentences.cache_clear()
        counting._remembered_words.cache_clear()
        with timed(times, "reading and measuring"):
            measure_corpus(read(path), plan, jobs=1)
    return times, count


def _stages(dialogues: Sequence[Dialogue], plan: Plan, times: Times) -> None:
    for annotator in plan.annotators:
        with timed(times, f"labels: {', '.join(annotator.dimensions)}"):
            annotations = annotator.annotate(dialogues)
        labelled = [MEASURES[name] for name in annotator.dimensions]
        with timed(times, "counting labels"):
            for annotation in annotations:
                for dimension in labelled:
                    tally(dimension, annotation.units[dimension.id])
    for dimension in MEASURES.values():
        if dimension.kind in (Kind.LABELS, Kind.FLAGS) or dimension.measure is None:
            continue
        with timed(times, dimension.id):
            if dimension.measure_batch is not None:
                dimension.measure_batch(dialogues)
            else:
                for dialogue in dialogues:
                    dimension.measure(dialogue)
    with timed(times, "faults (simulated dialogues only, spread over all)"):
        cells_of_faults(dialogues)


def stages(paths: Sequence[str], runs: int) -> Times:
    """The least CPU milliseconds a dialogue of each stage, after one run to warm up."""
    plan = default_plan()
    one_run(paths, plan)
    found: list[Times] = []
    for _ in range(runs):
        times, count = one_run(paths, plan)
        found.append({stage: 1000 * seconds / count for stage, seconds in times.items()})
    return {stage: min(times[stage] for times in found) for stage in found[0]}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    paths, real = (options.files, True) if options.files else corpora()
    if not real:
        print("the embedded sample: its dialogues are shorter than real ones")
    print("| stage | core-ms a dialogue |\n|---|---|")
    for stage, milliseconds in stages(paths, options.runs).items():
        print(f"| {stage} | {milliseconds:.3f} |")
    print(f"\n{'pure Python' if kernel is None else 'with the compiled kernel'}")


if __name__ == "__main__":
    main()
