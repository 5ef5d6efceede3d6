"""Invented fact: the user tells of itself what nobody gave it: numbers, names, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from usergap.dimensions.faults.fault import ENGLISH, Fault, Hit, Subject, quote, straight

LONGEST = 1500
"""Characters; longer turns hold pasted text."""

_BREAK = re.compile(r"[.!?](?!\d)|\n")
_OWN = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine|we|we're|we've|our|ours|us|myself)\b")
_NUMBER = re.compile(r"[$€£#]?\d[\d,.:/-]*(?<=\d)")
_TEENS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
)
_TENS = "thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = [*_TEENS.split("|"), "seventeen", "eighteen", "nineteen", "twenty", *_TENS.split("|")]
_SPELLED = re.compile(r"\b(?:" + "|".join(_SMALL) + r"|hundred|thousand|million)\b")
_VALUE = {word: str(number) for number, word in enumerate(_SMALL[:19], 2)}
_VALUE |= {word: str(10 * ten) for ten, word in enumerate(_TENS.split("|"), 3)}
_NAME = re.compile(r"[A-Z][a-zà-öø-ÿ]+(?:[ -][A-Z][a-zà-öø-ÿ]+)*")
_NO_NAMES = (
    "i|ok|okay|english|tv|pc|god|internet|mr|mrs|ms|dr|ai|gpt|chatgpt|the|a|an|and|but|or|so|if|"
    "please|thanks|thank|hi|hello|hey|yes|no|sure|also|then|what|how|why|when|where|who|can|could|"
    "is|are|do|does|my|you|your|it|this|that"
)
_NO_NAME = frozenset(_NO_NAMES.split("|"))


def find(subject: Subject) -> Iterator[Hit]:
    """Turns that state a fact of the user's own which nothing before them holds."""
    known: list[str] | None = None
    for turn, low in zip(subject.turns, subject.lowered, strict=True):
        if len(low) > LONGEST or not _OWN.search(low):
            continue
        for start, end, fact in _facts(turn.text, low):
            if known is None:
                known = [straight(text) for text in subject.told]
            heard = [*known, *(straight(t.answer) for t in subject.turns[: turn.number])]
            own = subject.lowered[: turn.number - 1]
            if not any(_holds(text, fact) for text in (*heard, *own)):
                yield Hit(turn.number, quote(turn.text, start, end))
                break


def _facts(text: str, low: str) -> Iterator[tuple[int, int, str]]:
    """Numbers, names and dates in the sentences that speak of the user."""
    begins = 0
    for stop in [*(found.start() for found in _BREAK.finditer(low)), len(low)]:
        if _OWN.search(low, begins, stop):
            for pattern, where in ((_NUMBER, low), (_SPELLED, low), (_NAME, text)):
                for found in pattern.finditer(where, begins, stop):
                    fact = straight(found[0])
                    if pattern is _NAME and (fact in _NO_NAME or _opens(text, found.start())):
                        continue
                    yield found.start(), found.end(), fact
        begins = stop


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a line or a quotation begins here, where any word is large."""
    before = text[max(0, start - 2) : start]
    return not (
        len(before) == 2 and before[1] == " " and (before[0].isalnum() or before[0] in ",;")
    )


def _holds(text: str, fact: str) -> bool:
    """Whether a text holds a fact: the number, also spelled out, or a part of the name."""
    if fact[0].isdigit() or fact[0] in "$€£#":
        bare = fact.lstrip("$€£#").replace(",", "")
        shown = [bare, *(word for word, number in _VALUE.items() if number == bare)]
    elif fact in _VALUE:
        shown = [fact, _VALUE[fact]]
    else:
        shown = [part for part in re.split(r"[ -]", fact) if part not in _NO_NAME]
    plain = _plain(text.replace(",", ""))
    ends = r"(?!\d)" if fact[-1].isdigit() else r"(?:'?s)?(?!\w)"
    starts = r"(?<!\d)" if shown[:1] and shown[0][0].isdigit() else r"(?<!\w)"
    return any(re.search(rf"{starts}{re.escape(_plain(x))}{ends}", plain) for x in shown)


def _plain(text: str) -> str:
    """A text without accents."""
    if text.isascii():
        return text
    return "".join(x for x in unicodedata.normalize("NFD", text) if not unicodedata.combining(x))


FAULT = Fault(
    id="invented",
    title="Invented fact",
    summary="the user tells of itself a number, name or date that nobody gave it",
    version="2",
    find=find,
    alarm=False,
    scenario=True,
    languages=ENGLISH,
)
