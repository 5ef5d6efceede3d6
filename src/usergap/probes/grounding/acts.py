"""Grounding acts: how users show that they took an answer up, or that they did not.

The kinds are those of Traum (1994) that a user can do after an answer: acknowledge, ask it to
go on, repair, ask for clarification. English patterns of our own; one turn may show several.
They find the plain forms only, so they compare sides and are no rate of all grounding.
"""

from __future__ import annotations

import re
from typing import Final

from usergap.dialogues import Dialogue

ACTS: Final[dict[str, tuple[str, re.Pattern[str]]]] = {
    "acknowledge": (
        "acknowledges the answer",
        re.compile(
            r"^\W*(?:o?kay|ok|alright|all right|got it|i see|right|sure|great|perfect|thanks?"
            r"|thank you|understood|(?:that )?makes sense|good|nice|cool|awesome|wow|yes|yeah|yep"
            r"|fair enough|interesting"
            r"|that(?:'s| is) (?:great|good|helpful|perfect|interesting))\b",
            re.IGNORECASE,
        ),
    ),
    "continuer": (
        "asks to go on",
        re.compile(
            r"^\W*(?:please )?(?:continue|go on|carry on|keep going|next|more|tell me more|and then"
            r"|what else|what next|what'?s next|anything else|go ahead|proceed|one more"
            r"|another(?: one)?)(?: \w+){0,2}(?: please)?\W*$",
            re.IGNORECASE,
        ),
    ),
    "repair": (
        "repairs a misunderstanding",
        re.compile(
            r"\b(?:i meant|what i (?:meant|mean)|not what i (?:asked|meant|wanted|said)"
            r"|you (?:misunderstood|misread|forgot|missed)"
            r"|that(?:'s| is) (?:wrong|not right|incorrect)|let me rephrase|my mistake|correction:"
            r"|i was asking|i (?:only )?asked (?:for|you|about)"
            r"|i said)\b|^\W*no[,.]? (?:i|that|it|not)\b",
            re.IGNORECASE,
        ),
    ),
    "clarification": (
        "asks what the answer means",
        re.compile(
            r"\b(?:what do you mean|what does (?:that|this|it|\w+) mean|do you mean|are you sure"
            r"|are you saying|so you(?:'re| are) saying|in other words|what exactly"
            r"|which (?:one|of)|(?:can|could) you (?:please )?"
            r"(?:clarify|elaborate|explain (?:that|this|it|what|why|how))"
            r"|i (?:don'?t|do not) (?:understand|get it|follow))\b",
            re.IGNORECASE,
        ),
    ),
}


def acts_of(text: str) -> set[str]:
    """The kinds of grounding that a turn after an answer shows."""
    plain = text.replace("’", "'")
    return {kind for kind, (_, pattern) in ACTS.items() if pattern.search(plain)}


def acts(dialogue: Dialogue) -> list[int]:
    """Turns after an answer; those with any act; those with each kind."""
    later = [acts_of(turn.text) for turn in dialogue.turns if turn.answer.strip()]
    return [len(later), sum(map(bool, later)), *(sum(k in found for found in later) for k in ACTS)]
