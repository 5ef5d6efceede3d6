"""``finetune``: a causal model taught to say what users say, and the card of the run."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from usergap.errors import InputError
from usergap.llm.local.loading import window
from usergap.simulate.seeds import Seeds
from usergap.simulate.users.hf import Training
from usergap.train.flipping.folder import PARTS, Flipped
from usergap.train.flipping.samples import flip_all
from usergap.train.flipping.splitting import disjoint_groups
from usergap.train.held_out import HeldOut, refuse
from usergap.train.run_card import data_record, read_card, versions, write_card
from usergap.train.sft.encoding import Encoder, encode_all
from usergap.train.sft.model import Student, quiet
from usergap.train.sft.perplexity import Turns, report, turns_of
from usergap.train.sft.scoring import Scores, score
from usergap.train.sft.settings import FineTuning, begin, data_hash
from usergap.train.sft.trainer import Report, train
from usergap.train.weights import weights_hash

MODEL = "model"
NOT_MEASURED = (
    "whether dialogues with this user resemble real ones: simulate with it and compare",
    "side effects on what was not trained: the ten measures and the probes, before and after",
    "whether the model recites training turns word for word: probe memorisation",
    "other seeds: one run says nothing about the spread between runs",
)


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
    with quiet():
        return _finetune(
            data,
            model,
            Path(folder),
            settings or FineTuning(),
            held_out or HeldOut(),
            device,
            on_log,
        )


def _finetune(
    data: Flipped,
    model: str,
    folder: Path,
    settings: FineTuning,
    barred: HeldOut,
    device: str,
    on_log: Report | None,
) -> dict[str, Any]:
    known = barred.joined(data.held_out, "the run's own held-out")
    refuse(data.train, known.joined(data.validation, "the run's own validation"))
    refuse(data.validation, known)
    if device not in ("cpu", "cuda"):
        raise InputError(f"device: expected cpu or cuda, found {device!r}")
    given = {name: getattr(data, name) for name in PARTS}
    student = Student(model, device)
    base = weights_hash(student.model)
    hashes = {name: data_hash(part) for name, part in given.items()}
    begin(folder, settings, hashes, base)
    done = read_card(folder)
    if done is not None:
        return done
    held = flip_all(data.held_out)
    longest = min(settings.longest, window(student.tokenizer, student.model))

    def encoder() -> Encoder:
        return Encoder(student.causal, student.tokenizer, longest, settings.intent)

    turns = turns_of([each for each in held if not encoder().holds_marks(each)],
                     disjoint_groups(data.held_out)[0] if held else [])  # fmt: skip
    scores = _scores(student, encoder(), turns, "before", settings.batch)
    student.prepare(settings.lora, settings.seed)
    spelling = encoder()
    samples, marked = encode_all(spelling, flip_all(data.train))
    watched, _ = encode_all(spelling, flip_all(data.validation))
    if not samples:
        raise InputError("expected samples to train on, found none")
    course = train(student.model, samples, watched, folder, settings,
                   pad=_pad(student), report=on_log)  # fmt: skip
    student.finish(spelling.stop)
    scores |= _scores(student, spelling, turns, "after", settings.batch)
    trained = weights_hash(student.model)
    student.save(folder / MODEL, Training(settings.intent, trained, Seeds.of(data.train)))
    card = {
        "what": f"fine-tuning of {Path(model).name} on the user's side of dialogues",
        "use": f"usergap simulate --user hf:{folder / MODEL}",
        "base": {"name": model, "weights": base},
        "trained": {"weights": trained, "parameters": _parameters(student.model)},
        "settings": {**asdict(settings), "learning_rate": settings.rate, "longest": longest,
                     "device": device},
        "data": {name: data_record(part) for name, part in given.items()},
        "data_hash": hashes,
        "held_out_sources": list(known.sources),
        "samples": {
            "train": len(samples),
            "ends": sum(each.sample.ends for each in samples),
            "tokens": sum(len(each.ids) for each in samples),
            "tokens_with_loss": sum(each.target for each in samples),
            "without_intent": sum(not each.sample.intent for each in samples),
            "prompt_or_message_cut": sum(each.cut for each in samples),
            "left_out_with_special_tokens": marked,
        },
        "course": course,
        "held_out_perplexity": report(turns, scores, settings.seed) if held else None,
        "versions": versions(),
        "not_measured": [*NOT_MEASURED, *([] if held else ["perplexity: no held-out was given"])],
    }  # fmt: skip
    write_card(folder, card)
    return card


def _scores(
    student: Student, encoder: Encoder, turns: Turns, when: str, batch: int
) -> dict[str, Scores]:
    """Scores of the held-out turns with and without intent, named by when they were taken."""
    found: dict[str, Scores] = {}
    if not turns.samples:
        return found
    end, pad = student.end()[0], _pad(student)
    for way, told in (("with_intent", True), ("without_intent", False)):
        if told and not any(each.intent for each in turns.samples):
            continue
        encoded = [encoder.encode(each, with_intent=told) for each in turns.samples]
        found[f"{when}.{way}"] = score(student.model, encoded, pad=pad, end=end, batch_size=batch)
    return found


def _pad(student: Student) -> int:
    return int(student.tokenizer.pad_token_id)


def _parameters(model: Any) -> int:
    return sum(each.numel() for each in model.parameters())
