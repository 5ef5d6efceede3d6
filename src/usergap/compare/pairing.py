"""Pairs beat pools: which dialogues are compared when scenarios are shared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from usergap.compare.sides import column
from usergap.errors import InputError

Pairs = Literal["auto", "only", "off"]
ENOUGH_PAIRS = 20


@dataclass(frozen=True)
class Pairing:
    """The rows that are compared, and whether they are paired; ``note`` for the reader."""

    real: pa.Table
    simulated: pa.Table
    paired: bool
    note: str | None


def pair_up(real: pa.Table, simulated: pa.Table, pairs: Pairs, simulator: str) -> Pairing:
    """Keep only shared scenarios where there are enough of them (``auto``) or always (``only``).

    Raises InputError where ``only`` finds no shared scenario, or for another word.
    """
    if pairs not in ("auto", "only", "off"):
        raise InputError(f"pairs: expected auto, only or off, found {pairs!r}")
    shared = shared_pairs(real, simulated)
    if pairs == "only" and not shared:
        raise InputError(
            f"pairs: expected scenario ids that real dialogues and {simulator} share, found none"
        )
    if pairs == "off" or (pairs == "auto" and len(shared) < ENOUGH_PAIRS):
        note = None
        if shared and pairs == "auto":
            note = (
                f"{simulator}: only {len(shared)} scenarios are shared with real dialogues "
                f"(pairing needs {ENOUGH_PAIRS}), so all dialogues are pooled"
            )
        return Pairing(real, simulated, False, note)
    kept = keep_pairs(real, shared), keep_pairs(simulated, shared)
    lost = real.num_rows - kept[0].num_rows, simulated.num_rows - kept[1].num_rows
    left_out = f"; left out: {lost[0]} real and {lost[1]} simulated dialogues without a partner"
    note = (
        f"{simulator}: {len(shared)} scenarios are shared, and only these are compared: "
        f"{kept[0].num_rows} real and {kept[1].num_rows} simulated dialogues"
        f"{left_out if any(lost) else ''}"
    )
    return Pairing(*kept, True, note)


def shared_pairs(real: pa.Table, simulated: pa.Table) -> set[object]:
    """The pair keys that occur on both sides."""
    return (set(column(real, "pair")) & set(column(simulated, "pair"))) - {None}


def keep_pairs(table: pa.Table, shared: set[object]) -> pa.Table:
    """The rows whose pair key is shared."""
    return table.filter(pa.array([pair in shared for pair in column(table, "pair")], pa.bool_()))
