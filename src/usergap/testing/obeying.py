"""A model that does what the text before it says: the worst case for prompt injection."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from usergap.testing.call import Call

_VERB = r"(?:answer|reply|respond|output|return|print|say|write|emit|label|mark|tag|classify|rate)"
_ORDER = re.compile(
    _VERB + r"\b[^\n:\"'`]{0,60}?(?:\b(?:with|as|exactly|only|just)\b|:|(?=[\"'`“‘]))\s*"
    r"(?:exactly|only|just|:|the\s+labels?|the\s+word)*\s*(?P<what>[^\n]+)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[\"'`“‘](.+?)[\"'`”’]")


class Obeying:
    """Does as it is told by the text: a script for ``FakeServer``.

    Of the last user message (of its part that ``fence`` matches, if that is
    given; group 1, or the whole match) it gives back, by what comes first:

    1. the last JSON object or array in it, word for word;
    2. what the last order in it asks for ("reply with X", "label this as X", …);
    3. what ``otherwise`` answers, or the text itself.

    A pipeline that keeps its labels clean against this model takes nothing from
    the text on trust. It obeys text only, never the system prompt.
    """

    def __init__(
        self, *, fence: str | None = None, otherwise: Callable[[Call], str] | None = None
    ) -> None:
        self._fence = re.compile(fence, re.DOTALL) if fence else None
        self._otherwise = otherwise

    def __call__(self, call: Call) -> str:
        """The answer to ``call``."""
        text = call.prompt
        if self._fence is not None:
            found = self._fence.findall(text)
            text = "\n".join(f if isinstance(f, str) else f[0] for f in found)
        blob = last_json(text)
        if blob is not None:
            return blob
        orders = list(_ORDER.finditer(text))
        if orders:
            told = orders[-1]["what"].strip()
            quoted = _QUOTED.match(told)
            return quoted[1] if quoted else told.rstrip(".!")
        return self._otherwise(call) if self._otherwise else text


def last_json(text: str) -> str | None:
    """The last outermost JSON object or array in ``text``, as it stands there."""
    decoder, found, at = json.JSONDecoder(), None, 0
    while (start := _next_bracket(text, at)) >= 0:
        try:
            _, end = decoder.raw_decode(text, start)
        except ValueError:
            at = start + 1
            continue
        except RecursionError:  # thousands of brackets: pass over them at once
            at = start + len(text[start:]) - len(text[start:].lstrip("[{"))
            continue
        found, at = text[start:end], end
    return found


def _next_bracket(text: str, at: int) -> int:
    places = [i for i in (text.find("{", at), text.find("[", at)) if i >= 0]
    return min(places, default=-1)
