"""``flip``: dialogues in any format into training, validation and held-out samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from usergap.dialogues import Corpus
from usergap.errors import InputError
from usergap.simulate.scenarios.making import Making
from usergap.train.flipping.folder import parted, write_flipped
from usergap.train.flipping.intents import with_intents
from usergap.train.flipping.splitting import Order, Shares, split_dialogues
from usergap.train.held_out import HeldOut, objections, refuse


@dataclass(frozen=True)
class Flipping:
    """How dialogues are flipped: shares, order of the split, intents, seed.

    ``drop_held_out``: leave out what is held out elsewhere, instead of refusing it all.
    """

    shares: Shares = field(default_factory=Shares)
    order: Order = "auto"
    intents: str = "auto"
    seed: int = 0
    drop_held_out: bool = False


def flip_corpora(
    corpora: Sequence[Corpus],
    folder: str | Path,
    flipping: Flipping | None = None,
    *,
    held_out: HeldOut | None = None,
    making: Making | None = None,
) -> dict[str, Any]:
    """Write ``train``, ``validation`` and ``held_out`` with their samples; return the manifest.

    ``held_out``: what must not be trained on. Nothing of it may be in the corpora, whose own
    held-out part is drawn here. Raises InputError.
    """
    flipping = flipping or Flipping()
    given = [each for corpus in corpora for each in corpus]
    spoke = [any(turn.text.strip() for turn in each.turns) for each in given]
    usable = [each for each, spoken in zip(given, spoke, strict=True) if spoken]
    left = [(e.id, "no user text") for e, spoken in zip(given, spoke, strict=True) if not spoken]
    barred = held_out or HeldOut()
    if flipping.drop_held_out:
        found = objections(usable, barred)
        left += [(usable[place].id, why) for place, why in found.items()]
        usable = [each for place, each in enumerate(usable) if place not in found]
    else:
        refuse(usable, barred)
    if not usable:
        raise InputError("expected dialogues with user text, found none")
    intended = with_intents(usable, flipping.intents, making)
    split = split_dialogues(
        intended.dialogues, flipping.shares, order=flipping.order, seed=flipping.seed
    )
    return write_flipped(
        parted(intended.dialogues, split),
        Path(folder),
        corpora=corpora,
        split=split,
        intended=intended,
        settings={
            **asdict(flipping),
            "intent_model": making.model if making else None,
            "held_out_sources": list(barred.sources),
        },
        left_out=left,
    )
