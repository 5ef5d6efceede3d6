"""Lines over a shared axis: densities, survival curves, reward curves."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from usergap.report.charts.scale import Scale
from usergap.report.charts.svg import element, line, picture, text

HEIGHT = 170
FOOT = 22
Line = tuple[str, int, Sequence[float], Sequence[float]]
"""Side, colour, x and y."""


def curves(title: str, lines: Sequence[Line]) -> Markup:
    """The lines of all sides in one picture; nothing where no line has two points."""
    lines = [each for each in lines if len(each[2]) > 1]
    if not lines:
        return Markup("")
    across = Scale(min(min(x) for _, _, x, _ in lines), max(max(x) for _, _, x, _ in lines))
    top = max(max(y) for *_, y in lines)
    if across.high <= across.low or top <= 0:
        return Markup("")
    up = Scale(min(0.0, *(min(y) for *_, y in lines)), top * 1.03)
    drawn = []
    for _, colour, x, y in lines:
        points = " ".join(
            f"{across.place(a):.2f},{100 - up.place(b):.2f}" for a, b in zip(x, y, strict=True)
        )
        drawn.append(element("polyline", points=points, class_=f"curve s{colour}"))
    # A plot of its own coordinates, stretched to the picture's width.
    plot = element(
        "svg", *drawn, viewBox="0 0 100 100", preserveAspectRatio="none",
        width="100%", height=HEIGHT - FOOT, y=0,
    )  # fmt: skip
    foot = HEIGHT - FOOT + 0.5
    parts = [plot, line(0, 100, foot, foot, "axis")]
    for tick in across.ticks(5):
        place = across.place(tick)
        anchor = "start" if place < 4 else "end" if place > 96 else "middle"
        parts += [line(place, place, foot, foot + 4, "axis")]
        parts += [text(place, HEIGHT - 5, f"{tick:,g}", anchor)]
    told = ", ".join(side for side, *_ in lines)
    return picture(*parts, height=HEIGHT, label=f"{title}: {told}")
