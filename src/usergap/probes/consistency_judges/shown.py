"""What a reader is shown of consistency: a sentence, a table, lines that contradict."""

from __future__ import annotations

from collections import Counter

import numpy as np

from usergap.probes.consistency_judges.judge import Count
from usergap.probes.finding import Quote, Table
from usergap.probes.material import Material

Counts = list[list[Count]]
QUOTED = 3


def coverage(material: Material, counts: Counts) -> tuple[float, int, int]:
    """The smaller side's share of judgements with something to compare; real and simulated ones."""
    judged = np.array([sum(c.judged for c in each) for each in counts], int)
    compared = np.array([sum(c.compared for c in each) for each in counts], int)
    sides = [material.items.simulated == side for side in (False, True)]
    known = [compared[s].sum() / judged[s].sum() for s in sides if judged[s].sum()]
    return (
        float(min(known, default=0.0)),
        int(compared[sides[0]].sum()),
        int(compared[sides[1]].sum()),
    )


def seen(material: Material, earlier: Counts, held: Counts) -> str:
    """How often each side contradicts, of the cases in which the judge could have seen it."""
    parts = []
    for what, counts in (("an earlier line of theirs", earlier), ("their persona", held)):
        (real, real_cases), (made, cases) = (
            _totals(material, counts, simulated) for simulated in (False, True)
        )
        if cases:
            beside = f", real users in {real} of {real_cases}" if real_cases else ""
            parts.append(f"contradict {what} in {made} of {cases} cases{beside}")
    return f"simulated users {'; they '.join(parts)}" if parts else ""


def _totals(material: Material, counts: Counts, simulated: bool) -> tuple[int, int]:
    mine = zip(counts, material.items.simulated, strict=True)
    each = [c for dialogue, side in mine if side == simulated for c in dialogue]
    return sum(c.flagged for c in each), sum(c.compared for c in each)


def tables(material: Material, earlier: Counts, held: Counts) -> tuple[Table, ...]:
    """Lines with a contradiction by the kind of fact, on both sides; it holds no text."""
    simulated = material.items.simulated
    rows: list[tuple[str, str, int, int]] = []
    for what, counts in (("an earlier line", earlier), ("the persona", held)):
        sides = [
            Counter(
                c.why
                for d, s in zip(counts, simulated, strict=True)
                if s == side
                for c in d
                if c.why
            )
            for side in (False, True)
        ]
        rows += [
            (what, why, sides[0][why], sides[1][why]) for why in sorted({*sides[0], *sides[1]})
        ]
    heads = ("contradicts", "kind of fact", "lines of real users", "lines of simulated users")
    return (
        (Table("Lines with a contradiction, by its first kind", heads, tuple(rows)),)
        if rows
        else ()
    )


def quotes(material: Material, earlier: Counts) -> tuple[Quote, ...]:
    """The first simulated lines that contradict an earlier one; counts are of turns with text."""
    found: list[Quote] = []
    for dialogue, counts, made in zip(
        material.dialogues, earlier, material.items.simulated, strict=True
    ):
        turns = [turn for turn in dialogue.turns if turn.text.strip()]
        for turn, count in zip(turns, counts, strict=True):
            if made and count.why and len(found) < QUOTED:
                shows = f"contradicts an earlier line ({count.why})"
                found.append(Quote("simulated", dialogue.id, turn.number, turn.text, shows))
    return tuple(found)
