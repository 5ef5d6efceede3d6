"""Seeded pairs of lines: contradictions, paraphrases and near misses, of our own wordings.

``consistency_wordings.json`` holds, for each kind of fact, wordings to develop the rule judge
on, and ``held`` ones: written apart, measured once, and no rule was changed to meet them.
Earlier held-out sets are among those to develop on. ``likes`` has a second held-out set,
``latest``, written before its rules were widened. ``{v}`` stands for a value. Kinds are
*plain* (values exclude each other), *polar* (said, denied) or *named* (values with wordings
of their own, and the pairs of values that exclude each other).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

Split = Literal["develop", "held", "latest"]
_DATA: dict[str, Any] = json.loads(
    Path(__file__).with_name("consistency_wordings.json").read_text("utf-8")
)
KINDS: dict[str, dict[str, Any]] = _DATA["kinds"]
DECOYS: list[str] = _DATA["decoys"]
"""Sentences that state none of these facts about the speaker."""
AROUND: list[str] = ["{s}", "{s}", *_DATA["around"]]
"""Small talk around a sentence."""
RELATED = (
    {"diet", "likes", "habits"}, {"marital", "gender"}, {"pets", "likes", "possessions"},
    {"children", "marital", "gender"}, {"home", "origin"},
)  # fmt: skip
"""Kinds of which a fact may exclude one of another kind."""


@dataclass(frozen=True)
class Said:
    """A sentence, the wording that it is made from, and the value that it says or denies."""

    value: tuple[str, bool]
    wording: str
    text: str


def pool(kind: dict[str, Any], split: Split) -> list[Said]:
    """Every wording of a split with every value; a kind without a second held-out set has one."""
    wordings = kind.get(split, kind["held"])
    if kind["form"] == "named":
        return [Said((value, True), w, w) for value, each in wordings.items() for w in each]
    sides = (wordings, []) if kind["form"] == "plain" else wordings
    return [
        Said((value, said), w, w.replace("{v}", value))
        for value in kind["values"]
        for said, each in zip((True, False), sides, strict=True)
        for w in each
    ]


def exclude(kind: dict[str, Any], one: Said, other: Said) -> bool:
    """Whether both sentences cannot be true, by construction."""
    (value, said), (also, as_well) = one.value, other.value
    if kind["form"] == "plain":
        return value != also
    if kind["form"] == "named":
        return [value, also] in kind["excluding"] or [also, value] in kind["excluding"]
    return value == also and said != as_well


def pairs(name: str, split: Split, number: int, seed: int = 0) -> dict[str, list[tuple[str, str]]]:
    """``number`` pairs each of contradictions, paraphrases and near misses of a kind of fact.

    A paraphrase says the same value in another wording. A near miss is a fact of an
    unrelated kind, or a sentence about somebody else.
    """
    kind, rng = KINDS[name], Random(f"{seed}:{name}:{split}")
    said = pool(kind, split)
    unrelated = [o for o in KINDS if o != name and not any({name, o} <= each for each in RELATED)]
    foreign = [s for other in unrelated for s in pool(KINDS[other], split)]
    decoys = [Said(("", True), text, text) for text in DECOYS]
    near = [*foreign, *decoys * max(1, len(foreign) // (2 * len(decoys)))]

    def drawn(wanted: Callable[[Said, Said], bool], others: list[Said]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        while len(found) < number:
            one, other = rng.choice(said), rng.choice(others)
            if wanted(one, other):
                two = [rng.choice(AROUND).replace("{s}", s.text) for s in (one, other)]
                rng.shuffle(two)
                found.append((two[0], two[1]))
        return found

    return {
        "contradiction": drawn(lambda a, b: exclude(kind, a, b), said),
        "paraphrase": drawn(lambda a, b: a.value == b.value and a.wording != b.wording, said),
        "near miss": drawn(lambda _a, _b: True, near),
    }
