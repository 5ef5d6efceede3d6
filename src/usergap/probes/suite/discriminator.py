"""Discriminator: how well a classifier tells simulated users from real ones, and by what.

Classifier two-sample test (Lopez-Paz and Oquab 2017) with several views of the user's side:
characters, words, behaviour only, length only, turn count only. Ridge classifiers, folds by
connected groups of conversation and scenario, artefacts stripped. The p-value permutes the
sides and fits anew each time (without, 12 % of real-against-real splits "differed"); beside
each area stands the same classifier between two sets of real users. RecLLM's ensemble compares the
distributions of each classifier's labels on both sides.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from usergap.dialogues import Dialogue
from usergap.probes.discrimination.ridge import (
    Ridge,
    area_within,
    folds_by,
    held_out_scores,
    refitted_areas,
)
from usergap.probes.discrimination.thin_ridge import ridge_of
from usergap.probes.discrimination.views import (
    LENGTH_NAMES,
    STRIPPED,
    Matrix,
    bag,
    behaviour,
    behaviour_names,
    characters_of,
    length,
    turn_count,
    words_in,
    words_of,
)
from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Quote, Table
from usergap.probes.inference import FEWEST_GROUPS, SPLITS, deals
from usergap.probes.labelled_turns import labelled_turns
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import debiased_tvd
from usergap.probes.telling_turns import telling

FOLDS: Final = 5
MARGIN: Final = 0.05
"""Right in 55 of 100 pairs at most."""
ENSEMBLE_MARGIN: Final = 0.05
"""Five labels in a hundred."""
MOST: Final = 2000
"""Dialogues a side that are judged; of more, those with the least hash of their id."""
NAMED: Final = 12
FEWEST_HOLDERS: Final = 5
"""A word is named only if at least so many dialogues hold it: rare ones could identify."""
VIEWS: Final = {
    "characters": "sees characters",
    "words": "sees words",
    "behaviour": "sees labels of behaviour only",
    "length": "sees lengths only",
    "turns": "sees the number of turns only",
}


def run(material: Material) -> Measured:
    """Areas by view, with the refitted null; what gives simulated users away."""
    material = _at_most(material)
    items = material.items
    material.need(min(items.groups()) >= FEWEST_GROUPS, f"needs {FEWEST_GROUPS} groups a side")
    made = items.simulated
    ids = [hashlib.sha256(d.id.encode("utf-8", "replace")).hexdigest() for d in material.dialogues]
    fold = folds_by(items.block, ids, FOLDS)
    views: dict[str, Matrix] = {
        "characters": bag(material.dialogues, characters_of, material.memory),
        "words": bag(material.dialogues, words_of, material.memory),
        "behaviour": behaviour(material.annotations),
        "length": length(material.dialogues),
        "turns": turn_count(material.dialogues),
    }
    figures: list[Figure] = []
    for name, view in views.items():
        ridge = ridge_of(view, scale=True)
        scores = held_out_scores(ridge, made[:, None], fold)[:, 0]
        levels = _real_against_real(material, ridge, ids)
        null = [
            refitted_areas(ridge, sides.T, fold)
            for sides in deals(items, material.replicates, material.seed, name)
        ]
        figures.append(
            figure(
                material,
                area_within(scores, fold),
                name=f"discriminator.{name}",
                title=f"a classifier that {VIEWS[name]} is right",
                unit="area under the curve, .5 = cannot tell",
                null=0.5,
                margin=MARGIN,
                beside=levels,
                splits=False,
                permuted=np.concatenate(null),
            )
        )
    figures.append(_ensemble(material, views["behaviour"]))
    words = _giving_away(material)
    labels = _behaviour_table(views["behaviour"], made)
    best = max(figures[:-1], key=lambda f: f.value if f.value is not None else 0.0)
    seen = _right(best)
    shown = (*_holding(material, words), *_labelled(material, labels))
    tables = (
        words,
        labels,
        _length_table(views["length"], made),
    )
    notes = (f"Stripped before text is looked at: {', '.join(STRIPPED)}.",)
    return Measured(tuple(map(_told, figures)), seen, tables, quotes=shown, notes=notes)


def _told(found: Figure) -> Figure:
    """The figure with its own sentence."""
    if found.value is None or found.null != 0.5:
        return found
    return replace(found, seen=_right(found))


def _right(found: Figure) -> str:
    sees = VIEWS[found.name.removeprefix("discriminator.")]
    return (
        f"a classifier that {sees} tells simulated users from real ones in"
        f" {100 * (found.value or 0):.0f} of 100 pairs"
    )


def _holding(material: Material, table: Table) -> tuple[Quote, ...]:
    """Turns that hold most of the words that give simulated users away."""
    wanted = [
        str(word)
        for word, real, made in table.rows
        if made > real and any(map(str.isalnum, str(word)))
    ]
    held = []
    for place, dialogue in enumerate(material.dialogues):
        if not material.items.simulated[place]:
            continue
        for turn in dialogue.turns:
            found = set(words_in(turn.text))
            words = [f"“{word}”" for word in wanted if word in found]
            if words:
                held.append((len(words), place, turn.number, f"holds {', '.join(words)}"))
    held.sort(key=lambda each: -each[0])
    order = [each[1:] for each in held]
    return (
        *telling(material, order, "discriminator.words"),
        *telling(material, order, "discriminator.characters"),
    )


def _labelled(material: Material, table: Table) -> tuple[Quote, ...]:
    """Turns with the label that simulated users have too often by most."""
    name = max(table.rows, key=lambda row: row[2] - row[1])[0]
    dimension, _, label = str(name).partition(": ")
    found = labelled_turns(material, dimension, lambda unit: label in unit, str(name))
    return tuple(
        replace(quote, figure=f"discriminator.{view}")
        for view in ("behaviour", "ensemble")
        for quote in found
    )


def _at_most(material: Material) -> Material:
    def some(dialogues: Any) -> Any:
        if len(dialogues) <= MOST:
            return dialogues
        return tuple(sorted(dialogues, key=lambda d: hashlib.sha256(d.id.encode()).digest())[:MOST])

    if max(len(material.real), len(material.simulated)) <= MOST:
        return material
    return replace(material, real=some(material.real), simulated=some(material.simulated))


def _real_against_real(material: Material, ridge: Ridge, ids: list[str]) -> tuple[Level, ...]:
    """The area of the same classifier between two sets of real groups, fitted anew each time."""
    real = np.flatnonzero(~material.items.simulated)
    block = material.items.block[real]
    groups = np.unique(block)
    second = min(material.items.groups()[1], groups.size // 2)
    if second < FEWEST_GROUPS:
        return ()
    rng = np.random.default_rng([material.seed, 7])
    chosen = [rng.choice(groups, second, replace=False) for _ in range(SPLITS)]
    sides = np.stack([np.isin(block, each) for each in chosen], axis=1)
    fold = folds_by(block, [ids[i] for i in real.tolist()], FOLDS)
    areas = refitted_areas(ridge.part(real), sides, fold)
    areas = areas[np.isfinite(areas)]
    if not areas.size:
        return ()
    low, high = np.quantile(areas, (0.025, 0.975))
    return (Level("real against real", float(areas.mean()), float(low), float(high)),)


def _ensemble(material: Material, shares: Matrix) -> Figure:
    """RecLLM: the labels of all classifiers together, P_real(c) against P_sim(c)."""
    return figure(
        material,
        debiased_tvd(np.asarray(shares, float), material.halves),
        name="discriminator.ensemble",
        title="classifier ensemble: distance between label distributions, without its floor",
        unit="points of TVD",
        null=0.0,
        margin=ENSEMBLE_MARGIN,
        scale=100.0,
    )


def _vocabulary(dialogue: Dialogue) -> frozenset[str]:
    return frozenset(words_of(dialogue))


def _giving_away(material: Material) -> Table:
    """Words whose share of dialogues differs most between the sides, by z."""
    holders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    made = material.items.simulated.tolist()
    for words, simulated in zip(material.each(_vocabulary), made, strict=True):
        for word in words:
            holders[word][simulated] += 1
    n = (made.count(False), made.count(True))
    rows = []
    for word, (real, simulated) in holders.items():
        if real + simulated >= FEWEST_HOLDERS:
            p, q = real / n[0], simulated / n[1]
            pooled = (real + simulated) / sum(n)
            z = (q - p) / (pooled * (1 - pooled) * (1 / n[0] + 1 / n[1]) + 1e-12) ** 0.5
            rows.append((abs(z), word, 100 * p, 100 * q))
    rows.sort(key=lambda row: (-row[0], row[1]))
    heads = ("word or pair", "real, % of dialogues", "simulated, % of dialogues")
    return Table("Words that give them away", heads, tuple(row[1:] for row in rows[:NAMED]))


def _behaviour_table(view: Matrix, made: NDArray[np.bool_]) -> Table:
    x = np.asarray(view, float)
    real, simulated = 100 * x[~made].mean(axis=0), 100 * x[made].mean(axis=0)
    order = np.argsort(-np.abs(simulated - real))[:NAMED]
    names = behaviour_names()
    rows = tuple((names[i], float(real[i]), float(simulated[i])) for i in order)
    return Table("Behaviour that gives them away, % of turns", ("label", "real", "simulated"), rows)


def _length_table(view: Matrix, made: NDArray[np.bool_]) -> Table:
    x = np.asarray(view, float)
    rows = tuple(
        (name, float(x[~made, i].mean()), float(x[made, i].mean()))
        for i, name in enumerate(LENGTH_NAMES)
    )
    return Table("Lengths, log(1 + words)", ("what", "real", "simulated"), rows)


PROBE = Probe(
    id="discriminator",
    title="Discriminator",
    question="Can a classifier tell simulated users from real ones, and by what?",
    citation="Lopez-Paz and Oquab 2017 (C2ST); RecLLM (arXiv 2305.07961)",
    version="1",
    run=run,
    lever="simulate --control prompts, friction; --match for length and behaviour",
)
