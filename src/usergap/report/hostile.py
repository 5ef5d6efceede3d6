"""Text of unknown origin, made harmless for a page or a terminal."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_C1_AND_BIDI = re.compile(
    r"[\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2421) if code == 0x7F else chr(0x2400 + code)


def visible(text: str) -> str:
    """The text with everything that acts instead of showing made visible.

    Control characters (escape sequences among them) become control pictures,
    bidi overrides and isolates, line separators and noncharacters their code
    point in brackets, lone surrogates U+FFFD. Line feeds and tabs stay. HTML is
    escaped elsewhere, by the template engine.
    """
    text = _CONTROL.sub(_picture, text.replace("\r\n", "\n"))
    text = _C1_AND_BIDI.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
    return _SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """``visible`` on one line, for names, paths and terminal cells."""
    return " ".join(visible(text).split())


def shorten(text: str, limit: int) -> str:
    """The first ``limit`` characters, with an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
