"""Structure: which act follows which, and how openings differ from later turns.

Flow perplexity with add-one smoothing, P(v|u) = (n(u→v) + 1) / (Σ n(u→·) + V), PPL =
exp(-Σ log P / N) over the intents of consecutive user turns, START and END included, under
transitions of real users that the scored dialogues are not part of. The distance between
the transitions of both sides (TVD) is estimated without its floor: the direction of the
difference is taken from one half of the groups and measured on the other.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from usergap.annotators import Annotation
from usergap.dimensions import MEASURES
from usergap.errors import UndefinedMeasureError
from usergap.probes.figures import figure
from usergap.probes.finding import Level, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import debiased_tvd, mean_difference

FLOW_MARGIN: Final = math.log(1.1)
"""A perplexity within 10 % of that of real users."""
TRANSITION_MARGIN: Final = 0.05
"""Five transitions in a hundred differ."""
FRONT_MARGIN: Final = 0.05
"""Five words in a hundred move to or from the opening turn."""
START, END = "START", "END"


def run(material: Material) -> Measured:
    """Flow perplexity, debiased transition distance, and the opening's share of words."""
    states = (START, *(MEASURES["intent"].labels or ()), END)
    counts = np.array([_transitions(found, states) for found in material.annotations])
    real = ~material.items.simulated
    if not (counts[real].sum() and counts[~real].sum()):
        raise UndefinedMeasureError("a side has no labelled turn")
    steps = counts.reshape(len(counts), -1).sum(axis=1)
    bits = _surprise(material, counts)
    words = np.array(
        [[len(turn.text.split()) for turn in d.turns][:1] or [0] for d in material.dialogues]
    )[:, 0]
    total = np.array([sum(len(t.text.split()) for t in d.turns) for d in material.dialogues])
    flat = counts.reshape(len(counts), -1)
    own = [math.exp(bits[side].sum() / steps[side].sum()) for side in (real, ~real)]
    figures = (
        figure(
            material,
            mean_difference(bits, steps),
            name="structure.flow",
            title="log flow perplexity of intents, simulated - real",
            unit="nats a turn",
            null=0.0,
            margin=FLOW_MARGIN,
            beside=(Level("real", math.log(own[0])),),
        ),
        figure(
            material,
            debiased_tvd(flat, material.halves),
            name="structure.transitions",
            title="distance between transitions of intents, without its floor",
            unit="points of TVD",
            null=0.0,
            margin=TRANSITION_MARGIN,
            scale=100.0,
        ),
        figure(
            material,
            mean_difference(words, total),
            name="structure.front",
            title="share of words in the opening turn, simulated - real",
            unit="points of 100 words",
            null=0.0,
            margin=FRONT_MARGIN,
            scale=100.0,
            beside=(Level("real", 100 * float(words[real].sum() / max(1, total[real].sum()))),),
        ),
    )
    seen = (
        f"what comes next has a perplexity of {own[1]:.1f} in simulated dialogues, of"
        f" {own[0]:.1f} in real ones"
    )
    return Measured(figures, seen, (_largest(flat, real, states),))


def _transitions(found: Annotation, states: tuple[str, ...]) -> Floats:
    """Counts of u→v; several labels of a turn share its weight. Unlabelled turns are passed by."""
    place = {name: i for i, name in enumerate(states)}
    counts = np.zeros((len(states), len(states)))
    labelled = [labels for labels in found.units.get("intent", ()) if labels]
    path = [(START,), *(tuple(sorted(labels)) for labels in labelled), (END,)]
    if labelled:
        for before, after in pairwise(path):
            for u in before:
                for v in after:
                    counts[place[u], place[v]] += 1 / (len(before) * len(after))
    return counts


def _surprise(material: Material, counts: Floats) -> Floats:
    """-Σ log P(v|u) of each dialogue, by the real transitions of the half it is not in."""
    found = np.empty(len(counts))
    real = ~material.items.simulated
    for side in (0, 1):
        learnt = counts[real & (material.halves != side)].sum(axis=0)
        p = (learnt + 1) / (learnt.sum(axis=1, keepdims=True) + learnt.shape[1])
        mine = material.halves == side
        found[mine] = -(counts[mine] * np.log(p)).sum(axis=(1, 2))
    return found


def _largest(flat: Floats, real: np.ndarray, states: tuple[str, ...]) -> Table:
    p, q = (flat[side].sum(axis=0) / flat[side].sum() for side in (real, ~real))
    order = np.argsort(-np.abs(q - p))[:8]
    rows = tuple(
        (states[i // len(states)], states[i % len(states)], 100 * float(p[i]), 100 * float(q[i]))
        for i in order
    )
    heads = ("from", "to", "real, %", "simulated, %")
    return Table("Transitions that differ most", heads, rows)


PROBE = Probe(
    id="structure",
    title="Structure",
    question="Do simulated dialogues run from act to act as real ones do?",
    citation="dialogue-flow perplexity with add-one smoothing; label-transition TVD",
    version="1",
    run=run,
    lever="simulate --match (feedback and length by turn), --control friction",
)
