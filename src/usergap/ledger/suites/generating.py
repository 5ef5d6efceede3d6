"""Generate: items of each category, from templates, invented facts and one's own dialogues."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.ledger.suites.category import Category, Template
from usergap.ledger.suites.item import Item
from usergap.ledger.suites.shop import shop_of

MOST_WORDS = 200
"""An opening longer than this is no seed: the probe would be lost in it."""


def generate(
    categories: Sequence[Category], number: int, seed: int, openings: Sequence[Dialogue] = ()
) -> list[Item]:
    """``number`` items of each category, the templates in turn; the same for the same arguments.

    Templates that need one's own dialogues are left out where ``openings`` has none with a
    first message of 1 to 200 words. An item depends on its category, its number and ``seed``
    alone (and on the seeds): more categories change none. Raises InputError.
    """
    if number < 1:
        raise InputError(f"-n: expected 1 item or more, found {number}")
    usable = [each for each in openings if _opening(each)]
    if openings and not usable:
        raise InputError(
            f"seeds: expected dialogues that begin with 1 to {MOST_WORDS} words by the user, "
            "found none"
        )
    return [item for category in categories for item in _items(category, number, seed, usable)]


def _items(category: Category, number: int, seed: int, openings: Sequence[Dialogue]) -> list[Item]:
    templates = [each for each in category.templates if openings or not each.seeded]
    if not templates:
        raise InputError(
            f"{category.name}: expected seeds, which all its templates need; found none"
        )
    slug = "-".join(category.name.split())
    return [
        _item(category, templates[n % len(templates)], f"suite-{slug}-s{seed}-{n + 1:04d}", seed,
              openings)
        for n in range(number)
    ]  # fmt: skip


def _item(
    category: Category, template: Template, name: str, seed: int, openings: Sequence[Dialogue]
) -> Item:
    rng = Random(int.from_bytes(sha256(name.encode("utf-8", "replace")).digest()[:8]))
    shop = shop_of(rng)
    source = rng.choice(openings) if template.seeded else None
    case = template.make(shop, rng, "" if source is None else _opening(source))
    system = shop.prompt if not case.contract else f"{shop.prompt}\n\n{case.contract}"
    return Item(
        id=name,
        category=category.name,
        template=template.name,
        system=system,
        turns=case.turns,
        checks=case.checks,
        criterion=case.criterion,
        seed=seed,
        parents=() if source is None else (source.id,),
        case=case,
    )


def _opening(dialogue: Dialogue) -> str:
    """The first user message, "" where it is empty or too long."""
    text = dialogue.turns[0].text.strip() if dialogue.turns else ""
    return text if len(text.split()) <= MOST_WORDS else ""
