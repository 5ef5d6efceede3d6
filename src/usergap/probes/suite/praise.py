"""Praise: simulated users thank and praise, real ones complain and ask again.

Shares of user turns after an answer by the feedback labels of the annotator at hand, raw.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.probes.figures import figure
from usergap.probes.finding import Level, Measured
from usergap.probes.labelled_turns import labelled_turns
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference

MARGIN: Final = 0.05
"""Five turns in a hundred."""
KINDS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "praise": ("turns that praise or thank", frozenset({"explicit_positive"})),
    "complaint": ("turns that complain", frozenset({"explicit_negative"})),
    "again": ("turns that ask for another answer", frozenset({"regeneration_request"})),
}


def run(material: Material) -> Measured:
    """Turns of each kind among judged turns, simulated minus real."""
    units = [
        [set(given) for given in found.units.get("feedback", ()) if given is not None]
        for found in material.annotations
    ]
    judged = np.array([len(given) for given in units], float)
    made = material.items.simulated
    known = bool(judged[made].sum() and judged[~made].sum())
    material.need(known, "a side has no turn that could be judged")
    figures = []
    told: list[tuple[str, float, float]] = []
    more: dict[str, float] = {}
    for name, (title, labels) in KINDS.items():
        held = np.array([sum(bool(each & labels) for each in given) for given in units], float)
        real, simulated = (100 * float(held[s].sum() / judged[s].sum()) for s in (~made, made))
        told.append((title, simulated, real))
        more[name] = simulated - real
        figures.append(
            figure(
                material,
                mean_difference(held, judged),
                name=f"praise.{name}",
                title=f"{title}, simulated - real",
                unit="points of 100 turns",
                null=0.0,
                margin=MARGIN,
                scale=100.0,
                beside=(Level("real", real),),
                seen=f"{simulated:.0f} of 100 simulated turns are {title}, {real:.0f} of 100 real"
                " ones",
            )
        )
    title, simulated, real = max(told, key=lambda each: abs(each[1] - each[2]))
    seen = f"{simulated:.0f} of 100 simulated turns are {title}, {real:.0f} of 100 real ones"
    kind = max(more, key=more.__getitem__)  # what is missing cannot be shown
    title, labels = KINDS[kind]
    shown = (
        labelled_turns(material, "feedback", lambda unit: bool(unit & labels), title)
        if more[kind] > 0
        else ()
    )
    return Measured(tuple(figures), seen, quotes=shown)


PROBE = Probe(
    id="praise",
    title="Praise",
    question="Do simulated users praise and complain as often as real ones?",
    citation="feedback labels of realsim (arXiv 2605.02624)",
    version="1",
    run=run,
    lever="simulate --match (feedback), --control friction (negative feedback, regeneration)",
)
