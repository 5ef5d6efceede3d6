"""Frozen counters of text: sentences and words here, syllables beside.

Every rule here is part of ``COUNTER_VERSION``, which goes into profiles: change a
rule and the version changes with it, so that figures stay comparable.

- A *sentence* ends at ``.``, ``!``, ``?`` (and their full-width and ellipsis kin),
  at a newline and at the end of the message. A single period before a letter or digit
  (``3.14``, ``example.com``) ends nothing, except between a small and a capital letter
  (``ok.Next``).
- A *token* is a run of letters and digits, joined by inner apostrophes and hyphens.
- A *word* is a token with a letter.

Several measures and annotators count the same message, so the last few thousand short
messages' sentences and words are remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache

from usergap.compiled import kernel
from usergap.dimensions.counting_syllables import syllables

__all__ = ["COUNTER_VERSION", "has_word", "sentences", "syllables", "tokens", "words"]

COUNTER_VERSION = "1"

_MARKS = "!?…。！？"
_LINE_ENDS = r"\n\r\v\f\x85\u2028\u2029"
# One class of first characters, then what each may be: the search skips all other
# characters six times faster than with one alternative a mark.
_SENTENCE_END = re.compile(
    rf"[{_MARKS}{_LINE_ENDS}.](?:"
    rf"(?<=\.)(?:\.++|(?!\w)|(?<=[a-z]\.)(?=[A-Z]))|(?<=[{_MARKS}])[{_MARKS}]*+"
    rf"|(?<=[{_LINE_ENDS}])[{_LINE_ENDS}]*+)"
)
_TOKEN = re.compile(r"[^\W_]++(?:['’\-][^\W_]++)*+")
# The same of ASCII alone, where a class of few characters is looked up faster.
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]++(?:['\-][A-Za-z0-9]++)*+")
_LETTER = re.compile(r"[^\W\d_]")
_CONTENT = re.compile(r"[^\s!-/:-@\[-`{-~\x00-\x1f\x7f-\xbf\u2000-\u206f\u3000-\u303f！？]")


_LONGEST_REMEMBERED = 2000
"""Characters; longer messages are rare, and would let hostile input fill the memory."""


def sentences(text: str) -> list[str]:
    r"""The sentences of one message: stripped, in order, the end mark with its sentence.

    A piece of punctuation alone (a lone ``...``) is no sentence; an emoji is one,
    because it says something. Linear in the length of the text.

    >>> sentences("Hi there. It costs 3.50!\nOk")
    ['Hi there.', 'It costs 3.50!', 'Ok']
    """
    return list(_remembered_sentences(text)) if len(text) <= _LONGEST_REMEMBERED else _split(text)


def tokens(text: str) -> list[str]:
    """Runs of letters and digits as written; ``don't`` and ``well-known`` are one token.

    >>> tokens("Don't pay $3.50 for well-known things!")
    ["Don't", 'pay', '3', '50', 'for', 'well-known', 'things']
    """
    found: list[str] | None = None if kernel is None else kernel.words(text, True, False, False)
    return _plain_tokens(text) if found is None else found


def words(text: str) -> list[str]:
    """The tokens with at least one letter.

    >>> words("Room 101 is on the 2nd floor")
    ['Room', 'is', 'on', 'the', '2nd', 'floor']
    """
    return list(_remembered_words(text)) if len(text) <= _LONGEST_REMEMBERED else _words(text)


def has_word(text: str) -> bool:
    """Whether the text has at least one word: a letter is always part of one."""
    return _LETTER.search(text) is not None


def _plain_tokens(text: str) -> list[str]:
    return (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(text)


def _split(text: str) -> list[str]:
    found: list[str] | None = None if kernel is None else kernel.sentences(text)
    return _plain_split(text) if found is None else found


def _plain_split(text: str) -> list[str]:
    found = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if _CONTENT.search(piece)]


def _words(text: str) -> list[str]:
    found: list[str] | None = None if kernel is None else kernel.words(text, True, False, True)
    return _plain_words(text) if found is None else found


def _plain_words(text: str) -> list[str]:
    # isalpha is the quick answer for nearly every token
    return [token for token in _plain_tokens(text) if token.isalpha() or _LETTER.search(token)]


@lru_cache(maxsize=4096)
def _remembered_sentences(text: str) -> tuple[str, ...]:
    return tuple(_split(text))


@lru_cache(maxsize=512)
def _remembered_words(text: str) -> tuple[str, ...]:
    return tuple(_words(text))
