"""Numbers in English words and digits, up to 199."""

from __future__ import annotations

import re
from typing import Final

_ONES_LISTED: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ONES = _ONES_LISTED.split()
_TENS_LISTED = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TENS_LISTED.split()
_VALUES: Final = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * (place + 2) for place, word in enumerate(_TENS)
}
NUMBER: Final = (
    r"(?:\d{1,3}|(?:" + "|".join(_TENS) + r")(?:[ -](?:" + "|".join(_ONES[1:10]) + r"))?|"
    r"(?:" + "|".join(sorted(_ONES, key=len, reverse=True)) + r")|(?:a )?hundred)"
)
"""A regular expression for one number, without groups."""


def number(text: str) -> int | None:
    """The value of what ``NUMBER`` matched, None for other text."""
    if re.fullmatch(r"[0-9]{1,3}", text):
        return int(text)
    if text.removeprefix("a ") == "hundred":
        return 100
    parts = re.split("[ -]", text)
    if not parts or not all(part in _VALUES for part in parts):
        return None
    return sum(_VALUES[part] for part in parts)
