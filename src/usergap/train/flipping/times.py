"""When a dialogue took place, as its file records it."""

from __future__ import annotations

from datetime import UTC, datetime

from usergap.dialogues import Dialogue

FIELDS = (
    "timestamp", "created_at", "createdAt", "create_time", "created", "start_time", "startTime",
    "time", "date",
)  # fmt: skip
"""Fields of a dialogue's record that tell its time, the first that can be read."""
_MILLISECONDS = 1e11
"""A number above it counts milliseconds: as seconds it lies beyond the year 5000."""


def time_of(dialogue: Dialogue) -> datetime | None:
    """The time in UTC; what names no zone is taken for UTC. None where nothing is recorded."""
    found = (_read(dialogue.extra.get(name)) for name in FIELDS)
    known = next((value for value in found if value is not None), None)
    if known is None and dialogue.provenance is not None:
        return _read(dialogue.provenance.created)
    return known


def _read(value: object) -> datetime | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = _parsed(value.strip().removesuffix(" UTC"))
    if isinstance(value, int | float):
        seconds = value / 1000 if abs(value) > _MILLISECONDS else value
        try:
            return datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return None


def _parsed(text: str) -> datetime | float | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None
