"""Big Five: is the personality that a simulated user was given seen in what it says?

For each trait the area under the curve with which classifiers that never saw a dialogue's role
tell high from low by its words. It describes simulated dialogues alone: no trait of a real
user is known.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.chance import against_chance
from usergap.probes.discrimination.ridge import Gram
from usergap.probes.discrimination.views import bag, words_of
from usergap.probes.figures import level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.inference import Items
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.trait_recovery.levels import TRAITS, levels
from usergap.probes.trait_recovery.recovery import Recovery, area_of, recovery

FEWEST: Final = 10
"""Dialogues with each level that a trait needs."""
MOST: Final = 1000
"""Dialogues that are looked at: those with the least hash of their id."""


def run(material: Material) -> Measured:
    """Areas by trait, those that vary in the dialogues at hand."""
    dialogues = material.simulated
    if len(dialogues) > MOST:
        dialogues = tuple(sorted(dialogues, key=lambda d: _hash(d))[:MOST])
    given = levels(dialogues)
    material.need(
        any(given),
        "no simulated dialogue records Big Five levels (simulate --control big_five) and no"
        " persona names them",
    )
    own = replace(material, simulated=dialogues, real=())
    roles = [" ".join(f"{t}={one[t]:+d}" for t in TRAITS if t in one) for one in given]
    figures: list[Figure] = []
    rows = []
    by_group = False
    for trait in TRAITS:
        mine = [i for i, one in enumerate(given) if trait in one]
        high = np.array([given[i][trait] > 0 for i in mine], bool)
        if min(int(high.sum()), int((~high).sum())) < FEWEST:
            continue
        found = _recovered(own, mine, high, roles)
        if not np.isfinite(found.area):
            continue
        by_group = by_group or not found.by_role
        figures.append(
            against_chance(
                level(
                    own,
                    area_of(found, high),
                    name=f"bigfive.{trait}",
                    title=f"{trait}: high is told from low",
                    unit="area under the curve, .5 = cannot tell",
                    items=Items(found.block, np.ones(len(mine), bool)),
                    beside=(Level("chance", 0.5),),
                ),
                found.p,
                0.5,
            )
        )
        rows.append((trait, int(high.sum()), int((~high).sum()), found.area, found.p))
    material.need(bool(figures), f"no trait has {FEWEST} dialogues that are high and as many low")
    low = min(rows, key=lambda row: row[3])
    seen = (
        f"high {low[0]} is told from low in {100 * low[3]:.0f} of 100 pairs of simulated users,"
        f" the least of {len(rows)} {'traits' if len(rows) > 1 else 'trait'} (50 = not at all)"
    )
    heads = ("trait", "dialogues high", "low", "area", "p")
    notes = (
        ("Too few combinations of levels to hold whole ones out: folds by dialogue groups.",)
        if by_group
        else ()
    )
    return Measured(tuple(figures), seen, (Table("Traits", heads, tuple(rows)),), notes=notes)


def _recovered(
    material: Material, mine: list[int], high: NDArray[np.bool_], roles: list[str]
) -> Recovery:
    some = [material.simulated[i] for i in mine]
    if material.tools.embed is None:
        gram = Gram.of(bag(some, words_of), scale=False)
    else:
        texts = [" ".join(turn.text for turn in d.turns) for d in some]
        gram = Gram.of(np.asarray(material.tools.embed(texts), float), scale=False)
    return recovery(
        gram,
        high,
        [roles[i] for i in mine],
        material.items.block[mine],
        [_hash(d) for d in some],
        seed=material.seed,
        refits=min(200, material.replicates),
    )


def _hash(dialogue: Dialogue) -> str:
    return hashlib.sha256(dialogue.id.encode("utf-8", "replace")).hexdigest()


PROBE = Probe(
    id="bigfive",
    title="Big Five recovery",
    question="Is the personality that simulated users were given seen in what they say?",
    citation="PersonaLLM (Jiang et al. 2024, arXiv 2305.02547); held-out recovery of our own",
    version="1",
    run=run,
    lever="simulate --control big_five",
    needs_real=False,
)
