"""``measure``: from a corpus to its profile, on one process or on several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyarrow as pa

from usergap.annotators import Annotation
from usergap.dialogues import Corpus, Dialogue, Reading, groups_of_people, person_of
from usergap.dimensions import Kind
from usergap.dimensions.faults import faults
from usergap.profiles.batch import Plan, measure_batch
from usergap.profiles.engines import PoolEngine, Work
from usergap.profiles.engines.engine import BATCH
from usergap.profiles.engines.pool import processes
from usergap.profiles.labels_on_demand import LabelsOnDemand
from usergap.profiles.profile import Profile, Texts
from usergap.profiles.schema import schema
from usergap.profiles.seeds import SeedHashes, seeds_in, seeds_metadata
from usergap.version import __version__

Progress = Callable[[int], None]


def measure_corpus(
    corpus: Corpus,
    plan: Plan,
    jobs: int | None = None,
    keep_texts: bool = True,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Profile:
    """Measure every dialogue of ``corpus`` as ``plan`` says.

    ``jobs`` None = as many processes as there are cores where that pays.
    ``progress`` is called with the number of dialogues just finished. The
    profile keeps dialogues and labels in memory (never on disk) unless
    ``keep_texts`` is False. ``cache``: the folder of rows kept between runs (see
    ``usergap.profiles.caching``), for annotators that look at nothing but a dialogue's
    text; the profile is the same. Raises ``InputError`` from annotators.
    """
    batches = [corpus.dialogues[i : i + BATCH] for i in range(0, len(corpus), BATCH)]
    tables: list[pa.RecordBatch] = []
    annotations: list[Annotation] = []
    for rows, labels in _run(batches, plan, jobs, cache):
        tables.append(rows)
        annotations += labels
        if progress is not None:
            progress(rows.num_rows)
    whole = pa.Table.from_batches(tables, schema=schema())
    table, joined = _numbered(whole, corpus.dialogues)
    # kept rows hold counts alone: labels are made for the few dialogues that are shown
    given = tuple(annotations) if cache is None else LabelsOnDemand(corpus.dialogues, plan)
    return Profile(
        name=corpus.name,
        table=table,
        metadata=_metadata(corpus, plan) | _people(corpus.dialogues, joined),
        texts=Texts(corpus, given) if keep_texts else None,
    )


def _run(
    batches: Sequence[Sequence[Dialogue]], plan: Plan, jobs: int | None, cache: Path | None
) -> Iterator[tuple[pa.RecordBatch, list[Annotation]]]:
    if cache is not None:
        works = (Work(number, tuple(batch)) for number, batch in enumerate(batches))
        for _, rows in PoolEngine(jobs, cache).run(works, plan):
            yield rows, []
        return
    workers = min(processes(jobs, sum(map(len, batches))), len(batches))
    if workers <= 1:
        for batch in batches:
            yield measure_batch(batch, plan)
        return
    # spawn: the same on Linux, macOS and Windows, and safe beside threads
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            yield from pool.map(measure_batch, batches, [plan] * len(batches))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _numbered(table: pa.Table, dialogues: Sequence[Dialogue]) -> tuple[pa.Table, bool]:
    """The table with its numbers and groups, and whether a person's dialogues are one group."""
    groups, joined = groups_of(dialogues)
    numbers = pa.array(range(len(dialogues)), type=pa.int32())
    table = table.set_column(0, "dialogue", numbers)
    return table.set_column(1, "group", pa.array(groups, type=pa.int32())), joined


def groups_of(dialogues: Sequence[Dialogue]) -> tuple[list[int], bool]:
    """The number of each dialogue's group, and whether a person's dialogues are one group."""
    return groups_of_people(
        [person_of(dialogue) for dialogue in dialogues],
        [dialogue.conversation_id for dialogue in dialogues],
        [dialogue.scenario_id for dialogue in dialogues],
        [dialogue.context_id for dialogue in dialogues],
    )


def _people(dialogues: Sequence[Dialogue], joined: bool) -> dict[str, Any]:
    people = {person_of(dialogue) for dialogue in dialogues} - {None}
    return {"people": {"named": len(people), "joined": joined}} if people else {}


def _metadata(corpus: Corpus, plan: Plan) -> dict[str, Any]:
    seeds = seeds_in(corpus)
    return made_how(corpus.name, len(corpus), corpus.reading, corpus.reading.dropped, plan, seeds)


def made_how(
    name: str, dialogues: int, reading: Reading, dropped: int, plan: Plan, seeds: SeedHashes
) -> dict[str, Any]:
    """A profile's metadata: from which data it was made, and by which versions of what."""
    made_by = {
        dimension: f"{annotator.name} {annotator.version}"
        for annotator in plan.annotators
        for dimension in annotator.dimensions
    }
    labelled = {d.id for d in plan.dimensions.values() if d.kind in (Kind.LABELS, Kind.FLAGS)}
    return {
        "usergap": __version__,
        "name": name,
        "sha256": reading.sha256,
        "dialogues": dialogues,
        "dropped": dropped,
        "annotators": {k: v for k, v in made_by.items() if k in labelled},
        "dimensions": {d.id: d.version for d in plan.dimensions.values()},
        "faults": {kind: fault.version for kind, fault in faults().items()},
        "settings": {"vectors": plan.vectors},
        "notes": dict(sorted(reading.notes.items())),
        **seeds_metadata(seeds),
    }
