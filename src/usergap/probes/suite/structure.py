"""Structure: which act follows which, and how openings differ from later turns.

Flow perplexity with add-one smoothing, P(v|u) = (n(u→v) + 1) / (Σ n(u→·) + V), PPL =
exp(-Σ log P / N) over the intents of consecutive user turns, START and END included, under
transitions of real users who are not scored: those without a partner, or a third that is
reserved. The distance between
the transitions of both sides (TVD) is estimated without its floor: the direction of the
difference is taken from one half of the groups and measured on the other.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.annotators import Annotation
from usergap.dimensions import MEASURES
from usergap.errors import UndefinedMeasureError
from usergap.probes.figures import figure
from usergap.probes.finding import Level, Measured, Quote, Table
from usergap.probes.inference import Floats
from usergap.probes.language_models.reference import reserved
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import debiased_tvd, mean_difference
from usergap.probes.telling_turns import telling

FLOW_MARGIN: Final = math.log(1.1)
"""A perplexity within 10 % of that of real users."""
TRANSITION_MARGIN: Final = 0.05
"""Five transitions in a hundred differ."""
FRONT_MARGIN: Final = 0.05
"""Five words in a hundred move to or from the opening turn."""
ENOUGH_SPARE: Final = 100
"""Real dialogues without a partner from which on they alone are learned from."""
START, END = "START", "END"


def run(material: Material) -> Measured:
    """Flow perplexity, debiased transition distance, and the opening's share of words."""
    states = (START, *(MEASURES["intent"].labels or ()), END)
    counts = np.array([_transitions(found, states) for found in material.annotations])
    real = ~material.items.simulated
    if not (counts[real].sum() and counts[~real].sum()):
        raise UndefinedMeasureError("a side has no labelled turn")
    steps = counts.reshape(len(counts), -1).sum(axis=1)
    bits, scored = _surprise(material, counts)
    words = np.array(
        [[len(turn.text.split()) for turn in d.turns][:1] or [0] for d in material.dialogues]
    )[:, 0]
    total = np.array([sum(len(t.text.split()) for t in d.turns) for d in material.dialogues])
    flat = counts.reshape(len(counts), -1)
    own = [
        math.exp(bits[side].sum() / steps[side].sum()) for side in (real & scored, ~real & scored)
    ]
    seen = (
        f"what comes next has a perplexity of {own[1]:.1f} in simulated dialogues, of"
        f" {own[0]:.1f} in real ones"
    )
    fronts = [100 * float(words[s].sum() / max(1, total[s].sum())) for s in (real, ~real)]
    table = _largest(flat, real, states)
    figures = (
        figure(
            material,
            mean_difference(bits[scored], steps[scored]),
            items=material.items_of(np.flatnonzero(scored)),
            name="structure.flow",
            title="log flow perplexity of intents, simulated - real",
            unit="nats a turn",
            null=0.0,
            margin=FLOW_MARGIN,
            beside=(Level("real", math.log(own[0])),),
            seen=seen,
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
            seen=_told(table),
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
            beside=(Level("real", fronts[0]),),
            seen=f"the opening holds {fronts[1]:.0f} of 100 words that simulated users write,"
            f" {fronts[0]:.0f} of those of real ones",
        ),
    )
    shown = [
        quote
        for name in ("structure.flow", "structure.transitions")
        for quote in _shown(material, table, name)
    ]
    return Measured(figures, seen, (table,), quotes=tuple(shown))


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


def _surprise(material: Material, counts: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """-Σ log P(v|u) of each dialogue by transitions of real users, and who may be scored.

    Learned from real dialogues without a partner where they are enough; else a third of the
    groups is learned from and not scored (halves that score one another let who is real
    decide on the scores, which a permutation of the sides leaves as they are).
    """
    if len(material.spare) >= ENOUGH_SPARE:
        spare = material.beside(material.spare, ())
        states = (START, *(MEASURES["intent"].labels or ()), END)
        learnt = np.sum([_transitions(each, states) for each in spare.annotations], axis=0)
        scored = np.ones(len(counts), bool)
    else:
        scored = ~reserved(material)
        learnt = counts[~scored & ~material.items.simulated].sum(axis=0)
    p = (learnt + 1) / (learnt.sum(axis=1, keepdims=True) + learnt.shape[1])
    return -(counts * np.log(p)).sum(axis=(1, 2)), scored


def _largest(flat: Floats, real: np.ndarray, states: tuple[str, ...]) -> Table:
    p, q = (flat[side].sum(axis=0) / flat[side].sum() for side in (real, ~real))
    order = np.argsort(-np.abs(q - p))[:8]
    rows = tuple(
        (states[i // len(states)], states[i % len(states)], 100 * float(p[i]), 100 * float(q[i]))
        for i in order
    )
    heads = ("from", "to", "real, %", "simulated, %")
    return Table("Transitions that differ most", heads, rows)


def _told(table: Table) -> str:
    before, after, real, made = table.rows[0]
    return (
        f"{made:.0f} of 100 steps of simulated users lead from {before} to {after}, {real:.0f} of"
        " those of real ones"
    )


def _shown(material: Material, table: Table, figure: str) -> tuple[Quote, ...]:
    """Turns after the step that simulated users take too often; before it where it is the end."""
    more = [row for row in table.rows if row[3] > row[2]]
    if not more:
        return ()
    before, after, real, made = more[0]
    shows = f"{before} → {after}: {made:.0f} of 100 simulated steps, {real:.0f} of 100 real ones"
    found: list[tuple[int, int, str]] = []
    for place, labels in enumerate(material.annotations):
        path: list[tuple[int | str, frozenset[str]]] = [(START, frozenset({START}))]
        turns = material.dialogues[place].turns
        for turn, held in zip(turns, labels.units.get("intent", ()), strict=False):
            if held:
                path.append((turn.number, frozenset(held)))
        for (number, one), (following, other) in pairwise([*path, (END, frozenset({END}))]):
            at = number if after == END else following
            if before in one and after in other and isinstance(at, int):
                found.append((place, at, shows))
    return telling(material, found, figure)


PROBE = Probe(
    id="structure",
    title="Structure",
    question="Do simulated dialogues run from act to act as real ones do?",
    citation="dialogue-flow perplexity with add-one smoothing; label-transition TVD",
    version="2",
    run=run,
    lever="simulate --match (feedback and length by turn), --control friction",
)
