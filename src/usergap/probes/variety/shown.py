"""Turns that show how simulated users are less varied than people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from usergap.probes.finding import Figure, Quote
from usergap.probes.material import Material
from usergap.probes.telling_turns import telling, turns_that, usual_ends
from usergap.probes.variety.kinds import KINDS


def shown(material: Material, figures: Sequence[Figure]) -> tuple[Quote, ...]:
    """For each spread that is too narrow and each kind that comes too often; no other figure."""
    quotes: list[Quote] = []
    for each in figures:
        what, _, kind = each.name.removeprefix("diversity.").partition(".")
        if each.value is None:
            continue
        if what == "turns" and each.value < 0:
            quotes += usual_ends(material, each.name)
        elif what in ("words", "turn_words") and each.value < 0:
            quotes += _of_usual_size(material, whole=what == "words", figure=each.name)
        elif what == "kind" and each.value > 0:
            quotes += turns_that(material, KINDS[kind].search, kind, each.name)
    return tuple(quotes)


def _of_usual_size(material: Material, *, whole: bool, figure: str) -> tuple[Quote, ...]:
    """Openings of dialogues, or turns, whose words are nearest to the simulated median."""
    sizes = []
    for place, dialogue in enumerate(material.dialogues):
        if material.items.simulated[place] and dialogue.turns:
            words = [len(turn.text.split()) for turn in dialogue.turns]
            numbers = [turn.number for turn in dialogue.turns]
            sizes += (
                [(sum(words), place, numbers[0])]
                if whole
                else [(n, place, number) for n, number in zip(words, numbers, strict=True)]
            )
    median = float(np.median([size for size, _, _ in sizes]))
    unit = "dialogue" if whole else "turn"
    return telling(
        material,
        (
            (place, number, f"a {unit} of {size} words, as half of all simulated ones have at most")
            for size, place, number in sorted(sizes, key=lambda each: abs(each[0] - median))
        ),
        figure,
    )
