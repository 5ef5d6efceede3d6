"""What in ``usergap simulate`` acts on a gap of each measure; probes declare their own."""

from __future__ import annotations

from typing import Final

MATCH: Final = "--match REFERENCE --match-rounds 3"
LEVERS: Final[dict[str, str]] = {
    "intent": "--control recllm (an intent for each turn) or --user fewshot:MODEL,seeds=FILE",
    "feedback": f"{MATCH} (remarks on answers) or --control friction",
    "emotion": "--control emotion",
    "identity": f"{MATCH} (what users tell of themselves), --persona generic or"
    " --control disclosure",
    "knowledge": "--persona informed or --control type (novice, expert)",
    "words": f"{MATCH} (words by the turn)",
    "turns": f"{MATCH} (turns and stopping), --min-turns and --max-turns",
    "fk_grade": "--control type (terse, talkative, expert) or --user userlm:MODEL",
    "mtld": "--user fewshot:MODEL,seeds=FILE or --user userlm:MODEL",
    "errors": f"{MATCH} (words by the turn) or --user fewshot:MODEL,seeds=FILE",
}
"""Measure → options. What moved what, measured, stands in docs/simulate/match.md."""
FEWER: Final[dict[str, str]] = {
    "errors": "--control friction,typo=0.1 or --user userlm:MODEL",
    "mtld": "--control prompts or --user fewshot:MODEL,seeds=FILE",
}
"""The same where simulated users have less of it than real ones, and that is another option."""
NONE: Final = "no option is known to act on it"


def lever_for(measure: str, *, fewer: bool = False) -> str:
    """The options that act on a measure, or that none is known.

    ``fewer``: the simulated mean lies below the real one.
    """
    known = FEWER.get(measure) if fewer else None
    known = known or LEVERS.get(measure)
    return NONE if known is None else f"usergap simulate {known}"
