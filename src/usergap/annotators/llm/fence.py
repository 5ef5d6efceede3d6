"""Fenced data: text that cannot leave the place where it is quoted.

A message is one JSON string on one line, so it can neither begin a line nor close
its own quotes; ``<`` (fake tags, a model's control tokens), invisible and
direction characters are written as escapes. The fence's mark and the ticket that
an answer must repeat come from a hash of all that is fenced: as unforeseeable to
whoever wrote the text as random ones (a text that holds its own mark would be a
fixed point of the hash), and the same in the next run, so that answers on disk
are found again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

# Soft hyphen, controls, zero-width and direction marks, line separators, byte order
# mark, annotation marks, halves of surrogate pairs, tag characters; and "<".
_HIDDEN = re.compile(
    "[<\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ud800-\udfff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Fence:
    """``mark`` names the borders of the data, ``ticket`` must come back in the answer."""

    mark: str
    ticket: str

    def begin(self, number: int) -> str:
        """The line before transcript ``number``."""
        return f"BEGIN {self.mark} {number}"

    def end(self, number: int) -> str:
        """The line after it."""
        return f"END {self.mark} {number}"


def fence_for(texts: Sequence[str]) -> Fence:
    """A fence for ``texts``, in none of which its mark or ticket occurs."""
    whole = "\n".join(texts)
    number = 0
    while True:
        digest = blake2b(
            f"{number}\n{whole}".encode(), digest_size=20, person=b"usergap-fence"
        ).hexdigest()
        mark, ticket = digest[:24], digest[24:34]
        folded = whole.casefold()
        if mark not in folded and ticket not in folded:
            return Fence(mark, ticket)
        number += 1


def quoted(value: object) -> str:
    """``value`` as JSON on one line, without a visible ``<`` and without hidden characters."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    return _HIDDEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1] if match[0] != "<" else "\\u003c"
