"""Personas: who the simulated user is, generic or informed."""

from __future__ import annotations

import random
from enum import StrEnum

from usergap.errors import InputError
from usergap.simulate.scenarios.scenario import Scenario

GENERIC_PERSONA = "a human user"
"""The generic persona of realsim (arXiv 2605.02624)."""


class PersonaKind(StrEnum):
    """Where the persona comes from."""

    GENERIC = "generic"
    INFORMED = "informed"


def persona_of(scenario: Scenario, kind: PersonaKind, seed: int) -> str:
    """The persona of a conversation; an informed one is drawn from the scenario's by seed.

    The draw depends on seed and scenario only, not on the order of the file. Raises
    InputError where an informed persona is wanted and the scenario names none.
    """
    if kind is PersonaKind.GENERIC:
        return GENERIC_PERSONA
    if not scenario.personas:
        raise InputError(
            f"scenario {scenario.id!r}: personas: expected candidates for an informed persona,"
            " found none (`usergap scenarios --model NAME` writes them)"
        )
    return random.Random(f"persona:{seed}:{scenario.id}").choice(scenario.personas)
