"""Correction: how a plan is bent for a model that does more or less than it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from usergap.simulate.matching.donors import random_numbers
from usergap.simulate.matching.session import Labels, Session
from usergap.simulate.matching.target import KINDS, REMARKS

Sessions = dict[str, Session]
Place = tuple[str, int]


@dataclass(frozen=True)
class Correction:
    """What is asked for beyond the plan.

    ``words``: factor on every dialogue's words. ``remarks``: by feedback label what is
    added to its share of later turns; ``kinds``: by kind of self-disclosure, to its
    share of dialogues.
    """

    words: float = 1.0
    remarks: Mapping[str, float] = field(default_factory=dict)
    kinds: Mapping[str, float] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The correction as JSON values, rounded to what it rests on."""
        return {
            "words": round(self.words, 4),
            "remarks": {x: round(v, 4) for x, v in self.remarks.items() if v},
            "kinds": {x: round(v, 4) for x, v in self.kinds.items() if v},
        }

    @classmethod
    def from_record(cls, found: Mapping[str, Any]) -> Correction:
        """The correction that ``record`` tells of."""
        return cls(found["words"], dict(found["remarks"]), dict(found["kinds"]))


NONE = Correction()


def corrected(sessions: Sessions, correction: Correction, seed: int) -> Sessions:
    """The sessions bent: as many labels more or fewer as the correction asks for.

    Turns that show nothing yet get a remark before others. Turns and donors stay.
    """
    bent = {
        name: replace(own, words=max(1, round(own.words * correction.words)))
        for name, own in sessions.items()
    }
    later = [(name, turn) for name, own in bent.items() for turn in range(1, own.turns)]
    remarks = {(n, t): own.remarks[t] for n, own in bent.items() for t in range(own.turns)}
    for label in REMARKS:
        count = round(correction.remarks.get(label, 0.0) * len(later))
        order = _order(f"remark:{label}", later, seed)
        order.sort(key=lambda place: bool(remarks[place]))  # stable: empty ones first
        _change(remarks, order, label, count)
    kinds = {(n, t): own.kinds[t] for n, own in bent.items() for t in range(own.turns)}
    for kind in KINDS:
        count = round(correction.kinds.get(kind, 0.0) * len(bent))
        telling = {name for name, turn in kinds if kind in kinds[name, turn]}
        own = [_longest(bent[name], name) for name in bent if name not in telling]
        own += [place for place in kinds if kind in kinds[place]]
        _change(kinds, _order(f"kind:{kind}", own, seed), kind, count)
    return {
        name: replace(
            own,
            remarks=tuple(remarks[name, turn] for turn in range(own.turns)),
            kinds=tuple(kinds[name, turn] for turn in range(own.turns)),
        )
        for name, own in bent.items()
    }


def _longest(own: Session, name: str) -> Place:
    return name, max(range(own.turns), key=lambda turn: own.shares[turn])


def _order(name: str, places: Iterable[Place], seed: int) -> list[Place]:
    listed = sorted(places)
    rng = random_numbers("correction", seed, name)
    return [listed[place] for place in rng.permutation(len(listed))]


def _change(shown: dict[Place, Labels], order: list[Place], label: str, count: int) -> None:
    """Shows a label at ``count`` places more; fewer if that is negative."""
    without = [place for place in order if label not in shown[place]]
    having = [place for place in order if label in shown[place]]
    for place in without[: max(count, 0)]:
        shown[place] = (*shown[place], label)
    for place in having[: max(-count, 0)]:
        shown[place] = tuple(each for each in shown[place] if each != label)
