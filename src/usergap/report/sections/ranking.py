"""Several simulators against one real set: who is nearer, and what cannot be told."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from usergap.compare import Comparison
from usergap.compare.ranking.record import Ranked, Ranking
from usergap.report.charts.scale import Scale, scale_for
from usergap.report.charts.svg import dot, line, picture
from usergap.report.numbers import count, p_value, significant
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import words_for

HEIGHT = 22


def ranking(comparison: Comparison) -> Section | None:
    """The ranking with its components; None for a single simulator."""
    found = comparison.ranking
    if found is None:
        return None
    colour = colours(comparison)
    scale = scale_for(x for each in found.simulators for x in (each.low, each.high))
    context = {
        "sentence": found.sentence,
        "note": found.note,
        "in_margins": found.unit == "margin",
        "measures": [words_for(name).title for name in found.measures],
        "left_out": [(words_for(name).title, why) for name, why in found.left_out.items()],
        "ranked": [
            _ranked(each, scale, colour.get(each.simulator, 1)) for each in found.simulators
        ],
        "ties": found.ties,
        "pairs": _pairs(found),
    }
    return Section("ranking", "Which simulator is nearest?", "ranking.html.j2", context)


def _ranked(each: Ranked, scale: Scale, colour: int) -> dict[str, Any]:
    return {
        "name": each.simulator,
        "colour": colour,
        "rank": str(each.rank),
        "range": str(each.best) if each.best == each.worst else f"{each.best} to {each.worst}",
        "n": count(each.n),
        "score": significant(each.score),
        "median": "" if each.median is None else significant(each.median),
        "picture": _picture(each, scale, colour),
        "components": [significant(part.excess) for part in each.components],
    }


def _picture(each: Ranked, scale: Scale, colour: int) -> Markup:
    middle = HEIGHT / 2
    low, high, zero = (scale.place(x) for x in (each.low, each.high, 0.0))
    ends = f"{significant(each.low)} to {significant(each.high)}"
    return picture(
        line(0, 100, middle, middle, "track"),
        line(zero, zero, 2, HEIGHT - 2, "floor"),
        line(low, high, middle, middle, f"span s{colour}"),
        dot(scale.place(each.score), middle, 5, f"f{colour}"),
        height=HEIGHT,
        label=f"score {significant(each.score)}, {ends}",
        class_="chart interval",
    )


def _pairs(found: Ranking) -> list[dict[str, Any]]:
    return [
        {
            "one": pair.one,
            "two": pair.two,
            "difference": significant(pair.difference),
            "interval": f"{significant(pair.low)} to {significant(pair.high)}",
            "p": p_value(pair.p),
            "apart": pair.low > 0 or pair.high < 0,
        }
        for pair in found.between
    ]
