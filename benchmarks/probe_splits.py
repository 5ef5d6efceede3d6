"""Two samples of people, or of what else holds the null of a probe, by a number.

Most probes compare two sides: people of ``realsim`` are cut in two by groups. Those that need
what those people have not get it elsewhere: trials of one simulator at the same tasks (τ-bench),
ratings of the same systems (SimulatorArena), personas and traits (texts of CoMPosT, stories
of PersonaLLM) that are dealt anew, so that no text tells them.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np

from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.formats import read

DATA = Path(os.environ.get("USERGAP_DATA", "../shared/data"))
CELL = 25
"""Texts of each persona and topic that personas are dealt over."""
Sides = tuple[tuple[Dialogue, ...], tuple[Dialogue, ...]]


@dataclass(frozen=True)
class Source:
    """What plays people and simulator: ``split`` of a number gives both sides.

    ``what`` says it in a few words; ``settings`` are those of the probe.
    """

    what: str
    split: Callable[[int], Sides]
    settings: Mapping[str, str] = field(default_factory=dict)


@cache
def real_dialogues() -> tuple[Dialogue, ...]:
    """The real users of realsim."""
    return read(DATA / "realsim" / "real.jsonl").dialogues


def split(dialogues: Sequence[Dialogue], wanted: int | None, number: int) -> Sides:
    """Two sets of people that share no group; the second has ``wanted`` dialogues, or half.

    The second plays the simulator. No scenario is on both sides, so nothing pairs them.
    """
    block = connected_groups(
        [d.conversation_id for d in dialogues], [d.scenario_id for d in dialogues]
    )
    groups: dict[int, list[Dialogue]] = defaultdict(list)
    for name, dialogue in zip(block, dialogues, strict=True):
        groups[int(name)].append(dialogue)
    names = sorted(groups)
    _rng("split", number).shuffle(names)
    size = len(dialogues) // 2 if wanted is None else wanted
    second: list[Dialogue] = []
    first: list[Dialogue] = []
    for name in names:
        (second if len(second) < size else first).extend(groups[name])
    return tuple(first), tuple(second)


def people(wanted: int | None) -> Source:
    """The people of realsim, of whom ``wanted`` play the simulator, or half."""
    return Source("realsim, by groups", lambda number: split(real_dialogues(), wanted, number))


def halves_within(
    dialogues: Sequence[Dialogue], key: Callable[[Dialogue], Hashable], number: int
) -> Sides:
    """Half of the dialogues of each key to either side, an odd one to either by chance."""
    rng = _rng("halves", number)
    groups: dict[Hashable, list[Dialogue]] = defaultdict(list)
    for dialogue in dialogues:
        groups[key(dialogue)].append(dialogue)
    sides: tuple[list[Dialogue], list[Dialogue]] = ([], [])
    for each in groups.values():
        odd = int(rng.integers(2))
        for place, chosen in enumerate(rng.permutation(len(each)).tolist()):
            sides[(place + odd) % 2].append(each[chosen])
    return tuple(sides[0]), tuple(sides[1])


def dealt(
    dialogues: Sequence[Dialogue], within: Callable[[Dialogue], Hashable], number: int
) -> tuple[Dialogue, ...]:
    """The dialogues with their personas dealt anew among those of one key."""
    rng = _rng("deal", number)
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for place, dialogue in enumerate(dialogues):
        groups[within(dialogue)].append(place)
    found = list(dialogues)
    for mine in groups.values():
        for place, other in zip(mine, rng.permutation(mine).tolist(), strict=True):
            found[place] = replace(dialogues[place], persona=dialogues[other].persona)
    return tuple(found)


@cache
def _trials() -> tuple[Dialogue, ...]:
    return read(DATA / "tau" / "tau_bench_gpt4o_airline.json").dialogues


@cache
def _rated() -> tuple[Dialogue, ...]:
    return read(DATA / "chats" / "simulatorarena_document_creation.json").dialogues


@cache
def _texts() -> tuple[Dialogue, ...]:
    columns = {"user": "response", "domain": "topic", "persona": "persona"}
    path = DATA / "caricature" / "twitter_mini.csv"
    kept: dict[tuple[str | None, str | None], list[Dialogue]] = defaultdict(list)
    for dialogue in read(path, columns=columns).dialogues:
        kept[dialogue.persona, dialogue.domain].append(dialogue)
    return tuple(dialogue for each in kept.values() for dialogue in each[:CELL])


@cache
def _stories() -> tuple[Dialogue, ...]:
    """Stories with their role in words: a trait each, high or low."""
    from benchmarks.bigfive import CODES, stories

    def told(code: str) -> str:
        parts = code.split("_")
        return ", ".join(
            f"{trait}: {'high' if high in parts else 'low'}" for trait, (high, _) in CODES.items()
        )

    return tuple(replace(d, persona=told(d.persona or "")) for d in stories(DATA / "bigfive"))


def source_of(probe: str, wanted: int | None) -> Source:
    """What a probe's null is tried on; see the module."""
    if probe == "task":
        return Source(
            "4 trials of each of 50 tasks of tau-bench, 2 and 2",
            lambda number: halves_within(_trials(), lambda d: d.scenario_id, number),
        )
    if probe == "validity":
        return Source(
            "51 rated dialogues with 8 systems of SimulatorArena, halves of each system's",
            lambda number: halves_within(_rated(), lambda d: d.assistant_model, number),
            {"validity.rating": "overall_interaction_rating"},
        )
    if probe == "caricature":
        return Source(
            f"{CELL} texts a cell of CoMPosT, personas dealt anew within topics",
            lambda number: ((), dealt(_texts(), lambda d: d.domain, number)),
        )
    if probe == "separation":
        return Source(
            f"{CELL} texts a cell of CoMPosT, personas dealt anew within topics, halves",
            lambda number: halves_within(
                dealt(_texts(), lambda d: d.domain, number), lambda d: (d.persona, d.domain), number
            ),
        )
    if probe == "bigfive":
        return Source(
            "320 stories of PersonaLLM, roles dealt anew",
            lambda number: ((), dealt(_stories(), lambda _: None, number)),
        )
    return people(wanted)


def _rng(purpose: str, number: int) -> np.random.Generator:
    key = hashlib.sha256(f"{purpose} {number}".encode()).digest()
    return np.random.default_rng(np.frombuffer(key, np.uint32))
