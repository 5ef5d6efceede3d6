"""Cues of service: turns that fit no known phrase, but serve whom they speak to."""

from __future__ import annotations

import re

from usergap.dimensions.faults.keys import Keys

LONGEST = 200
"""Characters; in longer turns cues meet by chance."""
LEAST = 2
"""Different cues that a turn must hold."""

_ANSWERS = re.compile(
    r"[\W_]*(?:certainly|sure|of course|absolutely|definitely|great|got it|understood|welcome|"
    r"no (?:problem|worries)|hello|hi\b|good (?:morning|evening|afternoon)|thank you for|i see\b|"
    r"i (?:\w+ly )?understand|you're (?:\w+ )?welcome|my apologies|(?:i'm )?(?:so |very )?sorry|"
    r"glad|happy|perfect|wonderful|that's (?:great|wonderful|good|a ))"
)
_OFFERS = re.compile(
    r"\b(?:i'll|i will|i can|i could|i would|i'd|let me\b(?! know)|shall i|i've|i'm here|i'm just|"
    r"i'm afraid|i recommend|i suggest|we can|we could)\b"
)
_SERVES = re.compile(
    r"\b(?:for you|you may|you could|you should|you might|you'll|your (?:age|budget|needs?|goals?|"
    r"request|question|text|project|business|trip|situation|preferences|details|order|booking|list|"
    r"account|feelings|concerns?|experience|journey|body|doctor|bank|health|weight))\b"
)
_ASKS = re.compile(
    r"\b(?:(?:you're|you are) (?:looking for|interested|trying|thinking|working|feeling|planning)|"
    r"do you (?:like|need|want|prefer|have in|feel|plan|usually|enjoy)|have you (?:been|tried|"
    r"considered|ever|thought)|you(?:'d| would) (?:like|prefer)|you prefer|you need\b|"
    r"you have in mind|tell me (?:more |a bit |a little )?about (?:your|what you)|"
    r"(?:please|to start)[, ]*(?:\w+ )?(?:provide|share|tell|paste|send|specify|describe)\b)"
)
_CLOSES = re.compile(
    r"\b(?:anything else|any (?:other |further |more )?questions|happy to help|"
    r"here to (?:help|answer|assist)|glad to|feel free|(?:if|does) that makes? sense|let me know|"
    r"hope (?:this|that|it)|i can help|help you|assist)\b"
)
_WANTS = re.compile(
    r"\b(?:my (?!pleasure|apologies|best|recommendation|suggestion)|"
    r"i (?:want|need|have|like|was|think|don't|know|feel|got|would (?:love|like)|"
    r"am (?!here|happy|glad|afraid|sorry))\b|i'd (?:love|like)\b|"
    r"i'm (?!here|happy|glad|afraid|sorry|pleased|just)|"
    r"me (?!know|more|about|your|what|which|how|when|where)|(?:can|could|will) you "
    r"(?!tell me (?:more|a)|please (?:tell|share|provide)|share|provide more|describe))"
)


_KEYS: tuple[tuple[re.Pattern[str], Keys], ...] = (
    (_OFFERS, Keys(
        "i can", "i will", "i would", "i'll", "i'd", "i've", "let me", "i could", "shall i",
        "i'm here", "i'm just", "i'm afraid", "i recommend", "i suggest", "we can", "we could",
    )),
    (_SERVES, Keys(
        "your ", "for you", "you could", "you should", "you may", "you might", "you'll",
    )),
    (_ASKS, Keys("you", "tell me ", "please", "to start")),
    (_CLOSES, Keys(
        "help", "any", "assist", "glad to", "feel free", "make sense", "makes sense",
        "let me know", "hope ", "here to answer",
    )),
)  # fmt: skip
"""Each kind of cue, with parts of which every such cue holds one: found far sooner."""


def serves(low: str) -> bool:
    """Whether a lowered turn has the cues of one who serves, and none of one who wants.

    Cues, of which two must meet: it opens as an answer, offers to do something, speaks of
    what is the other's, asks what the other needs, closes as a service does.
    """
    if len(low) > LONGEST:
        return False
    found = _ANSWERS.match(low) is not None
    missing = LEAST - found
    for cue, keys in _KEYS:
        if keys.in_text(low) and cue.search(low):
            missing -= 1
            if not missing:
                return _WANTS.search(low) is None
    return False
