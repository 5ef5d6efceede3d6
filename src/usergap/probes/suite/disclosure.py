"""Disclosure: how much users tell of themselves, how early, and what a persona adds.

Shares by the identity labels of the annotator at hand, raw. With a persona on, simulators
recite it: the effect is the difference between the simulator with its persona and one
without, over the same scenarios.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.annotators import Annotation
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured
from usergap.probes.inference import Floats
from usergap.probes.labelled_turns import labelled_turns
from usergap.probes.material import Material
from usergap.probes.personas import named
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference

MARGIN: Final = 0.05
"""Five dialogues, or turns, in a hundred."""


def run(material: Material) -> Measured:
    """Dialogues and turns with something about oneself, its place, and the persona's effect."""
    telling = [_telling(found) for found in material.annotations]
    judged = np.array([len(turns) for turns in telling], float)
    told = np.array([sum(turns) for turns in telling], float)
    real = ~material.items.simulated
    material.need(
        bool(judged[real].sum() and judged[~real].sum()), "a side has no turn that could be judged"
    )
    any_told = np.where(judged > 0, told > 0, False).astype(float)
    opening = np.array([bool(turns) and turns[0] for turns in telling], float)
    held = (judged > 0).astype(float)
    rates = [told[side].sum() / judged[side].sum() for side in (real, ~real)]

    def compared(name: str, title: str, unit: str, values: Floats, sizes: Floats) -> Figure:
        level, made = (
            100 * float(values[side].sum() / sizes[side].sum()) if sizes[side].sum() else 0.0
            for side in (real, ~real)
        )
        return figure(
            material,
            mean_difference(values, sizes),
            name=f"disclosure.{name}",
            title=title,
            unit=unit,
            null=0.0,
            margin=MARGIN,
            scale=100.0,
            beside=(Level("real", level),),
            seen=f"simulated users tell something about themselves in {made:.0f} of 100"
            f" {unit.split()[-1]}, real ones in {level:.0f}",
        )

    figures = [
        compared(
            "turns", "turns that tell of oneself, simulated - real",
            "points of 100 turns", told, judged,
        ),
        compared(
            "dialogues", "dialogues that tell of oneself, simulated - real",
            "points of 100 dialogues", any_told, held,
        ),
        compared(
            "opening", "openings that tell of oneself, simulated - real",
            "points of 100 openings", opening, held,
        ),
    ]  # fmt: skip
    figures += _persona_effect(material)
    seen = (
        f"simulated users tell something about themselves in {100 * rates[1]:.0f} % of turns,"
        f" real ones in {100 * rates[0]:.0f} %"
    )
    more = "tells of oneself"
    shown = labelled_turns(material, "identity", lambda unit: bool(unit - {"none"}), more)
    return Measured(tuple(figures), seen, quotes=shown if rates[1] > rates[0] else ())


def _telling(found: Annotation) -> list[bool]:
    """Per judged turn whether it tells anything of the user."""
    labels = found.units.get("identity", ())
    return [bool(set(given) - {"none"}) for given in labels if given is not None]


def _persona_effect(material: Material) -> list[Figure]:
    """Turns that tell of oneself, persona on minus off; none without both arms."""
    if not named(material.simulated):
        return []
    plain = {name: d for name, d in material.others.items() if d and not named(d)}
    found = []
    for name, off in plain.items():
        arms = material.beside(off, material.simulated)
        telling = [_telling(each) for each in arms.annotations]
        told = np.array([sum(turns) for turns in telling], float)
        judged = np.array([len(turns) for turns in telling], float)
        found.append(
            figure(
                arms,
                mean_difference(told, judged),
                name=f"disclosure.persona.{name}",
                title=f"turns that tell of oneself, persona on - off ({name})",
                unit="points of 100 turns",
                null=0.0,
                margin=MARGIN,
                scale=100.0,
                headline=False,
            )
        )
    return found


PROBE = Probe(
    id="disclosure",
    title="Disclosure",
    question="Do simulated users tell more of themselves than real ones, and is it the persona?",
    citation="over-disclosure with personas on and off; identity labels of realsim",
    version="1",
    run=run,
    lever="simulate --persona generic, --control disclosure (pacing), --match",
)
