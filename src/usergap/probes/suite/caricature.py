"""Caricature (CoMPosT): are personas told apart, and are they more persona than topic?

Individuation: held-out accuracy of a classifier between a persona's dialogues on a topic and
those of the default persona on it; at .5 the persona changes nothing. Exaggeration: where the
persona on the topic lies between the default persona on the topic (0) and the persona without
the topic (1). A caricature is high on both. Both describe simulated dialogues alone.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from usergap.dialogues.grouping import connected_groups
from usergap.probes.caricatures.cells import FEWEST, Cell, at_most, cells
from usergap.probes.caricatures.exaggeration import Axis, axes, position
from usergap.probes.caricatures.individuation import individuation
from usergap.probes.chance import against_chance
from usergap.probes.discrimination.ridge import folds_by
from usergap.probes.discrimination.views import cleaned
from usergap.probes.figures import level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Floats, Items, Statistic
from usergap.probes.material import Material
from usergap.probes.personas import named
from usergap.probes.probe import Probe
from usergap.probes.words import lowered

SHOWN: Final = 12
"""Cells that get figures of their own, the least individuated first; all are in the table."""
NAMED: Final = 5


@dataclass(frozen=True)
class _Found:
    cell: Cell
    hits: Floats
    accuracy: float
    p: float
    axes: list[Axis]
    place: float | None


def run(material: Material) -> Measured:
    """Individuation and exaggeration by cell, and their means over cells."""
    own = material.simulated
    material.need(named(own), "no simulated dialogue has a persona that says anything")
    everyone = own + tuple(d for other in material.others.values() for d in other if not named([d]))
    asked = {
        key.removeprefix("caricature."): value
        for key, value in material.settings.items()
        if key.startswith("caricature.")
    }
    known = [at_most(cell, everyone) for cell in cells(everyone, asked)]
    material.need(
        bool(known),
        f"needs {FEWEST} dialogues with a persona and {FEWEST} of the same topic without one"
        " (the default persona: --set caricature.persona_default=…)",
    )
    block = np.asarray(
        connected_groups([d.conversation_id for d in everyone], [d.scenario_id for d in everyone])
    )
    items = Items(block, np.ones(len(everyone), bool))
    ids = [hashlib.sha256(d.id.encode("utf-8", "replace")).hexdigest() for d in everyone]
    half = folds_by(block, ids, 2)
    embed = material.tools.embed
    texts = [" ".join(turn.text for turn in d.turns) for d in everyone]
    vectors = None if embed is None else np.asarray(embed(texts), float)
    counts = [Counter(lowered(cleaned(text))) for text in texts]
    found = []
    for cell in known:
        hits, accuracy, p = individuation(
            cell, everyone, block, ids, vectors, seed=material.seed, replicates=material.replicates
        )
        material.need(np.isfinite(accuracy), "needs two groups of dialogues in each cell")
        poles = min(int(cell.persona.sum()), int(cell.topic.sum())) >= FEWEST
        made = axes(counts, cell.topic, cell.persona, half, vectors) if poles else []
        one = np.ones((1, len(everyone)))
        place = float(position(made, cell.topic, cell.persona, cell.here)(one)[0])
        found.append(_Found(cell, hits, accuracy, p, made, place if np.isfinite(place) else None))
    found.sort(key=lambda each: (each.accuracy, each.cell.name))
    figures = _figures(material, items, found)
    low = found[0]
    seen = (
        f"the persona {low.cell.name[0]!r} on {low.cell.name[1]!r} is told from the default in"
        f" {100 * low.accuracy:.0f} of 100 cases (50 = not at all), the least of"
        f" {len(found)} {'cells' if len(found) > 1 else 'cell'}"
    )
    heads = ("persona", "topic", "individuation, %", "p", "exaggeration", "words of the persona")
    rows = tuple(
        (*f.cell.name, 100 * f.accuracy, f.p, f.place, ", ".join(_words(f.axes))) for f in found
    )
    notes = []
    if any(f.cell.borrowed and f.place is not None for f in found):
        notes.append("No default topic: a persona's pole is its dialogues on other topics.")
    return Measured(
        tuple(figures), seen, (Table("Cells, least individuated first", heads, rows),),
        notes=tuple(notes),
    )  # fmt: skip


def _figures(material: Material, items: Items, found: list[_Found]) -> list[Figure]:
    """Means over cells, then cells."""
    figures = []
    chosen: list[tuple[str, str, list[_Found]]] = [("", "", found)]
    if len(found) > 1:
        chosen = [("", ", mean of cells", found)]
        chosen += [
            (f".{'|'.join(f.cell.name)}", f": {' on '.join(f.cell.name)}", [f])
            for f in found[:SHOWN]
        ]
    for name, title, some in chosen:
        accuracy = level(
            material,
            _accuracy(some),
            name=f"caricature.individuation{name}",
            title=f"individuation{title}",
            unit="% told from the default persona",
            items=items,
            beside=(Level("chance", 50.0),),
            scale=100.0,
        )
        if accuracy.low == 100.0:
            accuracy = replace(accuracy, low=100 * _never_missed(items, some))
        if len(some) == 1:
            accuracy = against_chance(accuracy, some[0].p, 50.0)
        figures.append(accuracy)
        placed = [f for f in some if f.place is not None]
        if placed:
            figures.append(
                level(
                    material,
                    _place(placed),
                    name=f"caricature.exaggeration{name}",
                    title=f"exaggeration{title}",
                    unit="0 = the topic, 1 = the persona",
                    items=items,
                )
            )
    return figures


def _never_missed(items: Items, found: list[_Found]) -> float:
    """The least accuracy with which no group being told wrong has a chance of 2.5 %."""
    rows = np.any([np.isfinite(each.hits) for each in found], axis=0)
    return float(0.025 ** (1 / np.unique(items.block[rows]).size))


def _accuracy(found: list[_Found]) -> Statistic:
    def statistic(_real: Floats, weights: Floats) -> Floats:
        means = []
        for each in found:
            known = np.isfinite(each.hits)
            for side in (each.cell.here & known, each.cell.topic & known):
                held = weights[:, side]
                total = held.sum(axis=1)
                right = held @ each.hits[side]
                means.append(np.where(total > 0, right / np.where(total > 0, total, 1), np.nan))
        return np.asarray(np.mean(means, axis=0))

    return statistic


def _place(found: list[_Found]) -> Statistic:
    places = [position(f.axes, f.cell.topic, f.cell.persona, f.cell.here) for f in found]
    return lambda _real, weights: np.asarray(np.mean([each(weights) for each in places], axis=0))


def _words(found: list[Axis]) -> list[str]:
    """Words that are at the persona's pole in both halves."""
    if not found:
        return []
    return [w for w in found[0].words if all(w in axis.words for axis in found)][:NAMED]


PROBE = Probe(
    id="caricature",
    title="Caricature",
    question="Are personas told apart, and do they stay people rather than caricatures?",
    citation="CoMPosT (Cheng, Piccardi and Yang 2023, arXiv 2310.11501); Monroe et al. 2008",
    version="1",
    run=run,
    lever="simulate --persona generic or informed; fewer traits in the persona",
    needs_real=False,
    settings=("topic", "persona_default", "topic_default"),
)
