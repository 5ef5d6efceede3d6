"""Surprise: text of any language model is likely to a language model, people's is not.

Mean log-probability of each user turn, (1/|y|) Σ log p(yₜ | y₍<t₎), under a reference that
saw neither side (the HumanLM authors' study): synthetic text lies in one narrow, high band,
people's is lower and much wider. The distance of both distributions (Wasserstein 1) is never
0, so its excess over two samples of people is held against 0. The built-in reference learns
from real users' text, so with it the width tells more than the level.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.probes.excess import excess
from usergap.probes.figures import figure, level
from usergap.probes.finding import Curve, Figure, Level, Measured, Quote, Table
from usergap.probes.inference import SPLITS, Floats, split_level
from usergap.probes.language_models.reference import Turns, scored, turns_of
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import auroc, log_sd_ratio, mean_difference, ratio
from usergap.probes.telling_turns import telling

AREA_MARGIN: Final = 0.05
"""A turn of each side is told apart by its surprise in 55 of 100 cases at most."""
SPREAD_MARGIN: Final = math.log(1.15)
"""A spread within 15 % of that of real users."""
LEVEL_MARGIN: Final = 0.15
"""Nats a token: a seventh of the distance between domains of real users is not seen."""
DISTANCE_MARGIN: Final = 0.15
"""As for the level, which a mere shift would move as far."""
POINTS = 80
CELLS: Final = 400
"""Steps on which the distance is taken where there are more different values."""


def run(material: Material) -> Measured:
    """Area, level and spread of turns' mean log-probabilities; densities of all sides."""
    turns = turns_of(material)
    scores, name = scored(material, turns)
    known = np.isfinite(scores)
    items = material.items_of(np.asarray(turns.dialogue)[known])
    values = scores[known]
    real, simulated = values[~items.simulated], values[items.simulated]
    material.need(min(real.size, simulated.size) > 1, "a side has no turn that can be scored")
    width = simulated.std() / real.std() if real.std() > 0 else float("nan")
    spread = (
        f"the surprise of simulated turns spreads {width:.2f} times as wide as that of real ones"
        if math.isfinite(width)
        else ""
    )
    levels = (
        f"simulated turns have {simulated.mean():.2f} nats a token on average, real ones"
        f" {real.mean():.2f}"
    )
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
            seen=levels,
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
            seen=spread,
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
            seen=levels,
        ),
        *_distance(material, values, np.asarray(turns.dialogue)[known]),
    )
    rows = (_row("real", real), _row(material.simulator, simulated))
    heads = ("side", "turns", "mean", "SD", "5 %", "25 %", "median", "75 %", "95 %")
    table = Table("Mean log-probability of turns, nats a token", heads, rows)
    curves = _densities({"real": real, material.simulator: simulated})
    shown = _shown(material, turns, scores)
    return Measured(figures, spread, (table,), curves, shown, (f"Reference: {name}.",))


def _shown(material: Material, turns: Turns, scores: Floats) -> tuple[Quote, ...]:
    """Turns where simulated users gather (spread), and far out on their side (area, level)."""
    place = np.asarray(turns.dialogue)
    made = material.items.simulated[place] & np.isfinite(scores)
    real = scores[~material.items.simulated[place] & np.isfinite(scores)]
    mine = np.flatnonzero(made)
    own = scores[mine]
    likelier = bool(own.mean() > real.mean())
    quotes: list[Quote] = []
    for where, names in (
        (0.5, ("surprise.spread",)),
        (0.9 if likelier else 0.1, ("surprise.area", "surprise.level")),
    ):
        if where == 0.5 and own.std() > real.std():
            continue  # what is too wide shows in no single turn
        found = []
        for i in mine[np.argsort(np.abs(own - np.quantile(own, where)), kind="stable")].tolist():
            less = 100 * float((real > scores[i]).mean() if not likelier else
                               (real < scores[i]).mean())  # fmt: skip
            shows = (
                "as likely as half of all simulated turns"
                if where == 0.5
                else f"{'more' if likelier else 'less'} likely than {less:.0f} of 100 real turns"
            )
            found.append(
                (int(place[i]), turns.numbers[i], f"{scores[i]:.2f} nats a token, {shows}")
            )
        for name in names:
            quotes += telling(material, found, name)
    return tuple(quotes)


def _row(side: str, values: Floats) -> tuple[object, ...]:
    quantiles = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    return (side, values.size, float(values.mean()), float(values.std()), *map(float, quantiles))


def _distance(material: Material, values: Floats, place: NDArray[np.int64]) -> list[Figure]:
    """W1 to real users: its excess over two samples of people, and as it is."""
    told, place = np.unique(place, return_inverse=True)
    items = material.items_of(told)
    points, sums = steps(values, place, told.size)

    def w1(one: Floats, other: Floats) -> Floats:
        return transport(one, other, points)

    def plain(real: Floats, simulated: Floats) -> Floats:
        return w1(simulated @ sums, real @ sums)

    ids = [material.dialogues[i].id for i in told.tolist()]
    people = split_level(items, plain, SPLITS, material.seed, "surprise.w1")
    return [
        figure(
            material,
            excess(items, ids, sums, w1, seed=material.seed),
            items=items,
            name="surprise.distance",
            title="distance of distributions (W1) above that of two samples of people",
            unit="nats a token",
            null=0.0,
            margin=DISTANCE_MARGIN,
            headline=False,
            interval="normal",
        ),
        level(
            material,
            plain,
            items=items,
            name="surprise.w1",
            title="distance of distributions (W1) to real users",
            unit="nats a token",
            beside=() if people is None else (Level("real against real", *people),),
            interval="normal",
        ),
    ]


def steps(values: Floats, place: NDArray[np.int64], count: int) -> tuple[Floats, Floats]:
    """Points (k) and how many values each of ``count`` dialogues has at them (count × k).

    The points are the values, or 400 quantiles of them, each value counted at the nearest
    point below it.
    """
    points = np.unique(values)
    if points.size > CELLS:
        points = np.unique(np.quantile(values, np.linspace(0, 1, CELLS)))
    cell = np.searchsorted(points, values, "right") - 1
    sums = np.zeros((count, points.size))
    np.add.at(sums, (place, cell), 1.0)
    return points, sums


def transport(one: Floats, other: Floats, points: Floats) -> Floats:
    """W1 = ∫ |F - G| of two histograms (B × k) at ``points``; NaN where one is empty."""
    f, g = (ratio(np.cumsum(h, axis=1), h.sum(axis=1, keepdims=True)) for h in (one, other))
    return np.asarray(np.abs(f - g)[:, :-1] @ np.diff(points))


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
    version="2",
    run=run,
    lever="simulate --control prompts (many system prompts), higher temperature, a user model",
)
