"""Training, validation and held-out dialogues that share no user, conversation or words.

Whole groups stay together: over scenario, conversation, context and near-duplicates, as the
ledger groups them, and over people where the file names them. Where every dialogue has a time,
the held-out are the latest, validation the next, training all before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import groups_of_people
from usergap.errors import InputError
from usergap.ledger.mixing.near_duplicates import THRESHOLD
from usergap.ledger.mixing.splitting import drawn_groups, groups_of
from usergap.simulate.persona_agent.episodes import recorded_user
from usergap.train.flipping.times import time_of

Order = Literal["auto", "time", "random"]


@dataclass(frozen=True)
class Shares:
    """The shares of the dialogues to validate and to hold out."""

    validation: float = 0.1
    held_out: float = 0.1


@dataclass(frozen=True)
class Split:
    """Places of dialogues in each part, and their groups.

    ``by_time``: training came before validation, validation before the held-out.
    ``by_user``: no person is in two parts; None where the file names nobody. ``straddling``:
    dialogues in no part, older than a part that somebody of their group is in.
    """

    train: tuple[int, ...]
    validation: tuple[int, ...]
    held_out: tuple[int, ...]
    straddling: tuple[int, ...]
    group: tuple[int, ...]
    by_time: bool
    by_user: bool | None


def split_dialogues(
    dialogues: Sequence[Dialogue],
    shares: Shares = Shares(),
    *,
    order: Order = "auto",
    seed: int = 0,
    threshold: float = THRESHOLD,
) -> Split:
    """Part the dialogues. ``auto``: by time where each has one, else groups drawn by ``seed``.

    Raises InputError for shares that cannot be, an order by time without times, and where a
    part that was asked for would be empty.
    """
    if min(shares.validation, shares.held_out) < 0 or shares.validation + shares.held_out >= 1:
        raise InputError(
            "shares of validation and held-out: expected 0 or more, together below 1, found"
            f" {shares.validation:g} and {shares.held_out:g}"
        )
    group, joined = disjoint_groups(dialogues, threshold)
    times = [time_of(each) for each in dialogues]
    known = [time for time in times if time is not None]
    if order == "time" and len(known) < len(times):
        raise InputError(
            f"split by time: expected the time of every dialogue, found {len(times) - len(known)}"
            f" of {len(times)} without one"
        )
    by_time = order != "random" and bool(times) and len(known) == len(times)
    wanted = [round(share * len(dialogues)) for share in (shares.held_out, shares.validation)]
    held_out, validation, left = (_by_time(group, known, wanted) if by_time
                                  else _at_random(group, wanted, seed))  # fmt: skip
    taken = {*held_out, *validation, *left}
    train = [place for place in range(len(dialogues)) if place not in taken]
    parts = {"training": train, "held-out": held_out, "validation": validation}
    asked = {"training": 1, "held-out": shares.held_out, "validation": shares.validation}
    if empty := [name for name, part in parts.items() if asked[name] and not part]:
        raise InputError(
            f"{len(dialogues)} dialogues in {len(set(group))} groups: expected enough for every"
            f" part, found none for {empty[0]}"
        )
    return Split(
        tuple(train), tuple(validation), tuple(held_out), tuple(left), tuple(group), by_time, joined
    )


def disjoint_groups(
    dialogues: Sequence[Dialogue], threshold: float = THRESHOLD
) -> tuple[list[int], bool | None]:
    """A group per dialogue, and whether people were kept together; None: nobody is named.

    People who hang everything together are left aside (``groups_of_people``).
    """
    people = [recorded_user(each) for each in dialogues]
    group, joined = groups_of_people(people, groups_of(dialogues, threshold))
    return group, joined if any(person is not None for person in people) else None


def _by_time(
    group: Sequence[int], times: Sequence[datetime], wanted: Sequence[int]
) -> tuple[list[int], list[int], list[int]]:
    """The latest ``wanted[0]`` places, the ``wanted[1]`` before them, and what these bar."""
    rest = list(range(len(times)))
    parts: list[list[int]] = []
    barred: list[int] = []
    for number in wanted:
        part: list[int] = []
        if number and rest:
            cut = sorted((times[place] for place in rest), reverse=True)[:number][-1]
            part = [place for place in rest if times[place] >= cut]
        kin = {group[place] for place in part}
        barred += [place for place in rest if group[place] in kin and place not in set(part)]
        rest = [place for place in rest if group[place] not in kin]
        parts.append(part)
    return parts[0], parts[1], sorted(barred)


def _at_random(
    group: Sequence[int], wanted: Sequence[int], seed: int
) -> tuple[list[int], list[int], list[int]]:
    held_out = drawn_groups(group, set(), set(), wanted[0], seed)
    validation = drawn_groups(group, held_out, set(), wanted[1], seed + 1)
    return (
        [place for place, number in enumerate(group) if number in held_out],
        [place for place, number in enumerate(group) if number in validation],
        [],
    )
