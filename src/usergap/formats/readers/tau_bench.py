"""τ-bench trajectories: ``traj`` with system, user, assistant and tool messages.

The task is the pair key; its trials are dialogues of the same scenario.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from usergap.formats.fields import pick
from usergap.formats.format import Draft, Format, Record
from usergap.formats.messages import parse_messages
from usergap.formats.stated import exported, stated

_KEYS = {
    "id": ("id",),
    "scenario_id": ("scenario_id", "task_id"),
    **{name: (name,) for name in ("domain", "persona", "simulator", "source", "language")},
}


def sniff(record: Record) -> bool:
    """A trajectory."""
    return isinstance(record.get("traj"), list)


def parse(record: Record, _side: str | None) -> Iterable[Draft]:
    """One dialogue named task-trial; the task's instruction is its scenario."""
    notes: Counter[str] = Counter()
    messages = parse_messages(record.get("traj"), "traj", notes)
    if (facts := exported(record)) is not None:
        yield stated(facts, messages, notes)
        return
    fields = pick(record, _KEYS)
    trial = record.get("trial")
    if "id" not in fields and "scenario_id" in fields:
        number = "" if trial is None else f"-{trial}"
        fields["id"] = f"{fields['scenario_id']}{number}"[:200]
    extra: dict[str, Any] = {
        key: record[key] for key in ("reward", "trial") if isinstance(record.get(key), int | float)
    }
    info = record.get("info")
    task = info.get("task") if isinstance(info, Mapping) else None
    if isinstance(task, Mapping) and isinstance(task.get("instruction"), str):
        fields.setdefault("scenario", task["instruction"])
    yield Draft(messages, fields, extra, notes=notes)


FORMAT = Format("tau_bench", "τ-bench trajectories", sniff, parse)
