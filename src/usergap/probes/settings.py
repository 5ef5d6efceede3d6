"""Settings of single probes, ``probe.name``: those that no chosen probe reads are refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from usergap.errors import InputError
from usergap.probes.probe import Probe


def names(probe: Probe) -> tuple[str, ...]:
    """What a probe can be told, as ``--set`` spells it."""
    return tuple(f"{probe.id}.{name}" for name in probe.settings)


def own_settings(chosen: Iterable[Probe], settings: Mapping[str, Any] | None) -> dict[str, Any]:
    """The settings that these probes read."""
    known = {name for probe in chosen for name in names(probe)}
    return {name: value for name, value in (settings or {}).items() if name in known}


def check_settings(chosen: Iterable[Probe], settings: Mapping[str, Any] | None) -> None:
    """Raises InputError for a setting that none of the chosen probes reads; it names theirs."""
    probes = list(chosen)
    unread = [name for name in settings or {} if name not in own_settings(probes, settings)]
    if not unread:
        return
    known = [name for probe in probes for name in names(probe)]
    expected = f"one of {', '.join(known)}" if known else "none"
    asked = ", ".join(probe.id for probe in probes)
    found = ", ".join(repr(name) for name in unread)
    raise InputError(f"a setting of {asked}: expected {expected}; found {found}")
