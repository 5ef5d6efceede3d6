"""Seeded pairs of lines: contradictions, paraphrases and near misses, of our own wordings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.consistency_wordings import AROUND, DECOYS, KINDS, Kind, Named, Plain

Split = Literal["develop", "held"]


@dataclass(frozen=True)
class Said:
    """A sentence, the wording that it is made from, and the value that it states."""

    value: tuple[str, bool]
    wording: str
    text: str


def pool(kind: Kind, split: Split) -> list[Said]:
    """Every wording of a split with every value."""
    found: list[Said] = []
    for part in ("develop", "first", "second", "third") if split == "develop" else ("held",):
        wordings = getattr(kind, part)
        if isinstance(kind, Named):
            found += [Said((value, True), w, w) for value, each in wordings.items() for w in each]
            continue
        sides = (wordings, ()) if isinstance(kind, Plain) else wordings
        found += [
            Said((value, said), w, w.replace("{v}", value))
            for value in kind.values
            for said, each in zip((True, False), sides, strict=True)
            for w in each
        ]
    return found


def exclude(kind: Kind, one: Said, other: Said) -> bool:
    """Whether both sentences cannot be true, by construction."""
    (value, said), (also, as_well) = one.value, other.value
    if isinstance(kind, Plain):
        return value != also
    if isinstance(kind, Named):
        return (value, also) in kind.excluding or (also, value) in kind.excluding
    return value == also and said != as_well


def pairs(name: str, split: Split, number: int, seed: int = 0) -> dict[str, list[tuple[str, str]]]:
    """``number`` pairs each of contradictions, paraphrases and near misses of a kind of fact.

    A paraphrase says the same value in another wording. A near miss is a fact of another
    value that excludes nothing, of another kind, or a sentence about somebody else.
    """
    kind, rng = KINDS[name], Random(f"{seed}:{name}:{split}")
    said = pool(kind, split)
    foreign = [
        s for other, k in KINDS.items() if other != name for s in _safe(name, other, k, split)
    ]

    def drawn(wanted: Callable[[Said, Said], bool], others: list[Said]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        while len(found) < number:
            one, other = rng.choice(said), rng.choice(others)
            if wanted(one, other):
                two = [rng.choice(AROUND).replace("{s}", s.text) for s in (one, other)]
                rng.shuffle(two)
                found.append((two[0], two[1]))
        return found

    decoys = [Said(("", True), text, text) for text in DECOYS]
    near = [*foreign, *decoys * max(1, len(foreign) // (2 * len(decoys)))]
    return {
        "contradiction": drawn(lambda a, b: exclude(kind, a, b), said),
        "paraphrase": drawn(lambda a, b: a.value == b.value and a.wording != b.wording, said),
        "near miss": drawn(lambda _a, _b: True, near),
    }


def _safe(name: str, other: str, kind: Kind, split: Split) -> list[Said]:
    """Facts of another kind that exclude none of this kind."""
    clashing = (
        {"diet", "likes", "habits"}, {"marital", "gender"}, {"pets", "likes", "possessions"},
        {"children", "marital", "gender"}, {"home", "origin"}, {"age", "home"},
    )  # fmt: skip
    if any({name, other} <= group for group in clashing):
        return []
    return pool(kind, split)
