"""Surprise: text of any language model is likely to a language model, people's is not.

Mean log-probability of each user turn, (1/|y|) Σ log p(yₜ | y₍<t₎), under a reference that
saw neither side (the HumanLM authors' study): synthetic text lies in one narrow, high band,
people's is lower and much wider. The built-in reference learns from real users' text, so
with it the width tells more than the level.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from usergap.probes.figures import figure
from usergap.probes.finding import Curve, Measured, Table
from usergap.probes.inference import Floats
from usergap.probes.language_models.reference import scored, turns_of
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import auroc, log_sd_ratio, mean_difference

AREA_MARGIN: Final = 0.05
"""A turn of each side is told apart by its surprise in 55 of 100 cases at most."""
SPREAD_MARGIN: Final = math.log(1.15)
"""A spread within 15 % of that of real users."""
LEVEL_MARGIN: Final = 0.15
"""Nats a token: a seventh of the distance between domains of real users is not seen."""
POINTS = 80


def run(material: Material) -> Measured:
    """Area, level and spread of turns' mean log-probabilities; densities of all sides."""
    turns = turns_of(material)
    scores, name = scored(material, turns)
    known = np.isfinite(scores)
    items = material.items_of(np.asarray(turns.dialogue)[known])
    values = scores[known]
    real, simulated = values[~items.simulated], values[items.simulated]
    material.need(min(real.size, simulated.size) > 1, "a side has no turn that can be scored")
    figures = (
        figure(
            material,
            auroc(values),
            items=items,
            name="surprise.area",
            title="a simulated turn is more likely than a real one",
            unit="area under the curve, .5 = alike",
            null=0.5,
            margin=AREA_MARGIN,
        ),
        figure(
            material,
            log_sd_ratio(values),
            items=items,
            name="surprise.spread",
            title="spread of log-probabilities, simulated / real",
            unit="log of the ratio of SDs, 0 = alike",
            null=0.0,
            margin=SPREAD_MARGIN,
        ),
        figure(
            material,
            mean_difference(values),
            items=items,
            name="surprise.level",
            title="mean log-probability, simulated - real",
            unit="nats a token",
            null=0.0,
            margin=LEVEL_MARGIN,
        ),
    )
    ratio = simulated.std() / real.std() if real.std() > 0 else float("nan")
    seen = (
        f"the surprise of simulated turns spreads {ratio:.2f} times as wide as that of real ones"
        if math.isfinite(ratio)
        else ""
    )
    rows = [_row("real", real), _row(material.simulator, simulated)]
    heads = ("side", "turns", "mean", "SD", "5 %", "25 %", "median", "75 %", "95 %", "W1 to real")
    rows[0] += (0.0,)
    rows[1] += (_w1(real, simulated),)
    table = Table("Mean log-probability of turns, nats a token", heads, tuple(rows))
    curves = _densities({"real": real, material.simulator: simulated})
    return Measured(figures, seen, (table,), curves, notes=(f"Reference: {name}.",))


def _row(side: str, values: Floats) -> tuple[object, ...]:
    quantiles = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    return (side, values.size, float(values.mean()), float(values.std()), *map(float, quantiles))


def _w1(one: Floats, other: Floats) -> float:
    """∫ |F - G|."""
    both = np.sort(np.concatenate([one, other]))
    f = np.searchsorted(np.sort(one), both[:-1], "right") / one.size
    g = np.searchsorted(np.sort(other), both[:-1], "right") / other.size
    return float(np.abs(f - g) @ np.diff(both))


def _densities(sides: dict[str, Floats]) -> tuple[Curve, ...]:
    """Gaussian kernel densities (Silverman's bandwidth) over a shared axis."""
    everything = np.concatenate(list(sides.values()))
    low, high = np.quantile(everything, (0.002, 0.998))
    if not low < high:
        return ()
    x = np.linspace(low, high, POINTS)
    found = []
    for side, values in sides.items():
        spread = min(values.std(), np.subtract(*np.quantile(values, (0.75, 0.25))) / 1.349)
        width = 0.9 * (spread or values.std() or 1.0) * values.size**-0.2
        heights = np.exp(-0.5 * ((x[:, None] - values) / width) ** 2).mean(axis=1)
        y = heights / (width * math.sqrt(2 * math.pi))
        found.append(Curve("Log-probability of turns", side, tuple(x.tolist()), tuple(y.tolist())))
    return tuple(found)


PROBE = Probe(
    id="surprise",
    title="Surprise",
    question="Is what simulated users write as unlikely, and as varied in it, as what people do?",
    citation="HumanLM authors' study of log-probabilities; Witten and Bell 1991 for the n-grams",
    version="1",
    run=run,
    lever="simulate --control prompts (many system prompts), higher temperature, a user model",
)
