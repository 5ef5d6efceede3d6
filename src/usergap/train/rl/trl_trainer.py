"""trl's ``GRPOTrainer``, set up so that a run cut off ends as one that was not."""

from __future__ import annotations

import json
import logging
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from usergap.errors import EnvironmentFailure
from usergap.simulate.model import TURN_ENDS
from usergap.simulate.participant import END_TOKEN
from usergap.simulate.users.hf import TRAINED, Training, read_training
from usergap.train.checkpoints import last_whole, sealing
from usergap.train.metrics import Metrics
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_run import Keeping
from usergap.train.sft.model import quiet
from usergap.train.weights import weights_hash
from usergap.writing import write_text

_RATE = 1e-6
"""trl's own default for real models; tiny ones want 1e-3."""
LEAST_TRL = (1, 16)  # after huggingface/trl#5902
Judged = Callable[..., list[float | None]]


@dataclass(frozen=True)
class Shape:
    """Sizes of a run: steps, contexts a step, replies a context."""

    steps: int
    per_step: int
    group_size: int
    seed: int


def trained(
    policy: CausalPolicy,
    rows: Sequence[dict[str, Any]],
    judged: Judged,
    shape: Shape,
    settings: Grpo,
    keeping: Keeping,
    rollout: Any = None,
) -> Curve:
    """Train on ``rows`` in their order; each has a ``prompt``. The trained model is a new folder.

    trl leaves a reply whose reward is None out of its group's mean and SD and gives it the
    advantage 0. Raises EnvironmentFailure without the libraries, or with a trl for which
    that was not checked.
    """
    trl, datasets, transformers = libraries()
    folder = keeping.folder or Path(mkdtemp(prefix="usergap-rl-"))
    last = last_whole(folder / "checkpoints") if keeping.folder else None
    metrics = Metrics(folder, last[0] if last else 0)
    with _quiet():
        trainer = trl.GRPOTrainer(
            model=policy.path,
            reward_funcs=judged,
            args=_arguments(trl, policy, shape, settings, keeping, folder),
            train_dataset=datasets.Dataset.from_list(list(rows)),
            processing_class=transformers.AutoTokenizer.from_pretrained(policy.path),
            callbacks=[sealing(), _logging(transformers, metrics, keeping)],
            rollout_func=rollout,
        )
        trainer.remove_callback(transformers.PrinterCallback)
        _stop_at_turn_ends(trainer)
        try:
            trainer.train(resume_from_checkpoint=str(last[1]) if last else None)
        finally:
            metrics.close()
        _save(trainer, policy, folder / "model")
    told = [row for row in trainer.state.log_history if "reward" in row]
    return Curve(
        tuple(_known(row["reward"]) for row in told),
        tuple(round(row["missing"]) for row in told),
        tuple(float(row.get("kl", 0.0)) for row in told),
        tuple(float(row["completions/mean_length"]) for row in told),
        replace(policy, path=str(folder / "model")),
    )


def _arguments(
    trl: Any, policy: CausalPolicy, shape: Shape, settings: Grpo, keeping: Keeping, folder: Path
) -> Any:
    at_hand = policy.device != "cpu"
    return trl.GRPOConfig(
        output_dir=str(folder / "checkpoints"),
        max_steps=shape.steps * settings.updates,
        per_device_train_batch_size=shape.per_step * shape.group_size,
        num_generations=shape.group_size,
        num_iterations=settings.updates,
        steps_per_generation=1,
        shuffle_dataset=False,
        max_completion_length=policy.longest,
        temperature=policy.temperature,
        learning_rate=settings.learning_rate or _RATE,
        lr_scheduler_type="constant",
        epsilon=settings.clip,
        beta=settings.kl,
        seed=shape.seed,
        logging_steps=1,
        save_strategy="no" if keeping.folder is None else "steps",
        save_steps=keeping.every * settings.updates,
        save_total_limit=2,  # the one before stays until the next is sealed
        dataloader_pin_memory=False,
        report_to=[],
        disable_tqdm=True,
        use_cpu=not at_hand,
        bf16=at_hand,
        **{_checkpointing(trl): at_hand},
    )


def _save(trainer: Any, policy: CausalPolicy, folder: Path) -> None:
    """The model as a simulated user; what it was trained on before stays on record."""
    trainer.save_model(str(folder))
    trainer.processing_class.save_pretrained(str(folder))
    known = read_training(policy.path) or Training()
    record = replace(known, weights=weights_hash(trainer.model)).record()
    write_text(folder / TRAINED, json.dumps(record, ensure_ascii=False) + "\n")


def _logging(transformers: Any, metrics: Metrics, keeping: Keeping) -> Any:
    def on_log(_self: Any, _args: Any, state: Any, _control: Any, logs: Any, **_: Any) -> None:
        known = {name: each for name, value in logs.items() if (each := _known(value)) is not None}
        metrics.log(state.global_step, {f"train/{name}": each for name, each in known.items()})
        if keeping.on_step is not None and "reward" in logs:
            keeping.on_step(state.global_step, known)

    return type("Logging", (transformers.TrainerCallback,), {"on_log": on_log})()


def _known(value: Any) -> float | None:
    """A logged figure; the mean of nothing is written as NaN, as text or as None."""
    try:
        found = np.nan if value is None else float(value)
    except ValueError:
        return None
    return float(found) if np.isfinite(found) else None


def _checkpointing(trl: Any) -> str:
    """The name of the setting that trades time for memory, which transformers 5 renamed."""
    new = "activation_checkpointing"
    return new if new in trl.GRPOConfig.__dataclass_fields__ else "gradient_checkpointing"


def _stop_at_turn_ends(trainer: Any) -> None:
    """A message ends at the template's end mark too, which not every model's settings name."""
    tokenizer = trainer.processing_class
    known = {tokenizer.unk_token_id, None}
    marks = [tokenizer.convert_tokens_to_ids(word) for word in (*TURN_ENDS, END_TOKEN)]
    ends = [*trainer.eos_token_ids, *(mark for mark in marks if mark not in known)]
    trainer.eos_token_ids = list(dict.fromkeys(ends))
    trainer.generation_config.eos_token_id = trainer.eos_token_ids


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what the libraries tell each other (names that will change), and trl's warning.

    That one prints the texts whose reward is missing; they are counted.
    """
    log = logging.getLogger("trl.trainer.grpo_trainer")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with quiet(), warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        log.setLevel(level)


def libraries() -> tuple[Any, Any, Any]:
    """The modules trl, datasets and transformers. Raises EnvironmentFailure if one is missing."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TRL_EXPERIMENTAL_SILENCE", "1")  # rollouts are marked experimental
    try:
        trl, datasets, transformers = map(import_module, ("trl", "datasets", "transformers"))
    except ImportError as error:
        raise EnvironmentFailure(
            f"reinforcement learning needs trl and datasets ({error}): pip install 'usergap[train]'"
        ) from None
    if tuple(map(int, trl.__version__.split(".")[:2])) < LEAST_TRL:
        raise EnvironmentFailure(
            f"trl: expected {'.'.join(map(str, LEAST_TRL))} or later, which leaves missing rewards"
            f" out rather than take them for 0; found {trl.__version__}"
        )
    return trl, datasets, transformers
