"""The n-gram policy on disk, and checkpoints of a run: plain arrays and JSON, never pickles."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from usergap.errors import InputError
from usergap.train.rl.advantages import Floats
from usergap.train.rl.grpo_update import Moments
from usergap.train.rl.ngram_policy import NgramPolicy
from usergap.writing import whole

POLICY, CHECKPOINT = "policy.npz", "checkpoint.npz"
Row = tuple[float | None, int, float, float]
"""Mean reward, replies without one, divergence, tokens a reply."""


def save_policy(path: Path, policy: NgramPolicy) -> Path:
    """Write a policy; ``load_policy`` reads it."""
    return _write(path, _arrays(policy), _facts(policy))


def load_policy(path: str | Path) -> NgramPolicy:
    """A policy that ``save_policy`` wrote. Raises InputError for another file."""
    return _policy(*_read(Path(path)))


def save_checkpoint(
    folder: Path, policy: NgramPolicy, moments: Moments, rows: list[Row], run: str
) -> None:
    """Where a run stands after ``len(rows)`` steps; the file before it is replaced whole."""
    arrays = {
        **_arrays(policy),
        "mean": moments.mean,
        "square": moments.square,
        "moments_copy": moments.copy,
    }
    facts = {**_facts(policy), "count": moments.count, "rows": rows, "run": run}
    _write(folder / CHECKPOINT, arrays, facts)


def load_checkpoint(folder: Path, run: str) -> tuple[NgramPolicy, Moments, list[Row]] | None:
    """Where the run stands; None before its first checkpoint.

    ``run`` says which run it is. Raises InputError for the checkpoint of another.
    """
    path = folder / CHECKPOINT
    if not path.exists():
        return None
    arrays, facts = _read(path)
    if facts.get("run") != run:
        raise InputError(
            f"{path}: expected a checkpoint of this run, found one with other data or settings"
        )
    moments = Moments(arrays["mean"], arrays["square"], arrays["moments_copy"], facts["count"])
    rows: list[Row] = [(row[0], row[1], row[2], row[3]) for row in facts["rows"]]
    return _policy(arrays, facts), moments, rows


def _arrays(policy: NgramPolicy) -> dict[str, Any]:
    longest = max(map(len, policy.states))
    states = np.full((len(policy.states), longest), -1, np.int64)
    for history, row in policy.states.items():
        states[row, : len(history)] = history
    return {"logits": policy.logits, "start": policy.start, "states": states}


def _facts(policy: NgramPolicy) -> dict[str, Any]:
    return {
        "vocabulary": policy.vocabulary,
        "order": policy.order,
        "longest": policy.longest,
        "copy": policy.copy,
        "start_copy": policy.start_copy,
    }


def _policy(arrays: Mapping[str, Floats], facts: Mapping[str, Any]) -> NgramPolicy:
    states = {
        tuple(int(word) for word in row if word >= 0): place
        for place, row in enumerate(arrays["states"])
    }
    return NgramPolicy(
        tuple(facts["vocabulary"]),
        states,
        arrays["logits"],
        arrays["start"],
        facts["order"],
        facts["longest"],
        tuple(facts["copy"]),
        tuple(facts["start_copy"]),
    )


def _write(path: Path, arrays: Mapping[str, Any], facts: Mapping[str, Any]) -> Path:
    told = np.frombuffer(json.dumps(facts).encode(), np.uint8)
    held = io.BytesIO()
    np.savez_compressed(held, facts=told, **arrays)
    with whole(path) as draft:
        draft.write_bytes(held.getvalue())
    return path


def _read(path: Path) -> tuple[dict[str, Floats], dict[str, Any]]:
    if not path.is_file():
        raise InputError(f"{path}: expected an n-gram policy, found no such file")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return arrays, json.loads(bytes(arrays.pop("facts")).decode())
    except (
        OSError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        EOFError,
        zipfile.BadZipFile,
    ) as error:
        raise InputError(
            f"{path}: expected an n-gram policy, found another file: {error}"
        ) from None
