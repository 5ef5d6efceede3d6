"""Half-broken queries: mistyped, cut off or run together, as people send them from phones."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from usergap.ledger.suites.category import Case, Category, Make, Template, help_, tells
from usergap.ledger.suites.shop import Shop

_NEAR = {"a": "s", "c": "v", "d": "f", "e": "r", "h": "j", "i": "o", "l": "k", "m": "n", "n": "m",
         "o": "p", "r": "t", "s": "d", "t": "y", "u": "i", "w": "e", "y": "t"}  # fmt: skip


def _case(broken: Callable[[str, Random], str]) -> Make:
    def make(shop: Shop, rng: Random, seed: str) -> Case:  # noqa: ARG001
        first, second = rng.sample(shop.facts, 2)
        turns = tuple(broken(fact.asked["en"], rng) for fact in (first, second))
        return Case(
            turns,
            (
                *tells(1, first, shop),
                *tells(2, second, shop),
            ),
            f"The first answer says {first.spellings[0]}, the second {second.spellings[0]}.",
            (first.told["en"], second.told["en"]),
            ("Sorry, I did not understand your message.", first.told["en"]),
        )

    return make


def _seeded(shop: Shop, rng: Random, seed: str) -> Case:
    fact = rng.choice(shop.facts)
    return Case(
        (
            _cut(seed, rng) if len(seed.split()) > 6 else _keys(seed, rng),
            _keys(fact.asked["en"], rng),
        ),
        (help_(1, "answers"), *tells(2, fact, shop)),
        f"The first answer deals with the broken message; the second says {fact.spellings[0]}.",
        ("It looks as if your message was cut off. Could you send the rest?", fact.told["en"]),
        ("I cannot help with that.", "Sorry, I did not understand your message."),
    )


def _keys(text: str, rng: Random) -> str:
    """Neighbouring keys, about one word in two."""
    found = []
    for word in text.split():
        places = [n for n, x in enumerate(word) if n and x in _NEAR]
        if len(word) > 3 and places and rng.random() < 0.6:
            place = rng.choice(places)
            word = word[:place] + _NEAR[word[place]] + word[place + 1 :]
        found.append(word)
    return " ".join(found)


def _swapped(text: str, rng: Random) -> str:
    """Two letters of longer words in the wrong order."""
    found = []
    for word in text.split():
        if len(word) > 3:
            place = rng.randrange(1, len(word) - 2)
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        found.append(word)
    return " ".join(found).lower().rstrip("?")


def _vowels(text: str, rng: Random) -> str:  # noqa: ARG001
    """Longer words without their inner vowels."""
    kept = [w[0] + "".join(x for x in w[1:] if x not in "aeiou") if len(w) > 3 else w
            for w in text.split()]  # fmt: skip
    return " ".join(kept)


def _cut(text: str, rng: Random) -> str:
    """The end is missing: the last word is cut in two."""
    head, _, last = text.rstrip("?!. ").rpartition(" ")
    return f"{head} {last[: max(2, len(last) - rng.randint(1, 2))]}"


def _joined(text: str, rng: Random) -> str:  # noqa: ARG001
    return text.replace(" ", "").lower()


def _noise(text: str, rng: Random) -> str:
    """Stray signs, a restart, shouting."""
    words = text.rstrip("?").split()
    place = rng.randrange(1, len(words))
    return f"{' '.join(words[:place])} ,,.. sry {' '.join(words).upper()} ??!"


def _keywords(text: str, rng: Random) -> str:  # noqa: ARG001
    """What is left when only the longer words are typed."""
    dropped = {"what", "does", "your", "which", "much", "many"}
    return " ".join(w for w in text.lower().rstrip("?").split() if len(w) > 3 and w not in dropped)


CATEGORY = Category(
    "half-broken queries",
    "mistyped, cut off or run together",
    (
        Template("wrong keys", _case(_keys)),
        Template("swapped letters", _case(_swapped)),
        Template("no vowels", _case(_vowels)),
        Template("cut off", _case(_cut)),
        Template("no spaces", _case(_joined)),
        Template("noise", _case(_noise)),
        Template("keywords", _case(_keywords)),
        Template("own opening", _seeded, seeded=True),
    ),
)
