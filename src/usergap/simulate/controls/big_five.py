"""Big Five: openness, conscientiousness, extraversion, agreeableness and neuroticism."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.steering.traits import Lines, TraitSteering, asked_levels

NAME = "big_five"
LINES: Lines = {
    "openness": {
        "low": "You prefer what you know: practical questions, plain answers, no experiments.",
        "high": "You are curious: you like new ideas and follow up on what surprises you.",
    },
    "conscientiousness": {
        "low": "You are careless: you skip details, jump around and do not check what you write.",
        "high": "You are thorough: you give details in order and check that nothing is missed.",
    },
    "extraversion": {
        "low": "You are reserved: you write little and nothing about yourself.",
        "high": "You are outgoing: you write freely and with energy.",
    },
    "agreeableness": {
        "low": "You are blunt: you say openly what is wrong and thank nobody.",
        "high": "You are kind: polite, patient and quick to thank.",
    },
    "neuroticism": {
        "low": "You are calm: mistakes and delays do not trouble you.",
        "high": "You worry easily: problems upset you and you want to be reassured.",
    },
}
"""How each trait at each level shows in what a person types (after John and Srivastava 1999)."""


def big_five(levels: Mapping[str, str]) -> TraitSteering:
    """Steering by ``low``, ``high`` or ``vary`` for each trait named. Raises InputError."""
    return TraitSteering(NAME, LINES, levels)


async def _make(spec: Spec, making: Making) -> TraitSteering:  # noqa: ARG001 - needs no model
    return big_five(asked_levels(spec, tuple(LINES)))


KIND = Kind(
    name=NAME,
    argument="",
    options=tuple(LINES),
    summary="personality: each trait low, high or vary (all vary if none is named)",
    make=_make,
)
