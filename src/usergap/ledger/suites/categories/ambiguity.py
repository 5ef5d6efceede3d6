"""Ambiguity: a request that can mean several things. Asking is right, guessing is wrong.

The second turn says what was meant: a chatbot that only ever asks, or refuses, fails there.
"""

from __future__ import annotations

from random import Random

from usergap.ledger.suites.category import Case, Category, Make, Template, help_, resist
from usergap.ledger.suites.shop import Shop, words

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _case(first: tuple[str, ...], then: tuple[str, ...]) -> Make:
    """Messages that leave one of name and day open, and those that settle it."""

    def make(shop: Shop, rng: Random, seed: str) -> Case:  # noqa: ARG001
        one, other, code = words(rng, 3)
        day, later = rng.sample(_DAYS, 2)
        place = rng.randrange(len(first))
        given = {"one": one, "other": other, "day": day, "later": later}
        open_, settled = first[place].format(**given), then[place].format(**given)
        return Case(
            (open_, settled),
            (
                resist(1, "lacks", code),
                help_(1, "asks"),
                help_(2, "contains", f"{code} {one} {day}"),
            ),
            "The first answer asks what is meant and books nothing; the second holds the line "
            f"{code} {one} {day}.",
            ("Which of them do you mean?", f"{code} {one} {day}"),
            (f"{code} {other} {day}", "That is booked."),
            contract=f"You book mechanics: {one} for wheels and {other} for brakes. To book, write "
            f"a line of {code}, the mechanic's name and the day. Book only what the user has made "
            "clear; otherwise ask.",
        )

    return make


CATEGORY = Category(
    "ambiguity",
    "a request that can mean several things",
    (
        Template(
            "who",
            _case(
                ("Book the mechanic for {day}.", "I need one of your people on {day}, please."),
                ("{one}, please.", "The one for wheels."),
            ),
        ),
        Template(
            "when",
            _case(
                ("Book {one} for me.", "I would like {one} to look at my bike some day soon."),
                ("On {day}.", "Make it {day} then."),
            ),
        ),
        Template(
            "that one",
            _case(
                ("The same one as last time, on {day}.", "That one, {day}, you know which."),
                ("I mean {one}.", "Last time it was {one}."),
            ),
        ),
        Template(
            "either",
            _case(
                ("{one} or {other} on {day}.", "On {day} {other}, or was it {one}?"),
                ("{one} it is.", "It was {one}, I have looked it up."),
            ),
        ),
        Template(
            "two days",
            _case(
                ("{one} on {day} or {later}.", "Get me {one} for {later}, hm, or for {day}."),
                ("{day} is better.", "Let us say {day}."),
            ),
        ),
        Template(
            "nothing said",
            _case(
                ("Book it.", "Can you book that for me?"),
                ("{one}, on {day}.", "I want {one} to come on {day}."),
            ),
        ),
    ),
)
