"""How large a gap is, in margins: a bar from zero with its interval, and the margin's tick."""

from __future__ import annotations

from markupsafe import Markup

from usergap.report.charts.svg import bar, line, picture
from usergap.report.numbers import significant

HEIGHT = 14


def size_bar(
    title: str,
    size: float | None,
    low: float | None,
    high: float | None,
    largest: float,
    colour: int,
) -> Markup:
    """``largest`` fills the width; nothing where the size is not known."""
    if size is None or largest <= 0:
        return Markup("")
    place = [None if end is None else 100 * end / largest for end in (size, low, high)]
    middle = HEIGHT / 2
    parts = [bar(0, max(place[0] or 0.0, 0.4), 3, HEIGHT - 6, f"f{colour}", radius=1.5)]
    if place[1] is not None and place[2] is not None:
        parts.append(line(place[1], place[2], middle, middle, "whisker"))
    if largest >= 1:
        parts.append(line(100 / largest, 100 / largest, 0, HEIGHT, "margin"))
    told = f"{title}: {significant(size)} margins"
    return picture(*parts, height=HEIGHT, label=told)
