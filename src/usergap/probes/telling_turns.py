"""Simulated turns that show a gap to a reader of transcripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from usergap.probes.finding import Quote
from usergap.probes.material import Material

QUOTED = 6


def telling(
    material: Material, found: Iterable[tuple[int, int, str]], figure: str = ""
) -> tuple[Quote, ...]:
    """The first find of each simulated dialogue, of six dialogues at most, in the order given.

    ``found``: the dialogue's place in ``material.dialogues``, the turn's number (from 1) and
    what it shows. ``figure``: the name of the one that it shows ("": the finding's).
    """
    quotes: dict[int, Quote] = {}
    for place, number, shows in found:
        if len(quotes) == QUOTED:
            break
        if place not in quotes and material.items.simulated[place]:
            dialogue = material.dialogues[place]
            turn = next(turn for turn in dialogue.turns if turn.number == number)
            quotes[place] = Quote(material.simulator, dialogue.id, number, turn.text, shows, figure)
    return tuple(quotes.values())


def turns_that(
    material: Material, holds: Callable[[str], object], shows: str, figure: str = ""
) -> tuple[Quote, ...]:
    """The first turn of each simulated dialogue whose text holds it, of six at most."""
    return telling(
        material,
        (
            (place, turn.number, shows)
            for place, dialogue in enumerate(material.dialogues)
            if material.items.simulated[place]
            for turn in dialogue.turns
            if holds(turn.text)
        ),
        figure,
    )


def usual_ends(material: Material, figure: str) -> tuple[Quote, ...]:
    """Last turns of simulated dialogues of the length that most of them have."""
    made, real = (
        Counter(len(d.turns) for d in side if d.turns)
        for side in (material.simulated, material.real)
    )
    if not made or not real:
        return ()
    usual, count = max(made.items(), key=lambda each: (each[1], -each[0]))
    share, other = count / made.total(), real[usual] / real.total()
    if share <= other:
        return ()
    shows = (
        f"the last of {usual} turns, as many as in {100 * share:.0f} of 100 simulated dialogues"
        f" and {100 * other:.0f} of 100 real ones"
    )

    return telling(
        material,
        (
            (place, dialogue.turns[-1].number, shows)
            for place, dialogue in enumerate(material.dialogues)
            if material.items.simulated[place] and len(dialogue.turns) == usual
        ),
        figure,
    )
