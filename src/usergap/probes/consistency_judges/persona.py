"""A persona in the first person, whichever way it is written.

"Ana, 31, works as a nurse. She has two dogs." → "I am 31. I work as a nurse. I have two dogs."
Who "she" is in a sentence about somebody else is not worked out.
"""

from __future__ import annotations

import re
from typing import Final

_FIRST = re.compile(r"\b(?:i|i'm|im|my)\b", re.IGNORECASE)
_SECOND = re.compile(r"\b(?:you|you're|your)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|has|are|was|lives|works|loves|likes|enjoys|hates|plays|owns)\b", re.IGNORECASE
)
_NAME = re.compile(r"\b(?:Meet |Name: )?(?:\d+-year-old )?([A-Z][a-z]+)(?: \W?\"?[A-Z][\w\"]+)*")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b(?! (?:son|daughter|child|boy|dog|cat)\b)")
_LIVING = re.compile(r"\b(?:living|residing|based) in ")
_VERBS_LISTED: Final = (
    "works lives loves likes enjoys hates owns plays drives speaks resides teaches dislikes "
    "drinks smokes eats cooks comes hails runs reads travels prefers adores studies"
)
_VERBS: Final = _VERBS_LISTED.split()
_PLAIN: Final = {verb: verb[:-1] for verb in _VERBS} | {"teaches": "teach", "studies": "study"}
_SPOKEN = (
    (re.compile(r"\bi (?:is|are)\b", re.IGNORECASE), "i am"),
    (re.compile(r"\bi has\b", re.IGNORECASE), "i have"),
    (re.compile(r"\bi (?:does not|doesn't)\b", re.IGNORECASE), "i do not"),
    (
        re.compile(rf"\bi ({'|'.join(_VERBS)})\b", re.IGNORECASE),
        lambda m: f"i {_PLAIN[m[1].lower()]}",
    ),
)


def in_first_person(persona: str) -> str:
    """The persona as its owner would say it."""
    text = persona.strip().strip('"').replace('\\"', '"').replace('"', "")
    if _FIRST.search(text):
        return text
    if _SECOND.search(text):
        text = re.sub(r"\byou're\b", "I am", text, flags=re.IGNORECASE)
        text = re.sub(r"\byour\b", "my", text, flags=re.IGNORECASE)
        return _spoken(re.sub(r"\byou\b", "I", text, flags=re.IGNORECASE))
    if not _FINITE.search(text):
        noun = re.sub(r"^(?:an?|the) ", "", text, flags=re.IGNORECASE)
        return f"I am a {noun}." if noun else ""
    opening = text[:200].split(". ")[0]
    said = [f"I am {age[1]} years old."] if (age := _AGE.search(opening)) else []
    said += [f"I live in {opening[m.end() :]}." for m in _LIVING.finditer(opening)][:1]
    if name := _NAME.match(text):
        text = text.replace(name[0], name[1], 1)
        text = re.sub(rf"\b{name[1]}\b(?!'s)", "I", text).replace(f"{name[1]}'s", "my")
    text = re.sub(r"\b(?:he|she)\b", "I", text, flags=re.IGNORECASE)
    text = re.sub(r"\b(?:his|her)\b", "my", text, flags=re.IGNORECASE)
    return " ".join([*said, _spoken(text)])


def _spoken(text: str) -> str:
    for pattern, replacement in _SPOKEN:
        text = pattern.sub(replacement, text)
    return text
