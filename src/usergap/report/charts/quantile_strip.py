"""A distribution as a strip: 5 to 95 %, middle half, median and mean."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from usergap.report.charts.scale import Scale
from usergap.report.charts.svg import bar, dot, line, picture, text
from usergap.report.numbers import significant

HEIGHT = 24


def quantile_strip(side: str, numbers: Mapping[str, float], scale: Scale, colour: int) -> Markup:
    """The strip of one side; what is not known is not drawn."""
    at = {name: scale.place(value) for name, value in numbers.items()}
    middle, parts = HEIGHT / 2, [line(0, 100, HEIGHT / 2, HEIGHT / 2, "track")]
    if "q05" in at and "q95" in at:
        parts.append(line(at["q05"], at["q95"], middle, middle, f"reach s{colour}"))
    if "q25" in at and "q75" in at:
        parts.append(bar(at["q25"], at["q75"], 5, HEIGHT - 10, f"half f{colour}", radius=2))
    if "median" in at:
        parts.append(line(at["median"], at["median"], 3, HEIGHT - 3, f"median s{colour}"))
    if "mean" in at:
        parts.append(dot(at["mean"], middle, 4, f"mean s{colour}"))
    told = ", ".join(f"{name} {significant(value)}" for name, value in numbers.items())
    return picture(*parts, height=HEIGHT, label=f"{side}: {told}")


def axis(scale: Scale) -> Markup:
    """Round ticks under a column of strips."""
    parts: list[str] = [line(0, 100, 0.5, 0.5, "axis")]
    for tick in scale.ticks():
        x = scale.place(tick)
        anchor = "start" if x < 4 else "end" if x > 96 else "middle"
        parts += [line(x, x, 0, 5, "axis"), text(x, 17, f"{tick:,g}", anchor)]
    return picture(*parts, height=20, label="axis")
