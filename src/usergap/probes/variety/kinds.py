"""Kinds of responses that people give and models seldom do: agree, disagree, mock, …

English word lists of our own; each finds a kind's plain cases only.
"""

from __future__ import annotations

import re
from typing import Final

KINDS: Final[dict[str, re.Pattern[str]]] = {
    "agree": re.compile(
        r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|right|exactly|agreed|true|correct|of course)\b"
        r"|\b(?:i agree|you(?:'re| are) right|that(?:'s| is) (?:right|true|correct))\b",
        re.I,
    ),
    "disagree": re.compile(
        r"^\W*(?:no|nope|nah|wrong)\b|\b(?:i disagree|not (?:true|right|correct|what i)"
        r"|that(?:'s| is) (?:wrong|not|false|incorrect)|you(?:'re| are) wrong|i don'?t think so"
        r"|didn'?t (?:work|help|ask))\b",
        re.I,
    ),
    "mock": re.compile(
        r"\b(?:lol|lmao|rofl|haha+|seriously\?|really\?+|are you kidding|yeah,? right|duh|stupid"
        r"|dumb|useless|nice try|wow,? (?:great|thanks))\b|🙄|😂|🤣",
        re.I,
    ),
    "emotional": re.compile(
        r"!{2,}|\b(?:love|hate|angry|annoy(?:ed|ing)|frustrat\w+|sad|scared|afraid|worried|upset"
        r"|excited|happy|sorry|ugh|wow|omg|damn|wtf|hell)\b",
        re.I,
    ),
    "analytical": re.compile(
        r"\b(?:because|therefore|however|whereas|compare[ds]?|difference between|pros and cons"
        r"|trade-?offs?|why (?:does|is|do|are|would)|evidence|on the other hand|depends on)\b",
        re.I,
    ),
    "meta": re.compile(
        r"\b(?:you(?:'re| are) (?:an? )?(?:ai|bot|chatbot|language model|gpt|chatgpt)"
        r"|are you (?:an? )?(?:ai|bot|human|real)|as an ai|your (?:previous|last) (?:answer|reply"
        r"|response|message)|you (?:just )?(?:said|told me|forgot|ignored|misunderstood|missed)"
        r"|this (?:chat|conversation)|try again|regenerate|rephrase)\b",
        re.I,
    ),
}
