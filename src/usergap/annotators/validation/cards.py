"""From a validation to the card that ``compare`` corrects with, and cards in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from usergap.annotators.annotator import Card, CardSide, Confusion
from usergap.annotators.cards import card_from_json
from usergap.annotators.validation.agreement import f1
from usergap.annotators.validation.agreement_intervals import cluster_share
from usergap.annotators.validation.scores import Judged
from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.writing import write_text


def card_of(
    judged: Sequence[Judged],
    corpora: Sequence[Corpus],
    annotator: tuple[str, str],
    gold: str,
    notes: tuple[str, ...] = (),
    trained_on: tuple[str, ...] | None = None,
) -> dict[str, Card]:
    """Cards by dimension. ``corpora``: per entry of ``judged`` where its dialogues are from.

    ``annotator``: its name and version, as a profile states them. ``trained_on``: see ``Card``.
    """
    cards: dict[str, Card] = {}
    for one, corpus in zip(judged, corpora, strict=True):
        if not len(one.weight):
            continue
        card = cards.get(one.dimension) or Card(
            *annotator, one.dimension, gold, notes=notes, trained_on=trained_on
        )
        cards[one.dimension] = _with_side(card, one.side, card_side(one, corpus))
    return cards


def card_side(judged: Judged, corpus: Corpus) -> CardSide:
    """Counts of units (weighted to the population) and cluster-robust errors per label."""
    places = np.unique(judged.dialogue).tolist()
    scores = []
    labels = {}
    for at, label in enumerate(judged.labels):
        gold, given = judged.gold[:, at], judged.given[:, at]
        labels[label] = _confusion(gold, given, judged)
        one = labels[label]
        score = float(f1(np.array([one.tp, one.fp, one.fn, one.tn], float)))
        scores += [score] if np.isfinite(score) else []
    return CardSide(
        unit=judged.unit,
        units=len(judged.weight),
        groups=int(np.unique(judged.cluster).size),
        domains=tuple(sorted({corpus[x].domain or "" for x in places} - {""})),
        languages=tuple(sorted({corpus[x].language or "" for x in places} - {""})),
        labels=labels,
        macro_f1=float(np.mean(scores)) if scores else 0.0,
    )


def _confusion(gold: np.ndarray, given: np.ndarray, judged: Judged) -> Confusion:
    weight = judged.weight

    def count(which: np.ndarray) -> int:
        return round(float((which * weight).sum()))

    found = cluster_share((gold & given) * weight, gold * weight, judged.cluster)
    wrong = cluster_share((given & ~gold) * weight, ~gold * weight, judged.cluster)
    return Confusion(
        tp=count(gold & given),
        fp=count(given & ~gold),
        fn=count(gold & ~given),
        tn=count(~gold & ~given),
        tpr_se=0.0 if found is None else _spread(found.value, found.error, found.effective),
        fpr_se=0.0 if wrong is None else _spread(wrong.value, wrong.error, wrong.effective),
    )


def _spread(value: float, error: float, effective: float) -> float:
    """The standard error; at 0 or 1, where none shows, that of one more hit and one more miss.

    Agresti and Coull's (1998) shrunken share: a rate of 1 from five units is not certain.
    """
    if error > 0:
        return error
    middle = (value * effective + 1) / (effective + 2)
    return float(np.sqrt(middle * (1 - middle) / (effective + 2)))


def _with_side(card: Card, side: str, found: CardSide) -> Card:
    if side == "real":
        return replace(card, real=found)
    return replace(card, simulated={**card.simulated, side: found})


def merged(old: Mapping[str, Card], new: Mapping[str, Card]) -> dict[str, Card]:
    """``new`` beside what ``old`` says of the same annotator's other sides and dimensions.

    Raises ``InputError`` where ``old`` is of another annotator or version.
    """
    cards = dict(old)
    for name, card in new.items():
        if name not in old:
            cards[name] = card
            continue
        was = old[name]
        if (was.annotator, was.version) != (card.annotator, card.version):
            raise InputError(
                f"card of {name}: expected one for {card.annotator} {card.version}, found one "
                f"for {was.annotator} {was.version}: write to another file"
            )
        cards[name] = replace(
            card,
            real=card.real or was.real,
            simulated={**was.simulated, **card.simulated},
            gold=card.gold if card.gold == was.gold else f"{was.gold}; {card.gold}",
            notes=tuple(dict.fromkeys((*was.notes, *card.notes))),
            trained_on=_either(was.trained_on, card.trained_on),
        )
    return cards


def _either(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """What two cards of one annotator say of its training, together."""
    if one is None or other is None:
        return one if other is None else other
    return tuple(dict.fromkeys((*one, *other)))


def write_cards(path: Path, cards: Mapping[str, Card]) -> None:
    """Write cards so that ``read_cards`` gives them back."""
    text = json.dumps({"cards": [asdict(c) for c in cards.values()]}, indent=1, ensure_ascii=False)
    write_text(path, text + "\n")


def read_cards(path: Path) -> dict[str, Card]:
    """Cards by dimension, from a file of several or of one; raises ``InputError``."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: expected annotator cards, found: {error}") from error
    several = found.get("cards") if isinstance(found, dict) else None
    rows = several if isinstance(several, list) else [found]
    cards = [card_from_json(json.dumps(row), str(path)) for row in rows]
    return {card.dimension: card for card in cards}
