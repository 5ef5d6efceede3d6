"""What tells a file apart rather than a user, taken out before people see it.

A blind test asks whether *users* can be told apart. End tokens, placeholders of a corpus's
anonymiser and the shapes of quotes give away the file. Letter case and typing errors stay:
they are how people write.
"""

from __future__ import annotations

import re
import unicodedata

from usergap.dialogues import Dialogue
from usergap.dialogues.endings import strip_end_tokens

STRIPPED = (
    "end tokens",
    "placeholders such as NAME_1 (shown as NAME)",
    "shapes of quotes, dashes and dots",
    "invisible characters, and the ways in which files write line ends and spaces",
    "white space at the edges and blank lines in a row",
    "what the chatbot said after the user's last message",
)
"""What raters do not see, for the record of a study."""
_SHAPES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
_PLACEHOLDER = re.compile(r"\b([A-Z]{3,})_\d+\b")
_BLANK = re.compile(r"[ \t]*\n(?:[ \t]*\n){2,}")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_JOINERS = "\u200c\u200d"
"""Spelling of some scripts, and parts of emoji: they stay."""


def plain(text: str) -> str:
    """A message without what ``STRIPPED`` lists; end tokens need the whole dialogue."""
    text = _SPACE.sub(" ", _LINE_END.sub("\n", unicodedata.normalize("NFC", text)))
    text = "".join(one for one in text if one in "\n\t" + _JOINERS or not _invisible(one))
    text = _PLACEHOLDER.sub(r"\1", text.translate(_SHAPES))
    return _BLANK.sub("\n\n", text).strip()


def _invisible(one: str) -> bool:
    """Control characters, and those that only steer how others look (byte order, direction)."""
    return unicodedata.category(one) in ("Cc", "Cf", "Cs")


def messages_of(
    dialogue: Dialogue, most: int | None = None, *, whole: bool = False
) -> list[dict[str, str]]:
    """What a rater reads: user and chatbot messages up to the user's last, empty ones left out.

    ``most``: at most so many user messages. ``whole``: with the chatbot's answer to the last,
    for raters who judge the chatbot.
    """
    users = [one.content for one in dialogue.messages if one.role == "user"]
    texts = iter(strip_end_tokens(users))
    shown: list[dict[str, str]] = []
    turns = 0
    for message in dialogue.messages:
        text = next(texts) if message.role == "user" else message.content
        if message.role not in ("user", "assistant") or not text or not (text := plain(text)):
            continue
        turns += message.role == "user"
        if most is not None and turns > most:
            break
        shown.append({"role": message.role, "text": text})
    while not whole and shown and shown[-1]["role"] != "user":
        shown.pop()
    return shown
