"""Words of a text in one spelling, for comparing texts."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def lowered(text: str) -> list[str]:
    """Words in lower case, without punctuation; apostrophes in one form."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]
