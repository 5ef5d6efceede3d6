"""What an engine is: it runs ``measuring`` over works, wherever, and gives rows in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from usergap.dialogues import Dialogue
from usergap.profiles.batch import Plan, measure_batch

BATCH = 256
"""Dialogues in one work: large enough for array code, small enough to share out."""

TEXT = 1 << 22
"""Characters at which a work ends before that: 256 long dialogues would take gigabytes."""


@dataclass(frozen=True, slots=True)
class Work:
    """Dialogues to measure together; ``number`` counts works from 0."""

    number: int
    dialogues: tuple[Dialogue, ...]


class Engine(Protocol):
    """Runs works as they come and gives their rows in the order of their numbers.

    It takes a bounded number of works ahead of what it gave back, so that memory does not
    grow with the input. Rows are those of ``measuring``, bit for bit, on every engine.
    """

    def run(self, works: Iterable[Work], plan: Plan) -> Iterator[tuple[Work, pa.RecordBatch]]:
        """Each work with its rows. Raises what measuring raises."""
        ...


Measuring = Callable[[Sequence[Dialogue]], pa.RecordBatch]


def measuring(plan: Plan, cache: Path | None = None) -> Measuring:
    """What measures the dialogues of a work; numbers and groups are given later.

    ``cache``: the folder of rows kept between runs; None keeps none.
    """
    if cache is not None:
        from usergap.profiles.caching import CachedMeasuring

        return CachedMeasuring(plan, cache).rows
    return lambda dialogues: measure_batch(dialogues, plan)[0]
