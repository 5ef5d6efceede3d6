"""Seeds: real dialogues that a simulator was made from; its output must not meet them again.

A scenario's own parent is no seed: it is the partner that the output is compared with.
``extra["simulation"]["seeds"]`` is read by ``usergap.profiles.seeds``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from usergap.dialogues import Dialogue
from usergap.dialogues.likeness import said_hash
from usergap.simulate.participant import UserSimulator
from usergap.simulate.scenarios.scenario import Scenario

LISTED = 32
"""More seeds than this are listed in a run's first dialogue only; all state their digest."""


@dataclass(frozen=True)
class Seeds:
    """Ids and pair keys of real dialogues, and hashes of what their users said.

    ``copies``: the simulator says what they say on purpose (a replay), so that
    comparing it with them is what it is for.
    """

    ids: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    copies: bool = False
    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, dialogues: Iterable[Dialogue], *, copies: bool = False) -> Seeds:
        """The seeds that these real dialogues are."""
        kept = list(dialogues)
        pairs = (key for d in kept if (key := d.scenario_id or d.context_id) is not None)
        texts = (said for d in kept if (said := said_hash(d)) is not None)
        ids = tuple(d.id for d in kept)
        return cls(ids, tuple(dict.fromkeys(pairs)), copies, tuple(dict.fromkeys(texts)))

    def joined(self, other: Seeds) -> Seeds:
        """Both, each once."""
        if self == Seeds():
            return other
        return Seeds(
            tuple(dict.fromkeys((*self.ids, *other.ids))),
            tuple(dict.fromkeys((*self.pairs, *other.pairs))),
            self.copies or other.copies,
            tuple(dict.fromkeys((*self.texts, *other.texts))),
        )

    @cached_property
    def digest(self) -> str:
        """A hash that tells one list from another."""
        lines = "\n".join((*sorted(self.ids), "", *sorted(self.pairs), "", *sorted(self.texts)))
        return hashlib.sha256(lines.encode("utf-8", "replace")).hexdigest()[:16]


def seeds_of(user: UserSimulator, scenario: Scenario, seed: int) -> Seeds:
    """The seeds behind one conversation: the user's and those of its controls.

    A user or a control that has ``seeds(scenario, seed)`` says it itself; of a user
    without it all ``parents`` are seeds.
    """
    found = Seeds() if hasattr(user, "seeds") else Seeds(tuple(user.parents))
    makers: Sequence[Any] = (user, *getattr(user, "controls", ()))
    for maker in makers:
        if hasattr(maker, "seeds"):
            found = found.joined(maker.seeds(scenario, seed))
    return found


def seeds_record(seeds: Seeds, *, first: bool) -> dict[str, Any]:
    """What one dialogue states of its seeds, as JSON values; ``first`` of its run or not."""
    found: dict[str, Any] = {"count": len(seeds.ids), "digest": seeds.digest}
    if seeds.copies:
        found["copies"] = True
    if first or max(len(seeds.ids), len(seeds.pairs)) <= LISTED:
        found["ids"] = list(seeds.ids)
        if seeds.pairs:
            found["pairs"] = list(seeds.pairs)
        if seeds.texts:
            found["texts"] = list(seeds.texts)
    return found
