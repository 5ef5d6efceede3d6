"""Raters who answer without a browser."""

import numpy as np

from usergap.study.assignment import assign
from usergap.study.records import Study
from usergap.study.store import Store

NOW = "2026-01-01T00:00:00Z"


def answered(
    store: Store, study: Study, raters: int, *, skill: float = 0.5, each: int = 99
) -> None:
    """So many raters, who answer all of their list; ``skill``: the chance to be right."""
    draw = np.random.default_rng(0)
    checks = sum(item.attention for item in study.items)
    for _ in range(raters):
        token = store.people.invite("rater", study.id, now=NOW, uses=1)
        member, _ = store.people.join(token, now=NOW)
        store.people.consent(member.id, now=NOW)
        number = member.number
        store.answers.assign_once(
            member,
            lambda given, number=number: assign(
                study.items, given, count=len(study.items), checks=checks, seed=0, rater=number
            ),
        )
        for one in store.answers.assignments(member.id):
            right = draw.random() < skill or study.items[one.item].attention
            if study.kind == "pairs":
                choice = "left" if right != one.flipped else "right"
            else:
                truth = study.items[one.item].truth["user"]
                other = {"human": "simulated", "simulated": "human"}[truth]
                choice = truth if right else other
            value = {"choice": choice, "confidence": int(draw.integers(1, 5))}
            store.answers.next_assignment(member.id, clock=0.0)
            store.answers.record(member, one.position, value, now=NOW, clock=20.0)
