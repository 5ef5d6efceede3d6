"""Whether simulated users follow what domains change, and which domain is worst."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison
from usergap.compare.across_domains.record import AcrossDomains, Alarm, Correlation
from usergap.report.numbers import DASH, count, distance, p_value, percent, significant
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import label_for, plain, words_for

ENOUGH_RATE = 0.05
"""Labels that fewer real units carry are left to comparison.json."""

MOST_ALARMS = 10


def across_domains(comparison: Comparison) -> Section | None:
    """One table of correlations and one of alarms a simulator; None where nothing was split."""
    if not comparison.across_domains:
        return None
    colour = colours(comparison)
    found = [_shown(each, colour.get(each.simulator, 1)) for each in comparison.across_domains]
    field = plain(comparison.across_domains[0].field)
    context = {"simulators": found, "field": field, "rate": percent(ENOUGH_RATE)}
    return Section("across-domains", f"Across {field}s", "across_domains.html.j2", context)


def _shown(each: AcrossDomains, colour: int) -> dict[str, Any]:
    told = [
        found
        for found in each.correlations
        if found.r is not None and (found.label is None or found.rate >= ENOUGH_RATE)
    ]
    return {
        "name": each.simulator,
        "colour": colour,
        "sentence": each.sentence,
        "domains": count(len(each.domains)),
        "left_out": each.left_out,
        "paired": each.paired,
        "correlations": [_correlation(found) for found in told],
        "alarms": [_alarm(alarm) for alarm in each.alarms[:MOST_ALARMS]],
        "more": count(max(0, len(each.alarms) - MOST_ALARMS)) if each.alarms else "0",
    }


def _correlation(found: Correlation) -> dict[str, str]:
    known = found.low is not None and found.high is not None
    return {
        "measure": words_for(found.measure).title,
        "label": "" if found.label is None else label_for(found.label),
        "rate": significant(found.rate) if found.label is None else percent(found.rate),
        "r": _coefficient(found.r),
        "interval": f"{_coefficient(found.low)} to {_coefficient(found.high)}" if known else DASH,
        "ceiling": _coefficient(found.ceiling),
        "concordance": _coefficient(found.concordance),
        "domains": count(found.domains),
    }


def _alarm(alarm: Alarm) -> dict[str, str]:
    return {
        "domain": alarm.domain,
        "measure": words_for(alarm.measure).title,
        "value": distance(alarm.value, alarm.distance),
        "expected": distance(alarm.expected, alarm.distance),
        "p": p_value(alarm.p),
    }


def _coefficient(number: float | None) -> str:
    if number is None:
        return DASH
    text = f"{number:.2f}"
    return text.replace("-", "−") if float(text) else "0.00"
