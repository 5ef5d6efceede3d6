"""What SPECs can name: files in ``users``, ``assistants`` and ``controls``, and entry points.

Entry points ``usergap.simulators``, ``usergap.assistants`` and ``usergap.controls`` name a
``Kind``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from usergap.errors import InputError
from usergap.plugins import with_installed
from usergap.simulate import assistants, controls, users
from usergap.simulate.kind import Kind, Making, parse_spec
from usergap.simulate.participant import Assistant, UserSimulator
from usergap.simulate.steering.control import Control

USERS, ASSISTANTS, CONTROLS = "usergap.simulators", "usergap.assistants", "usergap.controls"


@cache
def user_kinds() -> dict[str, Kind]:
    """All kinds of user simulators by name; installed ones after ours."""
    return _kinds(users, USERS)


@cache
def assistant_kinds() -> dict[str, Kind]:
    """All kinds of assistants by name; installed ones after ours."""
    return _kinds(assistants, ASSISTANTS)


@cache
def control_kinds() -> dict[str, Kind]:
    """All kinds of controls by name; installed ones after ours."""
    return _kinds(controls, CONTROLS)


async def make_user(text: str, making: Making) -> UserSimulator:
    """The user simulator of a SPEC. Raises InputError, naming what is known."""
    found: UserSimulator = await _make("user", text, user_kinds(), making)
    return found


async def make_assistant(text: str, making: Making) -> Assistant:
    """The assistant of a SPEC. Raises InputError, naming what is known."""
    found: Assistant = await _make("assistant", text, assistant_kinds(), making)
    return found


async def make_control(text: str, making: Making) -> Control:
    """The control of a SPEC. Raises InputError, naming what is known."""
    found: Control = await _make("control", text, control_kinds(), making)
    return found


async def _make(role: str, text: str, kinds: dict[str, Kind], making: Making) -> Any:
    spec = parse_spec(text)
    kind = kinds.get(spec.kind)
    if kind is None:
        raise InputError(f"{role}: expected one of {', '.join(kinds)}; found {spec.kind!r}")
    unknown = [name for name in spec.options if name not in kind.options]
    if unknown:
        known = ", ".join(kind.options) or "no option"
        raise InputError(f"{role} {kind.name}: expected {known}; found {unknown[0]!r}")
    if bool(kind.argument) != bool(spec.argument) and not kind.argument.startswith("["):
        expected = f"{kind.name}:{kind.argument}" if kind.argument else f"{kind.name} alone"
        raise InputError(f"{role}: expected {expected}, found {text!r}")
    return await kind.make(spec, making)


def _kinds(package: ModuleType, group: str) -> dict[str, Kind]:
    own: list[Kind] = []
    for module in iter_modules(package.__path__):
        found = import_module(f"{package.__name__}.{module.name}")
        own += getattr(found, "KINDS", ()) or [found.KIND]
    kinds = {kind.name: kind for kind in sorted(own, key=lambda kind: kind.name)}
    return with_installed(kinds, group, Kind, lambda kind: kind.name)
