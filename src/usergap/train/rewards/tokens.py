"""Words and marks of a reply, as the built-in policy writes them and rewards read them."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Words and marks in lower case, apostrophes in one form."""
    return [word.replace("’", "'") for word in _TOKEN.findall(text.lower())]
