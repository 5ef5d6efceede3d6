"""Faults planted into dialogues that have none: one operator a kind, in many wordings.

Each operator takes a dialogue and a random generator and gives the dialogue with one fault
of its kind. Wordings come in sets: ``SEEN`` was at hand when the rules were first tuned, and
``FORMERLY_HELD_OUT`` was held out then and has been used since. ``HELD_OUT`` was written before
the rules of today and is looked at by none of them. Operators without wordings
(loops, repeats, leaks) draw where and how much, which no rule is told either.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from usergap.dialogues import Dialogue, Message

Wordings = dict[str, list[str]]

_FILE = Path(__file__).with_name("planted_wordings.json")
_SETS = json.loads(_FILE.read_text("utf-8"))
SEEN: Wordings = _SETS["seen"]
FORMERLY_HELD_OUT: Wordings = _SETS["held_out"]
HELD_OUT: Wordings = FORMERLY_HELD_OUT | _SETS["fresh"]


def _spots(dialogue: Dialogue) -> list[int]:
    """The places of user messages after the first."""
    places = [i for i, message in enumerate(dialogue.messages) if message.role == "user"]
    return places[1:] or places


def _instead(dialogue: Dialogue, place: int, text: str) -> Dialogue:
    messages = list(dialogue.messages)
    messages[place] = Message("user", text)
    return replace(dialogue, messages=tuple(messages))


def _worded(
    kind: str, *, beside: bool
) -> Callable[[Dialogue, random.Random, Wordings, int], Dialogue]:
    def plant(dialogue: Dialogue, rng: random.Random, wordings: Wordings, number: int) -> Dialogue:
        text = wordings[kind][number % len(wordings[kind])]
        place = rng.choice(_spots(dialogue))
        own = dialogue.messages[place].content
        return _instead(dialogue, place, f"{own.rstrip()}\n{text}" if beside else text)

    return plant


def _loop(dialogue: Dialogue, rng: random.Random, _: Wordings, number: int) -> Dialogue:
    """From some place on the last one to three exchanges come again, once or twice."""
    pairs = [
        place
        for place in range(1, len(dialogue.messages) - 1)
        if dialogue.messages[place].role == "assistant"
        and dialogue.messages[place].content.strip()
        and dialogue.messages[place + 1].role == "user"
        and dialogue.messages[place + 1].content.strip()
    ]
    begin = rng.choice(pairs)
    end = min(len(dialogue.messages), begin + 2 * rng.randint(1, 3))
    block = list(dialogue.messages[begin:end])
    again: list[Message] = []
    for _round in range(1 + number % 2):
        for message in block:
            more = ["", " ", " please", " again"][rng.randrange(4)]
            again.append(replace(message, content=message.content + more))
    return replace(dialogue, messages=(*dialogue.messages[:end], *again))


def _repeat(dialogue: Dialogue, rng: random.Random, _: Wordings, number: int) -> Dialogue:
    """A later message is an earlier one, but for case or white space."""
    long = [
        place
        for place, message in enumerate(dialogue.messages)
        if message.role == "user" and len(message.content.split()) >= 5
    ]
    first = rng.choice(long)
    text = dialogue.messages[first].content
    text = (text, text + " ", text.capitalize(), text.upper())[number % 4]
    answer = Message("assistant", "All right, what would you change about it?")
    return replace(dialogue, messages=(*dialogue.messages, answer, Message("user", text)))


def _leak(dialogue: Dialogue, rng: random.Random, _: Wordings, number: int) -> Dialogue:
    """A message holds the scenario, whole or from its third word on."""
    told = (dialogue.scenario or "").split()
    told = told if number % 2 else told[: max(8, len(told) - 3)]
    forms = ("I am {}.", "My task: {}", "{}", "OK. As I said, I am here for {}, so go on.")
    text = rng.choice(forms).format(" ".join(told))
    return _instead(dialogue, rng.choice(_spots(dialogue)), text)


def _early_stop(dialogue: Dialogue, rng: random.Random, _: Wordings, number: int) -> Dialogue:
    """The end token after one message, or behind a question that nobody answers."""
    users = [i for i, message in enumerate(dialogue.messages) if message.role == "user"]
    if number % 2:
        cut = users[0] + rng.randint(1, 2)
        return replace(dialogue, messages=dialogue.messages[:cut], ended=True)
    place = rng.choice(users[1:] or users)
    asked = ("How much is that?", "why?", "And what about the second one?", "can you check it?")
    cut_off = replace(dialogue, messages=dialogue.messages[: place + 1], ended=True)
    return _instead(cut_off, place, rng.choice(asked))


def _missed_stop(
    dialogue: Dialogue, rng: random.Random, wordings: Wordings, number: int
) -> Dialogue:
    planted = _worded("missed_stop", beside=False)(dialogue, rng, wordings, number)
    answer = Message("assistant", "Thank you, goodbye!")
    return replace(planted, messages=(*planted.messages, answer, Message("user", "one more thing")))


OPERATORS: dict[str, Callable[[Dialogue, random.Random, Wordings, int], Dialogue]] = {
    "role_flip": _worded("role_flip", beside=False),
    "loop": _loop,
    "repeat": _repeat,
    "invented": _worded("invented", beside=True),
    "leak": _leak,
    "fourth_wall": _worded("fourth_wall", beside=False),
    "early_stop": _early_stop,
    "missed_stop": _missed_stop,
}


def planted(
    kind: str, dialogues: Sequence[Dialogue], wordings: Wordings, count: int, seed: int
) -> list[Dialogue]:
    """``count`` dialogues, each another one with one fault of ``kind``."""
    rng = random.Random(f"{kind}:{seed}")
    chosen = rng.sample(list(dialogues), min(count, len(dialogues)))
    return [
        OPERATORS[kind](dialogue, rng, wordings, number) for number, dialogue in enumerate(chosen)
    ]
