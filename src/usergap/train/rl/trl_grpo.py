"""GRPO of a causal language model, by trl's ``GRPOTrainer``."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from usergap.errors import EnvironmentFailure
from usergap.simulate.model import TURN_ENDS
from usergap.simulate.participant import END_TOKEN
from usergap.train.rewards.reward import Candidate, Score
from usergap.train.rl.causal_policy import CausalPolicy
from usergap.train.rl.curve import Curve
from usergap.train.rl.drawing import chosen, scored
from usergap.train.rl.grpo_update import Grpo
from usergap.train.rl.ngram_run import Report

_RATE = 1e-6
"""trl's own default for real models; tiny ones want 1e-3."""


def trl_curve(
    policy: CausalPolicy,
    tasks: Sequence[Candidate],
    reward: Score,
    *,
    steps: int,
    group_size: int,
    contexts_per_step: int,
    seed: int,
    settings: Grpo,
    checkpoints: Path | None = None,
    checkpoint_every: int = 50,
    on_step: Report | None = None,
) -> Curve:
    """What ``grpo_curve`` does, for a causal model; the trained one lies in a new folder.

    trl leaves a reply whose reward is None out of its group's mean and SD and gives it
    the advantage 0 (since 1.16; earlier versions took it for a 0). Raises
    EnvironmentFailure without the libraries.
    """
    trl, datasets, transformers = _libraries()
    folder = Path(checkpoints or mkdtemp(prefix="usergap-rl-"))
    per_step = min(contexts_per_step, len(tasks))
    prompts = [policy.prompt(task.context) for task in tasks]
    # All steps' contexts in one list: the order of trl's own shuffling is lost with a process.
    order = [i for step in range(steps) for i in chosen(len(tasks), per_step, seed, step)]
    dataset = datasets.Dataset.from_list([{"prompt": prompts[i], "task": i} for i in order])

    def judged(completions: Sequence[str], task: Sequence[int], **told: Any) -> list[float | None]:
        said = [completion.strip() for completion in completions]
        found = scored([tasks[i] for i in task], said, reward, group_size)
        told["log_metric"]("missing", float(np.isnan(found).sum()))
        return [None if np.isnan(each) else float(each) for each in found]

    arguments = trl.GRPOConfig(
        output_dir=str(folder),
        max_steps=steps * settings.updates,
        per_device_train_batch_size=per_step * group_size,
        num_generations=group_size,
        num_iterations=settings.updates,
        shuffle_dataset=False,
        steps_per_generation=1,
        max_completion_length=policy.longest,
        temperature=policy.temperature,
        learning_rate=settings.learning_rate or _RATE,
        lr_scheduler_type="constant",
        epsilon=settings.clip,
        beta=settings.kl,
        seed=seed,
        logging_steps=1,
        save_strategy="no" if checkpoints is None else "steps",
        save_steps=checkpoint_every * settings.updates,
        save_total_limit=2,
        report_to=[],
        disable_tqdm=True,
        use_cpu=policy.device == "cpu",
        bf16=policy.device != "cpu",
        **{_checkpointing(trl): policy.device != "cpu"},
    )
    tokenizer = transformers.AutoTokenizer.from_pretrained(policy.path)
    with _quiet(transformers):
        trainer = trl.GRPOTrainer(
            model=policy.path, reward_funcs=judged, args=arguments, train_dataset=dataset,
            processing_class=tokenizer, callbacks=_callbacks(on_step),
        )  # fmt: skip
        trainer.remove_callback(transformers.PrinterCallback)
        _stop_at_turn_ends(trainer)
        trainer.train(resume_from_checkpoint=_latest(folder) if checkpoints else None)
        trainer.save_model(str(folder / "model"))
        tokenizer.save_pretrained(str(folder / "model"))
    rows = [row for row in trainer.state.log_history if "reward" in row]
    return Curve(
        tuple(_known(row["reward"]) for row in rows),
        tuple(round(row["missing"]) for row in rows),
        tuple(float(row.get("kl", 0.0)) for row in rows),
        tuple(float(row["completions/mean_length"]) for row in rows),
        replace(policy, path=str(folder / "model")),
    )


def _known(value: Any) -> float | None:
    """A logged figure; the mean of nothing is written as NaN, as text or as None."""
    found = np.nan if value is None else float(value)
    return float(found) if np.isfinite(found) else None


def _checkpointing(trl: Any) -> str:
    """The name of the setting that trades time for memory, which transformers 5 renamed."""
    new = "activation_checkpointing"
    return new if new in trl.GRPOConfig.__dataclass_fields__ else "gradient_checkpointing"


def _latest(folder: Path) -> str | None:
    """The newest checkpoint that was written whole, None before the first."""
    from transformers.trainer_utils import get_last_checkpoint

    return get_last_checkpoint(str(folder)) if folder.is_dir() else None


def _stop_at_turn_ends(trainer: Any) -> None:
    """A message ends at the template's end mark too, which not every model's settings name."""
    tokenizer = trainer.processing_class
    known = {tokenizer.unk_token_id, None}
    marks = [tokenizer.convert_tokens_to_ids(word) for word in (*TURN_ENDS, END_TOKEN)]
    ends = [*trainer.eos_token_ids, *(mark for mark in marks if mark not in known)]
    trainer.eos_token_ids = list(dict.fromkeys(ends))
    trainer.generation_config.eos_token_id = trainer.eos_token_ids


def _callbacks(on_step: Report | None) -> list[Any]:
    if on_step is None:
        return []
    from transformers import TrainerCallback

    report = on_step

    class Told(TrainerCallback):  # type: ignore[misc]
        def on_log(self, args: Any, state: Any, control: Any, **told: Any) -> None:  # noqa: ARG002
            logs: Mapping[str, float] = told.get("logs") or {}
            if "reward" in logs:
                report(state.global_step, dict(logs))

    return [Told()]


@contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Without what the libraries tell each other (names that will change), and trl's warning.

    That one prints the texts whose reward is missing; they are counted.
    """
    log = logging.getLogger("trl.trainer.grpo_trainer")
    level = log.level
    log.setLevel(logging.ERROR)
    told = transformers.utils.logging
    bars = told.is_progress_bar_enabled()
    told.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        log.setLevel(level)
        if bars:
            told.enable_progress_bar()


def _libraries() -> tuple[Any, Any, Any]:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        trl, datasets, transformers = map(import_module, ("trl", "datasets", "transformers"))
    except ImportError as error:
        raise EnvironmentFailure(
            f"reinforcement learning needs trl and datasets ({error}): pip install 'usergap[train]'"
        ) from None
    return trl, datasets, transformers
