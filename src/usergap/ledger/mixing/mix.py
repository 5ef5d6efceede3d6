"""``mix``: a training set with a deliberate ratio, and what was held out for it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from usergap.dialogues import NOT_RECORDED, Corpus, Dialogue, Provenance
from usergap.errors import InputError
from usergap.ledger.mixing.near_duplicates import THRESHOLD
from usergap.ledger.mixing.quotas import Cell, quotas
from usergap.ledger.mixing.splitting import Split, split
from usergap.ledger.origins import made_by

Side = Literal["real", "synthetic"]
HELD_OUT: Final = 0.2


@dataclass(frozen=True)
class Settings:
    """What decides a mix besides its files.

    ``ratio``: share of synthetic dialogues in the training set. ``held_out``: share of the
    real dialogues that is never trained on. ``by``: ``domain`` keeps the ratio in every
    domain, ``none`` only over all. ``size``: dialogues in all, None for as many as can be.
    """

    ratio: float
    seed: int
    held_out: float = HELD_OUT
    by: Literal["domain", "none"] = "domain"
    size: int | None = None
    threshold: float = THRESHOLD


@dataclass(frozen=True)
class Sample:
    """A dialogue of a mix, with the file that it came from, its id there, and its part."""

    dialogue: Dialogue
    file: str
    id: str
    part: Literal["train", "anchor", "held-out"]


@dataclass(frozen=True)
class Mix:
    """The training samples, the real held-out, and what was left out and why."""

    settings: Settings
    train: tuple[Sample, ...]
    held_out: tuple[Sample, ...]
    left_out: tuple[tuple[str, str, str], ...]  # file, id, reason
    barred: int

    @property
    def ratio(self) -> float:
        """The share of synthetic dialogues that came about."""
        origins = Counter(_origin(one.dialogue) for one in self.train)
        return origins["synthetic"] / len(self.train)


def mix(
    real: Corpus, synthetic: Sequence[Corpus], settings: Settings, anchor: Corpus | None = None
) -> Mix:
    """Draw a training set. ``anchor``: real dialogues that all enter it.

    The held-out is drawn before anything else and does not depend on the ratio, so that
    mixes of one seed are tested on the same people. Raises InputError for a side that says
    it is the other one, and where supply or settings do not allow the mix.
    """
    if not 0 <= settings.held_out < 1:
        raise InputError(f"--held-out: expected a share from 0 to 1, found {settings.held_out}")
    people = [_Given(real.name, each, "real") for each in real]
    anchors = [_Given(anchor.name, each, "real") for each in anchor] if anchor else []
    made = [_Given(corpus.name, each, "synthetic") for corpus in synthetic for each in corpus]
    parts = split(
        [one.dialogue for one in people],
        [one.dialogue for one in made],
        [one.dialogue for one in anchors],
        share=settings.held_out,
        seed=settings.seed,
        threshold=settings.threshold,
    )
    copied = _copies(made, [*people, *anchors], parts)
    twice = {one.dialogue.messages for one in anchors}
    free = [people[i] for i in parts.free if people[i].dialogue.messages not in twice]
    usable = [made[i] for i in parts.usable if i not in copied]
    chosen = _drawn(anchors, free, usable, settings)
    names = _Names()
    held_out = tuple(names.sample(people[i], "held-out") for i in parts.held_out)
    train = tuple(names.sample(one, "anchor" if one in anchors else "train") for one in chosen)
    left = tuple(
        (made[i].file, made[i].dialogue.id, why) for i, why in (parts.left_out | copied).items()
    )
    return Mix(settings, train, held_out, left, parts.barred)


@dataclass(frozen=True)
class _Given:
    """A dialogue as it was given: the name of its corpus, and its side."""

    file: str
    dialogue: Dialogue
    side: Side

    def __post_init__(self) -> None:
        stated = _origin(self.dialogue)
        if stated not in (NOT_RECORDED, self.side):
            raise InputError(
                f"{self.file}: dialogue {self.dialogue.id!r}: origin: expected {self.side}, "
                f"found {stated}"
            )
        if self.side == "real" and (maker := made_by(self.dialogue)):
            raise InputError(
                f"{self.file}: dialogue {self.dialogue.id!r}: origin: expected real, found one "
                f"made by {maker}"
            )


def _copies(made: list[_Given], people: list[_Given], parts: Split) -> dict[int, str]:
    """Why synthetic dialogues, by place, are none: they say what a real one says, to the word."""
    said = {one.dialogue.messages: one.dialogue.id for one in people}
    return {
        place: f"the same, word for word, as real {said[made[place].dialogue.messages]}"
        for place in parts.usable
        if made[place].dialogue.messages in said
    }


def _drawn(
    anchors: list[_Given], free: list[_Given], made: list[_Given], settings: Settings
) -> list[_Given]:
    def stratum(one: _Given) -> Cell:
        return (one.dialogue.domain or "") if settings.by == "domain" else "", one.side

    wanted = quotas(Counter(map(stratum, [*anchors, *free, *made])), settings.ratio, settings.size)
    pools: dict[Cell, list[_Given]] = defaultdict(list)
    for one in [*free, *made]:
        pools[stratum(one)].append(one)
    rng = random.Random(f"mix {settings.seed}")
    chosen = list(anchors)
    held = Counter(map(stratum, anchors))
    for cell, number in held.items():
        if number > wanted.get(cell, 0):
            raise InputError(
                f"--anchor: domain {cell[0]!r}: expected at most {wanted.get(cell, 0)} dialogues "
                f"at this ratio and size, found {number}"
            )
    for cell in sorted(wanted):
        pool = pools[cell]
        rng.shuffle(pool)
        chosen += pool[: wanted[cell] - held[cell]]
    rng.shuffle(chosen)
    return chosen


class _Names:
    """Ids that are unique in one mix: a real and a synthetic dialogue may share theirs."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()

    def sample(self, one: _Given, part: Literal["train", "anchor", "held-out"]) -> Sample:
        """The dialogue with side and part in its provenance."""
        name = one.dialogue.id
        if self.taken[name]:
            name = f"{one.file}:{name}"
        if self.taken[name]:
            name = f"{name}:{self.taken[name] + 1}"
        self.taken[name] += 1
        known = one.dialogue.provenance or Provenance()
        place = "held-out" if part == "held-out" else "train"
        stated = replace(known, origin=one.side, split=place)
        dialogue = replace(one.dialogue, id=name, provenance=stated)
        return Sample(dialogue, one.file, one.dialogue.id, part)


def _origin(dialogue: Dialogue) -> str:
    return dialogue.provenance.origin if dialogue.provenance else NOT_RECORDED
