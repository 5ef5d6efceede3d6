"""Endings: when simulated users stop, and what makes them stop.

Survival over user turns with caps as censoring (Kaplan and Meier 1958); the stop hazard's
dependence on what is said, against a baseline that knows the turn's number only; and, where
replies to real contexts are at hand, termination as a decision: how often simulated users stop
where people do, F1, the end rate one turn after the real end (K+1), and the premature end rate
(UserLM, arXiv 2510.06552).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from usergap.probes.chance import at_edge
from usergap.probes.ending_models.last_turn import (
    content_features,
    crossfitted_loss,
    number_features,
)
from usergap.probes.ending_models.survival import (
    Lengths,
    horizon_of,
    lengths,
    restricted_mean_difference,
    survival,
)
from usergap.probes.ending_models.termination import (
    after_end,
    decisions,
    excess_rate,
    f1,
    premature,
)
from usergap.probes.figures import figure, level
from usergap.probes.finding import Curve, Figure, Level, Measured, Quote, Table
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import log_sd_ratio, mean_difference
from usergap.probes.telling_turns import telling, usual_ends

TURNS_MARGIN: Final = 0.5
"""Half a turn."""
SPREAD_MARGIN: Final = math.log(1.15)
"""A spread within 15 % of that of real users."""
GAIN_MARGIN: Final = 0.02
"""Nats a turn: what words tell of an end beyond the turn's number, about a fiftieth of a bit."""

STOPS_MARGIN: Final = 0.05
"""Five replies in a hundred."""


def run(material: Material) -> Measured:
    """Mean turns and their spread, what words tell of an end, survival curves."""
    material.need(bool(material.real), "needs real dialogues")
    sides = [lengths(material.real), lengths(material.simulated)]
    found = Lengths(
        np.concatenate([side.turns for side in sides]), np.concatenate([s.cut for s in sides])
    )
    horizon = horizon_of(found, material.items.simulated)
    material.need(horizon > 0, "a side has no user turn")
    real, simulated = (side.turns for side in sides)
    seen = (
        f"simulated users say {simulated.mean():.1f} turns (SD {simulated.std():.1f}), real ones"
        f" {real.mean():.1f} (SD {real.std():.1f})"
    )
    content, given_away = _content_gain(material, found)
    figures = [
        figure(
            material,
            restricted_mean_difference(found, horizon),
            name="endings.turns",
            title=f"mean turns up to {horizon}, caps censored, simulated - real",
            unit="user turns",
            null=0.0,
            margin=TURNS_MARGIN,
            beside=(Level("real", float(np.minimum(real, horizon).mean())),),
            seen=seen,
        ),
        figure(
            material,
            log_sd_ratio(found.turns),
            name="endings.spread",
            title="spread of the number of turns, simulated / real",
            unit="log of the ratio of SDs, 0 = alike",
            null=0.0,
            margin=SPREAD_MARGIN,
            beside=(Level("real", 0.0),),
            seen=seen,
        ),
        content,
        *_termination(material),
    ]
    rows = [
        (name, side.turns.size, float(np.median(side.turns)), int(side.turns.max(initial=0)),
         100 * float(side.cut.mean()))
        for name, side in (("real", sides[0]), (material.simulator, sides[1]))
    ]  # fmt: skip
    heads = ("side", "dialogues", "median turns", "most turns", "cut off, %")
    table = Table("Where conversations end", heads, tuple(rows))
    shown = (
        *usual_ends(material, "endings.turns"),
        *usual_ends(material, "endings.spread"),
        *given_away,
    )
    return Measured(tuple(figures), seen, (table,), _curves(material, sides), shown)


def _content_gain(material: Material, found: Lengths) -> tuple[Figure, tuple[Quote, ...]]:
    """How much words tell of a last turn beyond its number, simulated minus real, and where."""
    rows = [
        (place, turn.number, turn.text, turn.number == count and not cut)
        for place, (dialogue, count, cut) in enumerate(
            zip(material.dialogues, found.turns.tolist(), found.cut.tolist(), strict=True)
        )
        for turn in dialogue.turns
        # the last turn of one that was cut off is neither an end nor a going on
        if not (cut and turn.number == count)
    ]
    name, title = (
        "endings.content",
        "what words tell of an end beyond the turn's number, sim. - real",
    )
    if not rows:
        return Figure(name, title, "nats a turn", None, reason="no turn whose end is known"), ()
    places, numbers, texts, last = zip(*rows, strict=True)
    ends, half = np.array(last, bool), material.halves[np.asarray(places)]
    side = material.items.simulated[np.asarray(places)]
    gain = np.empty(ends.size)
    for mine in (side, ~side):
        if not mine.any():
            continue
        chosen = np.flatnonzero(mine).tolist()
        own_numbers = [numbers[i] for i in chosen]
        base = crossfitted_loss(number_features(own_numbers), ends[mine], half[mine])
        features = content_features(own_numbers, [texts[i] for i in chosen])
        gain[mine] = base - crossfitted_loss(features, ends[mine], half[mine])
    told = [float(gain[s].mean()) if s.any() else math.nan for s in (side, ~side)]
    judged = figure(
        material,
        mean_difference(gain),
        items=material.items_of(places),
        name=name,
        title=title,
        unit="nats a turn",
        null=0.0,
        margin=GAIN_MARGIN,
        beside=(Level("real", told[1]),) if (~side).any() else (),
        seen=f"what simulated users write tells {told[0]:.3f} nats a turn of whether they stop"
        f" there, what real ones write {told[1]:.3f}",
    )
    order = np.flatnonzero(ends & side)[np.argsort(-gain[ends & side], kind="stable")].tolist()
    shows = "the last turn, and its words give it away"
    quotes = telling(material, ((places[i], numbers[i], shows) for i in order), name)
    return judged, quotes if told[0] > told[1] else ()


def _termination(material: Material) -> list[Figure]:
    """Decisions to stop on shared contexts; none where there are no reply sets.

    Beside each rate: what a user reaches who stops as often and does not look at the context,
    and what people reach against one another where a context has several of their replies.
    """
    found = decisions(material.dialogues, material.items.simulated)
    if found is None:
        return []
    t, s = found.by_context()
    one = np.ones((1, t.size))
    figures = [
        figure(
            material,
            found.statistic(excess_rate),
            items=found.items,
            name="endings.stops",
            title="stops in shared contexts, simulated - real",
            unit="points of 100 replies",
            null=0.0,
            margin=STOPS_MARGIN,
            scale=100.0,
            beside=(Level("real", 100 * float(t.mean())),),
        )
    ]
    blind = one * t.mean(), one * s.mean()
    for rate, title, where in (
        (f1, "termination F1", t > 0),
        (after_end, "ends one turn after the real end (K+1)", t > 0),
        (premature, "ends where the real user went on", t < 1),
    ):
        beside = [Level("chance", float(rate(*blind, one)[0]))]
        people = found.among_people(rate)
        if people is not None:
            beside.insert(0, Level("real", people))
        told = level(
            material,
            found.statistic(rate),
            items=found.items,
            name=f"endings.{rate.__name__}",
            title=title,
            unit="share",
            beside=[each for each in beside if math.isfinite(each.value)],
        )
        held = np.isin(found.context, np.flatnonzero(where))
        figures.append(at_edge(told, int(np.unique(found.items.block[held]).size)))
    return figures


def _curves(material: Material, sides: list[Lengths]) -> tuple[Curve, ...]:
    top = max(int(side.turns.max(initial=1)) for side in sides)
    found = []
    for name, side in zip(("real", material.simulator), sides, strict=True):
        one = np.ones((1, side.turns.size))
        y = (1.0, *survival(side, top)(one, one)[0].tolist())
        # a staircase: the share falls after the turn that was the last
        steps = [(float(t), y[t]) for t in range(top + 1)]
        x = [p for t, _ in steps for p in (t, t + 1)]
        found.append(Curve("Share still talking after a turn", name, tuple(x),
                           tuple(v for _, v in steps for _ in (0, 1))))  # fmt: skip
    return tuple(found)


PROBE = Probe(
    id="endings",
    title="Endings",
    question="Do simulated users stop when, and as differently as, real ones do?",
    citation="Kaplan and Meier 1958; UserLM (arXiv 2510.06552); TREC user simulation",
    version="2",
    run=run,
    lever="simulate --match (turns and stopping), --min-turns, --max-turns",
)
