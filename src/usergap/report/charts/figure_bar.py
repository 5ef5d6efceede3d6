"""A probe's figure with its interval, beside what it would be among real users."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from usergap.probes.finding import Figure
from usergap.report.charts.scale import Scale
from usergap.report.charts.svg import bar, dot, line, picture
from usergap.report.numbers import significant

HEIGHT = 26
SPLIT = "real against real"


def figure_scale(figures: Iterable[Figure]) -> Scale:
    """One scale for the same figure of all simulators, with room at both ends."""
    known = [number for figure in figures for number in _numbers(figure)]
    low, high = min(known, default=0.0), max(known, default=1.0)
    room = 0.06 * (high - low) or 0.5
    return Scale(low - room, high + room)


def figure_bar(figure: Figure, scale: Scale, colour: int) -> Markup:
    """Band of real against real, margin ticks around the null, interval, value; or nothing."""
    if figure.value is None:
        return Markup("")
    middle, parts = HEIGHT / 2, [line(0, 100, HEIGHT / 2, HEIGHT / 2, "track")]
    for level in figure.beside:
        if level.kind == SPLIT and level.low is not None and level.high is not None:
            low, high = scale.place(level.low), scale.place(level.high)
            parts.append(bar(low, high, 4, HEIGHT - 8, "floor-band"))
    if figure.null is not None:
        at = scale.place(figure.null)
        parts.append(line(at, at, 4, HEIGHT - 4, "floor"))
        if figure.margin is not None:
            for end in (figure.null - figure.margin, figure.null + figure.margin):
                if scale.low <= end <= scale.high:
                    at = scale.place(end)
                    parts.append(line(at, at, 0, HEIGHT, "margin"))
    if figure.low is not None and figure.high is not None:
        low, high = scale.place(figure.low), scale.place(figure.high)
        parts.append(line(low, high, middle, middle, f"span s{colour}"))
        parts += [line(x, x, middle - 4, middle + 4, f"cap s{colour}") for x in (low, high)]
    parts.append(dot(scale.place(figure.value), middle, 5, f"f{colour}"))
    told = f"{figure.title}: {significant(figure.value)}, interval {span(figure)}"
    return picture(*parts, height=HEIGHT, label=told, class_="chart interval")


def span(figure: Figure) -> str:
    """Both ends of the interval in words of numbers."""
    if figure.low is None or figure.high is None:
        return "–"
    return f"{significant(figure.low)} to {significant(figure.high)}"


def _numbers(figure: Figure) -> list[float]:
    found = [figure.value, figure.low, figure.high, figure.null]
    found += [
        end for level in figure.beside if level.kind == SPLIT for end in (level.low, level.high)
    ]
    return [number for number in found if number is not None]
