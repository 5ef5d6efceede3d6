"""A distance with its interval, between the floor and the margin."""

from __future__ import annotations

from markupsafe import Markup

from usergap.compare import Row
from usergap.report.charts.scale import Scale, scale_for
from usergap.report.charts.svg import bar, dot, line, picture
from usergap.report.numbers import distance, interval

HEIGHT = 26


def interval_scale(rows: list[Row]) -> Scale:
    """One scale for all simulators of a measure, so that their bars compare."""
    return scale_for(
        number
        for row in rows
        for number in (row.value, row.corrected, row.high, row.floor95, row.floor, row.margin)
    )


def interval_bar(row: Row, scale: Scale, colour: int) -> Markup:
    """Floor band, margin tick, interval and distance of one row; empty without a distance."""
    reported = row.reported
    if reported is None:
        return Markup("")
    middle, parts = HEIGHT / 2, [line(0, 100, HEIGHT / 2, HEIGHT / 2, "track")]
    if row.floor95 is not None:
        parts.append(bar(0, scale.place(row.floor95), 4, HEIGHT - 8, "floor-band"))
    if row.floor is not None:
        parts.append(line(scale.place(row.floor), scale.place(row.floor), 4, HEIGHT - 4, "floor"))
    if row.margin is not None:
        parts.append(line(scale.place(row.margin), scale.place(row.margin), 0, HEIGHT, "margin"))
    if row.low is not None and row.high is not None:
        low, high = scale.place(row.low), scale.place(row.high)
        parts.append(line(low, high, middle, middle, f"span s{colour}"))
        parts += [line(x, x, middle - 4, middle + 4, f"cap s{colour}") for x in (low, high)]
    if row.moved and row.value is not None:
        parts.append(dot(scale.place(row.value), middle, 4, f"raw s{colour}"))
    parts.append(dot(scale.place(reported), middle, 5, f"f{colour}"))
    return picture(*parts, height=HEIGHT, label=_describe(row), class_="chart interval")


def _describe(row: Row) -> str:
    kind = row.distance
    parts = [f"distance {distance(row.reported, kind)}"]
    if row.moved:
        parts.append(f"raw {distance(row.value, kind)}")
    parts.append(f"interval {interval(row.low, row.high, kind)}")
    parts.append(f"floor {distance(row.floor, kind)}, 95 % {distance(row.floor95, kind)}")
    parts.append(f"margin {distance(row.margin, kind)}")
    return ", ".join(parts)
