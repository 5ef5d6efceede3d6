"""The trainer of ``transformers``, set up so that a run cut off ends as one that was not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from usergap.llm.local.loading import libraries
from usergap.train.checkpoints import last_whole, sealing
from usergap.train.metrics import Metrics
from usergap.train.sft.encoding import Encoded
from usergap.train.sft.scoring import padded
from usergap.train.sft.settings import FineTuning

Report = Callable[[int, int, Mapping[str, float]], None]
"""Called with the step, the steps in all, and what was logged there."""


def train(
    model: Any,
    samples: Sequence[Encoded],
    validation: Sequence[Encoded],
    folder: Path,
    settings: FineTuning,
    *,
    pad: int,
    report: Report | None = None,
) -> dict[str, float]:
    """Train ``model`` in place; returns steps, epochs, seconds and tokens of this call.

    Goes on from the last whole checkpoint in ``folder``. Nothing is reported to anybody.
    """
    torch, transformers = libraries()
    checkpoints = folder / "checkpoints"
    last = last_whole(checkpoints)
    metrics = Metrics(folder, last[0] if last else 0)

    def collate(batch: Sequence[Encoded]) -> dict[str, Any]:
        ids, mask, labels = padded(batch, pad, torch)
        return {"input_ids": ids, "attention_mask": mask, "labels": labels}

    arguments = transformers.TrainingArguments(
        output_dir=str(checkpoints),
        num_train_epochs=settings.epochs,
        max_steps=settings.steps or -1,
        per_device_train_batch_size=settings.batch,
        per_device_eval_batch_size=settings.batch,
        gradient_accumulation_steps=settings.accumulate,
        learning_rate=settings.rate,
        warmup_steps=settings.warmup_steps,
        weight_decay=settings.weight_decay,
        lr_scheduler_type="linear",
        seed=settings.seed,
        data_seed=settings.seed,
        save_strategy="steps",
        save_steps=settings.save_every,
        save_total_limit=2,  # the one before stays until the next is sealed
        logging_steps=settings.log_every,
        eval_strategy="steps" if validation else "no",
        eval_steps=settings.save_every if validation else None,
        prediction_loss_only=True,
        remove_unused_columns=False,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        report_to=[],
        use_cpu=model.device.type == "cpu",
        bf16=model.device.type == "cuda" and torch.cuda.is_bf16_supported(),
    )
    if arguments.n_gpu > 1:  # one device: several would add up in another order each time
        arguments._n_gpu = 1
    trainer = transformers.Trainer(
        model=model,
        args=arguments,
        data_collator=collate,
        train_dataset=list(samples),
        eval_dataset=list(validation) or None,
        callbacks=[sealing(), _logging(transformers, metrics, report)],
    )
    trainer.remove_callback(transformers.PrinterCallback)
    try:
        done = trainer.train(resume_from_checkpoint=str(last[1]) if last else None)
    finally:
        metrics.close()
    return {
        "steps": float(trainer.state.global_step),
        "epochs": float(trainer.state.epoch or 0.0),
        "seconds": float(done.metrics["train_runtime"]),
        "resumed_from_step": float(last[0] if last else 0),
    }


def _logging(transformers: Any, metrics: Metrics, report: Report | None) -> Any:
    def on_log(*given: Any, logs: Mapping[str, Any], **_: Any) -> None:
        state = given[2]  # after the callback itself and the arguments
        told = {_key(k): float(v) for k, v in logs.items() if isinstance(v, int | float)}
        metrics.log(state.global_step, told)
        if report is not None:
            report(state.global_step, state.max_steps, told)

    return type("Logging", (transformers.TrainerCallback,), {"on_log": on_log})()


def _key(name: str) -> str:
    """As the trainer's own W&B callback spells it."""
    return f"eval/{name.removeprefix('eval_')}" if name.startswith("eval_") else f"train/{name}"
