"""The record by which a fault declares itself, and the dialogue that its rule looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from usergap.compiled import kernel
from usergap.dialogues import Dialogue, Turn

ENGLISH = frozenset({"en"})
QUOTE = 140
"""Characters of evidence at most."""
TOLD = 5
"""Words from which on a scenario, persona or prompt says something that can be held against
a turn; "a human user" does not."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule found its fault: the user turn's number (from 1) and what was said."""

    turn: int
    evidence: str


@dataclass(frozen=True)
class Subject:
    """A dialogue with what its simulator was told, split once for all rules.

    ``told``: scenario, persona and prompts, as far as they are known. ``min_turns``:
    user turns that a simulator must make before it may end. ``told_to_end``: a control had
    it walk away with the last turn, whatever was said.
    """

    dialogue: Dialogue
    told: tuple[str, ...] = ()
    min_turns: int = 2
    told_to_end: bool = False

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The measured user turns."""
        return self.dialogue.turns

    @cached_property
    def lowered(self) -> tuple[str, ...]:
        """Each turn in small letters, with straight apostrophes; as long as the turn."""
        return tuple(straight(turn.text) for turn in self.turns)

    @cached_property
    def split(self) -> tuple[tuple[str, ...], ...]:
        """Each turn in small letters, parted at white space only."""
        return tuple(tuple(text.split()) for text in self.lowered)

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Each turn's words in small letters, without punctuation."""
        return tuple(words_of(text) for text in self.lowered)

    @cached_property
    def bags(self) -> tuple[frozenset[str], ...]:
        """The different words of each turn."""
        return tuple(frozenset(words) for words in self.words)


@dataclass(frozen=True)
class Fault:
    """One kind of fault: what it is and the rule that finds it.

    ``find`` gives hits, at most one a turn. ``scenario``: the rule needs what the
    simulator was told; where that is not known, the dialogue is not judged.
    ``languages`` empty: the rule needs no language. ``alarm``: people hardly ever do so
    (in at most 2 % of real dialogues, see docs/simulate/faults.md), so one such turn makes
    a dialogue faulty; what people do too is only counted.
    """

    id: str
    title: str
    summary: str
    version: str
    find: Callable[[Subject], Iterator[Hit]]
    scenario: bool = False
    alarm: bool = True
    languages: frozenset[str] = frozenset()

    def judges(self, subject: Subject) -> bool:
        """Whether the rule has something to say about a dialogue."""
        language = subject.dialogue.language
        spoken = not self.languages or language is None or language in self.languages
        return spoken and (not self.scenario or any(len(t.split()) >= TOLD for t in subject.told))


def straight(text: str) -> str:
    """Small letters and straight apostrophes, place for place."""
    low = text.lower()
    low = low if len(low) == len(text) else "".join(_small(letter) for letter in text)
    return low.replace("’", "'")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text; punctuation and underscores part them."""
    found = None if kernel is None else kernel.words(text, False, False, False)
    return tuple(_WORD.findall(text) if found is None else found)


def quote(text: str, start: int = 0, end: int | None = None) -> str:
    """The evidence: a part of a text in its surroundings, on one line, not too long."""
    end = len(text) if end is None else end
    room = max(0, QUOTE - (end - start)) // 2
    begin, stop = max(0, start - room), min(len(text), max(end, start) + room)
    cut = " ".join(text[begin : min(stop, begin + QUOTE)].split())
    return f"{'…' if begin else ''}{cut}{'…' if begin + QUOTE < len(text) else ''}"


def _small(letter: str) -> str:
    low = letter.lower()
    return low if len(low) == 1 else letter
