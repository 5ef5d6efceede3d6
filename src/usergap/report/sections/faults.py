"""Where simulators broke down: faults by kind, and the gaps without faulty dialogues."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison
from usergap.compare.faults.record import FaultAudit, FaultCount
from usergap.report.numbers import DASH, count
from usergap.report.section import Section
from usergap.report.sections.confounds import shown
from usergap.report.sides import colours


def faults(comparison: Comparison) -> Section | None:
    """A table of kinds and simulators, with the effects; None where nothing was audited."""
    if not comparison.faults:
        return None
    colour = colours(comparison)
    context = {
        "simulators": [
            {
                "name": each.simulator,
                "colour": colour.get(each.simulator, 1),
                "faulty": _share(each.faulty, each.n),
                "people": _people(each),
                "counts": [_counted(kind) for kind in each.counts],
                "effects": [shown(effect) for effect in each.effects],
            }
            for each in comparison.faults
        ]
    }
    return Section("faults", "Did a simulator break down?", "faults.html.j2", context)


def fault_sentence(each: FaultAudit) -> str:
    """How many dialogues are faulty, by which kinds most, and what people do."""
    if not each.faulty:
        return f"none of {count(each.n)} dialogues is faulty"
    kinds = sorted((x for x in each.counts if x.alarm and x.simulated), key=lambda x: -x.simulated)
    named = ", ".join(f"{x.title.lower()} {count(x.simulated)}" for x in kinds[:3])
    told = f"{count(each.faulty)} of {count(each.n)} dialogues are faulty ({named})"
    if each.faulty_real is not None:
        told += f"; of people's, {count(each.faulty_real)} of {count(each.n_real)}"
    return told


def _people(each: FaultAudit) -> str:
    return DASH if each.faulty_real is None else _share(each.faulty_real, each.n_real)


def _counted(kind: FaultCount) -> dict[str, Any]:
    return {
        "title": kind.title,
        "alarm": kind.alarm,
        "simulated": _share(kind.simulated, kind.judged_simulated),
        "real": _share(kind.real, kind.judged_real),
    }


def _share(part: int, whole: int) -> str:
    return f"{count(part)} of {count(whole)}" if whole else "not judged"
