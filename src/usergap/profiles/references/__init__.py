"""Profiles of real users that ship with the package, so that anyone can begin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from usergap.errors import InputError
from usergap.profiles.parquet import read_profile
from usergap.profiles.profile import Profile
from usergap.profiles.references.yardstick import Yardstick

ALL = "all"


@dataclass(frozen=True)
class Reference:
    """A shipped profile's card: whose users, how many, how made, under which terms."""

    name: str
    title: str
    dialogues: int
    turns: int
    source: str
    terms: str
    selection: str
    made: str
    limits: tuple[str, ...]


def reference_names() -> tuple[str, ...]:
    """The names that ``load_reference`` takes, without ``all``."""
    cards = (path.name for path in files(__package__).iterdir() if path.name.endswith(".json"))
    return tuple(sorted(name.removesuffix(".json") for name in cards if name != "margins.json"))


def reference_card(name: str) -> Reference:
    """The card of a shipped profile. Raises ``InputError`` for an unknown name."""
    if name not in reference_names():
        known = ", ".join((*reference_names(), ALL))
        raise InputError(f"reference: expected one of {known}, found {name!r}")
    card = json.loads(files(__package__).joinpath(f"{name}.json").read_text("utf-8"))
    return Reference(**{**card, "limits": tuple(card["limits"])})


def load_reference(name: str = ALL) -> Profile:
    """A shipped profile of real users; ``all`` joins them into one."""
    if name != ALL:
        reference_card(name)
        with as_file(files(__package__).joinpath(f"{name}.parquet")) as path:
            return read_profile(path, name)
    return join([load_reference(each) for each in reference_names()], ALL)


def shipped_yardsticks() -> Mapping[str, Yardstick]:
    """How far WildChat users are from LMSYS users, per measure: a human-human yardstick.

    Units as in a comparison's rows. Made by ``scripts/build_references.py``.
    """
    found = json.loads(files(__package__).joinpath("margins.json").read_text("utf-8"))
    return {name: Yardstick.from_json(each) for name, each in found["margins"].items()}


def shipped_margins() -> Mapping[str, float]:
    """The yardsticks' distances on labels as given, without what chance adds to them."""
    return {name: each.raw.margin for name, each in shipped_yardsticks().items()}


def join(profiles: list[Profile], name: str) -> Profile:
    """Several profiles as one; rows and groups are numbered anew.

    Raises ``InputError`` where annotators or versions differ.
    """
    first = profiles[0].metadata
    for profile in profiles[1:]:
        for key in ("annotators", "dimensions"):
            if profile.metadata[key] != first[key]:
                raise InputError(
                    f"{profile.name}: {key}: expected those of {profiles[0].name}, found others"
                )
    tables, rows, groups = [], 0, 0
    for profile in profiles:
        table = profile.table
        table = table.set_column(
            0, "dialogue", pc.add(table["dialogue"], pa.scalar(rows, pa.int32()))
        )
        table = table.set_column(1, "group", pc.add(table["group"], pa.scalar(groups, pa.int32())))
        rows += table.num_rows
        groups = (pc.max(table["group"]).as_py() or 0) + 1
        tables.append(table)
    metadata: dict[str, Any] = {
        **first,
        "name": name,
        "sha256": "+".join(dict.fromkeys(profile.metadata["sha256"] for profile in profiles)),
        "dialogues": rows,
        "dropped": sum(profile.metadata["dropped"] for profile in profiles),
        "notes": _sum_notes(profiles),
    }
    return Profile(name, pa.concat_tables(tables).combine_chunks(), metadata)


def _sum_notes(profiles: list[Profile]) -> dict[str, int]:
    notes: dict[str, int] = {}
    for profile in profiles:
        for note, count in profile.metadata["notes"].items():
            notes[note] = notes.get(note, 0) + count
    return notes
