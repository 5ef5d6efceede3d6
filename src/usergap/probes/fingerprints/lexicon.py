"""Word lists for fingerprints, by language: our own, for general chat.

The published lists are for English order support; these say the same kinds of things in
plain English of any domain. A domain's own list is a ``Lexicon`` with other patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(parts) + r")\b", re.IGNORECASE)


@dataclass(frozen=True)
class Lexicon:
    """One pattern for each kind of expression."""

    politeness: re.Pattern[str]
    informal: re.Pattern[str]
    acknowledgement: re.Pattern[str]
    confusion: re.Pattern[str]
    identifier: re.Pattern[str]
    uncertainty: re.Pattern[str]
    certainty: re.Pattern[str]
    pushback: re.Pattern[str]
    clarification: re.Pattern[str]
    emotion: re.Pattern[str]
    accusation: re.Pattern[str]
    pivot: re.Pattern[str]


ENGLISH = Lexicon(
    politeness=_any("please", "thanks?", "thank you", "kindly", "could you", "would you",
                    "appreciate", "sorry", "excuse me"),
    informal=_any("gonna", "wanna", "gotta", "kinda", "sorta", "lol", "u", "ur", "pls", "plz",
                  "thx", "idk", "ok", "yeah", "yep", "nope", "hey", "btw", "dont", "cant", "im"),
    acknowledgement=re.compile(
        r"^\W*(?:ok(?:ay)?|yes|yeah|yep|no|nope|sure|thanks?|thank you|great|got it|right|alright"
        r"|perfect|cool|fine|good|i see|understood)(?:\W+(?:thanks?|thank you|then|so much))?\W*$",
        re.IGNORECASE,
    ),
    confusion=_any("as an ai", "as a language model", "i(?:'m| am) an? (?:ai|assistant|chatbot)",
                   "how (?:can|may) i (?:help|assist) you", "i(?:'d| would) be happy to help",
                   "is there anything else i can"),
    identifier=re.compile(r"[\w.+-]+@[\w-]+\.\w+|\b[A-Z]{0,4}[-#]?\d{4,}\b|#\w*\d+"),
    uncertainty=_any("maybe", "perhaps", "not sure", "i think", "i guess", "probably", "might",
                     "i don'?t know", "possibly", "unsure", "i suppose"),
    certainty=_any("definitely", "certainly", "absolutely", "of course", "exactly", "must",
                   "always", "never", "i(?:'m| am) sure", "clearly", "for sure", "no doubt"),
    pushback=re.compile(
        r"\b(?:no,|but|actually|that(?:'s| is) not|i (?:don'?t|do not) (?:want|think|agree|need)"
        r"|not what i|i (?:said|asked|meant)|wrong|incorrect|instead)\b|^\W*(?:no|nope)\b",
        re.IGNORECASE,
    ),
    clarification=re.compile(
        r"\b(?:what do you mean|do you mean|could you (?:clarify|explain)|can you (?:clarify"
        r"|explain)|what does (?:that|this|it) mean|i don'?t (?:understand|get)|which one"
        r"|what exactly|how so)\b",
        re.IGNORECASE,
    ),
    emotion=_any("love", "hate", "angry", "annoy(?:ed|ing)", "frustrat(?:ed|ing)", "happy", "sad",
                 "worried", "upset", "excited", "disappoint(?:ed|ing)", "afraid", "scared", "ugh",
                 "wow", "terrible", "awful", "amazing", "ridiculous"),
    accusation=_any("you(?:'re| are) (?:wrong|lying|not listening|useless|ignoring)", "you (?:did"
                    "n'?t|don'?t|never|failed|forgot|keep|made|ignored|misunderstood|missed)",
                    "your (?:fault|mistake|error)", "stop (?:saying|telling|repeating)"),
    pivot=_any("instead", "another (?:way|option|idea)", "what about", "how about", "alternatively",
               "forget (?:it|that)", "never ?mind", "let'?s (?:try|do)", "different(?:ly)?",
               "something else"),
)  # fmt: skip
"""General English."""
