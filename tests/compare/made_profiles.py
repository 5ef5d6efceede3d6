"""Profiles made for tests: rows as dictionaries, columns filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from usergap.dimensions import Dimension
from usergap.dimensions.feedback import FEEDBACK
from usergap.dimensions.identity import IDENTITY
from usergap.dimensions.intent import INTENT
from usergap.dimensions.turns import TURNS
from usergap.dimensions.words import WORDS
from usergap.profiles import Profile

MEASURES: Mapping[str, Dimension] = {x.id: x for x in (INTENT, FEEDBACK, IDENTITY, WORDS, TURNS)}
IDENTIFYING = ("pair", "simulator", "domain", "source", "assistant_model", "language")
METADATA = {
    "annotators": {"intent": "linear 1", "feedback": "linear 1", "identity": "linear 1"},
    "dimensions": dict.fromkeys(MEASURES, "1"),
    "sha256": "0" * 64,
    "dropped": 0,
}


def profile(rows: Iterable[Mapping[str, Any]], name: str = "real", **metadata: Any) -> Profile:
    """A profile of rows; ``group`` defaults to the row's number, identifying fields to null."""
    filled = [
        {"dialogue": at, "group": at, **dict.fromkeys(IDENTIFYING), **row}
        for at, row in enumerate(rows)
    ]
    table = pa.Table.from_pylist(filled)
    for field in IDENTIFYING:
        place = table.column_names.index(field)
        table = table.set_column(place, field, table[field].cast(pa.string()))
    return Profile(name, table, {**METADATA, **metadata})


def labels(dimension: Dimension, units: int, **counts: int) -> dict[str, Any]:
    """The count columns of one dialogue; labels that are not named get 0."""
    found = {f"{dimension.id}.{x}": counts.get(x, 0) for x in dimension.labels}
    return {**found, f"{dimension.id}.units": units, f"{dimension.id}.missing": 0}


def flags(*shown: str) -> dict[str, Any]:
    """The identity columns of one dialogue."""
    return {f"identity.{x}": int(x in shown) for x in IDENTITY.labels}


def people(
    n: int,
    seed: int,
    praise: float = 0.05,
    length: float = 4.0,
    paired: bool = False,
    **fields: Any,
) -> list[dict[str, Any]]:
    """Rows of users who praise in a share of their turns and write log-normal lengths."""
    rng = np.random.default_rng(seed)
    rows = []
    for at in range(n):
        turns = int(rng.integers(2, 9))
        positive = int(rng.binomial(turns, praise))
        asks = rng.multinomial(turns, [0.4, 0.3, 0.3])
        rows.append(
            {
                "pair": f"s{at}" if paired else None,
                "domain": ("books", "travel", "law")[at % 3],
                "language": "en",
                "turns": turns,
                "words": int(np.exp(rng.normal(length, 0.8))),
                **labels(FEEDBACK, turns, explicit_positive=positive, no_feedback=turns - positive),
                **labels(
                    INTENT,
                    turns,
                    info_retrieval=int(asks[0]),
                    method_guidance=int(asks[1]),
                    content_generation=int(asks[2]),
                ),
                **flags(*(["past"] if rng.random() < 2 * praise else [])),
                **fields,
            }
        )
    return rows
