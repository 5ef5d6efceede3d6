"""The side-effect table as lines of plain text; what was not rewarded and moved is marked."""

from __future__ import annotations

from textwrap import wrap

from usergap.compare import Verdict
from usergap.report.numbers import DASH, significant
from usergap.train.side_effects import Effect, SideEffects

MARKS = {Verdict.DIFFERS: "moved", Verdict.CLOSE: "as before", Verdict.CANNOT_TELL: "cannot tell",
         Verdict.UNDEFINED: DASH}  # fmt: skip
WIDTH = 100
LEGEND = (
    "! moved without being rewarded; * rewarded. Change of a probe's figure: after held against"
    " before, not the difference of the two gaps."
)


def side_effects_lines(found: SideEffects) -> list[str]:
    """A row a measure and figure: gap to real users before → after, change, what it means."""
    lines = [*wrap(found.sentence, WIDTH), ""]
    lines += [f"rewarded: {', '.join(found.rewarded) or 'nothing was named'}"]
    sizes = "{} before, {} after, {} real".format(*found.dialogues)
    lines += [f"dialogues: {sizes}"]
    wide = max((len(effect.title) for effect in found.effects), default=0)
    for kind, heading in (("measure", "distance to real users"), ("probe", "gap to real users")):
        rows = [effect for effect in found.effects if effect.kind == kind]
        if rows:
            lines += ["", f"  {heading:<{wide}}  before → after; change [95 %]"]
            lines += [_line(effect, wide) for effect in rows]
    return [*lines, "", *wrap(LEGEND, WIDTH)]


def _line(effect: Effect, wide: int) -> str:
    mark = "*" if effect.rewarded else "!" if effect.moved is Verdict.DIFFERS else " "
    both = f"{significant(effect.before)} → {significant(effect.after)}"
    change = DASH
    if effect.change is not None:
        ends = f"[{significant(effect.change.low)}, {significant(effect.change.high)}]"
        change = f"{significant(effect.change.value)} {ends}"
    word = MARKS[effect.moved]
    if effect.moved is Verdict.DIFFERS and effect.direction != "cannot tell":
        word = f"{word}, {effect.direction}"
    return f"{mark} {effect.title:<{wide}}  {both:<18}{change:<28}{word}"
