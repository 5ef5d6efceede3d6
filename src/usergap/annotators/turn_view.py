"""What the linear annotators read of a dialogue: each user turn in its place.

Long messages are read at both ends only, the chatbot's ones less than the
user's, so that a message of 10 MB costs no more than one of four kilobytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usergap.annotators.hashing import Ints
from usergap.dialogues import Dialogue

USER_END = 2000
"""Characters read at either end of a user's message."""
ANSWER_HEAD, ANSWER_TAIL = 140, 160
"""Characters read at the start and at the end of a chatbot's message."""


@dataclass(frozen=True)
class TurnView:
    """The user turns of many dialogues, flat, with the texts around them.

    Arrays have one entry per turn. ``before``/``after`` number the chatbot's
    message before and after the turn in ``heads``, ``tails`` and ``answers``;
    0 stands for none (an empty text).
    """

    texts: list[str]
    answers: list[str]
    heads: list[str]
    tails: list[str]
    dialogue: Ints
    turn: Ints  # from 0 within the dialogue
    turns: Ints  # of the whole dialogue
    before: Ints
    after: Ints

    def __len__(self) -> int:
        return len(self.texts)


def ends(text: str, head: int, tail: int) -> str:
    """The text, or its first ``head`` and last ``tail`` characters."""
    return text if len(text) <= head + tail else f"{text[:head]} {text[-tail:]}"


def view(dialogues: Sequence[Dialogue]) -> TurnView:
    """Lay out the measured user turns of the dialogues."""
    texts: list[str] = []
    answers = [""]
    rows: list[tuple[int, int, int]] = []
    after: list[int] = []
    sizes: list[int] = []
    for number, dialogue in enumerate(dialogues):
        last, count = 0, 0
        waiting: list[int] = []
        for index, message in enumerate(dialogue.messages):
            if message.role == "assistant":
                if message.content.strip():
                    answers.append(message.content)
                    last = len(answers) - 1
                    for row in waiting:
                        after[row] = last
                    waiting = []
            elif message.role == "user" and index >= dialogue.context_length:
                waiting = [len(texts)]
                texts.append(ends(message.content, USER_END, USER_END))
                rows.append((number, count, last))
                after.append(0)
                count += 1
        sizes.append(count)
    # one row a column: the kernel takes arrays in one piece
    table = np.ascontiguousarray(np.array(rows, dtype=np.int64).reshape(-1, 3).T)
    return TurnView(
        texts=texts,
        answers=answers,
        heads=[text[:ANSWER_HEAD] for text in answers],
        tails=[text[-ANSWER_TAIL:] for text in answers],
        dialogue=table[0],
        turn=table[1],
        turns=np.repeat(np.array(sizes, dtype=np.int64), sizes),
        before=table[2],
        after=np.array(after, dtype=np.int64),
    )
