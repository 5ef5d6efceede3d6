"""End tokens: what user simulators append to say that they are done.

They are the harness's words, not the user's, and would give a simulator away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

#: Removed wherever they stand in a user's message.
END_TOKENS = ("###STOP###", "<|endconversation|>")
#: Ordinary words: removed only as the last token of the last user message.
TRAILING_END_TOKENS = ("TERMINATE",)


@lru_cache(maxsize=16)
def _patterns(
    anywhere: tuple[str, ...], trailing: tuple[str, ...]
) -> tuple[re.Pattern[str], re.Pattern[str]]:
    def either(tokens: tuple[str, ...]) -> str:
        longest_first = sorted((t for t in tokens if t), key=len, reverse=True)
        return "|".join(map(re.escape, longest_first)) or "(?!)"

    return (
        re.compile(rf"\s*(?:{either(anywhere)})"),
        re.compile(rf"(?:^|(?<=\s))(?:{either(trailing)})[.!]?\s*\Z"),
    )


def strip_end_tokens(
    texts: Sequence[str],
    anywhere: Sequence[str] = END_TOKENS,
    trailing: Sequence[str] = TRAILING_END_TOKENS,
) -> list[str | None]:
    """User messages without end tokens; None for a message of nothing else.

    ``texts``: the user messages of one dialogue in order. A text without a token
    comes back unchanged (the same object), an empty one stays empty.
    """
    inside, at_end = _patterns(tuple(anywhere), tuple(trailing))
    result = [_strip(text, inside, anywhere) for text in texts]
    # The last message may be a bare token: then the one before it is the last.
    for index in range(len(result) - 1, -1, -1):
        text = result[index]
        if text is None:
            continue
        cut = text
        # Searching a message of megabytes for its end is slow: look at the end alone.
        if not any(token and token in cut.rstrip()[-100:] for token in trailing):
            break
        while cut and (match := at_end.search(cut)):
            cut = cut[: match.start()].rstrip()
        if cut is not text and cut != text:
            result[index] = cut or None
        if result[index] is not None:
            break
    return result


def _strip(text: str, inside: re.Pattern[str], tokens: Sequence[str]) -> str | None:
    for token in tokens:
        if token and token in text:
            break
    else:
        return text
    cut = text
    # Removing one token may join the halves of another.
    while any(token and token in cut for token in tokens):
        cut = inside.sub("", cut)
    return text if cut == text else (cut.strip() or None)
