"""What a model wrote is checked before it is kept: short, of its own words, nobody's detail.

What no check here can see: a name in lower case or of many users, a number in words, and
an identity told in other words. Read the scenarios before you pass them on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from usergap.dialogues import Dialogue
from usergap.simulate.scenarios.scenario import MAX_WORDS

PUBLIC = 5
"""A name in the text of so many dialogues is a subject, not a person's detail."""
LONGEST_RUN, LONGEST_DISCLOSING_RUN = 5, 3
"""Words in a row that may stand as they do in the dialogue, and in a turn that discloses."""
LONGEST_TEXT = 240
PERSONA_WORDS = 12
ALIKE = 0.6
_CJK = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+(?:['’][^\W_{_CJK}]+)*")
_NUMBER = re.compile(r"\d+")
_ADDRESS = re.compile(r"@|://|\bwww\.", re.IGNORECASE)
_BREAK = re.compile(r"[.!?]['\")]*\s+\S|[。！？].|\n")
_SENTENCE_START = re.compile(r"[.!?:\n]['\")]*\s*$|[\"'(]\s*$|^\s*$")


@dataclass(frozen=True)
class Told:
    """What one dialogue told: ``disclosing``, turns that the identity annotator labels.

    ``public``: words (lower case) that many dialogues of the corpus use.
    """

    texts: tuple[str, ...]
    user: tuple[str, ...]
    disclosing: tuple[str, ...]
    public: frozenset[str] = frozenset()

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All numbers in the dialogue."""
        return frozenset(number for text in self.texts for number in _NUMBER.findall(text))

    @cached_property
    def private(self) -> frozenset[str]:
        """The user's words, in lower case, that are their own if they are names.

        A public word is no exception in a turn that discloses: a town that many users
        ask about is where this one lives.
        """
        said, disclosed = (
            frozenset(word.lower() for text in texts for word in _WORD.findall(text))
            for texts in (self.user, self.disclosing)
        )
        return (said - self.public) | disclosed

    @cached_property
    def names(self) -> frozenset[str]:
        """The user's words with a capital within a sentence, in lower case; not what is shouted."""
        inner = (word for text in self.user for word in _capitalised(text))
        return frozenset(word.lower() for word in inner if len(word) == 1 or not word.isupper())

    @cached_property
    def runs(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of all texts, and of those that disclose, ready for ``longest_run``."""
        return tuple(map(_spaced, self.texts)), tuple(map(_spaced, self.disclosing))


def told_by(
    dialogue: Dialogue, labels: Sequence[Sequence[str] | None], public: frozenset[str]
) -> Told:
    """What a dialogue told. ``labels``: identity per turn; None (not judged) may disclose."""
    turns = list(zip(dialogue.turns, labels, strict=True))
    return Told(
        texts=tuple(message.content for message in dialogue.messages),
        user=tuple(m.content for m in dialogue.messages if m.role == "user"),
        disclosing=tuple(t.text for t, given in turns if given is None or set(given) - {"none"}),
        public=public,
    )


def public_words(dialogues: Iterable[Dialogue]) -> frozenset[str]:
    """The words that the users of ``PUBLIC`` dialogues or more wrote, in lower case."""
    counts: Counter[str] = Counter()
    for dialogue in dialogues:
        text = " ".join(m.content for m in dialogue.messages if m.role == "user")
        counts.update({word.lower() for word in _WORD.findall(text)})
    return frozenset(word for word, count in counts.items() if count >= PUBLIC)


def scenario_objection(text: Any, told: Told) -> str | None:
    """Why a sentence cannot be a scenario; None: it can. Repeats nothing of the dialogue."""
    if not isinstance(text, str) or len(text.strip()) < 2:
        return "it was not of the asked form"
    text = text.strip()
    if len(text.split()) > MAX_WORDS or len(text) > LONGEST_TEXT:
        return f"it had more than {MAX_WORDS} words"
    return "it was more than one sentence" if _BREAK.search(text) else _detail(text, told)


def personas_objection(texts: Any, number: int, told: Told) -> str | None:
    """Why a list cannot be the ``number`` personas of a scenario; None: it can."""
    if not isinstance(texts, list) or not all(isinstance(x, str) and x.strip() for x in texts):
        return "it was not of the asked form"
    if len(texts) != number:
        return f"it had not {number} personas"
    sets: list[frozenset[str]] = []
    for text in texts:
        if len(text.split()) > PERSONA_WORDS or len(text) > LONGEST_TEXT or "\n" in text:
            return f"a persona had more than {PERSONA_WORDS} words"
        if (objection := _detail(text, told)) is not None:
            return objection
        words = frozenset(word.lower() for word in _WORD.findall(text)) - {"a", "an", "the"}
        if any(len(words & other) > ALIKE * len(words | other) for other in sets):
            return "two personas were nearly the same"
        sets.append(words)
    return None


def _detail(text: str, told: Told) -> str | None:
    if _ADDRESS.search(text):
        return "it held an address"
    if told.numbers.intersection(_NUMBER.findall(text)):
        return "it held a number of the conversation"
    inner = [word for word in _capitalised(text) if not word.isupper() or len(word) == 1]
    if any(word.lower() in told.private for word in inner):
        return "it held a name of the conversation"
    opening = _WORD.search(text)
    if opening and opening[0].lower() in told.names & told.private and opening[0][0].isupper():
        return "it held a name of the conversation"
    texts, disclosing = told.runs
    if longest_run(text, disclosing) > LONGEST_DISCLOSING_RUN:
        return "it copied words of a turn in which the user tells about themselves"
    if longest_run(text, texts) > LONGEST_RUN:
        return "it copied the conversation word for word"
    return None


def longest_run(text: str, sources: Iterable[str]) -> float:
    """The most words in a row that ``text`` shares with a source (words as ``_spaced`` gives).

    Case does not count. A Chinese or Japanese character counts as half a word.
    """
    words = _spaced(text).split()
    weights = [0.5 if re.match(f"[{_CJK}]", word) else 1.0 for word in words]
    longest = 0.0
    for source in sources:
        for start in range(len(words)):
            end = start
            while end < len(words) and f" {' '.join(words[start : end + 1])} " in source:
                end += 1
            longest = max(longest, sum(weights[start:end]))
    return longest


def _spaced(text: str) -> str:
    return f" {' '.join(word.lower() for word in _WORD.findall(text))} "


def _capitalised(text: str) -> list[str]:
    """Words with a capital that no sentence's start explains; of "I" and its forms none."""
    return [
        match[0]
        for match in _WORD.finditer(text)
        if match[0][0].isupper()
        and match.start() > 0
        and not _SENTENCE_START.search(text[max(0, match.start() - 8) : match.start()])
        and re.split("['’]", match[0])[0] != "I"
    ]
