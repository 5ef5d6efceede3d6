"""Settings of single rewards, as they come from the command line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from usergap.errors import InputError


def whole(settings: Mapping[str, str], name: str, usual: int | None = None) -> int | None:
    """A whole number. Raises InputError."""
    if name not in settings:
        return usual
    try:
        return int(settings[name])
    except ValueError:
        raise InputError(f"{name}: expected a whole number, found {settings[name]!r}") from None


def number(settings: Mapping[str, str], name: str, usual: float) -> float:
    """A number. Raises InputError."""
    try:
        found = float(settings.get(name, usual))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{name}: expected a number, found {settings[name]!r}")
    return found


def flag(settings: Mapping[str, str], name: str) -> bool:
    """On or off, off if not set. Raises InputError."""
    return named(settings, name, ("on", "off"), "off") == "on"


def named(settings: Mapping[str, str], name: str, known: Sequence[str], usual: str) -> str:
    """One of a few words. Raises InputError."""
    found = settings.get(name, usual)
    if found not in known:
        raise InputError(f"{name}: expected one of {', '.join(known)}; found {found!r}")
    return found
