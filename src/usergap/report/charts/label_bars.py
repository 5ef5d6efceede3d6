"""One bar a side for one label."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from usergap.report.charts.scale import Scale
from usergap.report.charts.svg import bar, line, picture
from usergap.report.numbers import percent

Bar = tuple[str, float | None, tuple[float, float] | None, int]
"""Side, rate (0 to 1), its interval, colour (0 = real, then the simulators)."""


def label_bars(label: str, bars: Sequence[Bar], scale: Scale) -> Markup:
    """Bars of all sides for one label on a scale shared by the measure's labels."""
    thick = 9 if len(bars) <= 3 else 6
    parts: list[str] = []
    for place, (_, rate, span, colour) in enumerate(bars):
        y = 2 + place * (thick + 2)
        if rate is None:
            continue
        parts.append(bar(0, max(scale.place(rate), 0.4), y, thick, f"f{colour}", radius=1.5))
        if span is not None:
            middle = y + thick / 2
            low, high = (scale.place(end) for end in span)
            parts.append(line(low, high, middle, middle, "whisker"))
    told = ", ".join(f"{side} {percent(rate)}" for side, rate, _, _ in bars)
    return picture(*parts, height=2 + len(bars) * (thick + 2), label=f"{label}: {told}")
