"""A simulated user that does what its system prompt orders, and else behaves as models do."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from usergap.testing.call import Call
from usergap.testing.orders import Orders, read_orders
from usergap.testing.user_sentences import (
    FEEDBACK,
    IDENTITY,
    OPENINGS,
    PADDING,
    QUESTIONS,
    THINGS,
)

END = "<|endconversation|>"
_WANT = re.compile(r"(?:what you want|your (?:goal|intent))\W*:\s*(.+)", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{4,}")
_EMPTY_WORDS = """
    about after also asking chatbot could does from give have help into know learn like make more
    need plan planning please should some that their them they this user want wants what when where
    which will with would write your
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
PRAISE, DISCLOSURE, USUAL_WORDS = 0.25, 0.35, (14, 26)
LONG = 30
LATE, LEAVES = 8, 0.25
"""Without orders: shares of turns, words a turn; from turn 8 on it ends with this chance."""


class ObeyingUser:
    """Writes the user's next message: a script for ``FakeServer``.

    It reads plain lines of the system prompt: about how many words; praise,
    complaint, another try, more, an explanation, a correction, or no comment;
    something about oneself (which of seven kinds) or nothing; to end or not; what
    to mention or ask for. Where nothing is said it does as models do: long, clean
    messages, much praise, much about itself, a late end. ``wordy`` times as many
    words as ordered are written; each order is forgotten in a share ``slips`` of
    the turns. The answer is a function of system prompt, number of turns and the
    request's seed. ``otherwise``: the answer to calls without a system prompt.
    """

    def __init__(
        self, *, wordy: float = 1.0, slips: float = 0.0, otherwise: str = "Here is what I would do."
    ) -> None:
        self._wordy, self._slips, self._otherwise = wordy, slips, otherwise

    def __call__(self, call: Call) -> str:
        """The next message."""
        if not call.messages or call.messages[0][0] != "system":
            return self._otherwise
        system = call.messages[0][1]
        said = [text for role, text in call.messages if role == "assistant"]
        turns = len(said)
        rng = random.Random(f"{call.body.get('seed', call.digest)}:{turns}")
        orders = self._remembered(read_orders(system), rng)
        if orders.end or (orders.end is None and orders.may_end and _leaves(turns, rng)):
            return END
        return self._write(orders, _topics(system), said, rng)

    def _remembered(self, orders: Orders, rng: random.Random) -> Orders:
        """The orders, without those that slip; the end is never forgotten."""

        def kept() -> bool:
            return rng.random() >= self._slips

        remembered = Orders(end=orders.end, may_end=orders.may_end, topics=orders.topics)
        remembered.words = orders.words if kept() else None
        if kept():
            remembered.feedback, remembered.quiet = orders.feedback, orders.quiet
        if kept():
            remembered.identity, remembered.closed = orders.identity, orders.closed
        return remembered

    def _write(
        self, orders: Orders, topics: Sequence[str], said: Sequence[str], rng: random.Random
    ) -> str:
        words = rng.randint(*USUAL_WORDS)
        if orders.words is not None:
            words = max(1, round(orders.words * self._wordy))
        reacts = [label for label, wanted in orders.feedback.items() if wanted]
        if not reacts and not orders.quiet and said and rng.random() < PRAISE:
            reacts = [x for x in ("explicit_positive",) if orders.feedback.get(x, True)]
        tells = [label for label, wanted in orders.identity.items() if wanted]
        if not tells and not orders.closed and rng.random() < DISCLOSURE:
            kind = rng.choice(("past", "past", "future", "interpersonal_relationships"))
            tells = [kind] if orders.identity.get(kind, True) else []
        remarks = [FEEDBACK[label] for label in reacts] + [IDENTITY[label] for label in tells]
        shown = _remarks(words, remarks, rng)
        # A long message drowns a short remark: its end takes it up again.
        again = [FEEDBACK[label][-1] for label in reacts] if words >= LONG else []
        shown += [f"What about {topic}?" for topic in orders.topics]
        left = words - sum(map(_count, [*shown, *again]))
        if not shown or left >= 3:
            first = QUESTIONS if said else OPENINGS
            shown += _asks(left, first, topics, " ".join(said), rng)
        return " ".join([*shown, *again])


def _remarks(words: int, remarks: Sequence[Sequence[str]], rng: random.Random) -> list[str]:
    """One sentence for each remark; longer than the shortest only where there is room."""
    room = words - sum(_count(choices[0]) for choices in remarks)
    shown: list[str] = []
    for choices in remarks:
        shortest = _count(choices[0])
        fitting = [text for text in choices if _count(text) - shortest <= room]
        shown.append(rng.choice(fitting or choices[:1]))
        room -= _count(shown[-1]) - shortest
    return shown


def _leaves(turns: int, rng: random.Random) -> bool:
    return turns >= LATE and rng.random() < LEAVES


def _asks(
    words: int, first: Sequence[str], topics: Sequence[str], said: str, rng: random.Random
) -> list[str]:
    """Questions of ``words`` words in all, at least one, as far as can be not asked before."""
    asked: list[str] = []
    new = [thing for thing in THINGS if thing not in said] or list(THINGS)
    while words > 0 or not asked:
        choices = first if not asked else QUESTIONS
        fitting = [text for text in choices if _count(text) <= words]
        if not fitting:
            break
        text = rng.choice([x for x in fitting if _count(x) >= 5] or fitting)
        thing = new.pop(rng.randrange(len(new)))
        new = new or list(THINGS)
        asked.append(text.format(thing=thing, topic=rng.choice(topics)))
        words -= _count(asked[-1])
    if not asked:
        return [f"{topics[0]}?"]
    if words > 0:  # the last question grows by what is missing
        asked[-1] = f"{asked[-1][:-1]} {PADDING[min(words, len(PADDING) - 1)]}?"
    return asked


def _topics(system: str) -> list[str]:
    """Words of what the user wants."""
    found = _WANT.search(system)
    words = _WORD.findall(found[1].lower()) if found else []
    return list(dict.fromkeys(word for word in words if word not in _EMPTY)) or ["options"]


def _count(text: str) -> int:
    return len(text.split())
