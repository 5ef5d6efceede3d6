"""Faults: where a simulator broke down, against how often people look as if they did.

The audit of ``usergap.dimensions.faults`` as a probe: rules without a model. What people do
too (it is only counted there) is not a headline.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.dialogues import Dialogue
from usergap.dimensions.faults import Hit, fault_columns, faults
from usergap.dimensions.faults.audit import judge
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Quote
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import mean_difference

MARGIN: Final = 0.03
"""Three dialogues in a hundred; the rules raise a false alarm on up to two."""
QUOTED: Final = 8


def run(material: Material) -> Measured:
    """Dialogues with each fault, of those that its rule can judge, simulated minus real."""
    found = material.each(_judged)
    made = material.items.simulated
    alarms = [kind for kind, fault in faults().items() if fault.alarm]
    any_fault = np.array([any(each[kind] for kind in alarms) for each in found], float)
    share = 100 * float(any_fault[made].mean())
    real = 100 * float(any_fault[~made].mean()) if (~made).any() else 0.0
    figures = [
        _gap(material, any_fault, np.ones(len(found)), "any", "any fault", headline=True),
        *(_kind(material, found, kind) for kind in faults()),
    ]
    known = tuple(each for each in figures if each is not None)
    seen = f"{share:.1f} of 100 simulated dialogues show a fault, {real:.1f} of 100 real ones"
    return Measured(known, seen, quotes=_quotes(material, found, alarms))


Found = dict[str, tuple[Hit, ...] | None]


def _judged(dialogue: Dialogue) -> Found:
    return judge(dialogue, faults())


def _kind(material: Material, found: list[Found], kind: str) -> Figure | None:
    judged = np.array([each[kind] is not None for each in found], float)
    made = material.items.simulated
    if not (judged[made].any() and judged[~made].any()):
        return None
    hit = np.array([bool(each[kind]) for each in found], float)
    return _gap(material, hit, judged, kind, faults()[kind].title.lower(), headline=False)


def _gap(
    material: Material, hit: Floats, judged: Floats, name: str, title: str, *, headline: bool
) -> Figure:
    real = ~material.items.simulated
    known = float(judged[real].sum())
    return figure(
        material,
        mean_difference(hit, judged),
        name=f"faults.{name}",
        title=f"dialogues with {title}, simulated - real",
        unit="points of 100 dialogues",
        null=0.0,
        margin=MARGIN,
        scale=100.0,
        headline=headline,
        beside=(Level("real", 100 * float(hit[real].sum()) / known),) if known else (),
    )


def _quotes(material: Material, found: list[Found], alarms: list[str]) -> tuple[Quote, ...]:
    quotes = []
    for place, dialogue in enumerate(material.dialogues):
        if material.items.simulated[place]:
            quotes += [
                Quote(material.simulator, dialogue.id, hit.turn, hit.evidence, faults()[kind].title)
                for kind in alarms
                for hit in found[place][kind] or ()
            ]
    return tuple(quotes[:QUOTED])


PROBE = Probe(
    id="faults",
    title="Faults",
    question="How often does the simulator break down where people do not?",
    citation=f"rules of our own ({len(fault_columns())} kinds), see docs/simulate/faults.md",
    version="1",
    run=run,
    lever="simulate --guardrails; leave faulty dialogues out",
)
