"""Figures that stand beside a measure and are reported, not compared."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from usergap.compare.observations import Observations, is_vector
from usergap.compare.sides import Floats, Sides, column
from usergap.dimensions import Dimension

SHORT = 100
"""Tokens below which MTLD mostly measures length (Koizumi 2012)."""


def beside(dimension: Dimension, table: pa.Table, weights: Floats) -> dict[str, float]:
    """Weighted means of a measure's extra columns, and what cannot be read without.

    For ``errors`` the errors per 100 words (word count alone correlates .71 with
    errors), for ``mtld`` the share of dialogues that are too short for it.
    """
    found: dict[str, float] = {}
    for name in dimension.beside:
        numbers, known = _column(table, name)
        if known.any():
            found[name] = float(np.average(numbers[known], weights=weights[known]))
    if dimension.id == "errors":
        errors, judged = _column(table, "errors")
        words, counted = _column(table, "words")
        rows = judged & counted
        total = words[rows] @ weights[rows]
        if total > 0:
            found["errors_per_100_words"] = float(100 * (errors[rows] @ weights[rows]) / total)
    if dimension.id == "mtld":
        tokens, known = _column(table, "mtld_tokens")
        if known.any():
            found["short_share"] = float(np.average(tokens[known] < SHORT, weights=weights[known]))
    return found


def scenario_cosines(
    dimension: Dimension, seen: Observations, sides: Sides
) -> dict[str, dict[str, float | None]]:
    """The paper's same-scenario cosine and its baseline, per kind of vector.

    Empty where no scenario is shared (see ``dimensions.knowledge_pairs``).
    """
    from usergap.dimensions.knowledge_pairs import scenario_cosine

    pairs = np.array([x for table in sides.table for x in column(table, "pair")], object)
    domains = np.array([x for table in sides.table for x in column(table, "domain")], object)
    width = seen.values.shape[1] // seen.parts.shape[1]
    found: dict[str, dict[str, float | None]] = {}
    for kind in range(seen.parts.shape[1]):
        vectors = seen.values[:, kind * width : (kind + 1) * width]
        real, simulated = (seen.parts[:, kind] & mine for mine in (sides.real, ~sides.real))
        cosine = scenario_cosine(
            vectors[real],
            vectors[simulated],
            pairs[real].tolist(),
            pairs[simulated].tolist(),
            domains[real].tolist(),
        )
        if cosine is not None:
            found[dimension.columns[kind]] = {
                "same": cosine.same,
                "baseline": cosine.baseline,
                "scenarios": cosine.scenarios,
            }
    return found


def _column(table: pa.Table, name: str) -> tuple[Floats, NDArray[np.bool_]]:
    if name not in table.column_names or is_vector(table, name):
        return np.zeros(table.num_rows), np.zeros(table.num_rows, np.bool_)
    column = table[name].cast(pa.float64())
    known = ~np.asarray(column.is_null())
    return np.where(known, column.to_numpy(zero_copy_only=False), 0.0), known
