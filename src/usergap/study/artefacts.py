"""What tells a file apart rather than a user, taken out before people see it.

A blind test asks whether *users* can be told apart. End tokens, placeholders of a corpus's
anonymiser and the shapes of quotes give away the file. Letter case and typing errors stay:
they are how people write.
"""

from __future__ import annotations

import re

from usergap.dialogues import Dialogue
from usergap.dialogues.endings import strip_end_tokens

STRIPPED = (
    "end tokens",
    "placeholders such as NAME_1 (shown as NAME)",
    "shapes of quotes, dashes and dots",
    "white space at the edges and blank lines in a row",
)
"""What raters do not see, for the record of a study."""
_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_PLACEHOLDER = re.compile(r"\b([A-Z]{3,})_\d+\b")
_BLANK = re.compile(r"\n{3,}")


def plain(text: str) -> str:
    """A message without what ``STRIPPED`` lists; end tokens need the whole dialogue."""
    text = _PLACEHOLDER.sub(r"\1", text.translate(_SHAPES))
    return _BLANK.sub("\n\n", text).strip()


def messages_of(dialogue: Dialogue, most: int | None = None) -> list[dict[str, str]]:
    """What a rater reads: user and chatbot messages without artefacts, empty ones left out.

    ``most``: at most so many user messages, with the chatbot's answer to the last.
    """
    users = [one.content for one in dialogue.messages if one.role == "user"]
    texts = iter(strip_end_tokens(users))
    shown: list[dict[str, str]] = []
    turns = 0
    for message in dialogue.messages:
        text = next(texts) if message.role == "user" else message.content
        if message.role not in ("user", "assistant") or not text or not text.strip():
            continue
        turns += message.role == "user"
        if most is not None and turns > most:
            break
        shown.append({"role": message.role, "text": plain(text)})
    return shown
