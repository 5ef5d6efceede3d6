"""Memorisation: runs of words that simulated users share with real people's text.

A run of 8 words that also stands in a real user's messages is a copy (the length that
n-gram contamination checks use, 8 to 13; the short end finds more). People share stock
phrases too: so copies from OTHER dialogues are held against what real users share among
each other. A copy of the simulator's own scenario's real dialogue has no such excuse; how
many there are is told without a test, because people have no pair that they could copy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.probes.figures import figure, level
from usergap.probes.finding import Measured, Quote
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference, simulated_mean
from usergap.probes.words import lowered

RUN: Final = 8
MARGIN: Final = 0.01
"""One turn in a hundred."""
QUOTED: Final = 6


def run(material: Material) -> Measured:
    """Turns that copy others' real text against the real level, and turns that copy their pair."""
    material.need(bool(material.real), "needs real dialogues")
    holders = _holders([*material.real, *material.spare], material)
    blocks = material.items.block.tolist()
    own, foreign, turns = (np.zeros(len(blocks)) for _ in range(3))
    quotes: list[Quote] = []
    longest = 0
    for place, (dialogue, block) in enumerate(zip(material.dialogues, blocks, strict=True)):
        simulated = bool(material.items.simulated[place])
        for turn in dialogue.turns:
            found = [holders[gram] for gram in runs(turn.text) if gram in holders]
            turns[place] += 1
            others = any(held - {block} for held in found)
            mine = simulated and any(block in held for held in found)
            foreign[place] += others
            own[place] += mine
            if simulated and found:
                longest = max(longest, len(found) + RUN - 1)
                if len(quotes) < QUOTED:
                    shows = "copies its pair" if mine else "copies another dialogue"
                    side, name = material.simulator, dialogue.id
                    quotes.append(Quote(side, name, turn.number, turn.text, shows))
    made = material.items.simulated
    material.need(bool(turns[made].sum() and turns[~made].sum()), "a side has no user turn")
    figures = [
        figure(
            material,
            mean_difference(foreign, turns),
            name="memorisation.others",
            title=f"turns with a run of {RUN} words of another real dialogue, simulated - real",
            unit="points of 100 turns",
            null=0.0,
            margin=MARGIN,
            scale=100.0,
        )
    ]
    if set(material.items.block[made].tolist()) & set(material.items.block[~made].tolist()):
        figures.append(
            level(
                material,
                simulated_mean(own, turns),
                name="memorisation.pair",
                title=f"simulated turns with a run of {RUN} words of their own real dialogue",
                unit="of 100 turns",
                scale=100.0,
            )
        )
    copied = int((own + foreign)[made].sum())
    seen = (
        f"{copied} of {int(turns[made].sum())} simulated turns repeat {RUN} words or more of a real"
        f" user in a row (at most {longest})"
        if copied
        else f"no simulated turn repeats {RUN} words of a real user in a row"
    )
    return Measured(tuple(figures), seen, quotes=tuple(quotes))


def runs(text: str, length: int = RUN) -> Iterator[tuple[str, ...]]:
    """All runs of ``length`` words, lower case, without punctuation."""
    words = lowered(text)
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])


def _holders(real: Sequence[Dialogue], material: Material) -> dict[tuple[str, ...], set[int]]:
    """The groups of real users that wrote each run; spare dialogues are groups of their own."""
    blocks = material.items.block.tolist()
    found: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, dialogue in enumerate(real):
        block = blocks[place] if place < len(material.real) else -1 - place
        for turn in dialogue.turns:
            for gram in runs(turn.text):
                found[gram].add(block)
    return dict(found)


PROBE = Probe(
    id="memorisation",
    title="Memorisation",
    question="Do simulated users repeat what real people wrote?",
    citation="n-gram overlap as in contamination checks (8 to 13 words)",
    version="2",
    run=run,
    lever="simulate with scenarios by a model instead of extractive ones; fewer examples",
)
