"""A blind test of the embedded sample: simulated users on both sides, so no real text."""

from __future__ import annotations

from usergap.cli.study_new import CONSENT
from usergap.formats.samples import sample
from usergap.study.blind.items import pair_items, single_items
from usergap.study.records import Study
from usergap.study.tasks import task_named

CREATED = "2026-11-21T08:00:00Z"


def embedded_study(
    name: str,
    *,
    kind: str = "pairs",
    count: int = 40,
    per_rater: int = 20,
    raters: int | None = None,
) -> Study:
    """One simulator of the sample stands for real users."""
    make = pair_items if kind == "pairs" else single_items
    sides = list(sample("informed")), {"generic": list(sample("generic"))}
    items = make(*sides, count=count, checks=2, seed=0, most_turns=4)
    settings = {"per_rater": per_rater, "checks": 2, "consent": CONSENT, "raters": raters}
    return Study(name, kind, task_named(kind).title, 0, CREATED, settings, tuple(items))
