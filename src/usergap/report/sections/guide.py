"""How to read the report, and the settings it was made with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from usergap.compare import Comparison, Verdict
from usergap.report.numbers import significant
from usergap.report.section import Section
from usergap.report.wording import CLASSES, DISTANCES, plain


def guide(comparison: Comparison) -> Section:
    """Floor, interval, margin and the four verdicts in plain words; version and settings."""
    kinds = dict.fromkeys(row.distance for row in comparison.rows)
    context = {
        "badges": {CLASSES[v]: v.value for v in Verdict},
        "distances": [kind for kind in kinds if kind in DISTANCES],
        "settings": [(plain(key), _written(value)) for key, value in comparison.settings.items()],
        "version": comparison.version,
    }
    return Section("reading", "How to read it", "guide.html.j2", context)


def _written(value: Any) -> str:
    if value is None or value == {}:
        return "not set"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return significant(value)
    if isinstance(value, str | int):
        return str(value)
    if isinstance(value, Mapping) and value:
        return ", ".join(f"{plain(str(key))} {_written(entry)}" for key, entry in value.items())
    return json.dumps(value, ensure_ascii=False, default=str)
