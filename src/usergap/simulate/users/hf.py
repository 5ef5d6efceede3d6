"""hf: a user model on this machine, as ``usergap train`` leaves it.

Its folder says by which intent it was asked in training and which real dialogues it was
trained on: those are its seeds, and its output is not compared with them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.simulate.guardrails import Guardrails
from usergap.simulate.kind import Kind, Making, Spec
from usergap.simulate.making import LOCAL
from usergap.simulate.model import LocalModel
from usergap.simulate.participant import Settings
from usergap.simulate.scenarios.scenario import Scenario
from usergap.simulate.seeds import LISTED, Seeds
from usergap.simulate.users.userlm import INTENT, UserLM

TRAINED = "usergap_user.json"
"""The file in a model's folder that training leaves for this user."""


@dataclass(frozen=True)
class Training:
    """What a trained model must be known by: intent, weights (a hash), training dialogues.

    ``longest``: tokens of prompt and message together that it saw at most; None: not recorded.
    """

    intent: str = INTENT
    weights: str = "not recorded"
    sources: Seeds = field(default_factory=Seeds)
    longest: int | None = None

    def record(self) -> dict[str, Any]:
        """As JSON values."""
        seeds = {name: list(getattr(self.sources, name)) for name in ("ids", "pairs", "texts")}
        return {"version": 2, "intent": self.intent, "weights": self.weights,
                "longest": self.longest, "trained_on": seeds}  # fmt: skip


def read_training(folder: str | Path) -> Training | None:
    """What training left in a model's folder; None where it left nothing. Raises InputError."""
    path = Path(folder) / TRAINED
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text("utf-8"))
        seeds = told["trained_on"]
        ids, pairs, texts = (tuple(map(str, seeds[name])) for name in ("ids", "pairs", "texts"))
        sources = Seeds(ids, pairs, texts=texts)
        longest = told.get("longest")  # version 1 has none
        return Training(
            str(told["intent"]), str(told["weights"]), sources, longest and int(longest)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: expected what `usergap train` writes, found {type(error).__name__}: {error}"
        ) from None


@dataclass(frozen=True)
class TrainedUser(UserLM):
    """A UserLM that knows what it was trained on."""

    training: Training = field(default_factory=Training)

    @property
    def settings(self) -> Settings:
        """All that changes what it says; weights are known by their hash, not their place."""
        told: Mapping[str, Any] = super().settings
        return {**told, "kind": "hf", "weights": self.training.weights}

    def seeds(self, scenario: Scenario, seed: int) -> Seeds:  # noqa: ARG002 - the same for all
        """All dialogues that it was trained on."""
        return self.training.sources


def _name(folder: Path) -> str:
    """The run's name: training leaves its model in a folder ``model`` of the run's."""
    place = folder.absolute()
    return place.parent.name if place.name == "model" else place.name


async def _make(spec: Spec, making: Making) -> TrainedUser:
    found = read_training(spec.argument) or Training()
    intent = making.text(spec, "intent")
    model = await making.model(f"{LOCAL}{spec.argument}")
    if isinstance(model, LocalModel):  # asked as it was taught, though its window is wider
        model = replace(model, longest=found.longest)
    return TrainedUser(
        model,
        making.sampling(spec),
        found.intent if intent is None else intent.strip(),
        Guardrails.userlm() if spec.flag("guardrails", default=False) else None,
        # All are stated as seeds, once a run; a dialogue's own record stays small.
        parents=found.sources.ids if len(found.sources.ids) <= LISTED else (),
        label=_name(Path(spec.argument)),
        training=found,
    )


KIND = Kind(
    name="hf",
    argument="PATH",
    options=("guardrails", "intent", "temperature", "top_p", "max_tokens"),
    summary="a user model on this machine, as usergap train leaves it",
    make=_make,
)
