"""Bundles, as figures: entropy of what no prompt named, and what moves with what it named."""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Quote, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.personas import named
from usergap.probes.statistics import debiased_tvd
from usergap.probes.stereotyping.attributes import attribute_counts
from usergap.probes.stereotyping.entropy import entropy, entropy_difference
from usergap.probes.stereotyping.minimal_pairs import Arms, minimal_pairs, persona_arms
from usergap.probes.stereotyping.shown import most_moved, openings_with

ENTROPY_MARGIN: Final = 0.2
"""Bits: what a coin loses from 50 : 50 to 75 : 25."""
SHIFT_MARGIN: Final = 0.05
"""Five labels in a hundred."""
MOST_PAIRS: Final = 5
STEERED: Final = {"emotion": "emotion", "disclosure": "identity", "friction": "feedback"}
"""Controls of simulate that name an attribute."""
LONGEST: Final = 40


def prompted(material: Material) -> set[str]:
    """Attributes that a prompt named: by controls, by a persona, or as the caller says."""
    told = {part.strip() for part in str(material.settings.get("stereotype.named", "")).split("+")}
    if named(material.simulated):
        told.add("identity")  # a persona says who the user is
    for dialogue in material.simulated:
        simulation = dialogue.extra.get("simulation")
        controls = simulation.get("controls") if isinstance(simulation, dict) else None
        told |= {STEERED[name] for name in controls or () if name in STEERED}
    return told


def entropies(material: Material) -> tuple[list[Figure], Table, tuple[Quote, ...]]:
    """Entropy of each attribute that no prompt named, simulated minus real, and its turns."""
    made = material.items.simulated
    figures, rows = [], []
    quotes: tuple[Quote, ...] = ()
    skipped = prompted(material)
    for name, (labels, counts) in _counts(material).items():
        if name in skipped or not (counts[made].sum() and counts[~made].sum()):
            continue
        one = np.ones((1, made.size))
        real, simulated = (float(entropy(one * side, counts)[0]) for side in (~made, made))
        rows.append((name, real, simulated))
        most, seen = most_moved(material, labels, counts)
        called = f"stereotype.entropy_{name}"
        quotes += openings_with(material, labels[most], counts[:, most], counts.sum(axis=1), called)
        figures.append(
            figure(
                material,
                entropy_difference(counts),
                name=called,
                title=f"entropy of {name}, simulated - real",
                unit="bits",
                null=0.0,
                margin=ENTROPY_MARGIN,
                beside=(Level("real", real),),
                seen=seen,
            )
        )
    table = Table(
        "Entropy of what no prompt named, bits", ("attribute", "real", "simulated"), tuple(rows)
    )
    return figures, table, quotes


def shifts(material: Material) -> list[Figure]:
    """How far attributes that are not named move when one that is named does."""
    arms = persona_arms(material.simulated, material.others)
    arms += minimal_pairs(material.simulated)
    return [figure for each in arms[:MOST_PAIRS] for figure in _shift(material, each)]


def _shift(material: Material, arms: Arms) -> list[Figure]:
    both = material.beside(arms.one, arms.other)
    own = {arms.attribute} | prompted(both)
    before, after = (value[:LONGEST] for value in arms.values)
    return [
        figure(
            both,
            debiased_tvd(counts, both.halves),
            name=f"stereotype.shift.{arms.attribute}.{before}.{name}",
            title=f"{name} moves with {arms.attribute}: {before} to {after}",
            unit="points of TVD, without its floor",
            null=0.0,
            margin=SHIFT_MARGIN,
            scale=100.0,
            headline=False,
            splits=False,
        )
        for name, (_, counts) in _counts(both).items()
        if name not in own
    ]


def _counts(material: Material) -> dict[str, tuple[tuple[str, ...], Floats]]:
    return attribute_counts(material.dialogues, material.annotations, material.memory)
