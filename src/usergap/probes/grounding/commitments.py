"""Commitments broken: a user said what they want or will do, and later says the opposite.

A narrow rule of our own, in English. A commitment is "I want", "I will" or an order ("do not
use …") with its object, or the same denied. It is broken where a later turn of the same user
says the same with the other polarity, and nothing in that turn announces a change of mind.
Conditions, questions, quotations and turns of over 100 words (pasted text) are not read, nor
are objects that only point ("it", "that one"). What is worded anew is missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from usergap.dialogues import Dialogue

LONGEST: Final = 100
"""Words of a turn that is read."""
_OBJECT = r"(?P<object>[\w' -]{2,60})"
_DONE = r"(?P<verb>[a-z]+)"
_THING = r"(?! to| you)"
_ORDERS = r"(?P<verb>use|include|add|mention|show|suggest|recommend|write|put|list|offer|book|send)"
_EVER = r"(?:really |just |also |definitely |still |only )?"
_NOT = r"(?:do not|don't|would not|wouldn't)"
_WILL = r"(?: will|'ll| am going to|'m going to| plan to| want to|'d like to| would like to)"
_WONT = (
    r"(?: will not| won't| am not going to|'m not going to| do not want to| don't want to"
    r"| do not plan to| don't plan to)"
)
_RULES: Final = tuple(
    (wanted, re.compile(f"{pattern} {_OBJECT}"))
    for wanted, pattern in (
        (False, rf"\bi {_EVER}{_NOT} {_EVER}(?P<verb>want|need|like){_THING}"),
        (True, rf"\bi {_EVER}(?P<verb>want|need|like){_THING}"),
        (True, rf"\bi(?: would|'d) {_EVER}(?P<verb>like|want){_THING}"),
        (False, rf"\bi{_WONT} {_DONE}"),
        (True, rf"\bi{_WILL} (?!not ){_DONE}"),
        (False, rf"(?:^|\bplease )(?:do not|don't|never) {_ORDERS}"),
        (True, rf"(?:^|\bplease |\bcan you |\bcould you ){_ORDERS}"),
    )
)
_CLAUSE = re.compile(r"[.!?;:,\n()]+|\b(?:but|because|although|so that|unless)\b")
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|`[^`]*`")
_CHANGE = re.compile(
    r"\b(?:changed? my mind|actually|instead|after all|second thought|on reflection|now|anymore"
    r"|any more|this time|sorry|i meant|fine|in that case|then|rather|either way|again)\b"
)
_UNREAL = re.compile(r"\b(?:if|when|whether|unless|would be|do i|should i|suppose)\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WANTS: Final = _words("want need like use include add mention show suggest recommend offer book")
"""To want a thing and to order it are one commitment."""
_END: Final = _words(
    "in on with for and or to from at by of as that which who about into than like when where if"
    " is are was were will would can could should do does did please too either yet"
)
_SMALL: Final = _words(
    "a an the any some my your our his her their its more much many really very just no not all"
    " another other this these those such kind sort"
)
_POINTS: Final = _words("it that them one ones thing things anything something everything you me")


@dataclass(frozen=True, slots=True)
class Commitment:
    """``wanted`` is False where it was denied; ``object``: its content words."""

    verb: str
    object: tuple[str, ...]
    wanted: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """The turn that said it, the turn that says the opposite, and that turn's text."""

    said: int
    turn: int
    text: str


def commitments(text: str) -> list[Commitment]:
    """What a turn says that the user wants, will do or asks for, or the contrary."""
    if len(text.split()) > LONGEST:
        return []
    plain = _QUOTED.sub(" ", text.lower().replace("’", "'"))
    found: list[Commitment] = []
    for clause in _CLAUSE.split(plain):
        words = " ".join(clause.split())
        if _UNREAL.search(words):
            continue
        for wanted, pattern in _RULES:
            match = pattern.search(words)
            if match is not None:
                thing = _object(match["object"])
                if thing:
                    verb = match["verb"]
                    found.append(Commitment("want" if verb in _WANTS else verb, thing, wanted))
                    break
    return found


def broken(dialogue: Dialogue) -> list[Broken]:
    """All commitments that a later turn breaks, one a turn."""
    said: dict[tuple[str, tuple[str, ...]], tuple[bool, int]] = {}
    found = []
    for turn in dialogue.turns:
        stated = commitments(turn.text)
        opposed = [
            said[key][1]
            for each in stated
            if (key := (each.verb, each.object)) in said and said[key][0] is not each.wanted
        ]
        if opposed and not _CHANGE.search(turn.text.lower()):
            found.append(Broken(opposed[0], turn.number, turn.text))
        said |= {(each.verb, each.object): (each.wanted, turn.number) for each in stated}
    return found


def kept(dialogue: Dialogue) -> tuple[int, int, int]:
    """Whether there is a later turn, whether something is stated, whether it is broken."""
    stated = any(commitments(turn.text) for turn in dialogue.turns[:-1])
    return len(dialogue.turns) > 1, stated, bool(stated and broken(dialogue))


def _object(text: str) -> tuple[str, ...]:
    """Up to three content words, in the singular, before a small word ends the phrase."""
    words: list[str] = []
    for word in text.split():
        if word in _END and words:
            break
        if word not in _SMALL:
            words.append(word)
    words = words[:3]
    if not words or words[0] in _POINTS or words[0] in _END or not any(len(w) > 2 for w in words):
        return ()
    return tuple(w[:-1] if len(w) > 3 and re.search("[^s]s$", w) else w for w in words)
