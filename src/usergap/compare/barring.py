"""Barring: real dialogues that a simulator was made from are not compared with its output.

A simulator that has seen a real dialogue is close to it for a reason that says nothing
about other users. Left out are the seeds, real dialogues of the same scenario or conversation
(the units that a comparison resamples), and simulated dialogues of those scenarios; for
all simulators alike, so that they meet the same real users.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import pyarrow as pa

from usergap.compare.sides import column
from usergap.errors import InputError
from usergap.profiles import Profile
from usergap.profiles.seeds import SeedHashes, hashed, marks, seeds_of_profile

SHOWN = 10


class Barred(NamedTuple):
    """Both sides without what is barred, and sentences for the reader."""

    real: Profile
    simulated: tuple[Profile, ...]
    notes: tuple[str, ...] = ()


def bar_seeds(real: Profile, *simulated: Profile) -> Barred:
    """Leave out the real dialogues that the simulators were made from, and their partners.

    Real dialogues are known by id, scenario and what their users said where the text is
    at hand, by the hash of their scenario where it is not. A replay's own dialogues stay:
    copying them is what it is for. Raises InputError where nothing is left of a side.
    """
    stated = [seeds_of_profile(profile.metadata) for profile in simulated]
    seeds = reduce(SeedHashes.joined, stated, SeedHashes())
    if seeds == SeedHashes():
        return Barred(real, simulated)
    notes = _doubts(real, simulated, stated)
    pairs = column(real.table, "pair")
    groups = column(real.table, "group")
    hit = {
        group
        for group, known, pair in zip(groups, _marks(real), pairs, strict=True)
        if pair in seeds.pairs or known & seeds.ids
    }
    barred = [group in hit for group in groups]
    ids = _ids(real)
    kept = _without(real, barred)
    gone = {str(pair) for pair, out in zip(pairs, barred, strict=True) if out and pair}
    # where a dialogue has no scenario id, its own id names the scenario made from it
    gone |= {hashed(name) for name, out in zip(ids, barred, strict=True) if out and name}
    sides = []
    for profile in simulated:
        there = [pair in gone for pair in column(profile.table, "pair")]
        sides.append(_without(profile, there))
        if any(there):
            notes.append(
                f"{profile.name}: {sum(there)} simulated dialogues are left out, because their"
                " scenario is that of such a real dialogue"
            )
    if any(barred):
        makers = [p.name for p, its in zip(simulated, stated, strict=True) if its.ids]
        notes.insert(0, _left_out(real, barred, ids, makers))
    for before, after in zip((real, *simulated), (kept, *sides), strict=True):
        if len(before) and not len(after):
            raise InputError(
                f"{before.name}: expected dialogues that no simulator was made from, found none:"
                f" all {len(before)} are barred; compare with real dialogues of another split"
            )
    return Barred(kept, tuple(sides), tuple(notes))


def _doubts(real: Profile, simulated: tuple[Profile, ...], stated: list[SeedHashes]) -> list[str]:
    notes = []
    for profile, seeds in zip(simulated, stated, strict=True):
        if seeds.copied:
            notes.append(
                f"{profile.name}: a replay of {len(seeds.copied)} real dialogues; against these"
                " it shows what the assistant alone changes, and is no simulator of users"
            )
        if seeds.unlisted:
            notes.append(
                f"{profile.name}: {seeds.unlisted} dialogues do not list the real ones that their"
                " simulator was made from (the first of their run does, which is not here):"
                " whether they are compared with these cannot be checked"
            )
        if seeds.ids and real.texts is None:
            unknown = sum(pair is None for pair in column(real.table, "pair"))
            if unknown or not seeds.pairs:
                notes.append(
                    f"{profile.name}: it was made from real dialogues, and {real.name} holds no"
                    f" ids: whether they are among {unknown or len(real)} of its dialogues cannot"
                    " be checked"
                )
    return notes


def _left_out(real: Profile, barred: list[bool], ids: list[str | None], makers: list[str]) -> str:
    names = [name for name, out in zip(ids, barred, strict=True) if out and name is not None]
    shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
    return (
        f"{sum(barred)} of {len(real)} real dialogues are left out, because they, or one of"
        f" their scenario or conversation, went into the making of {' and '.join(makers)}"
        + (f": {shown}" if shown else "")
    )


def _marks(profile: Profile) -> list[frozenset[str]]:
    if profile.texts is None:
        return [frozenset()] * len(profile)
    return [marks(dialogue) for dialogue in profile.texts.corpus]


def _ids(profile: Profile) -> list[str | None]:
    if profile.texts is None:
        return [None] * len(profile)
    return [dialogue.id for dialogue in profile.texts.corpus]


def _without(profile: Profile, barred: list[bool]) -> Profile:
    if not any(barred):
        return profile
    kept = [not out for out in barred]
    texts = None if profile.texts is None else profile.texts.keeping(kept)
    return replace(profile, table=profile.table.filter(pa.array(kept, pa.bool_())), texts=texts)
