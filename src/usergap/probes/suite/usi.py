"""USI: nineteen fingerprints of users, and how far simulated and real means agree.

D_k = 100 · mean_f 2 min(M_f, H_f) / (M_f + H_f) over the features f of a dimension, M and H
being simulated and real means (arXiv 2603.11245). There people against people reach 92.9, the
best published prompted simulator 76.0, with word lists for English order support; ours are
for general English, so compare with the real-against-real level beside, not with these.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from usergap.probes.figures import figure
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.fingerprints.features import DIMENSIONS, FEATURES, sums
from usergap.probes.fingerprints.lexicon import ENGLISH
from usergap.probes.inference import Floats, Statistic
from usergap.probes.material import Material
from usergap.probes.probe import Probe
from usergap.probes.statistics import ratio

MARGIN: Final = 0.071
"""What people fall short of 100 among themselves in the paper (100 - 92.9)."""
SEEN: Final = 0.02
"""Rarer habits are not named first."""
PUBLISHED: Final = (Level("published: people", 92.9), Level("published: best simulator", 76.0))


def run(material: Material) -> Measured:
    """Agreement by dimension and over all nineteen features; a table of the means."""
    english = all(d.language in (None, "en", "English") for d in material.dialogues)
    material.need(english, "its word lists are English, and some dialogues are not")
    found = [sums(dialogue, ENGLISH) for dialogue in material.dialogues]
    above, below = (np.array([each[i] for each in found]) for i in (0, 1))
    made = material.items.simulated
    material.need(bool(below[made].sum() and below[~made].sum()), "a side has no user turn")
    figures = [_agreement(material, above, below, list(FEATURES), "all nineteen", "usi.all")]
    for place, (title, names) in enumerate(DIMENSIONS.items(), 1):
        figures.append(_agreement(material, above, below, list(names), title, f"usi.d{place}"))
    real, simulated = (_means(above[s], below[s]) for s in (~made, made))
    rows = tuple(
        (name, float(h), float(m), 100 * float(dice(np.array([h]), np.array([m]))[0]))
        for name, h, m in zip(FEATURES, real, simulated, strict=True)
        if np.isfinite(h) and np.isfinite(m)
    )
    common = [row for row in rows if max(row[1:3]) >= SEEN] or rows
    apart = min(common, key=lambda row: row[3])
    seen = f"farthest apart: {apart[0]}, {apart[2]:.2g} simulated against {apart[1]:.2g} real"
    heads = ("feature", "real", "simulated", "agreement")
    return Measured(tuple(figures), seen, (Table("Fingerprints", heads, rows),))


def dice(real: Floats, simulated: Floats) -> Floats:
    """2 min / (M + H): 1 where they are equal, also at 0; 0 where one side shows nothing."""
    total = real + simulated
    with np.errstate(invalid="ignore"):
        return np.where(total > 0, 2 * np.minimum(real, simulated) / np.where(total > 0, total, 1),
                        np.where(np.isnan(total), np.nan, 1.0))  # fmt: skip


def _agreement(
    material: Material, above: Floats, below: Floats, names: list[str], title: str, name: str
) -> Figure:
    columns = [FEATURES.index(each) for each in names]
    levels = PUBLISHED if name == "usi.all" else ()
    return figure(
        material,
        _mean_dice(above[:, columns], below[:, columns]),
        name=name,
        title=f"agreement of fingerprints: {title}",
        unit="of 100",
        null=1.0,
        margin=MARGIN,
        scale=100.0,
        beside=levels,
        headline=name == "usi.all",
    )


def _mean_dice(above: Floats, below: Floats) -> Statistic:
    """The mean over features of the agreement of both sides' means."""

    def statistic(real: Floats, simulated: Floats) -> Floats:
        each = dice(*(ratio(w @ above, w @ below) for w in (real, simulated)))
        known = np.isfinite(each)
        total = np.where(known, each, 0.0).sum(axis=1)
        return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), np.nan)

    return statistic


def _means(above: Floats, below: Floats) -> Floats:
    return ratio(above.sum(axis=0), below.sum(axis=0))


PROBE = Probe(
    id="usi",
    title="USI fingerprints",
    question="Do nineteen habits of users have the means that they have in real ones?",
    citation="USI (arXiv 2603.11245)",
    version="1",
    run=run,
    lever="simulate --match, --control friction, --control type",
)
