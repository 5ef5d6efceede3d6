"""Curves with their intervals as bands, over a shared axis, around a line at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from usergap.report.charts.scale import Scale
from usergap.report.charts.svg import element, line, picture, text
from usergap.report.numbers import significant

FOOT = 26
LEFT = 6.0
"""Percent of the width for the ticks' names."""


@dataclass(frozen=True)
class Ribbon:
    """One curve: its name, colour, and mean and interval at x = 0, 1, 2 …"""

    name: str
    colour: int
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def bands(title: str, ribbons: Sequence[Ribbon], *, height: int = 300) -> Markup:
    """All ribbons in one picture, with a grid and ticks; nothing where none has two points."""
    ribbons = [each for each in ribbons if len(each.mean) > 1]
    if not ribbons:
        return Markup("")
    lowest = min(0.0, *(min(each.low) for each in ribbons))
    highest = max(0.0, *(max(each.high) for each in ribbons))
    room = 0.05 * (highest - lowest) or 1.0
    up, across = (
        Scale(lowest - room, highest + room),
        Scale(0, max(len(r.mean) for r in ribbons) - 1),
    )
    plot_height = height - FOOT
    drawn: list[Markup] = []
    for each in ribbons:
        ahead = [(x, y) for x, y in enumerate(each.high)]
        back = [(x, y) for x, y in reversed(list(enumerate(each.low)))]
        drawn.append(
            element(
                "polygon",
                points=_points([*ahead, *back], across, up),
                class_=f"band f{each.colour}",
            )
        )
    for each in ribbons:
        points = _points(list(enumerate(each.mean)), across, up)
        drawn.append(element("polyline", points=points, class_=f"curve s{each.colour}"))
    parts: list[Markup] = []
    for tick in up.ticks(5):
        y = plot_height * (1 - up.place(tick) / 100)
        parts.append(line(LEFT, 100, y, y, "zero" if tick == 0 else "grid"))
        parts.append(text(0, y + 4, f"{tick:+g}".replace("-", "−") if tick else "0", "start"))
    parts.append(
        element(
            "svg",
            *drawn,
            viewBox="0 0 100 100",
            preserveAspectRatio="none",
            width=f"{100 - LEFT:g}%",
            height=plot_height,
            x=f"{LEFT:g}%",
            y=0,
        )
    )
    for tick in across.ticks(5):
        place = LEFT + (100 - LEFT) * across.place(tick) / 100
        anchor = "end" if place > 97 else "middle"
        parts.append(text(place, height - 8, f"{tick:,g}", anchor))
    told = ", ".join(f"{r.name} ends at {significant(r.mean[-1])}" for r in ribbons)
    return picture(*parts, height=height, label=f"{title}: {told}")


def _points(pairs: Sequence[tuple[float, float]], across: Scale, up: Scale) -> str:
    return " ".join(f"{across.place(x):.2f},{100 - up.place(y):.2f}" for x, y in pairs)
