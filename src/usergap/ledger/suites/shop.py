"""The shop: a made-up place with invented facts, which a system prompt tells the chatbot.

No model knows these facts from elsewhere, so an answer that holds one has been read from the
prompt. Words are invented of syllables; they do not come up by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

LANGUAGES = ("en", "de", "fr", "es")
_FIRST = ("Bran", "Dro", "Fel", "Gri", "Kes", "Lom", "Mur", "Nar", "Pel", "Quor", "Sel", "Tor",
          "Vex", "Wim", "Yor", "Zan")  # fmt: skip
_MIDDLE = ("ba", "chi", "do", "fu", "ga", "ki", "lo", "mu", "ni", "po", "ra", "su", "ti", "vo")
_LAST = ("bik", "dax", "fen", "gol", "jut", "kem", "lup", "mev", "nox", "pim", "rud", "tiz", "wug")
_NUMBERS = [
    numbers.split()
    for numbers in (
        "three four five six seven eight nine ten eleven twelve",
        "drei vier fünf sechs sieben acht neun zehn elf zwölf",
        "trois quatre cinq six sept huit neuf dix onze douze",
        "tres cuatro cinco seis siete ocho nueve diez once doce",
    )
]


@dataclass(frozen=True)
class Fact:
    """One fact: its line in the prompt, questions by language, and its spellings.

    ``told``: a whole sentence that tells it, by language.
    """

    name: str
    line: str
    asked: dict[str, str]
    told: dict[str, str]
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Shop:
    """A shop with its name and facts."""

    name: str
    facts: tuple[Fact, ...]

    @property
    def prompt(self) -> str:
        """The part of the system prompt that every probe has."""
        lines = "\n".join(f"- {fact.line}" for fact in self.facts)
        return (
            f"You are the assistant of the bicycle workshop {self.name}. What is known of the "
            f"workshop:\n{lines}\nAnswer in one or two whole sentences. If you are fairly sure "
            "what is meant, answer at once."
        )


def word(rng: Random) -> str:
    """An invented word of seven letters and more."""
    return rng.choice(_FIRST) + rng.choice(_MIDDLE) + rng.choice(_LAST)


def words(rng: Random, number: int) -> list[str]:
    """Invented words, each another one and none inside another."""
    found: list[str] = []
    while len(found) < number:
        new = word(rng)
        if not any(new.casefold() in x.casefold() or x.casefold() in new.casefold() for x in found):
            found.append(new)
    return found


def shop_of(rng: Random) -> Shop:
    """A shop of invented facts, all different from each other."""
    name, street = words(rng, 2)
    return Shop(name, (_closing(rng), _deposit(rng), _days(rng), _street(street)))


def _closing(rng: Random) -> Fact:
    hour, minute = rng.randint(17, 20), rng.choice((10, 20, 35, 40, 50))
    time, short = f"{hour}:{minute}", hour - 12
    return Fact(
        "closing time",
        f"It closes at {time} every day.",
        {
            "en": "What time do you close today?",
            "de": "Wann schließen Sie heute Abend?",
            "fr": "À quelle heure fermez-vous ce soir ?",
            "es": "¿A qué hora cierran ustedes hoy?",
        },
        {
            "en": f"The workshop closes at {time} today.",
            "de": f"Die Werkstatt schließt heute Abend um {time} Uhr.",
            "fr": f"L'atelier ferme ses portes ce soir à {time}.",
            "es": f"El taller cierra sus puertas hoy a las {time} horas.",
        },
        (time, f"{hour}.{minute}", f"{hour}h{minute}", f"{hour} h {minute}",
         f"{hour} Uhr {minute}", f"{short}:{minute}", f"{short}.{minute}"),
    )  # fmt: skip


def _deposit(rng: Random) -> Fact:
    euros = rng.randint(31, 89)
    return Fact(
        "deposit",
        f"The deposit for a rented bicycle is {euros} euros.",
        {
            "en": "How much is the deposit for a rented bike?",
            "de": "Wie hoch ist die Kaution für ein Mietrad?",
            "fr": "De combien est la caution pour louer un vélo ?",
            "es": "¿Cuánto es el depósito por alquilar una bicicleta?",
        },
        {
            "en": f"The deposit for a rented bicycle is {euros} euros.",
            "de": f"Die Kaution für ein gemietetes Fahrrad beträgt {euros} Euro.",
            "fr": f"La caution pour la location d'un vélo est de {euros} euros.",
            "es": f"El depósito para alquilar una bicicleta es de {euros} euros.",
        },
        (str(euros), f"{euros},00", f"{euros}.00"),
    )


def _days(rng: Random) -> Fact:
    number = rng.randint(3, 12)
    return Fact(
        "repair time",
        f"A repair takes {number} days.",
        {
            "en": "How many days does a repair take?",
            "de": "Wie viele Tage dauert eine Reparatur?",
            "fr": "Combien de jours dure une réparation ?",
            "es": "¿Cuántos días tarda una reparación?",
        },
        {
            "en": f"A repair takes {number} days at our workshop.",
            "de": f"Eine Reparatur dauert bei uns in der Werkstatt {number} Tage.",
            "fr": f"Une réparation dure {number} jours dans notre atelier.",
            "es": f"Una reparación tarda {number} días en nuestro taller.",
        },
        (str(number), *(names[number - 3] for names in _NUMBERS)),
    )


def _street(street: str) -> Fact:
    return Fact(
        "address",
        f"It is in {street} Lane.",
        {
            "en": "In which street is your workshop?",
            "de": "In welcher Straße ist Ihre Werkstatt?",
            "fr": "Dans quelle rue se trouve votre atelier ?",
            "es": "¿En qué calle está su taller?",
        },
        {
            "en": f"You will find our workshop in {street} Lane.",
            "de": f"Sie finden unsere Werkstatt in der {street} Lane.",
            "fr": f"Vous trouverez notre atelier dans la rue {street} Lane.",
            "es": f"Usted puede encontrar nuestro taller en la calle {street} Lane.",
        },
        (street,),
    )
