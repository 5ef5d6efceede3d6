"""Goal: what an agenda-based user wants, as constraints to tell and requests to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError


@dataclass(frozen=True)
class Goal:
    """The goal G = (C, R) of Schatzmann et al. (NAACL 2007).

    ``constraints``: (slot, value) that the user tells, a slot may be empty; ``requests``:
    what the user asks for.
    """

    constraints: tuple[tuple[str, str], ...] = ()
    requests: tuple[str, ...] = ()


def parse_goal(value: object, place: str) -> Goal | None:
    """The goal of a scenario file's row: ``{"constraints": {…}, "requests": […]}``.

    None where there is none. Raises InputError.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) - {"constraints", "requests"}:
        raise InputError(
            f"{place}: goal: expected an object of constraints and requests,"
            f" found {safe_repr(value)}"
        )
    constraints, requests = value.get("constraints") or {}, value.get("requests") or []
    if not isinstance(constraints, Mapping) or not _texts([*constraints, *constraints.values()]):
        raise InputError(
            f"{place}: goal.constraints: expected an object of texts,"
            f" found {safe_repr(constraints)}"
        )
    if not isinstance(requests, list) or not _texts(requests):
        raise InputError(
            f"{place}: goal.requests: expected a list of texts, found {safe_repr(requests)}"
        )
    told = tuple((slot.strip(), text.strip()) for slot, text in constraints.items())
    return Goal(told, tuple(request.strip() for request in requests))


def goal_record(goal: Goal) -> dict[str, Any]:
    """A goal as JSON values."""
    return {"constraints": dict(goal.constraints), "requests": list(goal.requests)}


def _texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) and value.strip() for value in values)
