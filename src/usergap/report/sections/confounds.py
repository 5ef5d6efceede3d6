"""What else could have made the gaps, and what is left of them without it."""

from __future__ import annotations

from typing import Any

from usergap.compare import Comparison
from usergap.compare.confounds.record import Confound, Effect
from usergap.report.numbers import count, distance, signed
from usergap.report.section import Section
from usergap.report.sides import colours
from usergap.report.wording import words_for


def confounds(comparison: Comparison) -> Section | None:
    """One list a simulator, each confound with its effect on the rows; None without any."""
    if not comparison.confounds:
        return None
    found = []
    for name, colour in colours(comparison).items():
        mine = [each for each in comparison.confounds if each.simulator == name]
        if mine:
            found.append({"name": name, "colour": colour, "confounds": [shown(c) for c in mine]})
    return Section(
        "confounds", "What else could it be?", "confounds.html.j2", {"simulators": found}
    )


def shown(confound: Confound) -> dict[str, Any]:
    """A confound in the words and digits of the page."""
    return {
        "title": confound.title,
        "sentence": confound.sentence,
        "concerned": f"{count(confound.real)} / {count(confound.simulated)}",
        "left": f"{count(confound.left_real)} / {count(confound.left_simulated)}",
        "left_out": confound.left_out,
        "moved": any(effect.beyond_noise for effect in confound.effects),
        "effects": [_effect(effect) for effect in confound.effects],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    kind = effect.distance
    return {
        "measure": words_for(effect.measure).title,
        "before": distance(effect.before, kind),
        "floor_before": distance(effect.floor_before, kind),
        "after": distance(effect.after, kind),
        "floor_after": distance(effect.floor_after, kind),
        "change": signed(effect.change, kind),
        "interval": f"{signed(effect.low, kind)} to {signed(effect.high, kind)}",
        "moved": effect.beyond_noise,
    }
