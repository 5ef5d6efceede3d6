"""What becomes of a prompt that is too long, in use and in training alike.

What the user wants stays: the oldest turns go, whole, until the rest fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from usergap.llm import Message

LONGEST_MESSAGE: Final = 256
"""Tokens that are kept free for the message, and asked for where nothing else is said."""
FORM: Final = 2
"""The rule's version. 1: a prompt lost its beginning, and with it what the user wants."""
RULE: Final = "what does not fit loses its oldest turns, the intent stays"
Prompt = str | list[Message]
Spelling = Callable[[Sequence[Message]], tuple[Prompt, bool]]
"""Messages as a model is shown them, and whether that is a transcript."""


@dataclass(frozen=True)
class Cut:
    """What a prompt lost: ``turns`` (a user message with its answers) from the oldest on.

    One of which the last message alone is left counts as lost. ``message``: words at the
    beginning of its last message; ``head``: words at the end of what stands before the
    conversation, the intent.
    """

    turns: int = 0
    message: bool = False
    head: bool = False

    def __bool__(self) -> bool:
        return self != Cut()


@dataclass(frozen=True)
class Fitted:
    """A prompt of ``ids`` tokens; ``plain``: it is a transcript, ``cut``: what it lost."""

    prompt: Prompt
    plain: bool
    ids: tuple[int, ...]
    cut: Cut = Cut()


def prompt_room(longest: int, message: int | None = None) -> int:
    """Tokens of a prompt where prompt and message have ``longest`` together.

    ``message``: those that are asked for. At most a quarter is kept free for them.
    """
    return longest - min(max(message or 0, LONGEST_MESSAGE), longest // 4)


def fitted(
    messages: Sequence[Message],
    room: int,
    spell: Spelling,
    ids: Callable[[Prompt], list[int]],
) -> Fitted:
    """The prompt of at most ``room`` tokens that keeps most of ``messages``.

    System messages at the beginning are the head and stay. Turns go whole, the oldest first. If
    the last turn is too long, its last message loses words at its beginning, and stands alone
    if none of it would be left. If head and nothing else is too long, the head loses words at its
    end. What does not even fit without any message is returned as it is, longer than ``room``.
    """

    def spelled(some: Sequence[Message], cut: Cut) -> Fitted:
        prompt, plain = spell(some)
        return Fitted(prompt, plain, tuple(ids(prompt)), cut)

    whole = spelled(messages, Cut())
    if len(whole.ids) <= room:
        return whole
    begin = next((at for at, m in enumerate(messages) if m.role != "system"), len(messages))
    head, turns = list(messages[:begin]), turns_of(messages[begin:])

    def latest(kept: int) -> Fitted:
        gone = len(turns) - kept
        return spelled([*head, *(m for turn in turns[gone:] for m in turn)], Cut(gone))

    def without_beginning(turn: Sequence[Message]) -> Callable[[int], Fitted]:
        *before, last = turn
        text, gone = last.content, len(turns) - (len(turn) == len(turns[-1]))

        def ending(kept: int) -> Fitted:
            end = replace(last, content=_words_from(text, len(text) - kept))
            return spelled([*head, *before, end], Cut(gone, message=kept < len(text)))

        return ending

    def without_end(kept: int) -> Fitted:
        return spelled(_shortened(head, kept), Cut(len(turns), head=True))

    last = turns[-1] if turns else []
    if (found := _most(len(turns) - 1, latest, room)) is not None:
        return found
    for turn in (last, last[-1:]) if last else ():
        found = _longest(len(turn[-1].content), without_beginning(turn), room)
        if found is not None:
            return found
    bare = latest(0)
    if len(bare.ids) <= room or not head:
        return bare
    return _most(sum(len(m.content) for m in head), without_end, room) or without_end(0)


def turns_of(messages: Sequence[Message]) -> list[list[Message]]:
    """Turns: each user message with what follows it; what stands before the first is one too."""
    turns: list[list[Message]] = []
    for message in messages:
        if message.role == "user" or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def counted(cuts: Iterable[Cut]) -> dict[str, int]:
    """How many prompts were cut, and what they lost, for a run's card."""
    some = [cut for cut in cuts if cut]
    return {
        "prompts_cut": len(some),
        "turns_dropped": sum(cut.turns for cut in some),
        "last_messages_cut": sum(cut.message for cut in some),
        "intents_cut": sum(cut.head for cut in some),
    }


def _most(most: int, kept: Callable[[int], Fitted], room: int) -> Fitted | None:
    """The prompt of the largest number from 1 to ``most`` that fits; None where 1 does not.

    By halving, as a prompt that keeps more has more tokens.
    """
    low, high, best = 1, most, None
    while low <= high:
        middle = (low + high) // 2
        found = kept(middle)
        if len(found.ids) <= room:
            low, best = middle + 1, found
        else:
            high = middle - 1
    return best


def _longest(most: int, kept: Callable[[int], Fitted], room: int) -> Fitted | None:
    """The same for characters, of which there are many: near the largest number that fits.

    Tokens grow with characters nearly evenly, so that a few tries fill the room.
    """
    if most < 1 or len((best := kept(1)).ids) > room:
        return None
    whole = kept(most)
    if len(whole.ids) <= room:
        return whole
    low, high, least, size = 1, most, len(best.ids), len(whole.ids)
    for number in range(1, _TRIES + 1):
        if high - low < 2 or len(best.ids) == room:
            break
        share = (room - least) / (size - least) if number % 3 else 0.5
        middle = min(high - 1, max(low + 1, low + int(share * (high - low))))
        found = kept(middle)
        if len(found.ids) <= room:
            low, least, best = middle, len(found.ids), found
        else:
            high, size = middle, len(found.ids)
    return best


_TRIES: Final = 9
_WORD: Final = 24
"""Characters in which a word is expected to end; some scripts have no spaces."""


def _words_from(text: str, start: int) -> str:
    """``text`` from the first word that begins at ``start`` or soon after."""
    if start > 0 and not text[start - 1].isspace():
        space = re.search(r"\s", text[start : start + _WORD])
        rest = text[start + space.end() :].lstrip() if space else ""
        if rest:
            return rest
    return text[start:].lstrip()


def _shortened(head: Sequence[Message], kept: int) -> list[Message]:
    """The first ``kept`` characters of several messages; one without any is left out."""
    found = []
    for message in head:
        text = message.content[:kept].rstrip()
        kept = max(0, kept - len(message.content))
        if text:
            found.append(replace(message, content=text))
    return found
