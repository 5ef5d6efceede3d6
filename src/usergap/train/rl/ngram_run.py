"""The steps of a run of the n-gram policy: learn, record, keep a checkpoint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from usergap.train.metrics import Metrics
from usergap.train.rl.advantages import Floats
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo_update import Grpo, Moments, update
from usergap.train.rl.ngram_files import (
    POLICY,
    Row,
    load_checkpoint,
    save_checkpoint,
    save_policy,
)
from usergap.train.rl.ngram_policy import NgramPolicy, Written

Report = Callable[[int, Mapping[str, float]], None]
"""Called with the number of a step, from 1, and its figures."""


@dataclass(frozen=True)
class Drawn:
    """What a step drew: replies, the advantage of each (NaN: left out), and the rewards."""

    written: Written
    advantages: Floats
    rewards: Floats


@dataclass(frozen=True)
class Keeping:
    """Where a run keeps what it needs to go on (None: nowhere), how often, and who is told."""

    folder: Path | None = None
    every: int = 50
    on_step: Report | None = None


def run_steps(
    policy: NgramPolicy,
    draw: Callable[[NgramPolicy, int], Drawn],
    *,
    steps: int,
    settings: Grpo,
    keeping: Keeping,
    told: Mapping[str, Any],
) -> Curve:
    """``steps`` steps from ``policy`` on, or from the folder's checkpoint.

    ``draw`` must depend on policy and step alone, so that a run that was cut off comes to
    the same end. ``told``: what else makes this run this run; a folder of another is
    refused (InputError).
    """
    folder, run = keeping.folder, _name(policy, settings, told)
    kept = load_checkpoint(folder, run) if folder is not None else None
    policy, moments, rows = kept or (policy, Moments.of(policy), [])
    metrics = None if folder is None else Metrics(folder, len(rows))
    try:
        for step in range(len(rows), steps):
            drawn = draw(policy, step)
            policy, moments, kl = update(policy, moments, drawn.written, drawn.advantages, settings)
            rows.append(_row(drawn, kl))
            figures = _figures(rows[-1])
            if metrics is not None:
                metrics.log(step + 1, {f"train/{name}": each for name, each in figures.items()})
            if folder is not None and ((step + 1) % keeping.every == 0 or step + 1 == steps):
                save_checkpoint(folder, policy, moments, rows, run)
            if keeping.on_step is not None:
                keeping.on_step(step + 1, figures)
    finally:
        if metrics is not None:
            metrics.close()
    if folder is not None:
        save_policy(folder / POLICY, policy)
    rewards, missing, kls, lengths = zip(*rows[:steps], strict=True)
    return Curve(rewards, missing, kls, lengths, policy)


def _row(drawn: Drawn, kl: float) -> Row:
    known = drawn.rewards[np.isfinite(drawn.rewards)]
    length = drawn.written.reply.size / max(1, len(drawn.written.texts))
    missing = int(drawn.rewards.size - known.size)
    return (float(known.mean()) if known.size else None, missing, kl, length)


def _figures(row: Row) -> dict[str, float]:
    reward, missing, kl, length = row
    known = {} if reward is None else {"reward": reward}
    return {**known, "missing": float(missing), "kl": kl, "length": length}


def _name(policy: NgramPolicy, settings: Grpo, told: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(policy.logits).tobytes())
    facts = [policy.vocabulary, policy.copy, policy.order, policy.longest, asdict(settings), told]
    digest.update(json.dumps(facts, sort_keys=True, default=str).encode())
    return digest.hexdigest()
