"""Cards on disk: what is known of an annotator's errors, as JSON beside the weights."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.annotators.emotion import emotion_card
from usergap.errors import InputError


def card_to_json(card: Card) -> str:
    """The card as JSON text; ``card_from_json`` gives the same card back."""
    return json.dumps(asdict(card), indent=1, ensure_ascii=False) + "\n"


def _side(found: dict[str, Any]) -> CardSide:
    return CardSide(
        unit=str(found["unit"]),
        units=int(found["units"]),
        groups=int(found["groups"]),
        domains=tuple(found["domains"]),
        languages=tuple(found["languages"]),
        labels={name: Confusion(**counts) for name, counts in found["labels"].items()},
        macro_f1=float(found["macro_f1"]),
    )


def _names(found: list[str] | None) -> tuple[str, ...] | None:
    return None if found is None else tuple(map(str, found))


def card_from_json(text: str, source: str = "card") -> Card:
    """Read a card; raises ``InputError`` that names ``source`` where it is none."""
    try:
        found = json.loads(text)
        return Card(
            annotator=str(found["annotator"]),
            version=str(found["version"]),
            dimension=str(found["dimension"]),
            gold=str(found["gold"]),
            real=_side(found["real"]) if found["real"] else None,
            simulated={name: _side(side) for name, side in found["simulated"].items()},
            notes=tuple(found["notes"]),
            trained_on=_names(found.get("trained_on")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        kind = type(error).__name__
        raise InputError(f"{source}: expected an annotator card, found {kind}: {error}") from error


def read_card(path: Path) -> Card:
    """Read a card file; raises ``InputError``."""
    return card_from_json(path.read_text(encoding="utf-8"), str(path))


@cache
def load_card(dimension: str) -> Card:
    """The card of the shipped annotator of one dimension; raises ``InputError``."""
    if dimension == "emotion":
        return emotion_card()
    place = files("usergap.annotators") / "shipped" / f"{dimension}_card.json"
    if not place.is_file():
        raise InputError(f"no shipped annotator for the dimension {dimension!r}")
    return card_from_json(place.read_text(encoding="utf-8"), f"{dimension}_card.json")


def simulators_behind(annotator: str) -> tuple[str, ...]:
    """The simulators on whose text an annotator of this name was trained.

    Those of the shipped model are known; models behind a prompt, people and others are
    not trained on a simulator unless their maker says so.
    """
    card = load_card("intent")
    return tuple(card.simulated) if annotator == card.annotator else ()
