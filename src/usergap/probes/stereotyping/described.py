"""Dialogues as respondents: their shares of labels are the answers, their persona the group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.material import Material
from usergap.probes.personas import is_generic, persona_of
from usergap.probes.stereotyping.answers import Answers
from usergap.probes.stereotyping.attributes import attribute_counts, shares


def answers_of(material: Material) -> Answers:
    """Both sides' dialogues; twins share a scenario.

    The group is the field that ``stereotype.group`` names, else the persona where both sides
    have the same ones, else the domain.
    """
    dialogues = material.dialogues
    field = material.settings.get("stereotype.group") or _field(material)
    groups = [_value(dialogue, field) for dialogue in dialogues]
    counts = attribute_counts(dialogues, material.annotations, material.memory)
    names, values = shares(counts)
    return Answers(
        values=values,
        nominal=np.zeros(len(names), bool),
        items=names,
        group=np.unique(groups, return_inverse=True)[1].astype(np.int64),
        simulated=material.items.simulated,
        block=material.items.block,
        key=tuple(
            dialogue.id if dialogue.scenario_id is None else f"scenario {dialogue.scenario_id}"
            for dialogue in dialogues
        ),
    )


def within_personas(material: Material, answers: Answers) -> Answers | None:
    """Simulated dialogues by persona, real ones by domain; None unless a persona has two groups."""
    given = [persona_of(d) for d in material.simulated]
    block = material.items.block[len(material.real) :].tolist()
    seen = {(name, b) for name, b in zip(given, block, strict=True) if not is_generic(name)}
    if len(seen) <= len({name for name, _ in seen}):
        return None
    names = [f"domain {_value(d, 'domain')}" for d in material.real]
    names += [
        f"nobody {i}" if is_generic(name) else f"persona {name}" for i, name in enumerate(given)
    ]
    return replace(answers, group=np.unique(names, return_inverse=True)[1].astype(np.int64))


def _field(material: Material) -> str:
    sides = [
        {persona_of(d) for d in side if not is_generic(persona_of(d))}
        for side in (material.real, material.simulated)
    ]
    return "persona" if sides[0] & sides[1] else "domain"


def _value(dialogue: Dialogue, field: str) -> str:
    value = getattr(dialogue, field, None)
    return str(dialogue.extra.get(field) if value is None else value)
