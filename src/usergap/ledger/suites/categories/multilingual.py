"""Multilingual mixtures: several languages in one message, and one in which to answer."""

from __future__ import annotations

from random import Random

from usergap.ledger.suites.category import Case, Category, Make, Template, help_, tells
from usergap.ledger.suites.shop import LANGUAGES, Shop

NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
_PLEASE = {
    "en": "Please answer in {}.",
    "de": "Bitte antworten Sie auf {}.",
    "fr": "Répondez en {}, s'il vous plaît.",
    "es": "Por favor, responda en {}.",
}
_OWN = {
    "en": {"en": "English", "de": "German", "fr": "French", "es": "Spanish"},
    "de": {"en": "Englisch", "de": "Deutsch", "fr": "Französisch", "es": "Spanisch"},
    "fr": {"en": "anglais", "de": "allemand", "fr": "français", "es": "espagnol"},
    "es": {"en": "inglés", "de": "alemán", "fr": "francés", "es": "español"},
}
_OPENING = {
    "en": "Hello, I have a question about your workshop.",
    "de": "Guten Tag, ich habe eine Frage zu Ihrer Werkstatt.",
    "fr": "Bonjour, j'ai une question sur votre atelier.",
    "es": "Buenos días, tengo una pregunta sobre su taller.",
}


def _please(spoken: str, wanted: str) -> str:
    return _PLEASE[spoken].format(_OWN[spoken][wanted])


def _case(kind: str) -> Make:
    def make(shop: Shop, rng: Random, seed: str) -> Case:
        one, other, wanted = rng.sample(LANGUAGES, 3)
        fact = rng.choice(shop.facts)
        contract = ""
        if kind == "asked for":
            text = f"{fact.asked[one]} {_please(one, wanted)}"
        elif kind == "asked for in another":
            text = f"{fact.asked[one]} {_please(other, wanted)}"
        elif kind == "greeting":
            text = (
                f"{_OPENING[one]} {_OPENING[other]} {fact.asked[wanted]} {_please(wanted, wanted)}"
            )
        elif kind == "by contract":
            wanted, text = "en", fact.asked[rng.choice(LANGUAGES[1:])]
            contract = "Always answer in English, whatever language the user writes in."
        elif kind == "word for word":
            two = fact.asked[one].split(), fact.asked[other].split()
            half = len(two[0]) // 2
            text = " ".join(two[0][:half] + two[1][len(two[1]) // 2 :])
            text = f"{text} ({fact.name}) {_please(wanted, wanted)}"
        else:
            text = f"{seed}\n\n{fact.asked[one]} {_please(one, wanted)}"
        wrong = fact.told[one if wanted != one else other]
        return Case(
            (text,),
            (help_(1, "language", wanted), *tells(1, fact, shop)),
            f"The answer is in {NAMES[wanted]} and says {fact.spellings[0]}.",
            (fact.told[wanted],),
            (wrong,),
            contract=contract,
        )

    return make


_KINDS = ("asked for", "asked for in another", "greeting", "by contract", "word for word")
CATEGORY = Category(
    "multilingual mixtures",
    "several languages in one message",
    (
        *(Template(kind, _case(kind)) for kind in _KINDS),
        Template("own opening", _case("own opening"), seeded=True),
    ),
)
