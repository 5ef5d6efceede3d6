"""The side-effect table of a run that has just ended, on dialogues that it was not trained on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from usergap.dialogues import Corpus, Dialogue
from usergap.errors import InputError
from usergap.train.flipping.folder import Flipped
from usergap.train.run_card import write_card
from usergap.train.side_effects.effects import SideEffects
from usergap.train.side_effects.models import effects_of_models

FEWEST = 20
"""Fewer dialogues tell nothing of ten measures."""
FOLDER = "effects"
NOT_YET = "side effects"
"""How the line of a card begins that says that they were not measured."""


def effects_after(
    card: Mapping[str, Any],
    data: Flipped,
    folder: Path,
    rewarded: Iterable[str] = (),
    *,
    limit: int = 100,
    seed: int = 0,
    replicates: int = 500,
) -> SideEffects:
    """What else moved, by ``card["users"]`` before and after; written into the run's card too.

    Both users talk about the held-out dialogues (where these are fewer than 20, those of
    validation too), ``limit`` at most, to the real chatbot's own answers. Their dialogues are
    kept in ``folder/effects``. Raises InputError where too few are left or cannot be compared.
    """
    users = card["users"]
    found = effects_of_models(
        users["before"],
        users["after"],
        Corpus("real", real_of(data)),
        rewarded,
        folder=folder / FOLDER,
        limit=limit,
        seed=seed,
        replicates=replicates,
    )
    write_card(folder, with_effects(card, found))
    return found


def real_of(data: Flipped) -> tuple[Dialogue, ...]:
    """Real dialogues that nothing was trained on. Raises InputError for fewer than 20."""
    held = data.held_out
    if len(held) < FEWEST:
        held = (*held, *data.validation)
    if len(held) < FEWEST:
        raise InputError(
            f"side effects: expected {FEWEST} or more real dialogues that were not trained on,"
            f" found {len(held)}"
        )
    return held


def with_effects(card: Mapping[str, Any], found: SideEffects) -> dict[str, Any]:
    """The card with the table in it, and no longer saying that there is none."""
    missing = [each for each in card["not_measured"] if not each.startswith(NOT_YET)]
    return {**card, "side_effects": found.to_json(), "not_measured": missing}
