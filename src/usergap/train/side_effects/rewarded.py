"""Which rows of the table were rewarded: measures, dimensions or probes by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from usergap.dimensions import MEASURES
from usergap.errors import InputError
from usergap.train.rewards.combination import parse
from usergap.train.rewards.registry import reward_named

PROBES = ("praise", "disclosure", "stereotype")
"""Probes of the table beside the measures."""


def rewarded_rows(names: Iterable[str]) -> frozenset[str]:
    """Ids of measures and probes that ``names`` mean: ids, dimensions (length), probes.

    A probe and the measure on which it rests are rewarded together: praise with feedback,
    disclosure with identity. Raises InputError for a name that means nothing.
    """
    parts = {measure.part_of for measure in MEASURES.values()}
    found: set[str] = set()
    for name in (each.strip() for each in names):
        own = {m for m, measure in MEASURES.items() if name in (m, measure.part_of)}
        own |= {probe for probe in PROBES if probe == name}
        if not own:
            known = sorted({*MEASURES, *parts, *PROBES})
            raise InputError(f"rewarded: expected {', '.join(known)}; found {name!r}")
        found |= own
    for measure, probe in (("feedback", "praise"), ("identity", "disclosure")):
        if found & {measure, probe}:
            found |= {measure, probe}
    return frozenset(found)


def paid_by(rewards: str, settings: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Measures and probes that the rewards of a run pay for by name ("profile,coverage=0.3").

    A reward that holds a reply against the real one as a whole pays for none. Raises InputError.
    """
    found: dict[str, None] = {}
    for name in parse(rewards):
        chosen = (settings or {}).get(f"{name}.measures")
        paid = reward_named(name).pays if chosen is None else chosen.split("+")
        found |= dict.fromkeys(each.strip() for each in paid)
    return tuple(found)


def names_of(text: str) -> Sequence[str]:
    """``"length,feedback"`` as names."""
    return [part for part in (each.strip() for each in text.split(",")) if part]
