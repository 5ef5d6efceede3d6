"""Settings of a fine-tuning run, and where a run keeps what it needs to go on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from usergap.dialogues import Dialogue
from usergap.errors import InputError
from usergap.ledger.mixing.manifest import content_hash
from usergap.simulate.users.userlm import INTENT
from usergap.writing import write_text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FULL_RATE: Final = 2e-5
"""Learning rate for all weights, as UserLM's (arXiv 2510.06552, section 3)."""
LORA_RATE: Final = 2e-4
SHORTEST: Final = 8
"""Tokens of a sample at least."""
SETTINGS = "settings.json"


@dataclass(frozen=True)
class FineTuning:
    """How a model is fine-tuned.

    ``steps``: of the optimizer, instead of ``epochs``. ``accumulate``: batches a step.
    ``lora``: rank of the adapters, None: all weights. ``learning_rate`` None: 2e-5, with LoRA
    2e-4. ``longest``: tokens of a sample at most. ``intent``: wording with ``{scenario}``.
    """

    epochs: float = 3.0
    steps: int | None = None
    batch: int = 8
    accumulate: int = 1
    learning_rate: float | None = None
    warmup_steps: int = 0
    weight_decay: float = 0.0
    lora: int | None = None
    longest: int = 2048
    intent: str = INTENT
    seed: int = 0
    save_every: int = 100
    log_every: int = 10

    def __post_init__(self) -> None:
        least = {"epochs": 0, "steps": 0, "batch": 0, "accumulate": 0, "lora": 0, "save_every": 0,
                 "log_every": 0, "learning_rate": 0}  # fmt: skip
        for name, bound in least.items():
            value = getattr(self, name)
            if value is not None and not value > bound:
                raise InputError(f"{name}: expected more than {bound}, found {value}")
        if self.longest < SHORTEST:
            raise InputError(f"longest: expected {SHORTEST} tokens or more, found {self.longest}")
        if self.warmup_steps < 0 or self.weight_decay < 0:
            raise InputError("warmup_steps and weight_decay: expected 0 or more")

    @property
    def rate(self) -> float:
        """The learning rate."""
        if self.learning_rate is not None:
            return self.learning_rate
        return FULL_RATE if self.lora is None else LORA_RATE


def begin(
    folder: Path,
    settings: DataclassInstance,
    data: dict[str, Any],
    base: str,
    *,
    prompts: int | None = None,
) -> None:
    """Claim a run's folder, or see that it is the same run that goes on.

    ``data``: hashes of what it trains on; ``base``: hash of the model's weights; ``prompts``:
    version of the rule by which long prompts are cut, where there are any. Raises InputError
    where the folder holds another run.
    """
    told = json.loads(json.dumps({"settings": asdict(settings), "data": data, "base": base}))
    told |= {} if prompts is None else {"prompts": prompts}
    path = folder / SETTINGS
    if not path.is_file():
        write_text(path, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        return
    try:
        known = json.loads(path.read_text("utf-8"))
        found = {**known["settings"], "data": known["data"], "base": known["base"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path}: cannot be read: expected the settings of a run") from None
    now = {**told["settings"], "data": told["data"], "base": told["base"]}
    other = sorted(name for name in now if now[name] != found.get(name))
    if other:
        raise InputError(
            f"{folder}: expected the run that was begun there, found other {', '.join(other)}:"
            " take another folder, or --restart"
        )
    if prompts is not None and known.get("prompts") != prompts:
        raise InputError(
            f"{folder}: begun by a usergap that cut long dialogues by another rule, which lost the"
            " intent: take another folder, or --restart"
        )


def data_hash(dialogues: Sequence[Dialogue]) -> str:
    """One hash of what several dialogues teach, in their order: words and intents."""
    lines = [f"{content_hash(each)} {json.dumps(each.scenario)}" for each in dialogues]
    return sha256("\n".join(lines).encode("ascii")).hexdigest()


def discard(folder: Path) -> None:
    """Forget a run: remove what it wrote, and nothing else, from its folder."""
    for name in ("card.json", "card.md", SETTINGS, "metrics.jsonl"):
        (folder / name).unlink(missing_ok=True)
    for name in ("checkpoints", "model", "tensorboard", "effects"):
        shutil.rmtree(folder / name, ignore_errors=True)
