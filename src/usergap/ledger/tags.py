"""Tags: the provenance of a sample as names and values, filled, changed and demanded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from usergap.dialogues import NOT_RECORDED, Dialogue, Provenance
from usergap.errors import InputError
from usergap.formats.fields import parse_provenance
from usergap.formats.format import BadRowError

TAGS: tuple[str, ...] = tuple(field.name for field in fields(Provenance))
NOTHING = Provenance()

#: What METHODS demands of each sample before it may leave the ledger; by origin what only
#: people, or only makers, can have. Parents are no part: a sample may rightly have none.
DEMANDED = ("origin", "created", "domain", "task", "licence")
DEMANDED_OF_REAL = ("consent",)
DEMANDED_OF_SYNTHETIC = ("family", "generator", "generator_version", "settings_hash", "seed")


@dataclass(frozen=True, slots=True)
class Conflict(Exception):  # noqa: N818 - caught and put in words by who knows the sample
    """A tag that is recorded with another value."""

    tag: str
    recorded: object
    found: object


def known(provenance: Provenance) -> dict[str, Any]:
    """The tags that are recorded, by name, in DESIGN's order."""
    return {
        name: value
        for name, value in zip(TAGS, _values(provenance), strict=True)
        if value not in _OPEN
    }


_values = attrgetter(*TAGS)
_OPEN = (NOT_RECORDED, None, ())


def stated(provenance: Provenance) -> dict[str, Any]:
    """All tags for others to read: what is not known says so; seed and parents are left out."""
    return {
        name: value
        for name, value in zip(TAGS, _values(provenance), strict=True)
        if value not in (None, ())
    }


def provenance_of(dialogue: Dialogue) -> Provenance:
    """What a dialogue says of itself; domain and simulator fill tags that it leaves open."""
    stated = dialogue.provenance or NOTHING
    more: dict[str, Any] = {}
    if dialogue.domain and stated.domain == NOT_RECORDED:
        more["domain"] = dialogue.domain
    if dialogue.simulator and stated.generator == NOT_RECORDED:
        more["generator"] = dialogue.simulator
    return replace(stated, **more) if more else stated


def merged(base: Provenance, more: Mapping[str, Any], *, change: bool = False) -> Provenance:
    """``base`` with the recorded tags ``more``; raises Conflict where both are and differ.

    ``change`` lets the new value take the place of the old one. Returns ``base`` itself
    where nothing is new.
    """
    new: dict[str, Any] = {}
    for name, value in more.items():
        recorded = getattr(base, name)
        if recorded == value:
            continue
        if not change and recorded not in _OPEN:
            raise Conflict(name, recorded, value)
        new[name] = value
    return replace(base, **new) if new else base


def tags_from(told: Sequence[str], option: str = "--set") -> dict[str, Any]:
    """``["origin=real", "seed=7", "parents=a,b"]`` as tags. Raises InputError."""
    found: dict[str, Any] = {}
    for each in told:
        name, equals, value = (part.strip() for part in each.partition("="))
        if not equals or name not in TAGS or value in ("", NOT_RECORDED):
            raise InputError(
                f"{option}: expected TAG=VALUE with a tag of {', '.join(TAGS)}; found {each!r}"
            )
        found[name] = value
        if name == "parents":
            found[name] = [part.strip() for part in value.split(",") if part.strip()]
        elif name == "seed":
            try:
                found[name] = int(value)
            except ValueError:
                raise InputError(f"{option} seed: expected an integer, found {value!r}") from None
    return checked(found)


def checked(tags: Mapping[str, Any]) -> dict[str, Any]:
    """The tags as provenance spells them. Raises InputError for a name or value that is none."""
    if unknown := [name for name in tags if name not in TAGS]:
        raise InputError(f"expected tags of {', '.join(TAGS)}; found {unknown[0]!r}")
    try:
        return known(parse_provenance(tags) or NOTHING)
    except BadRowError as bad:
        raise InputError(f"{bad.field}: expected {bad.expected}, found {bad.found!r}") from None


def lacking(provenance: Provenance, demanded: Sequence[str] | None = None) -> list[str]:
    """The demanded tags that a sample lacks; by default those above, by its origin."""
    if demanded is None:
        more = {"real": DEMANDED_OF_REAL, "synthetic": DEMANDED_OF_SYNTHETIC}
        demanded = (*DEMANDED, *more.get(provenance.origin, ()))
    recorded = known(provenance)
    return [name for name in demanded if name not in recorded]
