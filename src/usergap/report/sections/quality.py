"""The data: what went in, what was dropped, and what to keep in mind."""

from __future__ import annotations

from usergap.compare import Comparison
from usergap.report.numbers import count, percent
from usergap.report.section import Section
from usergap.report.sides import headline_rows
from usergap.report.wording import words_for


def quality(comparison: Comparison) -> Section:
    """Notes first, then inputs with their hashes, then undefined shares."""
    inputs = [
        (item.name, item.path, item.sha256, count(item.dialogues), count(item.dropped))
        for item in comparison.inputs
    ]
    undefined = [
        (words_for(row.measure).title, row.simulator,
         percent(row.undefined_real), percent(row.undefined_simulated))
        for row in headline_rows(comparison)
        if row.undefined_real or row.undefined_simulated
    ]  # fmt: skip
    context = {"notes": comparison.notes, "inputs": inputs, "undefined": undefined}
    return Section("data", "The data", "quality.html.j2", context)
