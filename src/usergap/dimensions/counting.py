"""Frozen counters of text: sentences and words here, syllables beside.

Every rule here is part of ``COUNTER_VERSION``, which goes into profiles: change a
rule and the version changes with it, so that figures stay comparable.

- A *sentence* ends at ``.``, ``!``, ``?`` (and their full-width and ellipsis kin),
  at a newline and at the end of the message. A single period before a letter or digit
  (``3.14``, ``example.com``) ends nothing, except between a small and a capital letter
  (``ok.Next``).
- A *token* is a run of letters and digits, joined by inner apostrophes and hyphens.
- A *word* is a token with a letter.
"""

from __future__ import annotations

import re

from usergap.dimensions.counting_syllables import syllables

__all__ = ["COUNTER_VERSION", "sentences", "syllables", "tokens", "words"]

COUNTER_VERSION = "1"

_SENTENCE_END = re.compile(
    r"[!?…。！？]+|\.{2,}|\.(?!\w)|(?<=[a-z])\.(?=[A-Z])|[\n\r\v\f\x85\u2028\u2029]+"
)
_TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_CONTENT = re.compile(r"[^\s!-/:-@\[-`{-~\x00-\x1f\x7f-\xbf\u2000-\u206f\u3000-\u303f！？]")


def sentences(text: str) -> list[str]:
    r"""The sentences of one message: stripped, in order, the end mark with its sentence.

    A piece of punctuation alone (a lone ``...``) is no sentence; an emoji is one,
    because it says something. Linear in the length of the text.

    >>> sentences("Hi there. It costs 3.50!\nOk")
    ['Hi there.', 'It costs 3.50!', 'Ok']
    """
    found = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [piece.strip() for piece in found if _CONTENT.search(piece)]


def tokens(text: str) -> list[str]:
    """Runs of letters and digits as written; ``don't`` and ``well-known`` are one token.

    >>> tokens("Don't pay $3.50 for well-known things!")
    ["Don't", 'pay', '3', '50', 'for', 'well-known', 'things']
    """
    return _TOKEN.findall(text)


def words(text: str) -> list[str]:
    """The tokens with at least one letter.

    >>> words("Room 101 is on the 2nd floor")
    ['Room', 'is', 'on', 'the', '2nd', 'floor']
    """
    return [token for token in _TOKEN.findall(text) if _LETTER.search(token)]
