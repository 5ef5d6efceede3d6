"""``finetune``: a causal model taught to say what users say, and the card of the run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.llm.local.loading import expect_model, window
from usergap.simulate.prompt_room import FORM
from usergap.simulate.seeds import Seeds
from usergap.simulate.users.hf import Training
from usergap.train.flipping.folder import PARTS, Flipped
from usergap.train.flipping.samples import flip_all
from usergap.train.held_out import HeldOut, refuse
from usergap.train.run_card import read_card, write_card
from usergap.train.sft.card import sft_card
from usergap.train.sft.encoding import Encoder, encode_all
from usergap.train.sft.measuring import Measuring
from usergap.train.sft.model import Student, need, quiet
from usergap.train.sft.settings import FineTuning, begin, data_hash, discard
from usergap.train.sft.trainer import Report, train
from usergap.train.weights import weights_hash

MODEL = "model"


def finetune(
    data: Flipped,
    model: str,
    folder: str | Path,
    settings: FineTuning | None = None,
    *,
    held_out: HeldOut | None = None,
    device: str = "cpu",
    on_log: Report | None = None,
) -> dict[str, Any]:
    """Fine-tune ``model`` (a folder or a hub's name) on ``data``; returns the run card.

    Writes ``model/`` (a ``simulate --user hf:PATH``), ``card.json`` and ``.md``, metrics and
    checkpoints into ``folder``. The same call goes on with a run that was cut off, and returns
    the card of one that is done. Raises InputError for held-out data among the training data,
    another run in the folder and samples that cannot be; EnvironmentFailure for a missing
    library or model.
    """
    barred, settings = held_out or HeldOut(), settings or FineTuning()
    expect_model(model)
    need("torch", "transformers", "accelerate", *(["peft"] if settings.lora else []))
    with quiet():
        return _finetune(data, model, Path(folder), settings, barred, device, on_log)


def _finetune(
    data: Flipped,
    model: str,
    folder: Path,
    settings: FineTuning,
    barred: HeldOut,
    device: str,
    on_log: Report | None,
) -> dict[str, Any]:
    known = checked(data, barred)
    if device not in ("cpu", "cuda"):
        raise InputError(f"device: expected cpu or cuda, found {device!r}")
    parts = {name: getattr(data, name) for name in PARTS}
    student = Student(model, device)
    base = weights_hash(student.model)
    hashes = {name: data_hash(part) for name, part in parts.items()}
    begin(folder, settings, hashes, base, prompts=FORM)
    if (done := read_card(folder)) is not None:
        return done
    longest = min(settings.longest, window(student.tokenizer, student.model))
    measuring = Measuring(data, student, settings, longest)
    measuring.measure("before")
    student.prepare(settings.lora, settings.seed)
    encoder = Encoder(student.causal, student.tokenizer, longest, settings.intent)
    samples = encode_all(encoder, flip_all(data.train))
    watched = encode_all(encoder, flip_all(data.validation)).encoded
    if not samples.encoded:
        discard(folder)  # nothing was begun: other settings may take it
        raise InputError(
            f"expected samples to train on, found none that fit {longest} tokens"
            f" ({samples.too_long} too long, {samples.marked} with the model's own marks)"
        )
    pad = int(student.tokenizer.pad_token_id)
    course = train(
        student.model, samples.encoded, watched, folder, settings, pad=pad, report=on_log
    )
    student.finish(encoder.stop)
    measuring.measure("after")
    trained = weights_hash(student.model)
    training = Training(settings.intent, trained, Seeds.of(data.train), longest)
    student.save(folder / MODEL, training)
    card = sft_card(
        model=model,
        folder=folder / MODEL,
        weights=(base, trained),
        parameters=sum(each.numel() for each in student.model.parameters()),
        settings=settings,
        ran={"longest": longest, "device": device},
        data=parts,
        held_out_sources=known.sources,
        samples=samples,
        course=course,
        perplexity=measuring.told(),
    )
    write_card(folder, card)
    return card


def checked(data: Flipped, barred: HeldOut) -> HeldOut:
    """All that must not be trained on. Raises InputError where some of it would be."""
    known = barred.joined(data.held_out, "the run's own held-out")
    refuse(data.train, known.joined(data.validation, "the run's own validation"))
    refuse(data.validation, known)
    return known
