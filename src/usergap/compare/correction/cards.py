"""Which annotator card speaks for which side of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from usergap.annotators.annotator import Card, CardSide
from usergap.compare.correction.transfer import Errors, measured, predicted

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

    A simulator is never judged by a card from its own text: its errors are predicted
    from the card sides of the other simulators and of real users. ``real`` and
    ``simulated`` map ``domain`` and ``language`` to the rows' values, which the
    card must cover; ``reason`` names those that it does not.
    """
    if card is None:
        return CardChoice(None, None, "no card for this annotator")
    if annotator is not None and f"{card.annotator} {card.version}" != annotator:
        return CardChoice(
            None, None, f"the card is for {card.annotator} {card.version}, not for {annotator}"
        )
    others = [side for name, side in card.simulated.items() if name != simulator]
    against_real = ["the card has no real text"]
    if card.real is not None:
        against_real = strangers([card.real], real, "real")
    against_simulated = ["the card has no text of another simulator"]
    if others:
        against_simulated = strangers(others, simulated, "simulated")
    here = there = None
    if card.real is not None and not against_real:
        here = measured([card.real], labels)
    if card.real is not None and not against_simulated:
        there = predicted([card.real, *others], labels)
    return CardChoice(here, there, "; ".join(against_real + against_simulated))


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
