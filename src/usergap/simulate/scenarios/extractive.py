"""Scenarios without a model: a sentence or words of the real user, free of personal detail.

This is a fallback and its scenarios say so (``made_by = "extractive"``): they repeat
the user's words, where a model would say in its own what the user wants.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from usergap.annotators import Annotator
from usergap.dialogues import Dialogue
from usergap.simulate.scenarios.scenario import MAX_WORDS, Scenario

EXTRACTIVE = "extractive"
TURNS_READ = 3
"""What a user wants is said early: later turns are not looked at."""
FEWEST_WORDS = 3
MOST_KEYWORDS = 6
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FIRST_PERSON_WORDS = "i i'm im i've ive i'd i'll my mine myself we we're we've our ours us"
_FIRST_PERSON = frozenset(_FIRST_PERSON_WORDS.split())
_CARRIES_DETAIL = re.compile(r"\d|@|://|www\.|[`<>{}\[\]\\|=_#*]")
_COMMON_WORDS = """
    about after again also and any are around ask because been before being between both but
    can could did does doing don't each else even every few for from get give gives good had has
    have having hello help here hey how into it's its just keep know let like make many maybe me
    more most much must need needs not now off only other out over own per please same shall she
    should show some something still such sure take tell than thank thanks that that's the their
    them then there these they thing things this those through too under until use using very
    want wants was way were what what's when where which while who why will with within without
    would yes you you're your yours
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Extraction:
    """Scenarios found, and the ids of dialogues that gave none, with the reason."""

    scenarios: tuple[Scenario, ...]
    skipped: tuple[tuple[str, str], ...]

    def __iter__(self) -> Iterator[Scenario]:
        return iter(self.scenarios)

    def __len__(self) -> int:
        return len(self.scenarios)


def extract_scenarios(dialogues: Sequence[Dialogue], identity: Annotator) -> Extraction:
    """One scenario for each real dialogue that yields one without personal detail.

    ``identity`` labels self-disclosure per user turn: turns with a label, and turns
    it cannot judge (another language), are not read. A scenario keeps the dialogue's
    pair key, so that simulated and real dialogues are pairs.
    """
    found: list[Scenario] = []
    skipped: list[tuple[str, str]] = []
    taken: set[str] = set()
    for dialogue, annotation in zip(dialogues, identity.annotate(dialogues), strict=True):
        key = dialogue.scenario_id or dialogue.id
        labels = annotation.units.get("identity", ())
        early = list(zip(dialogue.turns, labels, strict=True))[:TURNS_READ]
        text = extract([turn.text for turn, given in early if _clear(given)])
        if key in taken:
            skipped.append((dialogue.id, "its scenario id is taken by an earlier dialogue"))
        elif text is None:
            skipped.append((dialogue.id, "nothing without personal detail in its first turns"))
        else:
            taken.add(key)
            parents = (dialogue.id,)
            found.append(Scenario(key, text, dialogue.domain, parents=parents, made_by=EXTRACTIVE))
    return Extraction(tuple(found), tuple(skipped))


def _clear(labels: Sequence[str] | None) -> bool:
    return labels is not None and all(label == "none" for label in labels)


def extract(turns: Sequence[str]) -> str | None:
    """The first sentence without personal detail, else the topic in words, else None.

    A sentence is not taken if it speaks in the first person, holds a number, address
    or mark-up, or a capitalised word after its first (it may be a name), or has 20
    words or more. What this cannot see: a name that opens the sentence or is written
    in lower case. Topic words are those that are nowhere capitalised.
    """
    for turn in turns:
        for sentence in _SENTENCE.split(turn):
            if _usable(sentence.strip()):
                return sentence.strip()
    return _topic(turns)


def _usable(sentence: str) -> bool:
    if _CARRIES_DETAIL.search(sentence) or not FEWEST_WORDS <= len(sentence.split()) <= MAX_WORDS:
        return False
    words = _WORD.findall(sentence)
    if any(word.lower().replace("’", "'") in _FIRST_PERSON for word in words):
        return False
    if any(word != word.lower() for word in words[1:]):
        return False
    content = [word for word in words if len(word) > 3 and word.lower() not in _COMMON]
    return len(content) >= 2


def _topic(turns: Sequence[str]) -> str | None:
    counts: Counter[str] = Counter()
    capitalised: set[str] = set()
    for turn in turns:
        for sentence in _SENTENCE.split(turn):
            if _CARRIES_DETAIL.search(sentence):
                continue
            words = _WORD.findall(sentence)
            if any(word.lower().replace("’", "'") in _FIRST_PERSON for word in words):
                continue
            capitalised.update(word.lower() for word in words if word != word.lower())
            counts.update(w for w in words if len(w) > 3 and w == w.lower() and w not in _COMMON)
    kept = [word for word, _ in counts.most_common() if word not in capitalised][:MOST_KEYWORDS]
    return f"asking a chatbot about {', '.join(kept)}" if len(kept) >= 2 else None
