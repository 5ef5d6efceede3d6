"""Flattening, and agreement with people by difficulty, as figures."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from usergap.errors import UndefinedMeasureError
from usergap.probes.figures import figure, level
from usergap.probes.finding import Figure, Level, Measured, Table
from usergap.probes.material import Material
from usergap.probes.stereotyping.agreement import (
    agreement,
    agreement_excess,
    human_agreement,
    pairs,
    pooled_spread_ratio,
    spread,
    spread_ratio,
)
from usergap.probes.stereotyping.answers import Answers
from usergap.probes.stereotyping.difficulty import crossed, strata
from usergap.probes.stereotyping.twins import twin_gain

SPREAD_MARGIN: Final = 0.25
"""A quarter of the variance: an eighth of the standard deviation."""
AGREEMENT_MARGIN: Final = 0.05
"""Five answers in a hundred."""


def group_figures(material: Material, answers: Answers) -> Measured:
    """Flattening, and agreement on predictable and on idiosyncratic items.

    No figure where no group has respondents of both sides.
    """
    answers = answers.comparable()
    units = answers.units
    if min(units.groups()) == 0:
        return Measured(())
    ratio = spread_ratio(pairs(answers, spread))
    figures = [
        figure(
            material,
            ratio,
            name="stereotype.flattening",
            title="spread within a group, simulated / real",
            unit="% of the variance of real people",
            null=1.0,
            margin=SPREAD_MARGIN,
            items=units,
            scale=100.0,
        )
    ]
    flat = figures[0].value
    seen = (
        f"within a group simulated people spread {flat:.0f} % as much as real ones"
        if flat is not None
        else ""
    )
    try:
        halves = strata(answers)
    except UndefinedMeasureError as reason:
        figures.append(
            Figure("stereotype.agreement", "agreement by difficulty", "", None, reason=str(reason))
        )
        return Measured(tuple(figures), seen)
    rows = []
    for place, name in enumerate(("predictable", "idiosyncratic")):
        chosen = [each[place] for each in halves]
        more, row = _by_difficulty(material, answers, chosen, name)
        figures += more
        rows += row
    if len(rows) == 2:
        seen += (
            f"; on what is idiosyncratic they agree with people in {rows[1][3]:.0f} of 100 cases,"
            f" people among themselves in {rows[1][2]:.0f}"
        )
    heads = ("items", "number", "people with people", "simulated with people")
    return Measured(tuple(figures), seen, (Table("Agreement, of 100", heads, tuple(rows)),))


def persona_figure(material: Material, answers: Answers) -> Figure:
    """Spread within a persona over that of real people of a domain."""
    return level(
        material,
        pooled_spread_ratio(pairs(answers, spread)),
        name="stereotype.within_persona",
        title="spread within a persona / of real people within a domain",
        unit="% of the variance of real people",
        items=answers.units,
        scale=100.0,
    )


def _by_difficulty(
    material: Material, answers: Answers, chosen: list[NDArray[np.bool_]], name: str
) -> tuple[list[Figure], list[tuple[str, float, float, float]]]:
    units = answers.units
    one = np.ones((1, len(answers.key)))
    sides = one * ~answers.simulated, one * answers.simulated
    with_people = crossed(answers, chosen, agreement)
    told = float(with_people(*sides)[0])
    people = float(crossed(answers, chosen, human_agreement)(*sides)[0])
    figures = [
        figure(
            material,
            crossed(answers, chosen, agreement_excess),
            name=f"stereotype.agreement_{name}",
            title=f"agreement with people on {name} items, simulated - real",
            unit="points of 100",
            null=0.0,
            margin=AGREEMENT_MARGIN,
            items=units,
            scale=100.0,
        ),
        level(
            material,
            with_people,
            name=f"stereotype.agrees_{name}",
            title=f"simulated people agree with real ones on {name} items",
            unit="of 100",
            items=units,
            beside=(Level("real", 100 * people),) if np.isfinite(people) else (),
            scale=100.0,
        ),
    ]
    gain = twin_gain(answers, chosen)
    if gain is not None:
        figures.append(
            level(
                material,
                gain,
                name=f"stereotype.twin_{name}",
                title=f"agreement with one's own person beyond the group, {name} items",
                unit="points of 100",
                items=units,
                beside=(Level("chance", 0.0),),
                scale=100.0,
            )
        )
    if not (np.isfinite(told) and np.isfinite(people)):
        return figures, []
    number = float(np.mean([each.sum() for each in chosen]))
    return figures, [(name, number, 100 * people, 100 * told)]
