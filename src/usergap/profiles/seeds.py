"""Seeds of simulated dialogues in a profile: which real ones they must not be compared with.

A profile holds no ids: hashes of seeds' ids, of what their users said and of their pair
keys stand in its metadata, the pair keys in the spelling of the column ``pair``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from usergap.dialogues import Dialogue
from usergap.dialogues.likeness import said_hash

KEY = "seeds"
HASH = "sha256:"
"""Before a pair key that is known by its hash only: the maker had a profile, not the text."""


@dataclass(frozen=True)
class SeedHashes:
    """What a simulated side was made from.

    ``ids``: hashes of ids and of what users said; ``pairs``: of pair keys. ``copied``:
    those of dialogues that are copied on purpose (a replay), which are no seeds.
    ``unlisted``: dialogues whose seeds are listed in a dialogue that is not here, so that
    they cannot be known.
    """

    ids: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    unlisted: int = 0

    def joined(self, other: SeedHashes) -> SeedHashes:
        """Those of two sides."""
        return SeedHashes(
            self.ids | other.ids,
            self.pairs | other.pairs,
            self.copied | other.copied,
            self.unlisted + other.unlisted,
        )


def hashed(text: str) -> str:
    """The hash of an id or a pair key; the same as in the column ``pair``."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def marks(dialogue: Dialogue) -> frozenset[str]:
    """The hashes by which a real dialogue is known: of its id and of what its user said."""
    said = said_hash(dialogue)
    return frozenset((hashed(dialogue.id), *([] if said is None else [said])))


class Seeds:
    """Collects the seeds that dialogues state in ``extra["simulation"]["seeds"]``."""

    def __init__(self) -> None:
        self._seeds: set[str] = set()
        self._pairs: set[str] = set()
        self._copied: set[str] = set()
        self._known: set[str] = set()  # digests of the lists that are here
        self._asked: Counter[str] = Counter()

    def add(self, dialogue: Dialogue) -> None:
        """Take what one dialogue states."""
        stated = _stated(dialogue)
        if stated is None:
            return
        digest = str(stated.get("digest", ""))
        if not isinstance(stated.get("ids"), list):
            self._asked[digest] += 1
        elif not digest or digest not in self._known:
            self._known.add(digest)
            if stated.get("copies") is True:
                self._copied |= _hashes(stated["ids"])
            else:
                self._seeds |= _hashes(stated["ids"]) | _texts(stated.get("texts"))
                self._pairs |= _hashes(stated.get("pairs"))

    def found(self) -> SeedHashes:
        """What all dialogues so far state."""
        unlisted = sum(n for digest, n in self._asked.items() if digest not in self._known)
        return SeedHashes(
            frozenset(self._seeds), frozenset(self._pairs), frozenset(self._copied), unlisted
        )


def seeds_in(dialogues: Iterable[Dialogue]) -> SeedHashes:
    """The seeds that dialogues state."""
    seeds = Seeds()
    for dialogue in dialogues:
        seeds.add(dialogue)
    return seeds.found()


def seeds_metadata(seeds: SeedHashes) -> dict[str, Any]:
    """The entry of a profile's metadata; nothing where there are no seeds."""
    if seeds == SeedHashes():
        return {}
    return {
        KEY: {
            "ids": sorted(seeds.ids),
            "pairs": sorted(seeds.pairs),
            "copied": sorted(seeds.copied),
            "unlisted": seeds.unlisted,
        }
    }


def seeds_of_profile(metadata: Mapping[str, Any]) -> SeedHashes:
    """The seeds that a profile's metadata states."""
    stated = metadata.get(KEY)
    if not isinstance(stated, Mapping):
        return SeedHashes()
    seeds, pairs, copied = (
        frozenset(map(str, stated.get(name, ()))) for name in ("ids", "pairs", "copied")
    )
    return SeedHashes(seeds, pairs, copied, int(stated.get("unlisted", 0)))


def _stated(dialogue: Dialogue) -> Mapping[str, Any] | None:
    simulation = dialogue.extra.get("simulation")
    stated = simulation.get(KEY) if isinstance(simulation, Mapping) else None
    return stated if isinstance(stated, Mapping) else None


def _hashes(values: object) -> set[str]:
    if not isinstance(values, list):
        return set()
    texts = [each for each in values if isinstance(each, str)]
    return {x.removeprefix(HASH) if x.startswith(HASH) else hashed(x) for x in texts}


def _texts(values: object) -> set[str]:
    return {x for x in values if isinstance(x, str)} if isinstance(values, list) else set()
