"""Intents: what each user wants, as the scenario that a user model is told.

UserLM writes them by a model. Without one they are the file's own scenarios, or extracts of what
the user wrote: such an intent can hold the words that are to be predicted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.simulate.scenarios.making import Making, make_scenarios

WAYS: Final = ("auto", "scenario", "extractive", "none", "model")
RUN: Final = 5
"""Words in a row: what an intent shares with a turn that it was taken from."""


@dataclass(frozen=True)
class Intended:
    """Dialogues with their intent as ``scenario``, and where the intents come from.

    ``given``: the file's own; ``extractive`` and ``by_model``: made here; ``without``: none.
    """

    dialogues: tuple[Dialogue, ...]
    given: int = 0
    extractive: int = 0
    by_model: int = 0
    without: int = 0

    def counts(self) -> dict[str, int]:
        """How many intents come from where."""
        names = ("given", "extractive", "by_model", "without")
        return {name: getattr(self, name) for name in names}


def with_intents(
    dialogues: Sequence[Dialogue], way: str = "auto", making: Making | None = None
) -> Intended:
    """Give each dialogue its intent. ``auto``: its scenario, else an extract.

    ``model``: as ``making`` says, replacing what the file has. A dialogue that gives none keeps
    no scenario and is trained on without intent. Raises InputError for an unknown way, and what
    ``make_scenarios`` raises.
    """
    if way not in WAYS:
        raise InputError(f"intents: expected one of {', '.join(WAYS)}, found {way!r}")
    if way == "model" and (making is None or making.model is None):
        raise InputError("intents by a model: expected its name, found none")
    if way == "none":
        bare = tuple(replace(each, scenario=None) for each in dialogues)
        return Intended(bare, without=len(bare))
    keep = way in ("auto", "scenario")
    open_ = [i for i, each in enumerate(dialogues) if not (keep and (each.scenario or "").strip())]
    made: dict[int, str] = {}
    if way != "scenario" and open_:
        # Scenarios are made once a pair key: here each dialogue is to have its own.
        asked = [replace(dialogues[i], id=str(i), scenario_id=None) for i in open_]
        found, _ = make_scenarios(asked, making if way == "model" and making else Making())
        made = {int(each.id): each.text for each in found}
    told = tuple(
        replace(each, scenario=made.get(place)) if place in set(open_) else each
        for place, each in enumerate(dialogues)
    )
    counts = {"by_model" if way == "model" else "extractive": len(made)}
    return Intended(told, len(told) - len(open_), without=len(open_) - len(made), **counts)


def copied_share(dialogues: Sequence[Dialogue]) -> float | None:
    """The share of dialogues whose intent has 5 words in a row of the user's; None without any."""
    told = [each for each in dialogues if (each.scenario or "").strip()]
    if not told:
        return None
    return sum(_copies(each) for each in told) / len(told)


def _copies(dialogue: Dialogue) -> bool:
    words = (dialogue.scenario or "").lower().split()
    said = [f" {' '.join(turn.text.lower().split())} " for turn in dialogue.turns]
    runs = [f" {' '.join(words[i : i + RUN])} " for i in range(max(1, len(words) - RUN + 1))]
    return any(run in text for run in runs for text in said)
