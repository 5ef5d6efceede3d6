"""Two dialogues of one scenario side by side, with every label and value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from usergap.annotators.llm.view import clipped
from usergap.dimensions import MEASURES, Kind
from usergap.errors import InputError
from usergap.report.hostile import visible
from usergap.report.numbers import significant
from usergap.report.wording import label_for, words_for
from usergap.study.browsing.address import Address
from usergap.study.browsing.catalogue import Catalogue
from usergap.study.browsing.facing import REAL, Talk
from usergap.study.browsing.labelled import hits, labels_by_turn, value_of

LONGEST = 6000
LABELLED = ("intent", "feedback", "identity", "emotion")


@dataclass(frozen=True)
class Chip:
    """A label of a turn; ``chosen``: it is what the address asks for."""

    title: str
    measure: str
    chosen: bool


@dataclass(frozen=True)
class Said:
    """One message; ``turn`` 0 but for measured user turns. ``hit``: it has the label asked for."""

    role: str
    text: str
    turn: int
    chips: tuple[Chip, ...]
    hit: bool


@dataclass(frozen=True)
class Reading:
    """One side: a dialogue to read, and which of several runs it is."""

    side: str
    title: str
    dialogue: str
    facts: str
    messages: tuple[Said, ...]
    runs: int
    run: int


@dataclass(frozen=True)
class BesideView:
    """Both sides; ``values``: measure, real, simulated. ``before, after``: other turns found."""

    readings: tuple[Reading | None, Reading | None]
    scenario: bool
    values: tuple[tuple[str, str, str], ...]
    before: Address | None
    after: Address | None
    place: int
    total: int


def beside_view(catalogue: Catalogue, address: Address) -> BesideView:
    """Raises InputError where there is no such dialogue."""
    facing = catalogue.facing(address)
    mine, other = (
        (facing.real, facing.simulated) if address.side == REAL else (facing.simulated, facing.real)
    )
    talk = mine.of(address.dialogue) if mine is not None else None
    if talk is None:
        raise InputError(f"dialogue: expected one of this comparison, found {address.dialogue!r}")
    partners = [] if other is None else other.partners(talk)
    run = min(max(1, address.run), len(partners)) if partners else 0
    shown = _reading(address.side or "simulated", facing.simulator, talk, address, 1, 1)
    across = "simulated" if address.side == REAL else REAL
    faced = (
        _reading(across, facing.simulator, partners[run - 1], address, len(partners), run)
        if partners
        else None
    )
    pair = (talk, partners[run - 1] if partners else None)
    both = (shown, faced)
    if address.side != REAL:
        both, pair = (faced, shown), pair[::-1]  # type: ignore[assignment]
    before, after, place, total = _neighbours(catalogue, address)
    return BesideView(both, bool(partners), _values(pair), before, after, place, total)


def _reading(
    side: str, simulator: str, talk: Talk, address: Address, runs: int, run: int
) -> Reading:
    dialogue = talk.dialogue
    known = [f"{len(dialogue.turns)} user turns", dialogue.domain, dialogue.assistant_model]
    return Reading(
        side,
        "Real user" if side == REAL else simulator,
        dialogue.id,
        " · ".join(visible(one) for one in known if one),
        tuple(_messages(talk, address)),
        runs,
        run,
    )


def _messages(talk: Talk, address: Address) -> list[Said]:
    labels = {name: labels_by_turn(MEASURES[name], talk) for name in LABELLED if name in MEASURES}
    said, number = [], 0
    for index, message in enumerate(talk.dialogue.messages):
        if message.role not in ("user", "assistant"):
            continue
        text = visible(clipped(message.content, LONGEST * 2 // 3, LONGEST // 3))
        if message.role == "assistant" or index < talk.dialogue.context_length:
            if text.strip():
                said.append(Said(message.role, text, 0, (), False))
            continue
        number += 1
        given = [(name, x) for name, turns in labels.items() for x in turns[number - 1] or ()]
        chips = tuple(
            Chip(label_for(x), words_for(name).title, (name, x) == (address.measure, address.label))
            for name, x in given
            if x not in ("none", "no_feedback", "neutral") or name == address.measure
        )
        said.append(Said("user", text, number, chips, any(chip.chosen for chip in chips)))
    return said


def _values(pair: Sequence[Talk | None]) -> tuple[tuple[str, str, str], ...]:
    """Numbers of both dialogues."""
    rows = []
    for name, dimension in MEASURES.items():
        if dimension.kind is Kind.NUMBER:
            real, simulated = (
                significant(None if talk is None else value_of(dimension, talk)) for talk in pair
            )
            rows.append((words_for(name).title, real, simulated))
    return tuple(rows)


def _neighbours(
    catalogue: Catalogue, address: Address
) -> tuple[Address | None, Address | None, int, int]:
    """The turns before and after in the list that the address came from."""
    if address.measure not in catalogue.measures:
        return None, None, 0, 0
    side = REAL if address.side == REAL else "simulated"
    talks = catalogue.facing(address).talks(side, address.domain)
    found = hits(catalogue.dimension(address), talks, address.label, address.order)
    keys = [(hit.talk.dialogue.id, hit.turn.number) for hit in found]
    here = (address.dialogue, address.turn)
    if here not in keys:
        return None, None, 0, len(keys)
    place = keys.index(here)
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place + 1 < len(keys) else None
    one, other = (
        None if x is None else _at(address, dialogue=x[0], turn=x[1]) for x in (before, after)
    )
    return one, other, place + 1, len(keys)


def _at(address: Address, *, dialogue: str, turn: int) -> Address:
    return replace(address, dialogue=dialogue, turn=turn, run=0)
