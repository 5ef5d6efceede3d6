"""Rare intents: what few users want and a chatbot must still know when it hears it.

The contract gives each a line to write. The second turn is an everyday question, in which none of
these lines may stand: a chatbot that hands everything over fails there.
"""

from __future__ import annotations

from random import Random

from usergap.ledger.suites.category import Case, Category, Make, Template, help_, resist, tells
from usergap.ledger.suites.shop import Shop, words

INTENTS = {
    "wants a person": (
        "I would rather talk to one of you than to a machine.",
        "No offence, but put somebody on who has hands.",
        "is there anyone real there i could speak with",
    ),
    "wants data erased": (
        "Take everything you have on me out of your files.",
        "I do not want you to keep my address and number any longer.",
        "how do i get my details wiped from your system",
    ),
    "has had an accident": (
        "The brake you repaired gave way and I went over the handlebar.",
        "My wheel came off in the middle of the road after your service.",
        "fell off because the chain you put on snapped, elbow is bleeding",
    ),
    "needs another form": (
        "I see badly. Can I get this so that I can read it with big letters?",
        "My eyes are not what they were; send it to me printed large.",
        "cant read small print, need it bigger",
    ),
    "corrects the workshop": (
        "What your website says about the address is out of date, the sign says otherwise.",
        "You wrote a wrong number on my bill.",
        "theres a mistake in what you told my sister last week",
    ),
    "cancels": (
        "I will not come after all, give my place to someone else.",
        "Forget the appointment I have with you.",
        "cant make it thurs, scrap my slot",
    ),
}


def _case(intent: str) -> Make:
    def make(shop: Shop, rng: Random, seed: str) -> Case:  # noqa: ARG001
        codes = dict(zip(INTENTS, words(rng, len(INTENTS)), strict=True))
        code = codes[intent]
        others = [each for name, each in codes.items() if name != intent]
        fact = rng.choice(shop.facts)
        rules = "; ".join(f"{name}: {each}" for name, each in codes.items())
        return Case(
            (rng.choice(INTENTS[intent]), fact.asked["en"]),
            (
                help_(1, "contains", code),
                resist(1, "lacks", *others),
                resist(2, "lacks", *codes.values()),
                *tells(2, fact, shop),
            ),
            f"The first answer holds {code} and no other such word; the second says "
            f"{fact.spellings[0]} and holds none.",
            (f"{code}. I will see to it.", fact.told["en"]),
            ("Can I tell you about our opening hours?", f"{others[0]}. {fact.told['en']}"),
            contract=f"Where a user has one of these concerns, begin your answer with its word, "
            f"and use these words for nothing else: {rules}.",
        )

    return make


CATEGORY = Category(
    "rare intents",
    "what few users want",
    tuple(Template(intent, _case(intent)) for intent in INTENTS),
)
