"""The clause that every number downstream of a generator carries."""

from __future__ import annotations

from collections.abc import Iterable

from usergap.annotators.validation.agreement_intervals import Estimate
from usergap.dialogues import NOT_RECORDED, Dialogue


def conditional(generator: str, error: Estimate | None) -> str:
    """``conditional on generator X, error ε = 0.12 [0.10, 0.14]``, or that ε was not measured."""
    if error is None or error.value is None:
        return f"conditional on generator {generator}, error ε not measured"
    shown = f"{error.value:.3f}"
    if error.low is not None and error.high is not None:
        shown += f" [{error.low:.3f}, {error.high:.3f}]"
    return f"conditional on generator {generator}, error ε = {shown}"


def generator_of(dialogue: Dialogue) -> str | None:
    """What made a synthetic dialogue, as its provenance or the file says; None if neither does."""
    stated = dialogue.provenance
    if stated and stated.generator != NOT_RECORDED:
        return stated.generator
    return dialogue.simulator


def generators_of(dialogues: Iterable[Dialogue]) -> list[str]:
    """The names that dialogues state, sorted."""
    return sorted({name for each in dialogues if (name := generator_of(each))})
