"""Turns of simulated users that an annotator gave one of some labels, to be shown."""

from __future__ import annotations

from collections.abc import Callable

from usergap.probes.finding import Quote
from usergap.probes.material import Material

QUOTED = 6


def labelled_turns(
    material: Material, dimension: str, wanted: Callable[[frozenset[str]], bool], shows: str
) -> tuple[Quote, ...]:
    """The first turn with wanted labels of each simulated dialogue, of six dialogues at most."""
    quotes: list[Quote] = []
    for place, dialogue in enumerate(material.dialogues):
        if len(quotes) == QUOTED or not material.items.simulated[place]:
            continue
        units = material.annotations[place].units.get(dimension, ())
        for turn, labels in zip(dialogue.turns, units, strict=False):
            if labels is not None and wanted(frozenset(labels)):
                name = material.simulator
                quotes.append(Quote(name, dialogue.id, turn.number, turn.text, shows))
                break
    return tuple(quotes)
