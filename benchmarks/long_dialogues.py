"""What it is worth to keep the intent of a dialogue that is too long: two rules, the same steps.

Run: python -m benchmarks.long_dialogues FILE [--longest 256] [--steps 300] [--every 1] [--seeds 1]

The tiny model of ``benchmarks.training`` is fine-tuned twice on the same samples of FILE, whose
scenarios are the intents. ``beginning``: a prompt that is too long loses its beginning, as before
version 2; ``turns``: it keeps the intent and loses its oldest turns. Each is measured on the same
held-out user turns, cut by its own rule.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

RULES = ("beginning", "turns")


def trained(asked: argparse.Namespace, seed: int, rule: str, place: Path) -> tuple[Any, Any]:
    """Fine-tune by one rule; the card, and what was measured (``Measuring``)."""
    from usergap.formats import read
    from usergap.simulate.model import user_prompt
    from usergap.testing.tiny_models import save_byte_model
    from usergap.train.flipping import Flipping, flip_corpora, read_flipped
    from usergap.train.sft import FineTuning, encoding, finetuning, measuring

    class FromItsBeginning(encoding.Encoder):
        """The older rule, on the samples and messages of the new one."""

        def encode(self, sample: Any, *, with_intent: bool = True) -> encoding.Encoded | None:
            found = super().encode(sample, with_intent=with_intent)
            if found is None:
                return None
            target = found.ids[len(found.ids) - found.target :]
            prompt, _ = user_prompt(self.model, self.messages(sample, with_intent=with_intent))
            whole = self.model.spell(prompt)
            ids = tuple(whole[-(self.longest - len(target)) :])
            lost = encoding.Cut(head=bool(sample.intent) and with_intent and len(ids) < len(whole))
            labels = (*[encoding.IGNORED] * len(ids), *target)
            return replace(found, ids=(*ids, *target), labels=labels, cut=lost)

    class Kept(measuring.Measuring):
        """Keeps itself, for its scores turn by turn."""

        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            measured.append(self)

    measured: list[Any] = []
    longest, steps = asked.longest, asked.steps
    data = place / "data"
    if not data.exists():
        corpus = read(asked.file)
        corpus = replace(corpus, dialogues=corpus.dialogues[:: asked.every])
        flip_corpora([corpus], data, Flipping(intents="scenario", seed=0))
        texts = [m.content for each in read_flipped(data).train for m in each.messages]
        save_byte_model(place / "base", texts, size=1000, window=longest, hidden=64)
    parts = replace(read_flipped(data), validation=())
    before = finetuning.Encoder, finetuning.Measuring, measuring.Encoder
    finetuning.Measuring = Kept  # type: ignore[misc]
    if rule == "beginning":
        finetuning.Encoder = measuring.Encoder = FromItsBeginning  # type: ignore[misc]
    try:
        card = finetuning.finetune(
            parts,
            str(place / "base"),
            place / f"{rule}-{seed}",
            FineTuning(
                steps=steps, learning_rate=3e-3, longest=longest, seed=seed,
                save_every=10 * steps, log_every=steps,
            ),
        )  # fmt: skip
    finally:
        finetuning.Encoder, finetuning.Measuring, measuring.Encoder = before  # type: ignore[misc]
    return card, measured[0]


def main() -> None:
    """Run both rules and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--longest", type=int, default=256)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--every", type=int, default=1, help="take each nth dialogue")
    parser.add_argument("--seeds", type=int, default=1)
    asked = parser.parse_args()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from usergap.train.sft.perplexity import change

    names = (
        "seed",
        "rule",
        "prompts cut",
        "intents lost",
        "perplexity with intent",
        "with / without",
    )
    print("| " + " | ".join(names) + " |\n" + "|---" * len(names) + "|")
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seeds):
            scores = {}
            for rule in RULES:
                card, measured = trained(asked, seed, rule, Path(folder))
                scores[rule] = measured
                held, samples = card["held_out_perplexity"], card["samples"]
                cut = samples["prompts_cut"]
                print(
                    f"| {seed} | {rule} | {cut:,} of {samples['train']:,} |"
                    f" {samples['intents_cut']:,} |"
                    f" {shown(held['with_intent']['after']['perplexity'])} |"
                    f" {shown(held['with_over_without_intent'])} |",
                    flush=True,
                )
            old, new = (scores[rule]._scores["after.with_intent"] for rule in RULES)
            found = change(scores["turns"]._turns, old, new)
            print(f"seed {seed}: turns / beginning, the same turns: {shown(found.record())}")
            print(f"held-out turns: {held['user_turns']}, left out: {held['left_out_too_long']};"
                  f" left out of training: {samples['left_out_too_long']}")  # fmt: skip


def shown(figure: Any) -> str:
    """A figure with its interval."""
    return f"{figure['value']:.4g} [{figure['low']:.4g}, {figure['high']:.4g}]"


if __name__ == "__main__":
    main()
