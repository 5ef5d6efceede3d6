"""Whether a quote stands in a message, whatever its spaces, quotes and width."""

from __future__ import annotations

import json
import re
import unicodedata

_SPACES = re.compile(r"\s+")
_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "´": "'"})
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


def plain(text: str) -> str:
    """The text in one spelling: NFKC, lower case, straight quotes, single spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_QUOTES)
    return _SPACES.sub(" ", text).strip().casefold()


def stands_in(quote: str, message: str) -> bool:
    """Whether ``quote`` is a piece of ``message`` (``message`` as ``plain`` gives it).

    It must be more than one letter or mark, unless the message is no longer. Dots
    at its ends, by which models mark a cut, do not count; an escape that was copied
    from the fenced JSON stands for its character.
    """
    for wanted in (plain(quote), plain(_ESCAPE.sub(_unescaped, quote))):
        for piece in (wanted, wanted.strip(".… ").strip()):
            if piece and piece in message and len(piece) >= min(2, len(message)):
                return True
    return False


def _unescaped(match: re.Match[str]) -> str:
    """A JSON escape that a model has copied as it saw it, as what it stands for."""
    return str(json.loads(f'"{match[0]}"'))
