"""Metrics of a run: JSON lines with the keys that W&B uses, and TensorBoard's event files.

Nothing is sent anywhere. Each line is on disk before the next step begins.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

METRICS = "metrics.jsonl"
EVENTS = "tensorboard"


class Metrics:
    """The metrics of the run in ``folder``, from ``step`` on: what came after it is dropped.

    A run that was cut off goes back to its last checkpoint and does those steps again.
    """

    def __init__(self, folder: Path, step: int = 0, clock: Callable[[], float] = time.time) -> None:
        self.path, self._clock = folder / METRICS, clock
        folder.mkdir(parents=True, exist_ok=True)
        kept = [line for line in read_metrics(folder) if line["_step"] <= step] if step else []
        self._began = clock() - (kept[-1]["_runtime"] if kept else 0.0)
        self._file = self.path.open("w", encoding="utf-8")
        for line in kept:
            self._write(line)
        self._events = _writer(folder / EVENTS, step)

    def log(self, step: int, values: Mapping[str, float]) -> None:
        """Record finite values of a step, named as ``train/loss``; others are left out."""
        known = {name: value for name, value in values.items() if math.isfinite(value)}
        now = self._clock()
        self._write(
            {"_step": step, "_timestamp": now, "_runtime": round(now - self._began, 3),
             "train/global_step": step, **known}
        )  # fmt: skip
        if self._events is not None:
            for name, value in known.items():
                self._events.add_scalar(name, value, step)
            self._events.flush()

    def close(self) -> None:
        """Close the files."""
        self._file.close()
        if self._events is not None:
            self._events.close()

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()


def read_metrics(folder: Path) -> list[dict[str, Any]]:
    """The lines of a run's metrics; one that was cut off in the middle is left out."""
    path = folder / METRICS
    found: list[dict[str, Any]] = []
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if isinstance(told, dict) and isinstance(told.get("_step"), int):
            found.append(told)
    return found


def _writer(folder: Path, step: int) -> Any:
    """TensorBoard's writer, where it is installed."""
    if importlib.util.find_spec("tensorboard") is None:
        return None
    try:
        board = importlib.import_module("torch.utils.tensorboard")
    except ImportError:
        return None
    return board.SummaryWriter(str(folder), purge_step=step + 1 if step else None)
