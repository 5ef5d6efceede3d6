"""Which annotator card speaks for which side of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from usergap.annotators.annotator import Card, CardSide
from usergap.compare.correction.transfer import Errors, filled, measured, predicted

COVERED = 0.9
"""Share of dialogues whose domain, and whose language, a card must know."""
NAMED = 3
"""Values that a warning names; the rest are counted."""


@dataclass(frozen=True)
class CardChoice:
    """The errors for both sides, or why there are none (``reason``)."""

    real: Errors | None
    simulated: Errors | None
    reason: str


def choose(
    card: Card | None,
    labels: tuple[str, ...],
    annotator: str | None,
    simulator: str,
    real: Mapping[str, Iterable[object]],
    simulated: Mapping[str, Iterable[object]],
) -> CardChoice:
    """Find card sides that are valid for both sides of a row.

    A simulator is judged by gold from its own text where the card has it and states that
    its annotator was not trained on that simulator; else its errors are predicted from the
    card's other simulators and real users. ``real`` and ``simulated`` map ``domain`` and
    ``language`` to the rows' values, which the card must cover; ``reason`` names those
    that it does not.
    """
    if card is None:
        return CardChoice(None, None, "no card for this annotator")
    if annotator is not None and f"{card.annotator} {card.version}" != annotator:
        return CardChoice(
            None, None, f"the card is for {card.annotator} {card.version}, not for {annotator}"
        )
    here, against_real = None, ["the card has no real text"]
    if card.real is not None:
        against_real = strangers([card.real], real, "real")
        here = None if against_real else measured([card.real], labels)
    there, against_simulated = _simulated(card, labels, simulator, simulated)
    return CardChoice(here, there, "; ".join(against_real + against_simulated))


def _simulated(
    card: Card, labels: tuple[str, ...], simulator: str, rows: Mapping[str, Iterable[object]]
) -> tuple[Errors | None, list[str]]:
    """The errors on a simulator's text, or what speaks against each way to know them."""
    own = card.simulated.get(simulator)
    others = [side for name, side in card.simulated.items() if name != simulator]
    kinds = [side for side in (card.real, *card.simulated.values()) if side is not None]
    refused = ["the card has no simulated text"]
    if own is not None:
        refused = _known(card, simulator) or strangers([own], rows, "simulated")
        if not refused:
            return filled(measured([own], labels), predicted(kinds, labels)), []
    if not others:
        return None, refused
    refused = strangers(others, rows, "simulated")
    if card.real is None or refused:
        return None, refused
    return predicted([card.real, *others], labels), []


def _known(card: Card, simulator: str) -> list[str]:
    """A sentence where a card's annotator was, or may have been, trained on a simulator."""
    if card.trained_on is None:
        return [f"the card does not say whether its annotator was trained on {simulator}"]
    if simulator in card.trained_on:
        return [f"the annotator was trained on {simulator}: its card is no proof there"]
    return []


def strangers(
    sides: Sequence[CardSide], rows: Mapping[str, Iterable[object]], who: str
) -> list[str]:
    """A sentence where a card's sides know too few of a side's domains or languages.

    A dialogue without a recorded domain is one that the card does not know. One without
    a recorded language does not count: the annotator labels it as its own language.
    """
    found = []
    for name in ("domain", "language"):
        known = {x for side in sides for x in getattr(side, f"{name}s")}
        values = [x for x in rows.get(name, ()) if x is not None or name == "domain"]
        strange = Counter("not recorded" if x is None else str(x) for x in values if x not in known)
        if known and len(values) - strange.total() < COVERED * len(values):
            named = [f"{value} ({n})" for value, n in strange.most_common(NAMED)]
            if len(strange) > NAMED:
                named.append(f"{len(strange) - NAMED} more")
            found.append(
                f"the card does not cover the {who} dialogues' {name}s: {', '.join(named)}"
            )
    return found
