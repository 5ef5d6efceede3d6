"""How fast a user model is trained, in how much memory, and what it learns: models from scratch.

Run: python -m benchmarks.training [FILE] [--sizes tiny,small] [--device cpu] [--steps 60]

Without a file: the embedded sample of simulated users. Models are Qwen2 with random weights over a
tokenizer learnt from the training dialogues, so nothing is fetched. Each size runs in a process of
its own, first on all weights, then with adapters. Threads: ``OMP_NUM_THREADS``; on a machine that
is busy with other work 1 is fastest by far.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

# hidden size, layers, tokens in the vocabulary, window
SIZES = {
    "tiny": (64, 2, 1000, 512),
    "small": (256, 4, 4000, 512),
    "medium": (768, 12, 16000, 1024),
    "large": (2048, 24, 32000, 2048),
}
RATE = {"tiny": 3e-3, "small": 1e-3, "medium": 3e-4, "large": 1e-4}


def one(file: str | None, size: str, lora: int | None, device: str, steps: int) -> dict[str, Any]:
    """Train one model and tell tokens a second, memory and perplexity."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch

    from usergap.formats import read
    from usergap.formats.samples import sample
    from usergap.testing.tiny_models import save_byte_model
    from usergap.train.flipping import Flipping, flip_corpora, read_flipped
    from usergap.train.sft import FineTuning, finetune

    hidden, layers, words, window = SIZES[size]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        flip_corpora([read(file) if file else sample("generic")], place / "data",
                     Flipping(intents="scenario" if file else "none"))  # fmt: skip
        data = read_flipped(place / "data")
        texts = [m.content for each in data.train for m in each.messages]
        base = save_byte_model(
            place / "base", texts, size=words, window=window, hidden=hidden, layers=layers
        )
        parts = data.__class__(data.train, (), data.held_out)
        settings = FineTuning(
            steps=steps, learning_rate=RATE[size] * (3 if lora else 1), lora=lora, longest=window,
            save_every=10 * steps, log_every=max(1, steps // 4),
        )  # fmt: skip
        card = finetune(parts, str(base), place / "run", settings, device=device)
    tokens = card["samples"]["tokens"] * card["course"]["epochs"]
    way = "with_intent" if card["held_out_perplexity"]["with_intent"] else "without_intent"
    held = card["held_out_perplexity"][way]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if device != "cpu":
        memory = torch.cuda.max_memory_allocated() / 2**20
    return {
        "size": size,
        "lora": lora,
        "parameters": card["trained"]["parameters"],
        "threads": torch.get_num_threads(),
        "device": torch.cuda.get_device_name() if device != "cpu" else "cpu",
        "tokens_per_second": tokens / card["course"]["seconds"],
        "memory_mb": memory,
        "before": held["before"]["perplexity"],
        "after": held["after"]["perplexity"],
    }


def main() -> None:
    """Run what was asked for and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--sizes", default="tiny,small")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--lora", type=int, default=16)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        size, rank = asked.one.split(":")
        found = one(asked.file, size, int(rank) or None, asked.device, asked.steps)
        print(json.dumps(found))
        return
    print("| size | parameters | trained | tokens/s | memory, MB | held-out perplexity |")
    print("|---|---|---|---|---|---|")
    for size in asked.sizes.split(","):
        for rank in (0, asked.lora):
            command = [
                sys.executable, "-m", "benchmarks.training", "--one", f"{size}:{rank}",
                "--device", asked.device, "--steps", str(asked.steps),
                *([asked.file] if asked.file else []),
            ]  # fmt: skip
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            row = json.loads(done.stdout.splitlines()[-1])
            before, after = row["before"], row["after"]
            print(
                f"| {size} | {row['parameters']:,} | {'all' if not rank else f'LoRA {rank}'} |"
                f" {row['tokens_per_second']:,.0f} | {row['memory_mb']:,.0f} |"
                f" {before['value']:.0f} → {after['value']:.0f}"
                f" [{after['low']:.0f}, {after['high']:.0f}] |",
                flush=True,
            )
    print(f"device: {row['device']}, threads: {row['threads']}, steps: {asked.steps}, batch: 8")


if __name__ == "__main__":
    main()
