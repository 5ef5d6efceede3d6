"""USI: nineteen fingerprints of users, and how far simulated and real means agree.

D_k = 100 · mean_f 2 min(M_f, H_f) / (M_f + H_f) over the features f of a dimension, M and H
being simulated and real means (arXiv 2603.11245). There people against people reach 92.9, the
best published prompted simulator 76.0, with word lists for English order support; ours are
for general English.

100 is an edge that people among themselves never reach, so what is judged is the excess: the
agreement of simulated with real users minus that of two samples of real users of the same
size (``excess``), 0 where they are alike, and below it where they are not. The published
number stands beside it, with an interval and without a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from usergap.probes.excess import excess
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.fingerprints.features import DIMENSIONS, FEATURES, english_sums
from usergap.probes.fingerprints.lexicon import ENGLISH
from usergap.probes.inference import SPLITS, Floats, split_level
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import ratio
from usergap.probes.telling_turns import turns_that

MARGIN: Final = 0.05
"""Five of 100: less than a third of what lies between people and simulators in the paper."""
SEEN: Final = 0.02
"""Rarer habits are not named first."""
PUBLISHED: Final = (Level("published: people", 92.9), Level("published: best simulator", 76.0))

_IN_A_TURN: Final[dict[str, Callable[[str], object]]] = {
    "politeness": ENGLISH.politeness.search,
    "acknowledgement only": ENGLISH.acknowledgement.search,
    "identity confusion": ENGLISH.confusion.search,
    "identifiers a turn": ENGLISH.identifier.search,
    "uncertainty": ENGLISH.uncertainty.search,
    "certainty": ENGLISH.certainty.search,
    "pushback": ENGLISH.pushback.search,
    "clarification questions": ENGLISH.clarification.search,
    "information seeking": lambda text: "?" in text,
    "emotion": ENGLISH.emotion.search,
    "accusation": ENGLISH.accusation.search,
    "strategy pivot": ENGLISH.pivot.search,
}
"""Habits that a single turn can show."""


def run(material: Material) -> Measured:
    """Agreement by dimension and over all nineteen features; a table of the means."""
    english = all(d.language in (None, "en", "English") for d in material.dialogues)
    material.need(english, "its word lists are English, and some dialogues are not")
    found = material.each(english_sums)
    above, below = (np.array([each[i] for each in found]) for i in (0, 1))
    made = material.items.simulated
    material.need(bool(below[made].sum() and below[~made].sum()), "a side has no user turn")
    chosen = {"all": ("all nineteen", FEATURES)} | {
        f"d{place}": (title, names) for place, (title, names) in enumerate(DIMENSIONS.items(), 1)
    }
    figures = []
    for name, (title, names) in chosen.items():
        columns = [FEATURES.index(each) for each in names]
        figures += _agreement(material, above[:, columns], below[:, columns], title, name)
    real, simulated = (_means(above[s], below[s]) for s in (~made, made))
    rows = tuple(
        (name, float(h), float(m), 100 * float(dice(np.array([h]), np.array([m]))[0]))
        for name, h, m in zip(FEATURES, real, simulated, strict=True)
        if np.isfinite(h) and np.isfinite(m)
    )
    common = [row for row in rows if max(row[1:3]) >= SEEN] or rows
    apart = min(common, key=lambda row: row[3])
    seen = f"farthest apart: {apart[0]}, {apart[2]:.2g} simulated against {apart[1]:.2g} real"
    more = [row for row in common if row[2] > row[1] and row[0] in _IN_A_TURN]
    most = min(more, key=lambda row: row[3]) if more else None
    if most is not None and most is not apart:
        seen += f"; most overdone in a turn: {most[0]}, {most[2]:.2g} against {most[1]:.2g}"
    shown = () if most is None else turns_that(material, _IN_A_TURN[most[0]], most[0])
    heads = ("feature", "real", "simulated", "agreement")
    return Measured(tuple(figures), seen, (Table("Fingerprints", heads, rows),), quotes=shown)


def dice(real: Floats, simulated: Floats) -> Floats:
    """2 min / (M + H): 1 where they are equal, also at 0; 0 where one side shows nothing."""
    total = real + simulated
    with np.errstate(invalid="ignore"):
        return np.where(total > 0, 2 * np.minimum(real, simulated) / np.where(total > 0, total, 1),
                        np.where(np.isnan(total), np.nan, 1.0))  # fmt: skip


def _agreement(
    material: Material, above: Floats, below: Floats, title: str, name: str
) -> list[Figure]:
    """The excess over people among themselves, which is judged, and the published number."""
    ids = [dialogue.id for dialogue in material.dialogues]
    sums = np.hstack([above, below])
    judged = figure(
        material,
        excess(material.items, ids, sums, mean_dice, seed=material.seed),
        name=f"usi.{name}",
        title=f"agreement of fingerprints above that of two samples of people: {title}",
        unit="points of 100, 0 = as people among themselves",
        null=0.0,
        margin=MARGIN,
        scale=100.0,
        headline=name == "all",
        interval="normal",
    )

    def agreement(real: Floats, simulated: Floats) -> Floats:
        return mean_dice(simulated @ sums, real @ sums)

    people = split_level(material.items, agreement, SPLITS, material.seed, f"usi.dice.{name}")
    beside = () if people is None else (
        Level("real against real", *(100 * each for each in people)),
    )  # fmt: skip
    published = level(
        material,
        agreement,
        name=f"usi.dice.{name}",
        title=f"agreement of fingerprints as published: {title}",
        unit="of 100",
        scale=100.0,
        beside=beside + (PUBLISHED if name == "all" else ()),
        interval="normal",
    )
    if published.low is not None and published.high is not None:
        low, high = max(published.low, 0.0), min(published.high, 100.0)
        published = replace(published, low=low, high=high)
    return [judged, published]


def mean_dice(one: Floats, other: Floats) -> Floats:
    """The mean over features of the agreement of two sides' means (B).

    A side is Σ numerators and then Σ denominators of its features (B × 2 k). Features that a
    side does not have are left out.
    """
    k = one.shape[1] // 2
    each = dice(*(ratio(side[:, :k], side[:, k:]) for side in (other, one)))
    known = np.isfinite(each)
    total = np.where(known, each, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)


def _means(above: Floats, below: Floats) -> Floats:
    return ratio(above.sum(axis=0), below.sum(axis=0))


PROBE = Probe(
    id="usi",
    title="USI fingerprints",
    question="Do nineteen habits of users have the means that they have in real ones?",
    citation="USI (arXiv 2603.11245)",
    version="2",
    run=run,
    lever="simulate --match, --control friction, --control type",
)
