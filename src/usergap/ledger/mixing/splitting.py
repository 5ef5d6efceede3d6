"""The real held-out: whole groups that no training dialogue has anything to do with.

Dialogues of one scenario, conversation or context, and near-duplicates, are one group. A
group with an anchor or a few-shot seed is for training only. A group with a parent of
synthetic dialogues is held out last, and then its children do not enter training.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from usergap.dialogues import Dialogue
from usergap.dialogues.grouping import connected_groups
from usergap.errors import InputError
from usergap.ledger.mixing.kinship import lineages, names_of
from usergap.ledger.mixing.near_duplicates import THRESHOLD, near_groups, nearest
from usergap.ledger.mixing.shingles import compared_text, shingles
from usergap.profiles.seeds import hashed, marks, seeds_in


@dataclass(frozen=True)
class Split:
    """Places: of real dialogues held out and free for training, of synthetic ones that may enter.

    ``barred``: real dialogues that may not be held out. ``left_out``: why a synthetic
    dialogue, by place, does not enter.
    """

    held_out: tuple[int, ...]
    free: tuple[int, ...]
    usable: tuple[int, ...]
    barred: int
    left_out: dict[int, str]


def split(
    real: Sequence[Dialogue],
    synthetic: Sequence[Dialogue],
    anchors: Sequence[Dialogue] = (),
    *,
    share: float,
    seed: int,
    threshold: float = THRESHOLD,
) -> Split:
    """Hold out ``share`` of the real dialogues, in whole groups drawn by ``seed``.

    Raises InputError where seeds cannot be known or too few dialogues can be held out.
    """
    seeds = seeds_in(synthetic)
    if seeds.unlisted:
        raise InputError(
            f"{seeds.unlisted} synthetic dialogues state seeds that are listed in a dialogue that "
            "is not here, so that none can be kept out of the held-out: give the whole file"
        )
    people = [*anchors, *real]
    group = groups_of(people, threshold)
    barred = {group[place] for place in range(len(anchors))}
    for number, dialogue in zip(group, people, strict=True):
        pair = dialogue.scenario_id or dialogue.context_id
        if marks(dialogue) & seeds.ids or (pair is not None and hashed(pair) in seeds.pairs):
            barred.add(number)
    own = group[len(anchors) :]
    families = set().union(*lineages(synthetic))
    parents = {g for g, each in zip(own, real, strict=True) if names_of(each) & families}
    chosen = drawn_groups(own, barred, parents, round(share * len(real)), seed)
    held_out = tuple(place for place, number in enumerate(own) if number in chosen)
    if share > 0 and not held_out:
        raise InputError(
            f"expected real dialogues to hold out, found {len(real)} of which "
            f"{sum(number in barred for number in own)} are anchors', seeds' or hang with them"
        )
    left_out = kin_of_held_out(synthetic, [real[place] for place in held_out], threshold)
    return Split(
        held_out,
        tuple(place for place, number in enumerate(own) if number not in chosen),
        tuple(place for place in range(len(synthetic)) if place not in left_out),
        sum(number in barred for number in own),
        left_out,
    )


def groups_of(dialogues: Sequence[Dialogue], threshold: float = THRESHOLD) -> list[int]:
    """Groups over scenario, conversation, context and near-duplicates."""
    near = near_groups(shingles([compared_text(each) for each in dialogues]), threshold)
    keys: list[list[Hashable | None]] = [
        [getattr(each, name) for each in dialogues]
        for name in ("scenario_id", "conversation_id", "context_id")
    ]
    return connected_groups(near, *keys)


def drawn_groups(
    group: Sequence[int], barred: set[int], last: set[int], wanted: int, seed: int
) -> set[int]:
    """Groups in random order, ``last`` at the end, as long as they fit into ``wanted`` rows."""
    size = Counter(group)
    order = sorted(number for number in size if number not in barred)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda number: number in last)
    chosen: set[int] = set()
    for number in order:
        if size[number] <= wanted:
            chosen.add(number)
            wanted -= size[number]
    return chosen


def kin_of_held_out(
    training: Sequence[Dialogue], held_out: Sequence[Dialogue], threshold: float = THRESHOLD
) -> dict[int, str]:
    """Why dialogues, by place, must not be trained on beside ``held_out``.

    They were made from one, directly or through others of ``training``, stand beside one in
    a scenario, conversation or context, or are a near-duplicate.
    """
    kept = {key: each.id for each in held_out for key in names_of(each)}
    pool = shingles([compared_text(each) for each in held_out])
    place, like = nearest(pool, shingles([compared_text(each) for each in training]), threshold)
    found: dict[int, str] = {}
    for number, lineage in enumerate(lineages(training)):
        if family := sorted(lineage & kept.keys()):
            found[number] = f"made from or paired with held-out {kept[family[0]]}"
        elif place[number] >= 0:
            near = held_out[int(place[number])].id
            found[number] = f"near-duplicate (Jaccard {like[number]:.2f}) of held-out {near}"
    return found
