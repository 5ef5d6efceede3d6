"""Traits: confusion, impatience, incoherence and scepticism, the human traits of tau-trait."""

from __future__ import annotations

from collections.abc import Mapping

from usergap.simulate.friction.rewriting import Rule, after, before
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.steering.traits import Lines, RuledTraits, asked_levels

NAME = "traits"
LINES: Lines = {
    "confusion": {
        "low": "You follow what the chatbot says without trouble.",
        "high": "You lose the thread: you misread answers, mix things up and ask what was meant.",
    },
    "impatience": {
        "low": "You have all the time in the world.",
        "high": "You have no time: long answers and questions back annoy you, and you say so.",
    },
    "incoherence": {
        "low": "You write clearly, one thought after another.",
        "high": "Your messages wander: half sentences, sudden turns, thoughts out of order.",
    },
    "scepticism": {
        "low": "You take the chatbot's word for what it says.",
        "high": "You doubt what the chatbot says: you ask how it knows and want proof.",
    },
}
RULES: Mapping[str, Rule] = {
    "confusion": before("Wait, I am lost.", "Hm, I do not quite follow.", "Which one was that?"),
    "impatience": after("Make it short.", "Can we speed this up?", "I am in a hurry."),
    "incoherence": before("and then, no,", "the other thing, well,", "what was I saying, right,"),
    "scepticism": after("How would you know?", "I doubt that.", "Is there any proof?"),
}


def traits(levels: Mapping[str, str]) -> RuledTraits:
    """Steering by ``low``, ``high`` or ``vary`` for each trait named. Raises InputError."""
    return RuledTraits(NAME, LINES, levels, rules=RULES)


async def _make(spec: Spec, making: Making) -> RuledTraits:  # noqa: ARG001 - needs no model
    return traits(asked_levels(spec, tuple(LINES)))


KIND = Kind(
    name=NAME,
    argument="",
    options=tuple(LINES),
    summary="traits that try a chatbot: each low, high or vary (all vary if none is named)",
    make=_make,
)
