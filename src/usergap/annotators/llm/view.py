"""What a model sees of a dialogue: a slice of its turns, with what came before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from usergap.annotators.llm.fence import quoted
from usergap.annotators.llm.sentences import numbered
from usergap.dialogues import Dialogue

USER_HEAD, USER_TAIL = 4000, 2000
"""Characters shown at the start and at the end of a user's message."""
ANSWER_HEAD, ANSWER_TAIL = 800, 400
"""Characters shown of a chatbot's message."""
CONTEXT = 3
"""User turns shown, but not labelled, before a slice that does not begin the dialogue."""


@dataclass(frozen=True)
class Slice:
    """The user turns ``first`` to ``last`` (from 1, both included) of one dialogue."""

    dialogue: Dialogue
    first: int
    last: int

    @property
    def turns(self) -> range:
        """The numbers of the turns to label."""
        return range(self.first, self.last + 1)


def slices(dialogue: Dialogue, turns_per_call: int) -> list[Slice]:
    """Cut a dialogue into slices of at most ``turns_per_call`` turns; none without turns."""
    total = len(dialogue.turns)
    return [
        Slice(dialogue, first, min(first + turns_per_call - 1, total))
        for first in range(1, total + 1, turns_per_call)
    ]


def lines(piece: Slice, by_sentence: bool) -> Iterator[str]:
    """The transcript of a slice, one JSON object a line.

    With ``by_sentence`` the turns to label are given as numbered sentences. What
    comes after the slice is not shown: a turn is judged by what led to it.
    """
    number = 0
    for index, message in enumerate(piece.dialogue.messages):
        measured = index >= piece.dialogue.context_length
        if message.role == "user" and measured:
            number += 1
        if number > piece.last:
            return
        if number < piece.first - CONTEXT and piece.first > 1:
            continue
        if message.role == "assistant":
            if message.content.strip() and number < piece.last:
                yield quoted({"chatbot": clipped(message.content, ANSWER_HEAD, ANSWER_TAIL)})
        elif message.role == "user":
            text = clipped(message.content, USER_HEAD, USER_TAIL)
            if not measured or number < piece.first:
                yield quoted({"user_context": text})
            else:
                shown = sentence_view(message.content) if by_sentence else text
                yield quoted({"turn": number, "user": shown})


def sentence_view(text: str) -> dict[str, str]:
    """The sentences that are read, by number from 1; a gap in the numbers is left out text."""
    found, read = numbered(text)
    return {str(place + 1): found[place] for place in read}


def clipped(text: str, head: int, tail: int) -> str:
    """The text, or its two ends with a mark between them."""
    return text if len(text) <= head + tail else f"{text[:head]} [...] {text[-tail:]}"
