"""Item: one probe of a suite, as a dialogue with its provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from usergap.dialogues import Dialogue, Message, Provenance
from usergap.dialogues.cleaning import safe_repr
from usergap.errors import InputError
from usergap.ledger.results.record import MADE_UP
from usergap.ledger.suites.category import Case
from usergap.ledger.suites.checks import Check
from usergap.version import __version__

VERSION = "1"
EXTRA = "suite"
"""Where a dialogue's extras hold the rest of the item."""


@dataclass(frozen=True)
class Item:
    """A probe: what the chatbot is told, what the user says, and what is checked.

    ``parents``: ids of the user's own dialogues that it was made from. ``case`` is there only
    where the item has just been generated.
    """

    id: str
    category: str
    template: str
    system: str
    turns: tuple[str, ...]
    checks: tuple[Check, ...]
    criterion: str
    seed: int
    parents: tuple[str, ...] = ()
    case: Case | None = None

    @property
    def generator(self) -> str:
        """What made it, as provenance names it."""
        return f"{MADE_UP}, {self.category}, {self.template}"

    @property
    def cluster(self) -> str:
        """Variants of one template are alike."""
        return f"{self.category}/{self.template}"


def to_dialogue(item: Item, created: str, settings_hash: str) -> Dialogue:
    """An item as a dialogue without answers: origin synthetic, family rule.

    ``created``: UTC, ISO 8601. ``settings_hash``: of what the suite was generated with.
    """
    from usergap.simulate.made import fingerprint

    return Dialogue(
        id=item.id,
        messages=(Message("system", item.system), *(Message("user", x) for x in item.turns)),
        domain=item.category,
        simulator=MADE_UP,
        provenance=Provenance(
            origin="synthetic",
            family="rule",
            generator=item.generator,
            generator_version=VERSION,
            prompt_hash=fingerprint([item.system, *item.turns]),
            settings_hash=settings_hash,
            seed=item.seed,
            created=created,
            parents=item.parents,
            domain=item.category,
            task="evaluation",
            licence="not recorded" if item.parents else "CC0-1.0",
            split="test",
            usergap_version=__version__,
        ),
        extra={
            EXTRA: {
                "category": item.category,
                "template": item.template,
                "criterion": item.criterion,
                "checks": [check.to_json() for check in item.checks],
            }
        },
    )


def item_of(dialogue: Dialogue, where: str) -> Item:
    """The item of a dialogue that ``to_dialogue`` gave. Raises InputError that names the field."""
    place = f"{where}: dialogue {dialogue.id!r}"
    stated = dialogue.provenance or Provenance()
    if stated.origin != "synthetic":
        raise InputError(
            f"{place}: provenance.origin: expected synthetic, as a suite's items are, found "
            f"{stated.origin} (`usergap accept` takes real ones)"
        )
    told = dialogue.extra.get(EXTRA)
    if not isinstance(told, Mapping):
        raise InputError(f"{place}: extra.{EXTRA}: expected an object, found {safe_repr(told)}")
    place = f"{place}: extra.{EXTRA}"
    texts = {name: _text(told, name, place) for name in ("category", "template", "criterion")}
    listed = told.get("checks")
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{place}: checks: expected a list of checks, found {safe_repr(listed)}")
    checks = tuple(Check.from_json(x, f"{place}: checks[{n}]") for n, x in enumerate(listed))
    turns = tuple(turn.text for turn in dialogue.turns)
    last = max(check.turn for check in checks)
    if not turns or last > len(turns) or not all(turn.strip() for turn in turns):
        raise InputError(
            f"{place}: expected {last} user turns with text, as its checks need, found "
            f"{sum(bool(turn.strip()) for turn in turns)}"
        )
    system = "\n\n".join(m.content for m in dialogue.messages if m.role == "system")
    return Item(
        id=dialogue.id,
        system=system,
        turns=turns,
        checks=checks,
        seed=stated.seed or 0,
        parents=stated.parents,
        category=texts["category"],
        template=texts["template"],
        criterion=texts["criterion"],
    )


def _text(told: Mapping[str, Any], name: str, place: str) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {name}: expected text, found {safe_repr(value)}")
    return value
