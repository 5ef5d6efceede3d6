"""What an engine is: it runs ``measured`` over works, wherever, and gives rows in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from usergap.dialogues import Dialogue
from usergap.profiles.batch import Plan, measure_batch

BATCH = 256
"""Dialogues in one work: large enough for array code, small enough to share out."""


@dataclass(frozen=True, slots=True)
class Work:
    """Dialogues to measure together; ``number`` counts works from 0."""

    number: int
    dialogues: tuple[Dialogue, ...]


class Engine(Protocol):
    """Runs works as they come and gives their rows in the order of their numbers.

    It takes a bounded number of works ahead of what it gave back, so that memory does not
    grow with the input. Rows are those of ``measured``, bit for bit, on every engine.
    """

    def run(self, works: Iterable[Work], plan: Plan) -> Iterator[tuple[Work, pa.RecordBatch]]:
        """Each work with its rows. Raises what measuring raises."""
        ...


def measured(work: Work, plan: Plan) -> pa.RecordBatch:
    """The rows of one work; numbers and groups are given later."""
    return measure_batch(work.dialogues, plan)[0]
