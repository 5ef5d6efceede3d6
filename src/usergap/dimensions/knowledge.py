"""Knowledge: what users show that they know, and what they show that they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from usergap.dialogues import Dialogue
from usergap.dimensions.dimension import Cell, Dimension, Kind, Level
from usergap.dimensions.knowledge_statements import turn_statements

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


CHUNK = 16
"""Dialogues embedded at once: many enough for array code, few enough for the cache."""


def measure_knowledge(dialogue: Dialogue) -> Mapping[str, Cell]:
    """Counts of statements and the mean direction of each kind, for one dialogue."""
    return _measure([dialogue])[0]


def measure_batch(dialogues: Sequence[Dialogue]) -> list[Mapping[str, Cell]]:
    """The columns of several dialogues at once, each as if it were alone.

    ``knowledge.knows``, ``knowledge.not``: statements counted. ``….vector``: 64
    bytes (int8; only the direction counts), None where no statement of the kind
    holds a known word. All None where the dialogue is known not to be English.
    """
    return [
        row
        for start in range(0, len(dialogues), CHUNK)
        for row in _measure(dialogues[start : start + CHUNK])
    ]


def _measure(dialogues: Sequence[Dialogue]) -> list[Mapping[str, Cell]]:
    from usergap.dimensions.knowledge_space import shipped_space

    groups: list[list[list[str]]] = []
    for dialogue in dialogues:
        knows: list[list[str]] = []
        lacks: list[list[str]] = []
        if _english(dialogue):
            for turn in dialogue.turns:
                for kind, words in turn_statements(turn.text):
                    (knows if kind == "knows" else lacks).append(words)
        groups += (knows, lacks)
    codes = shipped_space().embed(groups)
    rows: list[Mapping[str, Cell]] = []
    for number, dialogue in enumerate(dialogues):
        cells: dict[str, Cell] = {}
        for at, kind in ((2 * number, "knows"), (2 * number + 1, "not")):
            cells[f"knowledge.{kind}"] = len(groups[at]) if _english(dialogue) else None
            code = codes[at].tobytes()
            cells[f"knowledge.{kind}.vector"] = code if any(code) else None
        rows.append(cells)
    return rows


def vectors(
    column: Iterable[bytes | None],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Decode a vector column: unit vectors of the rows that have one, and which rows do.

    ``column``: 64-byte values or None, as a list or as an Arrow column's ``to_pylist()``.
    Returns (present × 64 floats of length 1, mask over all rows). Distances between
    two such vectors lie in 0..2.
    """
    import numpy as np

    from usergap.dimensions.knowledge_space import DIMENSIONS

    values = list(column)
    present = np.array([value is not None for value in values], dtype=bool)
    codes = np.frombuffer(b"".join(value for value in values if value is not None), dtype=np.int8)
    out = codes.reshape(-1, DIMENSIONS).astype(np.float64)
    return out / np.sqrt((out * out).sum(axis=1, keepdims=True)), present


def _english(dialogue: Dialogue) -> bool:
    return dialogue.language is None or dialogue.language.lower().startswith("en")


KNOWLEDGE = Dimension(
    id="knowledge",
    title="Knowledge",
    part_of="knowledge",
    level=Level.STATE,
    unit="statement",
    kind=Kind.VECTORS,
    distance="energy",
    range=(0.0, 2.0),
    scale="unit vectors, 64 dimensions",
    undefined="no statement with a known word, or a language other than English",
    version="1",
    citation="realsim, arXiv 2605.02624; energy distance, Székely and Rizzo 2013",
    languages=frozenset({"en"}),
    columns=(
        "knowledge.knows.vector",
        "knowledge.not.vector",
        "knowledge.knows",
        "knowledge.not",
    ),
    beside=("knowledge.knows", "knowledge.not"),
    measure=measure_knowledge,
    measure_batch=measure_batch,
)
